"""Word: the document with real styles, a filled contents field and tables that go on over pages.

python-docx makes the file, its styles and its sections. What stands on the pages is written as markup:
the tables of python-docx look up the whole grid for every cell, which takes many times as long.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from docx.shared import Mm

from reportgen.document.document import (
    Block,
    ContentsEntry,
    Document,
    Paragraph,
    Part,
    Role,
    Table,
    TableList,
    chinese_date,
)
from reportgen.document.theme import Page, PartStart, TextStyle, Theme
from reportgen.renderers.docx.file import finish, new_file
from reportgen.renderers.docx.markup import (
    FIELD_RESULT,
    bookmark,
    bookmark_name,
    elements,
    field,
    field_begin,
    field_end,
    link,
    paragraph,
    run,
)
from reportgen.renderers.docx.section import Section, Sections
from reportgen.renderers.docx.styles import SPACER, RowSetting, define_styles
from reportgen.renderers.docx.table import table_body
from reportgen.renderers.layout.row_spacing import row_setting
from reportgen.renderers.layout.tables import (
    MM_PER_POINT,
    TableLayout,
    continued_title,
    table_layout,
    text_width,
    title_pieces,
)

# In em: a title that only just fits is broken all the same, because digits are wider in some faces.
_SPARE = 1.0
_PAGE_BREAK = "<w:pageBreakBefore/>"
# Above and below a table that stands in the text, as in the PDF.
_SPACE_ABOVE = '<w:spacing w:before="160"/>'
_SPACE = '<w:spacing w:line="160" w:lineRule="exact"/>'
_HIDDEN = "<w:rPr><w:vanish/></w:rPr>"
_TAB = "<w:r><w:tab/></w:r>"
_FIRST_RUN = "C"  # what Word calls the marks that say nothing else
_FOOT_OF_PAGE = (
    '<w:framePr w:w="{}" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin"'
    ' w:xAlign="center" w:yAlign="bottom"/>'
)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table and how it is set."""

    table: Table
    layout: TableLayout
    setting: RowSetting


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A block in its place; *number* identifies its bookmark, *entry* is its line in the contents.

    *mark* tells by which field of the contents the line is collected.
    """

    number: int
    anchor: str
    entry: ContentsEntry | None
    mark: str
    block: Part | Paragraph | TableList | _Sheet
    page: Page

    @property
    def fills_pages(self) -> bool:
        """Whether it is a table with pages of its own."""
        return isinstance(self.block, _Sheet) and self.block.layout.opens_page(self.block.table)

    @property
    def opens_page(self) -> bool:
        """Whether it begins a page: parts and most tables do, and whatever follows the contents."""
        return self.fills_pages or isinstance(self.block, Part) or self.number == 0


def render_docx(document: Document, pages: Mapping[str, int]) -> bytes:
    """Return *document* as a Word file.

    *pages* holds the page, counted from the cover, of every anchor in the contents and of every table.
    """
    word = new_file(document)
    theme = document.theme
    pieces = list(_pieces(document))
    settings = {piece.block.setting: None for piece in pieces if isinstance(piece.block, _Sheet)}
    define_styles(word, theme, settings)
    (body,) = word.element
    body[:] = elements("".join(_body(document, pieces, pages, Sections(word, theme))))
    return finish(word, document.file_date)


def _body(
    document: Document, pieces: Sequence[_Piece], pages: Mapping[str, int], sections: Sections
) -> Iterator[str]:
    """Yield everything in order; a section ends before what stands on pages of another kind."""
    theme = document.theme
    odd = theme.part_start is PartStart.ODD
    section = Section(page=theme.portrait, cover=True)
    yield _cover(document)
    if document.contents:
        if odd:
            yield sections.end(section)
            section = Section(page=theme.portrait, odd=True)
        yield _contents(document, pages, "" if odd else _PAGE_BREAK)
    after_table = False
    for piece in pieces:
        own = _section(piece, pages, theme)
        turned = own.odd or bool(own.running) or own.page != section.page or bool(section.running)
        if turned:
            yield sections.end(section)
            section = own
        opens = not turned and (piece.opens_page or after_table)
        yield _block(piece, theme, _PAGE_BREAK if opens else "")
        after_table = piece.fills_pages
    yield paragraph(SPACER) + sections.properties(section)


def _section(piece: _Piece, pages: Mapping[str, int], theme: Theme) -> Section:
    """Return the pages that *piece* asks for: a table that may go on has a line above the text for that."""
    odd = theme.part_start is PartStart.ODD and isinstance(piece.block, Part)
    if piece.fills_pages and isinstance(piece.block, _Sheet) and theme.table.continued:
        return Section(
            page=piece.page, running=continued_title(piece.block.table, theme), number=pages[piece.anchor]
        )
    return Section(page=piece.page, odd=odd)


def _pieces(document: Document) -> Iterator[_Piece]:
    entries = {entry.anchor: (entry, mark) for mark, entries in _runs(document) for entry in entries}
    for number, block in enumerate(document.blocks):
        anchor = "" if isinstance(block, TableList) else block.anchor
        entry, mark = entries.get(anchor, (None, ""))
        content = _set(block, document)
        page = content.layout.page if isinstance(content, _Sheet) else document.theme.portrait
        yield _Piece(number=number, anchor=anchor, entry=entry, mark=mark, block=content, page=page)


def _runs(document: Document) -> Iterator[tuple[str, list[ContentsEntry]]]:
    """Split the contents where they do not follow the order of the document.

    A field of Word collects its marks in the order of the document: each run has a field of its own.
    """
    places = {
        block.anchor: number
        for number, block in enumerate(document.blocks)
        if not isinstance(block, TableList)
    }
    runs: list[list[ContentsEntry]] = [[]]
    for entry in document.contents:
        if runs[-1] and places[entry.anchor] < places[runs[-1][-1].anchor]:
            runs.append([])
        runs[-1].append(entry)
    for number, entries in enumerate(runs):
        yield (f" {chr(ord(_FIRST_RUN) + number)}" if number else ""), entries


def _set(block: Block, document: Document) -> Part | Paragraph | TableList | _Sheet:
    match block:
        case Table():
            return _sheet(block, document.theme)
        case Part():
            style = document.theme.part_title
            return replace(block, title=_broken(block.title, style, document))
        case _:
            return block


def _sheet(table: Table, theme: Theme) -> _Sheet:
    layout = table_layout(table, theme)
    size, leading = row_setting(table, layout, theme)
    return _Sheet(table, layout, RowSetting(size, leading, tight=leading == theme.table.tight))


def _broken(title: str, style: TextStyle, document: Document) -> str:
    """Return *title* with breaks between its pieces where they do not fit on a line together."""
    lines: list[str] = []
    for piece in title_pieces(title, document.named(title)):
        wide = (text_width("".join((*lines[-1:], piece))) + _SPARE) * style.size * MM_PER_POINT
        if lines and wide <= document.theme.portrait.text_width:
            lines[-1] += piece
        else:
            lines.append(piece)
    return "\n".join(lines)


def _cover(document: Document) -> str:
    """Return the cover; a frame keeps the date at the foot and needs a paragraph that it belongs to."""
    theme = document.theme
    above = f'<w:spacing w:before="{Mm(theme.cover_top).twips}"/>'
    lines = "".join(
        paragraph("Title", run(_broken(line, theme.cover, document)), above if index == 0 else "")
        for index, line in enumerate(document.cover)
    )
    day, width = document.cover_date, Mm(theme.portrait.text_width).twips
    foot = paragraph("Date", run(chinese_date(day)), _FOOT_OF_PAGE.format(width)) if day else ""
    return lines + foot + paragraph(SPACER)


def _contents(document: Document, pages: Mapping[str, int], start: str) -> str:
    """Return the contents; *start* goes into the properties of their first paragraph."""
    title = paragraph("TOCHeading", run(document.contents_title), start)
    return title + "".join(_contents_run(mark, entries, pages) for mark, entries in _runs(document))


def _contents_run(mark: str, entries: Sequence[ContentsEntry], pages: Mapping[str, int]) -> str:
    """Return a field that collects the marks beside the titles: a title may be listed in other words."""
    lines = [_contents_entry(entry, pages[entry.anchor]) for entry in entries]
    begin = field_begin(rf"TOC \f{mark} \h \z") + FIELD_RESULT
    last = len(lines) - 1
    return "".join(
        paragraph(style, (begin if index == 0 else "") + line + (field_end() if index == last else ""))
        for index, (style, line) in enumerate(lines)
    )


def _contents_entry(entry: ContentsEntry, page: int) -> tuple[str, str]:
    number = field(rf"PAGEREF {bookmark_name(entry.anchor)} \h", str(page))
    return f"TOC{entry.level}", link(entry.anchor, run(entry.text) + _TAB + number)


def _block(piece: _Piece, theme: Theme, start: str) -> str:
    """Return one block; *start* goes into the properties of its first paragraph."""
    match piece.block:
        case Part(ordinal=ordinal, title=title):
            return paragraph("Heading1", _marked(piece, f"{ordinal}\n{title}".strip()), start)
        case Paragraph() as block:
            return paragraph(_style(block), _marked(piece, block.text), start)
        case TableList(tables=tables):
            return "".join(map(_listed, tables))
        case _Sheet(table=table, layout=layout, setting=setting):
            if not piece.fills_pages:
                start += _SPACE_ABOVE
            above = paragraph("TableNumber", run(table.above), start) if table.above else ""
            title = paragraph("TableTitle", _marked(piece, table.title), "" if above else start)
            below = "" if piece.fills_pages else paragraph(SPACER, properties=_SPACE)
            return above + title + table_body(table, layout, setting, theme) + below


def _style(block: Paragraph) -> str:
    if block.role is Role.HEADING:
        return f"Heading{block.level + 1}"
    return {Role.ITEM: "Item", Role.CLOSING: "Closing"}.get(block.role, "BodyText")


def _listed(table: Table) -> str:
    return paragraph("TableList", link(table.anchor, run(table.listed or table.title)))


def _marked(piece: _Piece, text: str) -> str:
    """Return *text* in its bookmark, with the hidden field that puts it into the contents."""
    if piece.entry is None:
        return bookmark(piece.anchor, piece.number, run(text))
    words = piece.entry.text.replace("\\", r"\\").replace('"', r"\"")
    mark = rf"\f{piece.mark} " if piece.mark else ""
    hidden = field_begin(rf'TC "{words}" {mark}\l {piece.entry.level}', _HIDDEN) + field_end(_HIDDEN)
    return bookmark(piece.anchor, piece.number, run(text) + hidden)
