"""Renderers: a `Document` becomes a Word, Excel, HTML, PDF or JSON file."""
