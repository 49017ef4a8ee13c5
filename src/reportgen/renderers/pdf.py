"""PDF: the HTML page, laid out and written by WeasyPrint."""

import gc
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import weasyprint
from weasyprint.urls import URLFetcher

_MAGIC = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """A document on its pages; *pages* says on which page, counted from 1, each anchor stands."""

    pages: Mapping[str, int]
    _document: weasyprint.Document

    @property
    def page_count(self) -> int:
        """Return how many pages there are."""
        return len(self._document.pages)

    def write(self) -> bytes:
        """Return the PDF."""
        fonts = LeanFonts()
        with _collector_paused():
            written = self._write(fonts)
            return written if fonts.are_subsets() else self._write({})

    def _write(self, fonts: dict[Hashable, "Font"]) -> bytes:
        self._document.fonts = fonts
        written: bytes = self._document.write_pdf()
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


class Font(Protocol):
    """A font of WeasyPrint: it holds a copy of its file until that is replaced by the subset to embed.

    *to_unicode* has the text of each glyph in use, *widths* their widths in thousandths of an em.
    """

    file_content: bytes
    name: bytes
    to_unicode: dict[int, str]
    widths: dict[int, int]


class LeanFonts(dict[Hashable, Font]):
    """Fonts without the copies of their files, 20 MB each: HarfBuzz takes its subset from the file itself."""

    def __setitem__(self, key: Hashable, font: Font) -> None:
        font.file_content = font.file_content[:_MAGIC]
        super().__setitem__(key, font)

    def are_subsets(self) -> bool:
        """Tell whether every font got its subset, so that none has to be embedded as a whole."""
        return all(len(font.file_content) > _MAGIC for font in self.values())


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
