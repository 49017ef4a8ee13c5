"""PDF: the HTML page, laid out and written by WeasyPrint, with the structure and data of an archive."""

import gc
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Protocol

import pydyf
import weasyprint
from weasyprint.urls import URLFetcher

from reportgen.renderers.pdf.archive import Properties, attach, describe, settle
from reportgen.renderers.pdf.misplaced import Misplaced
from reportgen.renderers.pdf.placement import misplaced
from reportgen.renderers.pdf.structure import repair
from reportgen.renderers.pdf.tree import StructureTree

_VARIANT = "pdf/a-3a"
_PLAIN = Properties()
_CUT_STREAM = b"\r\nendstream"
_MAGIC = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """A document on its pages; *pages* says on which page, counted from 1, each anchor stands.

    *misplaced* are the texts that it does not show as it should.
    """

    pages: Mapping[str, int]
    misplaced: tuple[Misplaced, ...]
    _document: weasyprint.Document

    @property
    def page_count(self) -> int:
        """Return how many pages there are."""
        return len(self._document.pages)

    def write(self, properties: Properties = _PLAIN) -> bytes:
        """Return the PDF, which keeps PDF/A-3a and PDF/UA-1.

        The engine itself compresses its last streams, and one in 256 of them ends in a carriage return, which
        takes the line feed behind it along: another object in them changes their ends.
        """
        with _collector_paused():
            attempts = (self._written(properties, spare) for spare in count())
            return next(written for written in attempts if _CUT_STREAM not in written)

    def _written(self, properties: Properties, spare: int) -> bytes:
        fonts = LeanFonts()
        written = self._write(fonts, properties, spare)
        return written if fonts.are_subsets() else self._write({}, properties, spare)

    def _write(self, fonts: dict[Hashable, "Font"], properties: Properties, spare: int) -> bytes:
        def finish(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
            tree = StructureTree(pdf)
            structure = tree.read()
            repair(structure, document, properties.titles)
            tree.write(structure)
            describe(pdf, properties)
            attach(pdf, properties)
            for _ in range(spare):
                pdf.add_object(pydyf.Array())
            settle(pdf)

        self._document.fonts = fonts
        written: bytes = self._document.write_pdf(pdf_variant=_VARIANT, output_intent="", finisher=finish)
        return written


def lay_out(html: str) -> Layout:
    """Lay out the print form of *html*; nothing that it refers to outside itself is fetched."""
    with _collector_paused():
        page = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=()))
        document = page.render()
        faults = misplaced(document.pages, page.etree_element)
    return Layout(_pages(document), faults, document)


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
