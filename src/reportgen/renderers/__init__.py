"""Document → files: Word, Excel, HTML, PDF and data that all say the same.

`output.Output` renders one document in every format; what the formats share is made once.
Each format has a folder of its own, `layout` decides what all of them follow.
Renderers know the document and its theme.
They do not know ledgers, forms, facts or where files go, and decide nothing about content.
"""

FORMATS = ("docx", "xlsx", "pdf", "html", "json")
# Those that are laid out in pages, or take the numbers of pages.
PAGED = frozenset({"docx", "pdf"})
# The page with the ledger lines of every number: for those who wrote the ledger, not for the public.
PREVIEW = "preview.html"
