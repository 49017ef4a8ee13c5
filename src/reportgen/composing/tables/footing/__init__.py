"""What adds up in a table, down and across (footing and cross-footing).

`addition` holds totals against their parts line by line, `frame` and `sums` find which cells are sums of
which, `residue` and `rounding` settle where rounded parts do not give the rounded total.
"""
