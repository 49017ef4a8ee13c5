"""PDF: the HTML page, laid out and written by WeasyPrint."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import weasyprint
from weasyprint.urls import URLFetcher


@dataclass(frozen=True, slots=True)
class Layout:
    """A document on its pages; *pages* says on which page, counted from 1, each anchor stands."""

    pages: Mapping[str, int]
    _document: weasyprint.Document

    def write(self) -> bytes:
        """Return the PDF."""
        with _collector_paused():
            written: bytes = self._document.write_pdf()
        return written


def lay_out(html: str) -> Layout:
    """Lay out the print form of *html*; whatever it refers to outside itself is not fetched."""
    with _collector_paused():
        document = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).render()
    return Layout(_pages(document), document)


def _pages(document: weasyprint.Document) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        for anchor in page.anchors:
            found.setdefault(anchor, number)
    return found


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking the boxes of the layout again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
