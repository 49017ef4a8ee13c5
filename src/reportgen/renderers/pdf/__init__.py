"""HTML → PDF: laid out by WeasyPrint, with its tags repaired, as PDF/A-3a and PDF/UA-1; and volumes bound.

`layout.lay_out` is the door to one PDF, `binding.bind` to a volume of many.
It sees HTML and PDF objects and knows nothing of tables of budgets.
"""
