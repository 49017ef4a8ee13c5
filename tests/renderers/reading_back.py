"""Reads a workbook back as a spreadsheet program shows it."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from reportgen.document.document import Block, Document, Grid, Table
from reportgen.renderers.xlsx.workbook import render_xlsx, split_sheets
from tests.renderers.sample import sample


def opened(document: Document) -> Workbook:
    """The workbook as a program shows it that does not calculate."""
    return load_workbook(BytesIO(render_xlsx(document)), data_only=True)


def with_formulas(document: Document) -> Workbook:
    return load_workbook(BytesIO(render_xlsx(document)))


def with_blocks(*blocks: Block) -> Document:
    return replace(sample(), blocks=blocks)


def shown(cell: Any) -> str:
    """The text that a spreadsheet program prints for a cell."""
    if not isinstance(cell.value, int | float):
        return cell.value or ""
    positive, *others = cell.number_format.split(";")
    if others and cell.value == 0:
        return str(others[1]).strip('"')
    places = len(positive.partition(".")[2])
    value = Decimal(repr(cell.value))
    return f"{value:,.{places}f}" if "," in positive else f"{value:.{places}f}"


def head_lines(sheet: Any) -> tuple[int, int]:
    first, _, last = sheet.print_title_rows.replace("$", "").partition(":")
    return int(first), int(last)


def body_texts(sheet: Any, grid: Grid) -> list[list[str]]:
    start = head_lines(sheet)[1] + 1
    rows = sheet.iter_rows(start, start + len(grid.rows) - 1, 1, len(grid.columns))
    return [[shown(cell) for cell in row] for row in rows]


def table_sheets(document: Document) -> list[tuple[Table, Any]]:
    groups = split_sheets(document.blocks)
    sheets = opened(document).worksheets[1:]
    pairs = zip(groups, sheets, strict=True)
    return [(blocks[0], sheet) for blocks, sheet in pairs if isinstance(blocks[0], Table)]


def texts(sheet: Any) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def only_sheet(table: Table) -> Any:
    return opened(with_blocks(table)).worksheets[1]
