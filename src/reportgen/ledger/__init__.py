"""A department's budget of one year: leaf lines, words and declarations, typed and frozen.

`model.Budget` is the ledger, `keys` are what may be written in one, `decode` makes the budget of nodes by
them or says every reason why not.
`dimensions` is the table of what lines can say; `postings` are the lines with their dimensions, matched
against conditions in one place.
`conditions` reads conditions as tables and facts write them, `catalogue` holds the named ones: facts (指标).
It adds nothing up and knows no form.
"""
