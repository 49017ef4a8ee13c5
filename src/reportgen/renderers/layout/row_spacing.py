"""How the rows of a table are spaced on paper: loosely, or tightly where that saves a second page."""

from collections.abc import Iterator
from itertools import chain
from math import ceil, floor

from reportgen.document.document import Column, Field, Grid, HeaderCell, Kind, Row, Table, header_grid
from reportgen.document.theme import Leading, Theme
from reportgen.renderers.layout.tables import MM_PER_POINT, TableLayout, sizes_for, text_width


def row_setting(table: Table, layout: TableLayout, theme: Theme) -> tuple[float, Leading]:
    """Choose type size and spacing of the rows: loose if the table fits its page so or would fill several."""
    loose, tight = theme.table.loose, theme.table.tight
    room = _room(table, layout, theme)
    if _height(table, layout, layout.size, loose, theme) <= room:
        return layout.size, loose
    sizes = (size for size in sizes_for(theme, landscape=layout.landscape) if size <= layout.size)
    fitting = ((size, tight) for size in sizes if _height(table, layout, size, tight, theme) <= room)
    return next(fitting, (layout.size, loose))


def _room(table: Table, layout: TableLayout, theme: Theme) -> float:
    """Return the points between the heading of a table and its notes."""
    captions = bool(table.above) + len(table.beneath) + any(table.caption) + len(table.notes)
    return layout.page.text_height / MM_PER_POINT - theme.table_title.line - theme.table_note.line * captions


def _height(table: Table, layout: TableLayout, size: float, leading: Leading, theme: Theme) -> float:
    """Return the height in points of all rows."""
    em, padding = size * MM_PER_POINT, theme.table.padding
    fields = (_field_lines(fields, layout.page.text_width / em) for fields in table.field_rows)
    rooms = ([(width - 2 * padding) / em for width in widths] for widths in layout.widths)
    grids = (_lines(grid, room) for grid, room in zip(table.grids, rooms, strict=True))
    return leading.height([*fields, *chain.from_iterable(grids)], size, theme.table.rule)


def _field_lines(fields: tuple[Field, ...], room: float) -> int:
    share = room / len(fields)
    return max(_wrapped(field.cell.text, share - text_width(field.label)) for field in fields)


def _lines(grid: Grid, room: list[float]) -> Iterator[int]:
    """Estimate how many lines of type each row takes; *room* is the width of each column in em."""
    if grid.part:
        yield 1
    for head in header_grid(grid.columns):
        yield max((_head_lines(cell, room) for cell in head if cell.rows == 1), default=1)
    for row in grid.rows:
        yield _row_lines(row, grid.columns, room)


def _head_lines(cell: HeaderCell, room: list[float]) -> int:
    """Count the lines of a heading: no part of a Chinese character fits into what is left of a line."""
    return _wrapped(cell.text, floor(sum(room[cell.column : cell.column + cell.columns])))


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
