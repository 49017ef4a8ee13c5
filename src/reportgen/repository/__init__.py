"""The folder that a bureau keeps: which files are ledgers, loading them and forms, and earlier states in git.

`repository.Repository` loads a ledger with last year's, a form and the classification; `ledger_files` says
what is a ledger; `git` writes the files of another commit beside.
It checks nothing but places and declarations, and composes nothing.
"""
