"""A department's budget of one year: leaf lines, words and declarations, typed and frozen.

`model.Budget` is the ledger, `decode` makes it of nodes or says every reason why not, `postings` are its
lines with their dimensions, to be selected by conditions.
`conditions` reads these as tables and facts write them, `catalogue` holds the named ones: the facts (指标).
It adds nothing up and knows no form.
"""
