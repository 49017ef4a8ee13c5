"""Named amounts of a ledger, by paths that templates and last year's declarations share.

`facts` are sums and counts that keep their lines, `derived` are changes, their rates and shares.
`vocabulary.Vocabulary` finds them by path: those of the form's catalogue (`sums`), and what the ledger names,
counts and lists (`described`).
`history` knows last year and the reasons, `declarations` what is wrong with what a ledger says of facts,
`gaps` what to say where nobody knows one, `formulas` in words what one is computed from.
They know no form: how an amount is printed is decided elsewhere.
"""
