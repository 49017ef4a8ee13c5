"""How the rows of a table are spaced on paper: loosely, or tightly where that saves a second page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil

from reportgen.document import Column, Field, Grid, HeaderCell, Kind, Row, Table, header_grid
from reportgen.renderers.layout import (
    CELL_PADDING,
    LINE_HEIGHT,
    MM_PER_POINT,
    TABLE_SIZES,
    TableLayout,
    text_width,
)

# In points: the line under a row, and what the lines above and below a table take.
RULE = 0.5
TITLE = 24.0
CAPTION = 16.0


@dataclass(frozen=True, slots=True)
class Leading:
    """The spacing of rows: line height in em, padding above and below in points."""

    line_height: float
    padding: float

    def height(self, lines: Sequence[int], size: float) -> float:
        """Return the height in points of rows that hold so many *lines* of type each."""
        return sum(lines) * size * self.line_height + len(lines) * (2 * self.padding + RULE)


LOOSE = Leading(LINE_HEIGHT, 1.5)
TIGHT = Leading(1.2, 0.25)


def row_setting(table: Table, layout: TableLayout) -> tuple[float, Leading]:
    """Choose type size and spacing of the rows: loose if the table fits its page so or would fill several."""
    room = _room(table, layout)
    if _fits(table, layout, layout.size, LOOSE, room):
        return layout.size, LOOSE
    sizes = TABLE_SIZES if layout.landscape else TABLE_SIZES[:2]
    tight = (
        (size, TIGHT) for size in sizes if size <= layout.size and _fits(table, layout, size, TIGHT, room)
    )
    return next(tight, (layout.size, LOOSE))


def _room(table: Table, layout: TableLayout) -> float:
    """Return the points between the heading of a table and its notes."""
    page = layout.page
    captions = bool(table.above) + len(table.beneath) + any(table.caption) + len(table.notes)
    return (page.height - page.top - page.bottom) / MM_PER_POINT - TITLE - CAPTION * captions


def _fits(table: Table, layout: TableLayout, size: float, leading: Leading, room: float) -> bool:
    em = size * MM_PER_POINT
    fields = (_field_lines(fields, layout.page.text_width / em) for fields in table.field_rows)
    grids = (_lines(grid, widths, em) for grid, widths in zip(table.grids, layout.widths, strict=True))
    return leading.height([*fields, *chain.from_iterable(grids)], size) <= room


def _field_lines(fields: tuple[Field, ...], room: float) -> int:
    share = room / len(fields)
    return max(_wrapped(field.cell.text, share - text_width(field.label)) for field in fields)


def _lines(grid: Grid, widths: tuple[float, ...], em: float) -> Iterator[int]:
    """Estimate how many lines of type each row of the head and the body takes."""
    room = [(width - 2 * CELL_PADDING) / em for width in widths]
    if grid.part:
        yield 1
    for head in header_grid(grid.columns):
        yield max((_head_lines(cell, room) for cell in head if cell.rows == 1), default=1)
    for row in grid.rows:
        yield _row_lines(row, grid.columns, room)


def _head_lines(cell: HeaderCell, room: list[float]) -> int:
    return _wrapped(cell.text, sum(room[cell.column : cell.column + cell.columns]))


def _row_lines(row: Row, columns: tuple[Column, ...], room: list[float]) -> int:
    """Count the lines of the labels: amounts are never broken."""
    labels = zip(row.cells, row.depths, columns, room, strict=True)
    return max(
        (
            _wrapped(cell.text, width - depth)
            for cell, depth, column, width in labels
            if column.kind is Kind.TEXT
        ),
        default=1,
    )


def _wrapped(text: str, room: float) -> int:
    return max(1, ceil(text_width(text) / max(room, 1.0)))
