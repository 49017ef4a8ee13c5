"""Tables of a form as data: headings and row labels are selections, and 口径 says what their names mean.

`spec.TableSpec` is a table, `form.read_form` reads those of a file, `overlay` lays one form over another.
"""
