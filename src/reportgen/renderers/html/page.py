"""HTML: the markup of a document, and the page that is laid out as the PDF."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from markupsafe import Markup

from reportgen.document.document import (
    Block,
    ContentsEntry,
    Document,
    Figure,
    Paragraph,
    Part,
    Role,
    Table,
    TableList,
    chinese_date,
)
from reportgen.renderers.html.markup import element, join, link
from reportgen.renderers.html.medium import Medium, Paper
from reportgen.renderers.html.style import style_sheet
from reportgen.renderers.html.table import table_section
from reportgen.renderers.layout.tables import title_pieces

# A number and the character after it, which says what it counts; none within a Latin word or an address.
_MEASURED = re.compile(r"(?<![A-Za-z\d.,])\d[\d.,]*[^\W\d_]")
# In characters: half a line of the narrowest page that is usual. A longer number breaks where the line ends.
_LONGEST_WHOLE = 24
_PAGE = """\
<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
{policy}<meta name="viewport" content="width=device-width, initial-scale=1">
{title}
<style>
{style}</style>
</head>
{body}
</html>
"""
_PAPER = Paper()


def render_html(document: Document, first_page: int = 1) -> str:
    """Return the document as one HTML page for paper, without outside resources, from *first_page* on."""
    return page(document, _body(document), _paging(first_page))


def page(document: Document, body: Iterable[Markup], style: str, policy: str = "") -> str:
    """Return a whole page; *style* follows the rules of the theme, *policy* says what the page may load."""
    return _PAGE.format(
        policy=policy,
        title=element("title", document.title),
        style=style_sheet(document.theme) + style,
        body=element("body", *body),
    )


def _paging(first_page: int) -> str:
    """Return the rules for pages that follow others: their numbers, and on which side the first one lies."""
    if first_page == 1:
        return ""
    side = "right" if first_page % 2 else "left"
    return f"@page :first {{ counter-reset: page {first_page} }}\nhtml {{ break-before: {side} }}\n"


def _body(document: Document) -> Iterator[Markup]:
    yield cover(document)
    if document.contents:
        yield contents(document, _PAPER)
    yield element("main", *blocks(document, _PAPER))


def blocks(document: Document, medium: Medium) -> Iterator[Markup]:
    """Return everything that follows the contents, a block a line."""
    return (_block(block, document, medium) + "\n" for block in document.blocks)


def cover(document: Document) -> Markup:
    """Return the cover."""
    lines = [element("p", _in_pieces(line, document.named(line))) for line in document.cover]
    if document.cover_date:
        lines.append(element("p", _date(document.cover_date), class_="date"))
    return element("header", *lines, class_="cover")


def _date(day: date) -> Markup:
    return element("time", chinese_date(day), datetime=day.isoformat())


def contents(document: Document, medium: Medium) -> Markup:
    """Return the contents list."""
    title = element("p", document.contents_title, class_="title")
    entries = element("ol", *(_contents_entry(entry, medium) for entry in document.contents))
    return element("nav", title, entries, aria_label=document.contents_title)


def _contents_entry(entry: ContentsEntry, medium: Medium) -> Markup:
    """Return a line of the contents; one with a page leads to itself until its goal is bound behind."""
    anchor = "" if entry.page is None else entry.anchor
    there = link(medium.target(entry.anchor), entry.text, data_page=str(entry.page or ""))
    return element("li", there, id=anchor, class_=f"level-{entry.level}")


def _block(block: Block, document: Document, medium: Medium) -> Markup:
    match block:
        case Part():
            return _part(block, document.named(block.title), medium)
        case Paragraph():
            return _paragraph(block, medium)
        case TableList():
            return _table_list(block, medium)
        case Table():
            return table_section(block, document.theme, medium)


def _part(part: Part, name: str, medium: Medium) -> Markup:
    figures = _Figures(part.figures, medium)
    title = _in_pieces(part.title, name, figures, len(part.text) - len(part.title))
    if part.ordinal:
        title = join([element("span", figures.marked(part.ordinal), class_="ordinal"), " ", title])
    return element("h1", title, id=part.anchor)


def _in_pieces(title: str, name: str, figures: "_Figures | None" = None, offset: int = 0) -> Markup:
    """Return a title in the pieces between which it breaks."""
    pieces = title_pieces(title, name)
    figures = figures or _Figures((), _PAPER)
    if len(pieces) == 1:
        return figures.marked(title, offset)
    offsets = accumulate(map(len, pieces[:-1]), initial=offset)
    marked = (figures.marked(piece, start) for piece, start in zip(pieces, offsets, strict=True))
    return join(element("span", piece, class_="piece") for piece in marked)


def _paragraph(paragraph: Paragraph, medium: Medium) -> Markup:
    name = f"h{paragraph.level + 1}" if paragraph.role is Role.HEADING else "p"
    kind = paragraph.role.value if paragraph.role is Role.CLOSING else ""
    marked = _Figures(paragraph.figures, medium).marked(paragraph.text)
    return element(name, marked, id=paragraph.anchor, class_=kind)


def _table_list(tables: TableList, medium: Medium) -> Markup:
    links = (link(medium.target(table.anchor), table.listed or table.title) for table in tables.tables)
    return element("ul", *(element("li", link) for link in links), class_="tables")


@dataclass(frozen=True, slots=True)
class _Figures:
    """The figures of a text and the medium that shows them."""

    figures: tuple[Figure, ...]
    medium: Medium

    def marked(self, text: str, offset: int = 0) -> Markup:
        """Wrap the figures that stand in *text*, which begins at *offset* of the text they count from."""
        pieces: list[str] = []
        done = 0
        for figure in self.figures:
            start = figure.start - offset
            end = start + len(figure.text)
            if start >= 0 and end <= len(text):
                unit = _unit(figure, text[end:])
                shown = self.medium.figure(figure, text[start:end])
                pieces += [*_typed(text[done:start]), _whole(shown, unit)]
                done = end + len(unit)
        return join([*pieces, *_typed(text[done:])])


def _unit(figure: Figure, after: str) -> str:
    """Return the unit of *figure*, with which the text goes on: what it is counted in where none is known."""
    if figure.unit and after.startswith(figure.unit):
        return figure.unit
    return after[:1] if after[:1].isalpha() else ""


def _typed(text: str) -> Iterator[str]:
    """Wrap the numbers with units that stand in *text* as they were typed."""
    done = 0
    for match in _MEASURED.finditer(text):
        if len(match.group()) > _LONGEST_WHOLE:
            continue
        yield text[done : match.start()]
        yield element("span", match.group(), class_="whole")
        done = match.end()
    yield text[done:]


def _whole(number: Markup, unit: str) -> Markup:
    """Return a number on one line with its unit; no engine breaks a line within a bare one."""
    return element("span", number, unit, class_="whole") if unit else number
