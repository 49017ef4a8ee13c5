"""Document → workbook: a sheet a table, numbers as numbers, totals as formulas (`Cell.parts`).

`workbook.render_xlsx` is the door.
It prints no narrative and computes nothing: values come from the cells.
"""
