"""Reads the Excel file: numbers as their formats show them."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet

from tests.published.readers.content import Content, Table
from tests.published.readers.grid import Cell, make_tables

_PLAIN = r"(?P<grouped>#,##)?0(?:\.(?P<decimals>0+))?"
# What is above nothing and below it looks alike; nothing itself may be printed as a word or not at all.
_NUMBER_FORMAT = re.compile(rf"(?P<plain>{_PLAIN})(?P<zero>;-(?P=plain);(?:\"(?P<word>[^\"]*)\")?;@)?")


def read_xlsx(path: Path) -> Content:
    """Read all sheets but the first: its list of sheets is the workbook's own and not the document's.

    Formulas are read as a program shows them that does not calculate.
    """
    workbook = openpyxl.load_workbook(path, data_only=True)
    return Content((), (), tuple(block for sheet in workbook.worksheets[1:] for block in _blocks(sheet)))


def _blocks(sheet: Worksheet) -> Iterator[str | Table]:
    cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell, SheetCell)]
    ruled = [cell for cell in cells if cell.border.left.style]
    if not ruled:
        yield from filter(None, map(_shown, cells))
        return
    above = [cell for cell in cells if cell.row < ruled[0].row]
    below = [cell for cell in cells if cell.row > ruled[-1].row and not cell.border.left.style]
    texts = [cell for cell in above if _shown(cell)]
    heading = max(texts, key=lambda cell: cell.font.sz or 0)
    title, caption = _shown(heading), [_shown(cell) for cell in texts if cell is not heading]
    yield from make_tables(title, caption, _grid(sheet, ruled), list(filter(None, map(_shown, below))))


def _grid(sheet: Worksheet, ruled: list[SheetCell]) -> list[Cell]:
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    cells = []
    for cell in ruled:
        area = merged.get((cell.row, cell.column))
        rows = area.max_row - area.min_row + 1 if area else 1
        columns = area.max_col - area.min_col + 1 if area else 1
        centred = cell.alignment.horizontal == "center"
        cells.append(
            Cell(
                _shown(cell),
                cell.row,
                cell.column,
                rows,
                columns,
                heading=centred,
            )
        )
    return cells


def _shown(cell: SheetCell) -> str:
    """What the cell shows: Excel keeps the number and prints it by the format."""
    if not isinstance(cell.value, int | float):
        return str(cell.value or "")
    match = _NUMBER_FORMAT.fullmatch(cell.number_format)
    if match is None:
        raise ValueError(f"{cell.coordinate}: number format {cell.number_format} is not one that we know")
    if match["zero"] and cell.value == 0:
        return match["word"] or ""
    places = Decimal(1).scaleb(-len(match["decimals"] or ""))
    number = Decimal(repr(cell.value)).quantize(places, ROUND_HALF_UP)
    return f"{number:,f}" if match["grouped"] else f"{number:f}"
