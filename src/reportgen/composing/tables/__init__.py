"""Rows × columns of ledger lines: `build.build_tables` makes the tables of a specification.

What must add up is in `footing`; what no table would print is named by `unprinted`.
"""
