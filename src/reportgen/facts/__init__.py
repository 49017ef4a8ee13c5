"""Named amounts of a ledger, by paths that templates and last year's declarations share.

`facts` are sums, shares, changes and counts that keep their lines; `vocabulary.Vocabulary` finds them by
path and knows last year; `formulas` say in words what a fact is computed from.
They know no form: how an amount is printed is decided elsewhere.
"""
