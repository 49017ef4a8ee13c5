"""A department's budget of one year: leaf lines, words and declarations, typed and frozen.

`model.Budget` is the ledger, `keys` are what may be written in one, `decode` makes the budget of nodes by
them or says every reason why not.
`postings` are its lines with their dimensions, to be selected by conditions.
`conditions` reads conditions as tables and facts write them, `catalogue` holds the named ones: facts (指标).
It adds nothing up and knows no form.
"""
