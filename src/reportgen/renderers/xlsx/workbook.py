"""The document as a workbook: contents, one sheet for each part's prose, one for each table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from itertools import pairwise
from typing import Any

from xlsxwriter import Workbook

from reportgen.document.document import Block, Document, Paragraph, Part, Role, Table, TableList, chinese_date
from reportgen.document.theme import Page
from reportgen.renderers.layout.tables import table_layout
from reportgen.renderers.xlsx.sheet import DEFAULT_FACE, Area, Sheet, Style, Styles
from reportgen.renderers.xlsx.sheet_names import SheetNames
from reportgen.renderers.xlsx.table import fill_table

# Column widths are stored in digits of the default font, which has digits of 8 pixels at 11 points.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": DEFAULT_FACE, "font_size": 11, "font_scheme": "none"},
    "default_column_width": 72,
    "default_row_height": 18,
}
# A little less than the page has, because a single column that is too wide is not scaled everywhere.
_SPARE = 4.0
_LONGEST_PROSE = 900
_NO_DATE = date(1980, 1, 1)
_COVER = Style(heading=True, size=20.0, align="center")
_DATE = Style(size=13.0, align="center")
_PART = Style(heading=True, size=16.0, align="center")
_HEADINGS = {1: Style(heading=True, size=13.0), 2: Style(heading=True, size=11.5)}
_LOW_HEADING = Style(bold=True)
_CLOSING = Style(align="right")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the contents sheet and the cell it leads to."""

    text: str
    level: int
    address: str


def render_xlsx(document: Document) -> bytes:
    """Return the workbook, the same bytes for the same document; amounts are numbers in the printed unit."""
    buffer = BytesIO()
    workbook = Workbook(buffer, _OPTIONS)
    _fill(workbook, document)
    workbook.close()
    return buffer.getvalue()


def _fill(workbook: Any, document: Document) -> None:  # noqa: ANN401 - xlsxwriter ships no types
    workbook.set_properties(
        {
            "title": document.title,
            "author": document.department,
            "created": datetime.combine(document.file_date or _NO_DATE, time(), UTC),
        }
    )
    names, styles = SheetNames(), Styles(workbook, document.theme.table)
    contents_title = "".join((document.contents_title or document.title).split())
    contents = workbook.add_worksheet(names.take(contents_title))
    entries: list[_Entry] = []
    for blocks in split_sheets(document.blocks):
        name = names.take(_wanted_name(blocks[0], document))
        entries += _fill_sheet(workbook.add_worksheet(name), name, styles, blocks, document)
    _fill_contents(_prose_sheet(contents, styles, document.theme.portrait), document, entries)


def split_sheets(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """Group the blocks by sheet, in order: each table has its own, each part's prose shares one."""
    starts = [0] + [index for index, pair in enumerate(pairwise(blocks), 1) if _begins_sheet(*pair)]
    return [tuple(blocks[first:end]) for first, end in pairwise([*starts, len(blocks)]) if first < end]


def _begins_sheet(before: Block, block: Block) -> bool:
    return isinstance(block, Part | Table) or isinstance(before, Table)


def _wanted_name(first: Block, document: Document) -> str:
    match first:
        case Table():
            return table_name(first, document.tables)
        case Part():
            return first.ordinal or first.title
        case Paragraph(role=Role.HEADING):
            return first.text
        case _:
            return document.title


def table_name(table: Table, tables: Sequence[Table]) -> str:
    """Return what tells a table from the others: its number, where two have the same its first field too."""
    name = f"{table.label} {table.title}".strip()
    namesakes = [other for other in tables if (other.label, other.title) == (table.label, table.title)]
    first = next((field.cell.text for field in table.fields if field.cell.text), "")
    return name if table.label and len(namesakes) == 1 else f"{name} {first}".strip()


def _prose_sheet(worksheet: Any, styles: Styles, page: Page) -> Sheet:  # noqa: ANN401 - xlsxwriter ships no types
    return Sheet(worksheet, styles, (page.text_width - _SPARE,))


def _fill_sheet(
    worksheet: Any,  # noqa: ANN401 - xlsxwriter ships no types
    name: str,
    styles: Styles,
    blocks: Sequence[Block],
    document: Document,
) -> Iterator[_Entry]:
    theme = document.theme
    match blocks[0]:
        case Table() as table:
            fill_table(worksheet, styles, table, table_layout(table, theme))
            text = table.listed or table_name(table, document.tables)
            yield _Entry(text, table.contents or 1, _address(name, 0))
        case _:
            sheet = _prose_sheet(worksheet, styles, theme.portrait)
            yield from _fill_prose(sheet, name, blocks, theme.portrait)


def _address(name: str, row: int) -> str:
    quoted = name.replace("'", "''")
    return f"'{quoted}'!A{row + 1}"


def _fill_prose(sheet: Sheet, name: str, blocks: Sequence[Block], page: Page) -> list[_Entry]:
    listed: list[tuple[str, int, int]] = []
    for block in blocks:
        if isinstance(block, Part | Paragraph) and block.contents is not None:
            listed.append((block.text, block.contents, sheet.end))
        for text, style in _prose(block):
            for piece in split_text(text):
                sheet.put(Area(sheet.end, 0), piece, style)
    sheet.finish()
    sheet.print_on(page, landscape=False)
    found = [_Entry(text, level, _address(name, sheet.row(line))) for text, level, line in listed]
    return found or [_Entry(name, 1, _address(name, 0))]


def _prose(block: Block) -> Iterator[tuple[str, Style]]:
    match block:
        case Part():
            yield block.text, _PART
        case Paragraph(role=Role.HEADING):
            yield block.text, _HEADINGS.get(block.level, _LOW_HEADING)
        case Paragraph(role=Role.CLOSING):
            yield block.text, _CLOSING
        case Paragraph():
            yield block.text, Style(indent=max(block.level - 1, 0))
        case TableList():
            yield from ((table.listed or table.title, Style(indent=1)) for table in block.tables)
        case Table():
            yield from ()


def split_text(text: str) -> Iterator[str]:
    """Cut a text behind the last sentence that a row of a worksheet, 409 points high, can show.

    >>> [len(piece) for piece in split_text("法律法规。" * 250)]
    [900, 350]
    """
    while len(text) > _LONGEST_PROSE:
        end = text.rfind("。", 0, _LONGEST_PROSE) + 1 or _LONGEST_PROSE
        yield text[:end]
        text = text[end:]
    yield text


def _fill_contents(sheet: Sheet, document: Document, entries: Sequence[_Entry]) -> None:
    for text in document.cover or (document.title,):
        sheet.put(Area(sheet.end, 0), text, _COVER)
    if document.cover_date:
        sheet.put(Area(sheet.end, 0), chinese_date(document.cover_date), _DATE)
    if document.contents_title:
        sheet.put(Area(sheet.end, 0), document.contents_title, _PART)
    for entry in entries:
        style = Style(indent=max(entry.level - 1, 0), link=True)
        sheet.put(Area(sheet.end, 0), entry.text, style, entry.address)
    sheet.finish()
    sheet.print_on(document.theme.portrait, landscape=False)
