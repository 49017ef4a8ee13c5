"""政府收支分类科目: the codes of revenue and expenditure, with names, definitions and years in force.

`tables.Classification` is the view of one year; `code_names` compares a name beside a code with the
official one.
It knows no ledger.
"""
