"""Word: the document with real styles, a filled contents field and tables that go on over pages.

The parts are written as text: a template file would bring its theme, fonts and styles along,
and building the tree cell by cell takes many times as long.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.document import Block, ContentsEntry, Document, Paragraph, Part, Role, Table, TableList
from reportgen.render.docx_markup import (
    DECLARATION,
    FIELD_RESULT,
    NAMESPACE,
    RELATIONSHIPS,
    bookmark,
    bookmark_name,
    field,
    field_begin,
    field_end,
    link,
    paragraph,
    run,
    twips,
)
from reportgen.render.docx_parts import FOOTER, MAIN_PART, STYLES_PART, fixed_parts
from reportgen.render.docx_styles import SPACER, RowSetting, styles_part
from reportgen.render.docx_table import table_body
from reportgen.render.layout import PORTRAIT, Page, TableLayout, table_layout
from reportgen.render.leading import row_setting
from reportgen.render.package import pack

_COVER_TOP = 50.0
_FOOTER_BELOW_TEXT = 12.0
_PAGE_BREAK = "<w:pageBreakBefore/>"
_HIDDEN = "<w:rPr><w:vanish/></w:rPr>"
_TAB = "<w:r><w:tab/></w:r>"
_FOOT_OF_PAGE = (
    f'<w:framePr w:w="{twips(PORTRAIT.text_width)}" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin"'
    ' w:xAlign="center" w:yAlign="bottom"/>'
)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table and how it is set."""

    table: Table
    layout: TableLayout
    setting: RowSetting


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block in its place; *number* identifies its bookmark, *entry* is its line in the contents."""

    number: int
    anchor: str
    entry: ContentsEntry | None
    block: Part | Paragraph | TableList | _Sheet

    @property
    def page(self) -> Page:
        return self.block.layout.page if isinstance(self.block, _Sheet) else PORTRAIT

    @property
    def opens_page(self) -> bool:
        """Whether it begins a page: parts and tables do, and whatever follows the contents."""
        return isinstance(self.block, Part | _Sheet) or self.number == 0


def render_docx(document: Document, pages: Mapping[str, int]) -> bytes:
    """Return *document* as a Word file.

    *pages* holds the page, counted from the cover, of every anchor in the contents.
    """
    pieces = list(_pieces(document))
    settings = {piece.block.setting: None for piece in pieces if isinstance(piece.block, _Sheet)}
    front = _cover(document) + _contents(document, pages)
    parts = fixed_parts(document) | {
        MAIN_PART: (
            f'{DECLARATION}<w:document xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONSHIPS}">'
            f"<w:body>{front}{''.join(_body(pieces))}</w:body></w:document>"
        ),
        STYLES_PART: styles_part(settings),
    }
    return pack({name: text.encode() for name, text in parts.items()})


def _pieces(document: Document) -> Iterator[_Piece]:
    entries = {entry.anchor: entry for entry in document.contents}
    for number, block in enumerate(document.blocks):
        anchor = "" if isinstance(block, TableList) else block.anchor
        yield _Piece(number, anchor, entries.get(anchor), _set(block))


def _set(block: Block) -> Part | Paragraph | TableList | _Sheet:
    if not isinstance(block, Table):
        return block
    layout = table_layout(block)
    return _Sheet(block, layout, RowSetting(*row_setting(block, layout)))


def _cover(document: Document) -> str:
    """Return the cover; a frame keeps the date at the foot and needs a paragraph that it belongs to."""
    above = f'<w:spacing w:before="{twips(_COVER_TOP)}"/>'
    lines = "".join(
        paragraph("Title", run(line), above if index == 0 else "")
        for index, line in enumerate(document.cover)
    )
    foot = paragraph("Date", run(_chinese_date(document.date)), _FOOT_OF_PAGE) if document.date else ""
    return lines + foot + paragraph(SPACER)


def _chinese_date(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"


def _contents(document: Document, pages: Mapping[str, int]) -> str:
    if not document.contents:
        return ""
    title = paragraph("TOCHeading", run(document.contents_title), _PAGE_BREAK)
    entries = [_contents_entry(entry, pages[entry.anchor]) for entry in document.contents]
    # The field collects the marks beside the titles, because a title may be listed in other words.
    begin = field_begin(r"TOC \f \h \z") + FIELD_RESULT
    last = len(entries) - 1
    return title + "".join(
        paragraph(style, (begin if index == 0 else "") + line + (field_end() if index == last else ""))
        for index, (style, line) in enumerate(entries)
    )


def _contents_entry(entry: ContentsEntry, page: int) -> tuple[str, str]:
    number = field(rf"PAGEREF {bookmark_name(entry.anchor)} \h", str(page))
    return f"TOC{entry.level}", link(entry.anchor, run(entry.text) + _TAB + number)


def _body(pieces: Sequence[_Piece]) -> Iterator[str]:
    """Yield the blocks; a section ends where the pages turn, else a page break does."""
    page, cover = PORTRAIT, True
    for piece in pieces:
        if piece.page == page:
            yield _block(piece, _PAGE_BREAK if piece.opens_page else "")
        else:
            yield paragraph(SPACER, properties=_section(page, cover=cover))
            yield _block(piece, "")
            page, cover = piece.page, False
    yield paragraph(SPACER) + _section(page, cover=cover)


def _section(page: Page, *, cover: bool) -> str:
    """Return the properties of a section; a first page that is the cover has a footer of its own: none."""
    width, height = twips(page.width), twips(page.height)
    orientation = ' w:orient="landscape"' if width > height else ""
    sides = ("top", "right", "bottom", "left")
    margins = " ".join(f'w:{side}="{twips(getattr(page, side))}"' for side in sides)
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{FOOTER}"/><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{orientation}/>'
        f'<w:pgMar {margins} w:header="0" w:footer="{twips(page.bottom - _FOOTER_BELOW_TEXT)}" w:gutter="0"/>'
        f'<w:cols w:space="0"/>{"<w:titlePg/>" if cover else ""}</w:sectPr>'
    )


def _block(piece: _Piece, start: str) -> str:
    """Return one block; *start* goes into the properties of its first paragraph."""
    match piece.block:
        case Part(ordinal=ordinal, title=title):
            return paragraph("Heading1", _marked(piece, f"{ordinal}\n{title}".strip()), start)
        case Paragraph() as block:
            return paragraph(_style(block), _marked(piece, block.text), start)
        case TableList(tables=tables):
            return "".join(map(_listed, tables))
        case _Sheet(table=table, layout=layout, setting=setting):
            title = paragraph("TableTitle", _marked(piece, table.title), start)
            return title + table_body(table, layout, setting)


def _style(block: Paragraph) -> str:
    if block.role is Role.HEADING:
        return f"Heading{block.level + 1}"
    return "Item" if block.role is Role.ITEM else "BodyText"


def _listed(table: Table) -> str:
    return paragraph("TableList", link(table.anchor, run(table.listed or table.title)))


def _marked(piece: _Piece, text: str) -> str:
    """Return *text* in its bookmark, with the hidden field that puts it into the contents."""
    if piece.entry is None:
        return bookmark(piece.anchor, piece.number, run(text))
    words = piece.entry.text.replace("\\", r"\\").replace('"', r"\"")
    mark = field_begin(rf'TC "{words}" \l {piece.entry.level}', _HIDDEN) + field_end(_HIDDEN)
    return bookmark(piece.anchor, piece.number, run(text) + mark)
