"""What all formats follow: orientation, type size, widths of columns, breaks of headings, room of rows.

Decided from the printed texts and the theme (`tables.TableLayout`, `head_lines.Header`), in mm and pt.
It does not know how a format writes any of it.
"""
