"""Sections of a Word file: how their pages lie, where they begin, what stands above and below the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from docx.document import Document as WordFile
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from reportgen.document.theme import NumberPlace, Page, Theme
from reportgen.renderers.docx.markup import field, paragraph, run
from reportgen.renderers.docx.styles import ABOVE_TEXT, SPACER
from reportgen.renderers.layout.tables import MM_PER_POINT, text_width

_PART = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{0} {1}>{2}</w:{0}>'
_KINDS = {
    "hdr": ("header", CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "ftr": ("footer", CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
}
# Pages that a header or a footer is for: all odd pages, or all where even ones have none of their own.
_ODD, _EVEN, _FIRST = "default", "even", "first"
_TWIPS_PER_POINT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Pages that follow each other: how they lie, and the line above the text from the second one on.

    *odd* sections begin on an odd page; that of the *cover* begins with a page without a number.
    *number* is the page on which a section with a *running* line begins.
    """

    page: Page
    running: str = ""
    number: int = 0
    odd: bool = False
    cover: bool = False


class Sections:
    """Writes the properties of sections, and into *word* the headers and the footer that they show.

    Every section names all that it shows: what it does not name it would take from the one before.
    """

    def __init__(self, word: WordFile, theme: Theme) -> None:
        self._word = word
        self._theme = theme
        self._counts = dict.fromkeys(_KINDS, 0)
        self._feet = self._footers()
        self._empty = self._header(paragraph("Header")) if theme.table.continued else ""

    def _footers(self) -> Mapping[str, str]:
        """Add the footers, by their pages; one serves all pages where numbers are centred."""
        number = self._theme.page_number
        if number.place is NumberPlace.CENTRE:
            return {_ODD: self._footer("center")}
        self._word.settings.odd_and_even_pages_header_footer = True
        return {_ODD: self._footer("right"), _EVEN: self._footer("left")}

    def _footer(self, side: str) -> str:
        """Add a footer with the number on *side*, one character in."""
        number = self._theme.page_number
        em = round(number.style.size * _TWIPS_PER_POINT)
        indent = "" if side == "center" else f'<w:ind w:{side}="{em}" w:{side}Chars="100"/>'
        place = f'{indent}<w:jc w:val="{side}"/>'
        content = run(number.before) + field("PAGE", "1") + run(number.after)
        return self._add("ftr", paragraph("Footer", content, place))

    def end(self, section: Section) -> str:
        """Return the paragraph in which *section* ends."""
        return paragraph(SPACER, properties=self.properties(section))

    def properties(self, section: Section) -> str:
        """Return the properties of *section*."""
        start = '<w:type w:val="oddPage"/>' if section.odd else ""
        unlike = "<w:titlePg/>" if section.cover or section.running else ""
        return (
            f"<w:sectPr>{self._references(section)}{start}{self._paper(section)}"
            f'<w:cols w:space="720"/>{unlike}</w:sectPr>'
        )

    def _references(self, section: Section) -> str:
        return "".join(
            f'<w:{kind}Reference w:type="{pages}" r:id="{part}"/>'
            for kind, parts in (("header", self._heads(section)), ("footer", self._section_feet(section)))
            for pages, part in parts.items()
        )

    def _heads(self, section: Section) -> Mapping[str, str]:
        """Return the headers of *section*, by the pages that they are for."""
        if not self._empty:
            return {}
        if not section.running:
            return dict.fromkeys(self._feet, self._empty)
        running = self._header(paragraph("Header", run(section.running)))
        return {**dict.fromkeys(self._feet, running), _FIRST: self._empty}

    def _section_feet(self, section: Section) -> Mapping[str, str]:
        """Return the footers of *section*; that of a first page cannot follow its page if it moves."""
        if not section.running:
            return self._feet
        even = section.number % 2 == 0
        return {**self._feet, _FIRST: self._feet[_EVEN if even and _EVEN in self._feet else _ODD]}

    def _paper(self, section: Section) -> str:
        """Return paper and margins; header and footer fill the room between their distance and the text.

        LibreOffice leaves no more than they need on the first page of a section that begins on an odd one.
        """
        page, number = section.page, self._theme.page_number
        turned = ' w:orient="landscape"' if page.width > page.height else ""
        top, bottom = Mm(page.top).twips, Mm(page.bottom).twips
        margins = {
            "top": top,
            "right": Mm(page.right).twips,
            "bottom": bottom,
            "left": Mm(page.left).twips,
            "header": max(0, top - Mm(ABOVE_TEXT).twips - self._running_lines(section)),
            "footer": max(0, bottom - Mm(number.distance).twips - Pt(number.style.line).twips),
            "gutter": 0,
        }
        edges = " ".join(f'w:{name}="{width}"' for name, width in margins.items())
        return (
            f'<w:pgSz w:w="{Mm(page.width).twips}" w:h="{Mm(page.height).twips}"{turned}/><w:pgMar {edges}/>'
        )

    def _running_lines(self, section: Section) -> int:
        """Return the height in twips of what stands above the text: a long title takes several lines."""
        style = self._theme.table_note
        width = text_width(section.running) * style.size * MM_PER_POINT
        lines = max(1, ceil(width / section.page.text_width))
        return lines * int(Pt(style.line).twips)

    def _header(self, content: str) -> str:
        return self._add("hdr", content)

    def _add(self, root: str, content: str) -> str:
        """Add a part to the file and return the identifier of the relationship with it."""
        name, content_type, relationship = _KINDS[root]
        self._counts[root] += 1
        part = Part(
            PackURI(f"/word/{name}{self._counts[root]}.xml"),
            content_type,
            _PART.format(root, nsdecls("w"), content).encode(),
            self._word.part.package,
        )
        return self._word.part.relate_to(part, relationship)
