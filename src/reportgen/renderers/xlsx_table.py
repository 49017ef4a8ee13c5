"""A table as a worksheet: title, fields, merged header, body, notes; amounts are numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate, takewhile

from reportgen.document import Cell, Field, Grid, Kind, Row, Table, header_grid
from reportgen.renderers.layout import MM_PER_POINT, TableLayout, text_width
from reportgen.renderers.sheet import CELL_PADDING, HEI, Area, Sheet, Style, text_format

_FEWEST_COLUMNS = 2
_SPARE_COLUMN = 25.0
_LONGEST_FIELD_LABEL = 10.0
_FROZEN = 220.0
_STRETCH = 1.2
_FIRST_GROUPED = 1000
_AMOUNT = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")

_TITLE = Style(HEI, 15.0, align="center")
_SUBTITLE = Style(size=10.5, align="center")
_LABEL = Style(size=10.0)
_UNIT = replace(_LABEL, align="right")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a workbook stores it, with the format that prints it."""

    value: float
    format: str


def printed_number(text: str, *, grouped: bool) -> Number | None:
    """Return the number that prints as *text*, or None where no workbook number does exactly.

    >>> printed_number("2,782,029.86", grouped=True)
    Number(value=2782029.86, format='#,##0.00')
    >>> printed_number("59.738", grouped=False), printed_number("—", grouped=True)
    (Number(value=59.738, format='0.000'), None)
    """
    if not _AMOUNT.fullmatch(text):
        return None
    exact = Decimal(text.replace(",", ""))
    stored = float(exact)
    if Decimal(f"{stored:.15g}") != exact:
        return None
    whole = "#,##0" if "," in text or (grouped and abs(exact) < _FIRST_GROUPED) else "0"
    return Number(stored, f"{whole}.{'0' * len(decimals)}" if (decimals := text.partition(".")[2]) else whole)


def column_widths(table: Table, layout: TableLayout) -> tuple[float, ...]:
    """Return the width of each worksheet column in mm: room for the widest of the grids, amounts whole."""
    pairs = max((len(row) for row in table.field_rows), default=0)
    count = max(_FEWEST_COLUMNS, 2 * pairs, *(len(grid.columns) for grid in table.grids))
    widths = [0.0] * count
    for grid, given in zip(table.grids, layout.widths, strict=True):
        for index, width in enumerate(given):
            widths[index] = max(widths[index], _roomy(grid, index, width, layout.size))
    return tuple(width or _SPARE_COLUMN for width in widths)


def _roomy(grid: Grid, index: int, given: float, size: float) -> float:
    """Widen a column where amounts would not show or labels only just wrap; printing scales it down."""
    texts = ("　" * row.depths[index] + row.cells[index].text for row in grid.rows)
    natural = max((_text_mm(text, size) for text in texts), default=0.0)
    limit = natural if grid.columns[index].kind is Kind.AMOUNT else _STRETCH * given
    return max(given, min(natural, limit))


def _text_mm(text: str, size: float) -> float:
    return (text_width(text) + 0.5) * size * MM_PER_POINT + 2 * CELL_PADDING


def split_columns(widths: Sequence[float], count: int) -> list[range]:
    """Share the columns among *count* label/value pairs, two columns or more each, as evenly as widths allow.

    >>> split_columns([10, 10, 10, 10, 20, 20], 2)
    [range(0, 4), range(4, 6)]
    """
    edges = list(accumulate(widths, initial=0.0))
    cuts = [0]
    for index in range(1, count):
        ideal = edges[-1] * index / count
        possible = range(cuts[-1] + 2, len(widths) - 2 * (count - index) + 1)
        cuts.append(min(possible, key=lambda cut: abs(edges[cut] - ideal)))
    return [range(first, last) for first, last in zip(cuts, [*cuts[1:], len(widths)], strict=True)]


def fill_table(sheet: Sheet, table: Table, layout: TableLayout) -> None:
    """Write a whole table on an empty sheet and set it up for printing."""
    _heading(sheet, table)
    for row in table.field_rows:
        _field_row(sheet, row, layout.size)
    heads = [_grid(sheet, grid, layout.size) for grid in table.grids]
    for note in table.notes:
        _across(sheet, note, Style(size=layout.size))
    sheet.finish()
    sheet.print_on(layout.page, landscape=layout.landscape)
    if len(heads) == 1:
        _keep_head(sheet, heads[0], table.grids[0])


