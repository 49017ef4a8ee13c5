"""Renderers: a `Document` becomes a Word, Excel, HTML, PDF or JSON file."""

FORMATS = ("docx", "xlsx", "pdf", "html", "json")
# The page with the ledger lines of every number: for those who wrote the ledger, not for the public.
PREVIEW = "preview.html"
