"""A department's budget of one year: leaf lines, words and declarations, typed and frozen.

`model.Budget` is the ledger, `keys` are what may be written in one, `decode` makes the budget of nodes by
them or says every reason why not, `postings` are its lines with their dimensions, to be selected by
conditions.
It adds nothing up and knows no form.
"""
