"""The headings of each cell of a table as the document has them, held against those that a PDF names."""

import re
from collections.abc import Iterator

from reportgen.document.document import Document, Field, Grid, Kind, Table
from tests.renderers.tags import Node, Tagged, table_grid

Fault = tuple[str, int, int, list[str], list[str]]


def wrong_headings(document: Document, read: Tagged) -> list[Fault]:
    """Each cell whose headings are others than those of the document: table, row, column, wanted, found."""
    found = iter(read.root.all("Table"))
    faults: list[Fault] = []
    for table in document.tables:
        if table.fields:
            faults += _wrong_in_fields(table, read, next(found))
        for grid in table.grids:
            faults += _wrong_in_grid(table, grid, read, next(found))
    assert next(found, None) is None
    return faults


def cell_count(document: Document) -> int:
    grids = [grid for table in document.tables for grid in table.grids]
    return sum(len(grid.rows) * len(grid.columns) for grid in grids)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _wrong_in_fields(table: Table, read: Tagged, node: Node) -> Iterator[Fault]:
    cells = node.all("TH", "TD")
    pairs = zip(cells[::2], cells[1::2], strict=True)
    for number, (field, (label, value)) in enumerate(zip(table.fields, pairs, strict=True)):
        yield from _compared(table, (number, 0), value, [field.label], read)
        if not _is_label(field, label, value):
            yield table.title, number, 0, [field.label, field.cell.text], [label.text, value.text]


def _is_label(field: Field, label: Node, value: Node) -> bool:
    texts = [(squeezed(field.label), squeezed(label.text)), (squeezed(field.cell.text), squeezed(value.text))]
    return label.kind == "TH" and value.kind == "TD" and all(wanted == found for wanted, found in texts)


def _wrong_in_grid(table: Table, grid: Grid, read: Tagged, node: Node) -> Iterator[Fault]:
    cells, head = table_grid(node)
    levels = max(len(column.heading) for column in grid.columns) + bool(grid.part)
    if len(cells) != levels + len(grid.rows):
        yield table.title, -1, -1, [f"{levels}+{len(grid.rows)} rows"], [f"{len(cells)} rows"]
        return
    if grid.rows and head != levels:
        yield table.title, -1, -1, [f"{levels} heading rows"], [f"{head} heading rows"]
    for row, column, text in _texts(grid):
        cell = cells[levels + row][column]
        if squeezed(cell.text) != squeezed(text):
            yield table.title, row, column, [text], [cell.text]
        yield from _compared(table, (row, column), cell, _headings(grid, row, column), read)


def _texts(grid: Grid) -> Iterator[tuple[int, int, str]]:
    for number, row in enumerate(grid.rows):
        yield from ((number, index, cell.text) for index, cell in enumerate(row.cells) if not cell.continues)


def _compared(
    table: Table, place: tuple[int, int], cell: Node, wanted: list[str], read: Tagged
) -> Iterator[Fault]:
    found = read.headings_of(cell)
    if [squeezed(text) for text in wanted if text] != [squeezed(text) for text in found]:
        yield table.title, *place, wanted, found


def _headings(grid: Grid, row: int, column: int) -> list[str]:
    """Those above from top to bottom, then the labels next to the left of an amount."""
    headings = [*([grid.part] if grid.part else []), *grid.columns[column].heading]
    kinds = [each.kind for each in grid.columns]
    if kinds[0] is Kind.AMOUNT or kinds[-1] is Kind.TEXT or kinds[column] is Kind.TEXT:
        return headings
    last = max(index for index in range(column) if kinds[index] is Kind.TEXT)
    first = last
    while first and kinds[first - 1] is Kind.TEXT:
        first -= 1
    return [*headings, *(_label(grid, row, index) for index in range(first, last + 1))]


def _label(grid: Grid, row: int, column: int) -> str:
    while grid.rows[row].cells[column].continues:
        row -= 1
    return grid.rows[row].cells[column].text
