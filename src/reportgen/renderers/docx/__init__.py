"""Document → Word: WordprocessingML in a package that python-docx opens.

`document.render_docx` is the door; the parts of the markup have a module each.
Page numbers of the contents are handed in: they are those of the PDF.
"""
