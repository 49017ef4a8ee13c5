"""HTML: one self-contained page that is read on a screen and laid out as the PDF."""

from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from urllib.parse import quote

from markupsafe import Markup

from reportgen.document import (
    Block,
    ContentsEntry,
    Document,
    Figure,
    Paragraph,
    Part,
    Role,
    Table,
    TableList,
)
from reportgen.renderers.html_table import table_section
from reportgen.renderers.layout import title_pieces
from reportgen.renderers.markup import element, join
from reportgen.renderers.style import style_sheet

_PAGE = """\
<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{title}
<style>
{style}</style>
</head>
{body}
</html>
"""


def render_html(document: Document) -> str:
    """Return the document as one HTML page without outside resources."""
    title = element("title", document.title)
    body = element("body", *_body(document))
    return _PAGE.format(title=title, style=style_sheet(document.theme), body=body)


def _body(document: Document) -> Iterator[Markup]:
    yield _cover(document)
    if document.contents:
        yield _contents(document)
    yield element("main", *(_block(block, document) + "\n" for block in document.blocks))


def _cover(document: Document) -> Markup:
    lines = [element("p", _in_pieces(line, document.named(line))) for line in document.cover]
    if document.cover_date:
        lines.append(element("p", _date(document.cover_date), class_="date"))
    return element("header", *lines, class_="cover")


def _date(iso: str) -> Markup:
    day = date.fromisoformat(iso)
    return element("time", f"{day.year}年{day.month}月{day.day}日", datetime=iso)


def _contents(document: Document) -> Markup:
    title = element("p", document.contents_title, class_="title")
    entries = element("ol", *map(_contents_entry, document.contents))
    return element("nav", title, entries, aria_label=document.contents_title)


def _contents_entry(entry: ContentsEntry) -> Markup:
    return element("li", _link(entry.anchor, entry.text), class_=f"level-{entry.level}")


def _link(anchor: str, text: str) -> Markup:
    return element("a", text, href=f"#{quote(anchor)}")


def _block(block: Block, document: Document) -> Markup:
    match block:
        case Part():
            return _part(block, document.named(block.title))
        case Paragraph():
            return _paragraph(block)
        case TableList():
            return _table_list(block)
        case Table():
            return table_section(block, document.theme)


def _part(part: Part, name: str) -> Markup:
    title = _part_title(part, name)
    if part.ordinal:
        title = join([element("span", _marked(part.ordinal, part.figures), class_="ordinal"), " ", title])
    return element("h1", title, id=part.anchor)


def _part_title(part: Part, name: str) -> Markup:
    return _in_pieces(part.title, name, part.figures, len(part.text) - len(part.title))


def _in_pieces(title: str, name: str, figures: tuple[Figure, ...] = (), offset: int = 0) -> Markup:
    """Return a title in the pieces between which it breaks."""
    pieces = title_pieces(title, name)
    if len(pieces) == 1:
        return _marked(title, figures, offset)
    offsets = accumulate(map(len, pieces[:-1]), initial=offset)
    marked = (_marked(piece, figures, start) for piece, start in zip(pieces, offsets, strict=True))
    return join(element("span", piece, class_="piece") for piece in marked)


def _paragraph(paragraph: Paragraph) -> Markup:
    name = f"h{paragraph.level + 1}" if paragraph.role is Role.HEADING else "p"
    kind = paragraph.role.value if paragraph.role is Role.CLOSING else ""
    return element(name, _marked(paragraph.text, paragraph.figures), id=paragraph.anchor, class_=kind)


def _table_list(tables: TableList) -> Markup:
    links = (_link(table.anchor, table.listed or table.title) for table in tables.tables)
    return element("ul", *(element("li", link) for link in links), class_="tables")


def _marked(text: str, figures: tuple[Figure, ...], offset: int = 0) -> Markup:
    """Wrap the figures that stand in *text*, which begins at *offset* of the text they count from."""
    pieces: list[str] = []
    done = 0
    for figure in figures:
        start = figure.start - offset
        end = start + len(figure.text)
        if start >= 0 and end <= len(text):
            pieces += [text[done:start], _figure(figure, text[start:end])]
            done = end
    return join([*pieces, text[done:]])


def _figure(figure: Figure, text: str) -> Markup:
    return element("data", text, value=f"{figure.value:f}", data_fact=figure.fact)
