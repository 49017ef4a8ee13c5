"""PDF: the HTML page, laid out and written by WeasyPrint."""

import gc
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import weasyprint
from weasyprint.text.ffi import harfbuzz_subset
from weasyprint.urls import URLFetcher

_MAGIC = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """A document on its pages; *pages* says on which page, counted from 1, each anchor stands."""

    pages: Mapping[str, int]
    _document: weasyprint.Document

    def write(self) -> bytes:
        """Return the PDF."""
        if harfbuzz_subset:
            self._document.fonts = _LeanFonts()
        with _collector_paused():
            written: bytes = self._document.write_pdf()
        _check_embedded(self._document.fonts)
        return written


def lay_out(html: str) -> Layout:
    """Lay out the print form of *html*; nothing that it refers to outside itself is fetched."""
    with _collector_paused():
        document = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).render()
    return Layout(_pages(document), document)


def _pages(document: weasyprint.Document) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        for anchor in page.anchors:
            found.setdefault(anchor, number)
    return found


class _LeanFonts(dict[Hashable, Any]):
    """Fonts without the copies of their files, 20 MB each, that HarfBuzz does not need to take its subset."""

    def __setitem__(self, key: Hashable, font: Any) -> None:
        font.file_content = font.file_content[:_MAGIC]
        super().__setitem__(key, font)


def _check_embedded(fonts: Mapping[Hashable, Any]) -> None:
    """Make sure that every font was embedded as its subset, not as the rest of its file."""
    for font in fonts.values():
        if len(font.file_content) <= _MAGIC:
            raise RuntimeError(f"HarfBuzz cannot take a subset of {font.family}")


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
