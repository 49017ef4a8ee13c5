"""How the rows of a table are spaced on paper, and which of them may go on to the next page.

They are set loosely, or tightly where that saves a second page.
A row that is kept on one page though it is taller loses what does not fit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil, floor

from reportgen.document.document import Column, Field, Grid, HeaderCell, Kind, Row, Table, header_grid
from reportgen.document.theme import Leading, Page, Theme
from reportgen.renderers.layout.tables import MM_PER_POINT, TableLayout, sizes_for, text_width, tied_rows

# Shares of the page: lines are only estimated, and a head may stand above.
_TALLEST_ROW = 0.5
_TALLEST_SEGMENT = 0.9


def row_setting(table: Table, layout: TableLayout, theme: Theme) -> tuple[float, Leading]:
    """Choose type size and spacing of the rows: loose if the table fits its page so or would fill several."""
    loose, tight = theme.table.loose, theme.table.tight
    room = _room(table, layout, theme)
    if _height(table, layout, layout.size, loose, theme) <= room:
        return layout.size, loose
    usual = sizes_for(theme, landscape=layout.landscape)
    sizes = dict.fromkeys((layout.size, *(size for size in usual if size <= layout.size)))
    fitting = ((size, tight) for size in sizes if _height(table, layout, size, tight, theme) <= room)
    return next(fitting, (layout.size, loose))


def _room(table: Table, layout: TableLayout, theme: Theme) -> float:
    """Return the points between the heading of a table and its notes."""
    captions = bool(table.above) + len(table.beneath) + any(table.caption) + len(table.notes)
    return layout.page.text_height / MM_PER_POINT - theme.table_title.line - theme.table_note.line * captions


def _height(table: Table, layout: TableLayout, size: float, leading: Leading, theme: Theme) -> float:
    """Return the height in points of all rows."""
    em = size * MM_PER_POINT
    fields = (_field_lines(fields, layout.page.text_width / em) for fields in table.field_rows)
    rooms = (_rooms(widths, size, theme) for widths in layout.widths)
    grids = (_lines(grid, room) for grid, room in zip(table.grids, rooms, strict=True))
    return leading.height([*fields, *chain.from_iterable(grids)], size, theme.table.rule)


def _rooms(widths: Sequence[float], size: float, theme: Theme) -> list[float]:
    """Return the width in em between the margins of each column."""
    return [(width - 2 * theme.table.padding) / (size * MM_PER_POINT) for width in widths]


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows that stand on one page together, unless they are so tall that they *part*."""

    rows: range
    parts: bool


def row_segments(
    grid: Grid, widths: Sequence[float], setting: tuple[float, Leading], page: Page, theme: Theme
) -> Iterator[Segment]:
    """Yield the rows of a grid whose columns are *widths* mm wide, those of a merged cell together."""
    room = _rooms(widths, setting[0], theme)
    for rows in tied_rows(grid.rows):
        lines = [_row_lines(grid.rows[index], grid.columns, room) for index in rows]
        yield Segment(rows, _parts(lines, setting, page, theme))


def field_row_parts(
    fields: tuple[Field, ...], setting: tuple[float, Leading], page: Page, theme: Theme
) -> bool:
    """Tell whether a row of fields is so tall that it may go on to the next page."""
    size, _ = setting
    lines = _field_lines(fields, page.text_width / (size * MM_PER_POINT))
    return _parts([lines], setting, page, theme)


def _parts(lines: Sequence[int], setting: tuple[float, Leading], page: Page, theme: Theme) -> bool:
    size, leading = setting
    row, whole = (leading.height(rows, size, theme.table.rule) for rows in ([max(lines)], lines))
    room = page.text_height / MM_PER_POINT
    return row > _TALLEST_ROW * room or whole > _TALLEST_SEGMENT * room


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
    return sum(max(1, ceil(text_width(line) / max(room, 1.0))) for line in text.split("\n"))