def _keep_head(sheet: Sheet, head: range, grid: Grid) -> None:
    sheet.repeat(head.start, head.stop)
    # A tall form above the header would leave nothing of a small screen to scroll in.
    if sheet.height_above(head.stop) <= _FROZEN:
        texts = (index for index, column in enumerate(grid.columns) if column.kind is Kind.TEXT)
        sheet.freeze(head.stop, next(texts, -1) + 1)


def _across(sheet: Sheet, text: str, style: Style) -> None:
    sheet.put(Area(sheet.end, 0, columns=sheet.columns), text, style)


def _heading(sheet: Sheet, table: Table) -> None:
    if table.above:
        _across(sheet, table.above, _LABEL)
    _across(sheet, table.title, _TITLE)
    for line in table.beneath:
        _across(sheet, line, _SUBTITLE)
    left, right = table.caption
    if left and right:
        _caption(sheet, left, right)
    elif left or right:
        _across(sheet, left or right, _LABEL if left else _UNIT)


def _caption(sheet: Sheet, label: str, unit: str) -> None:
    line, half = sheet.end, sum(sheet.widths) / 2
    left = sum(1 for _ in takewhile(lambda edge: edge <= half, accumulate(sheet.widths[:-1]))) or 1
    sheet.put(Area(line, 0, columns=left), label, _LABEL)
    sheet.put(Area(line, left, columns=sheet.columns - left), unit, _UNIT)


def _field_row(sheet: Sheet, fields: Sequence[Field], size: float) -> None:
    line = sheet.end
    for field, columns in zip(fields, split_columns(sheet.widths, len(fields)), strict=True):
        span = _label_columns(field.label, [sheet.widths[column] for column in columns], size)
        sheet.put(Area(line, columns.start, columns=span), field.label, _head_style(size))
        value = Area(line, columns.start + span, columns=len(columns) - span)
        _put_cell(sheet, value, field.cell, field.kind, Style(size=size, border=True), grouped=False)


def _label_columns(label: str, widths: Sequence[float], size: float) -> int:
    """Return how many of the columns a label takes; the last is always left for the value."""
    need = min(text_width(label), _LONGEST_FIELD_LABEL) * size * MM_PER_POINT + 2 * CELL_PADDING
    short = takewhile(lambda edge: edge < need, accumulate(widths[:-2]))
    return 1 + sum(1 for _ in short)


def _grid(sheet: Sheet, grid: Grid, size: float) -> range:
    """Write a grid beneath what is there; return the lines of its header."""
    if grid.part is not None:
        _across(sheet, grid.part, _head_style(size))
    head = _header(sheet, grid, size)
    for index in range(len(grid.rows)):
        _row(sheet, grid, index, head.stop + index, size)
    return head


def _header(sheet: Sheet, grid: Grid, size: float) -> range:
    first = sheet.end
    for level, cells in enumerate(header_grid(grid.columns)):
        for cell in cells:
            area = Area(first + level, cell.column, cell.rows, cell.columns)
            sheet.put(area, cell.text, _head_style(size))
    return range(first, sheet.end)


def _row(sheet: Sheet, grid: Grid, index: int, line: int, size: float) -> None:
    row = grid.rows[index]
    for number, (column, cell) in enumerate(zip(grid.columns, row.cells, strict=True)):
        if cell.continues and index > 0:
            continue
        amount = column.kind is Kind.AMOUNT
        align, indent = ("right", 0) if amount else ("left", row.depths[number])
        style = Style(size=size, bold=row.total, align=align, border=True, indent=indent)
        area = Area(line, number, 1 + _continued(grid.rows, index, number))
        _put_cell(sheet, area, cell, column.kind, style, grouped=column.grouped)


def _continued(rows: Sequence[Row], index: int, column: int) -> int:
    count = 0
    while index + count + 1 < len(rows) and rows[index + count + 1].cells[column].continues:
        count += 1
    return count


def _put_cell(sheet: Sheet, area: Area, cell: Cell, kind: Kind, style: Style, *, grouped: bool) -> None:
    is_amount = kind is Kind.AMOUNT and cell.value is not None
    number = printed_number(cell.text, grouped=grouped) if is_amount else None
    if number:
        sheet.put(area, number.value, replace(style, number=number.format))
    else:
        sheet.put(area, cell.text, replace(style, number=text_format(cell.text)))


def _head_style(size: float) -> Style:
    return Style(HEI, size, align="center", border=True)
