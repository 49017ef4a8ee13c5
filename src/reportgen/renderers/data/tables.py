"""The tables of a document as CSV files, for those who go on reckoning with them.

A file is one rectangle: a row of headings, and the rows of one grid. What the page leaves to the eye is
written out: the unit of amounts in their heading, a merged cell in each of its rows.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from reportgen.document.document import Cell, Column, Document, Field, Grid, Row, Table
from reportgen.money import AmountFormat

_Rows = Iterable[Iterable[str]]

_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
# Spreadsheets take a text for a formula when it begins so.
_FORMULA = re.compile(r"[=+\-@\t\r].")


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV file, UTF-8 with a byte order mark; *title* names what it holds and the unit as printed."""

    name: str
    title: str
    data: bytes


def csv_files(document: Document) -> tuple[CsvFile, ...]:
    """Return a file for each grid, and for the labels and values above one, in the order of the document."""
    found = [item for table in document.tables for item in _parts(table)]
    width = len(str(len(found)))
    return tuple(
        CsvFile(_file_name(f"{number:0{width}}", names), "\u3000".join((*names, *unit)), _csv(rows))
        for number, (names, unit, rows) in enumerate(found, start=1)
    )


def _file_name(number: str, names: tuple[str, ...]) -> str:
    return _NO_FILE_NAME.sub("_", "-".join((number, *names))) + ".csv"


def _parts(table: Table) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], _Rows]]:
    """Yield names, the line of the unit and the rows of each file of a table."""
    names = tuple(filter(None, (table.label, table.title)))
    unit = tuple(filter(None, (table.unit_line,)))
    if table.fields:
        yield names, unit, _field_rows(table.fields)
    for grid in table.grids:
        yield (*names, grid.part) if grid.part else names, unit, _grid_rows(grid)


def _field_rows(fields: tuple[Field, ...]) -> _Rows:
    return [
        [_safe(field.label) for field in fields],
        [_text(field.cell, field.format) for field in fields],
    ]


def _grid_rows(grid: Grid) -> _Rows:
    yield [_safe(_heading(column)) for column in grid.columns]
    above: list[str] = []
    for row in grid.rows:
        above = list(_cells(row, grid.columns, above))
        yield above


def _heading(column: Column) -> str:
    """Return the path of a heading with its unit, unless the heading itself names it."""
    unit = f"（{column.format.unit}）" if column.format else ""
    return "/".join(column.heading) + ("" if unit in column.heading[-1] else unit)


def _cells(row: Row, columns: tuple[Column, ...], above: list[str]) -> Iterator[str]:
    for index, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        yield above[index] if cell.continues else _text(cell, column.format)


def _text(cell: Cell, amounts: AmountFormat | None) -> str:
    """Return what a cell prints, an amount as a plain number."""
    number = cell.number(amounts)
    return _safe(cell.text) if number is None else f"{number:f}"


def _safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> _safe("=1+1"), _safe("-")
    ("'=1+1", '-')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def _csv(rows: _Rows) -> bytes:
    target = StringIO(newline="")
    csv.writer(target).writerows(rows)
    return target.getvalue().encode("utf-8-sig")
