"""Renderers: a `Document` becomes a Word, Excel, HTML, PDF or JSON file."""

FORMATS = ("docx", "xlsx", "pdf", "html", "json")
