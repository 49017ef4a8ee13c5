"""One subset of each font for all PDFs of a volume, instead of one in each of them.

The PDF engine keeps the glyph numbers of a font in its subsets, so that text set in one subset is right in
another one that has its glyphs.
"""

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from io import BytesIO

import pikepdf
import weasyprint

from reportgen.document.theme import Theme
from reportgen.renderers.pdf.layout import Font, LeanFonts

_BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_MAPPED = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
# Any two characters that every one of the fonts has.
_PAGE = "<p style=\"font-family: '{}'; font-weight: {}\">一1</p>"


@dataclass(slots=True)
class Glyphs:
    """The glyphs of a font that are in use: their texts and widths in thousandths of an em."""

    texts: dict[int, str] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)


class FontPool:
    """The fonts of a volume: first the glyphs that its PDFs use, then one subset with all of them."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        families = dict.fromkeys(family for theme in themes for faces in theme.families for family in faces)
        pages = (_PAGE.format(escape(name), weight) for name in families for weight in ("normal", "bold"))
        self._sheet = "".join(pages)
        self.names = frozenset(_fonts_of(self._written({})))
        self._glyphs: dict[str, Glyphs] = {}

    def add(self, used: Mapping[str, Glyphs]) -> None:
        """Note the glyphs that a PDF uses."""
        for name, glyphs in used.items():
            known = self._glyphs.setdefault(name, Glyphs())
            known.texts |= glyphs.texts
            known.widths |= glyphs.widths

    def write(self) -> bytes:
        """Return a PDF whose fonts have all glyphs noted."""
        return self._written(self._glyphs)

    def _written(self, glyphs: Mapping[str, Glyphs]) -> bytes:
        document = weasyprint.HTML(string=self._sheet).render()
        fonts = _Filled(glyphs)
        document.fonts = fonts
        written: bytes = document.write_pdf()
        assert fonts.are_subsets(), "a font has no subset"
        return written


class _Filled(LeanFonts):
    """The fonts of a document, which get more glyphs than it uses as soon as they are known."""

    def __init__(self, glyphs: Mapping[str, Glyphs]) -> None:
        super().__init__()
        self._glyphs = glyphs

    def __setitem__(self, key: Hashable, font: Font) -> None:
        super().__setitem__(key, font)
        more = self._glyphs.get(_plain_name(font.name.decode()), Glyphs())
        font.to_unicode |= dict(sorted(more.texts.items()))
        font.widths |= dict(sorted(more.widths.items()))


def take_out(pdf: pikepdf.Pdf, names: frozenset[str]) -> dict[str, Glyphs]:
    """Take the files of the fonts *names* out of *pdf*; return which of their glyphs it uses."""
    used = {}
    for name, font in _fonts_in(pdf).items():
        if name in names:
            used[name] = _glyphs_of(font)
            del font.DescendantFonts[0].FontDescriptor.FontFile3
    return used


def put_in(pdf: pikepdf.Pdf, source: pikepdf.Pdf) -> None:
    """Let the pages of *pdf* use the fonts of *source* of the same names."""
    fonts = {name: pdf.copy_foreign(font) for name, font in _fonts_in(source).items()}
    for resources in _font_resources(pdf):
        for key, font in resources.items():
            resources[key] = fonts.get(_plain_name(str(font.BaseFont)), font)


def _fonts_of(data: bytes) -> list[str]:
    with pikepdf.open(BytesIO(data)) as pdf:
        return list(_fonts_in(pdf))


def _fonts_in(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """Return the fonts by name whose glyph numbers are those of the font."""
    fonts = {
        _plain_name(str(f.BaseFont)): f for resources in _font_resources(pdf) for f in resources.values()
    }
    return {name: font for name, font in fonts.items() if _is_plain(font)}


def _is_plain(font: pikepdf.Object) -> bool:
    return bool(font.Subtype == "/Type0") and "/FontFile3" in font.DescendantFonts[0].FontDescriptor


def _font_resources(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return the font dictionaries of all pages, each once."""
    found = {}
    for page in pdf.pages:
        resources = page.obj.get("/Resources", pikepdf.Dictionary()).get("/Font")
        if resources is not None:
            found[resources.objgen if resources.is_indirect else id(resources)] = resources
    return list(found.values())


def _plain_name(name: str) -> str:
    """Return the name of a font without the tag of its subset.

    >>> _plain_name("/BYMOGM+Noto-Serif-CJK-SC-Bold")
    'Noto-Serif-CJK-SC-Bold'
    """
    return name.lstrip("/").partition("+")[2] or name


def _glyphs_of(font: pikepdf.Object) -> Glyphs:
    blocks = _BLOCK.findall(font.ToUnicode.read_bytes())
    mapped = [pair for block in blocks for pair in _MAPPED.findall(block)]
    texts = {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in mapped}
    widths: dict[int, int] = {}
    runs = list(font.DescendantFonts[0].W)
    for first, run in zip(runs[::2], runs[1::2], strict=True):
        widths |= {int(first) + index: int(width) for index, width in enumerate(run)}
    return Glyphs(texts, widths)
