"""A table as a worksheet: title, fields, merged header, body, notes; amounts are numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate, takewhile
from typing import Any

from reportgen.document.document import Cell, Field, Grid, Kind, Place, Row, Table, header_grid
from reportgen.money import AmountFormat
from reportgen.renderers.layout.tables import MM_PER_POINT, TableLayout, text_width
from reportgen.renderers.xlsx.formula import Sum
from reportgen.renderers.xlsx.sheet import (
    CELL_PADDING,
    Area,
    Content,
    Sheet,
    Style,
    Styles,
    text_format,
    widest,
)

_FEWEST_COLUMNS = 2
_SPARE_COLUMN = 25.0
_LONGEST_FIELD_LABEL = 10.0
_FROZEN = 220.0
_STRETCH = 1.2
_FIRST_GROUPED = 1000

_TITLE = Style(heading=True, size=15.0, align="center")
_SUBTITLE = Style(size=10.5, align="center")
_LABEL = Style(size=10.0)
_UNIT = replace(_LABEL, align="right")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a workbook stores it, with the format that prints it."""

    value: float
    format: str


def number_in(cell: Cell, amounts: AmountFormat | None) -> Number | None:
    """Return the number in a cell whose amounts are printed so; 0 where the form has a word for nothing.

    None stands for a text, and for a number with more digits than a workbook keeps.

    >>> grouped, plain = AmountFormat(), AmountFormat(grouped=False, zero="—")
    >>> number_in(Cell.of_amount(Decimal("2782029.86"), grouped), grouped)
    Number(value=2782029.86, format='#,##0.00')
    >>> number_in(Cell.of_amount(Decimal("1.50"), plain), plain)
    Number(value=1.5, format='0.00;-0.00;"—";@')
    >>> number_in(Cell("另行公开"), grouped)
    """
    if amounts is None or (cell.printed is None and cell.text):
        return None
    exact = cell.number(amounts)
    if exact is None:
        return Number(0.0, number_format(_plain_format(amounts.places, grouped=amounts.grouped), cell.text))
    stored = float(exact)
    if Decimal(f"{stored:.15g}") != exact:
        return None
    plain = _plain_format(-int(exact.as_tuple().exponent), grouped=amounts.grouped)
    # What is printed as a number, though it is nothing when rounded, is no zero to the form.
    return Number(stored, number_format(plain, amounts.zero if stored else None))


def _plain_format(places: int, *, grouped: bool) -> str:
    whole = "#,##0" if grouped else "0"
    return f"{whole}.{'0' * places}" if places else whole


def number_format(plain: str, zero: str | None) -> str:
    """Return the format that prints *zero* for nothing and else as *plain* does (None: for nothing too).

    >>> number_format("#,##0.00", ""), number_format("#,##0.00", "0.00")
    ('#,##0.00;-#,##0.00;;@', '#,##0.00')
    """
    if zero is None or zero == plain.removeprefix("#,##"):
        return plain
    quoted = '"' + zero.replace('"', r'"\""') + '"' if zero else ""
    return f"{plain};-{plain};{quoted};@"


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """The columns of a worksheet: their *widths* in mm, and for each grid those that its columns take."""

    widths: tuple[float, ...]
    grids: tuple[tuple[range, ...], ...]


def sheet_columns(table: Table, layout: TableLayout) -> SheetColumns:
    """Give the largest grid a worksheet column for each of its own, and share them among those of others."""
    sizes = [(len(grid.columns), len(grid.rows)) for grid in table.grids]
    main = sizes.index(max(sizes))
    widths = [
        _roomy(table.grids[main], index, width, layout.size)
        for index, width in enumerate(layout.widths[main])
    ]
    grids = tuple(tuple(split_columns(widths, given)) for given in layout.widths)
    for grid, spans in zip(table.grids, grids, strict=True):
        for index, span in enumerate(spans):
            lacking = _amount_width(grid, index, layout.size) - sum(widths[span.start : span.stop])
            widths[span.stop - 1] += max(lacking, 0.0)
    pairs = max((len(row) for row in table.field_rows), default=0)
    spare = max(_FEWEST_COLUMNS, 2 * pairs) - len(widths)
    return SheetColumns((*widths, *[_SPARE_COLUMN] * spare), grids)


def _amount_width(grid: Grid, index: int, size: float) -> float:
    """Return the width in mm that the amounts of a column need; nothing for texts, which wrap."""
    is_amount = grid.columns[index].kind is Kind.AMOUNT
    return max((_mm(text_width(row.cells[index].text), size) for row in grid.rows if is_amount), default=0.0)


def _roomy(grid: Grid, index: int, given: float, size: float) -> float:
    """Widen a column where amounts would not show or labels only just wrap; printing scales it down."""
    texts = ["　" * row.depths[index] + row.cells[index].text for row in grid.rows]
    if grid.columns[index].kind is Kind.AMOUNT:
        return max((given, *(_mm(text_width(text), size) for text in texts)))
    natural = max((_mm(widest(text), size) for text in texts), default=0.0)
    return max(given, min(natural, _STRETCH * given))


def _mm(width: float, size: float) -> float:
    """Return the width of a cell for a text *width* em wide."""
    return (width + 0.5) * size * MM_PER_POINT + 2 * CELL_PADDING


def split_columns(widths: Sequence[float], shares: Sequence[float], least: int = 1) -> list[range]:
    """Share the columns, *least* or more for each of *shares*, as near to these as their widths allow.

    >>> split_columns([10, 10, 10, 10, 20, 20], [1, 1], 2), split_columns([10, 10, 10], [2, 1])
    ([range(0, 4), range(4, 6)], [range(0, 2), range(2, 3)])
    """
    edges = list(accumulate(widths, initial=0.0))
    ideals = [edge * edges[-1] / sum(shares) for edge in accumulate(shares)]
    cuts = [0]
    for index, ideal in enumerate(ideals[:-1], 1):
        possible = range(cuts[-1] + least, len(widths) - least * (len(shares) - index) + 1)
        cuts.append(min(possible, key=lambda cut: abs(edges[cut] - ideal)))
    return [range(first, last) for first, last in zip(cuts, [*cuts[1:], len(widths)], strict=True)]


def fill_table(
    worksheet: Any,  # noqa: ANN401 - xlsxwriter ships no types
    styles: Styles,
    table: Table,
    layout: TableLayout,
) -> None:
    """Write a whole table on an empty sheet and set it up for printing."""
    columns = sheet_columns(table, layout)
    sheet = Sheet(worksheet, styles, columns.widths)
    _heading(sheet, table)
    for row in table.field_rows:
        _field_row(sheet, row, layout.size)
    heads = [
        _grid(sheet, _Placing(grid, spans, layout.size))
        for grid, spans in zip(table.grids, columns.grids, strict=True)
    ]
    for note in table.notes:
        _across(sheet, note, Style(size=layout.size))
    sheet.finish()
    sheet.print_on(layout.page, landscape=layout.landscape)
    # Nothing is repeated before it has been printed: pages on which an earlier grid goes on stay as they are.
    sheet.repeat(heads[-1].start, heads[-1].stop)
    if len(heads) == 1:
        _freeze_head(sheet, heads[0], table.grids[0])


def _freeze_head(sheet: Sheet, head: range, grid: Grid) -> None:
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
    """Write both ends of the line above the grid, beneath each other where no border leaves room for both."""
    needs = [_mm(text_width(text), _LABEL.size) for text in (label, unit)]
    edges, whole = list(accumulate(sheet.widths)), sum(sheet.widths)

    def lacking(cut: int) -> tuple[float, float]:
        rooms = edges[cut - 1], whole - edges[cut - 1]
        short = sum(max(0.0, need - room) for need, room in zip(needs, rooms, strict=True))
        return short, abs(rooms[0] - rooms[1])

    left = min(range(1, sheet.columns), key=lacking)
    if lacking(left)[0] > 0:
        _across(sheet, label, _LABEL)
        _across(sheet, unit, _UNIT)
    else:
        line = sheet.end
        sheet.put(Area(line, 0, columns=left), label, _LABEL)
        sheet.put(Area(line, left, columns=sheet.columns - left), unit, _UNIT)


def _field_row(sheet: Sheet, fields: Sequence[Field], size: float) -> None:
    line = sheet.end
    for field, columns in zip(fields, split_columns(sheet.widths, [1.0] * len(fields), 2), strict=True):
        span = _label_columns(field.label, [sheet.widths[column] for column in columns], size)
        sheet.put(Area(line, columns.start, columns=span), field.label, _head_style(size))
        value = Area(line, columns.start + span, columns=len(columns) - span)
        content, shown = _field_content(field)
        sheet.put(value, content, Style(size=size, border=True, number=shown))


def _field_content(field: Field) -> tuple[Content, str]:
    amounts, number = field.format, None
    exact = field.cell.number(amounts)
    if amounts and exact is not None:
        # It stands alone: its format is that of the number itself, grouped only where that is.
        grouped = amounts.grouped and abs(exact) >= _FIRST_GROUPED
        number = number_in(field.cell, replace(amounts, grouped=grouped, zero=None))
    return _shown(field.cell.text, number)


def _label_columns(label: str, widths: Sequence[float], size: float) -> int:
    """Return how many of the columns a label takes; the last is always left for the value."""
    need = min(text_width(label), _LONGEST_FIELD_LABEL) * size * MM_PER_POINT + 2 * CELL_PADDING
    short = takewhile(lambda edge: edge < need, accumulate(widths[:-2]))
    return 1 + sum(1 for _ in short)


@dataclass(frozen=True, slots=True)
class _Placing:
    """A grid on a sheet: *spans* are the worksheet columns of each of its own, *size* that of the type."""

    grid: Grid
    spans: tuple[range, ...]
    size: float

    def area(self, line: int, column: int, lines: int = 1, columns: int = 1) -> Area:
        """Return where cells of the grid stand; *line* is one of the sheet."""
        first, last = self.spans[column], self.spans[column + columns - 1]
        return Area(line, first.start, lines, last.stop - first.start)


def _grid(sheet: Sheet, placing: _Placing) -> range:
    """Write a grid beneath what is there; return the lines of its header."""
    if placing.grid.part is not None:
        _across(sheet, placing.grid.part, _head_style(placing.size))
    head = _header(sheet, placing)
    for index in range(len(placing.grid.rows)):
        _row(sheet, placing, index, head.stop)
    return head


def _header(sheet: Sheet, placing: _Placing) -> range:
    first = sheet.end
    for level, cells in enumerate(header_grid(placing.grid.columns)):
        for cell in cells:
            area = placing.area(first + level, cell.column, cell.rows, cell.columns)
            sheet.put(area, cell.text, _head_style(placing.size))
    return range(first, sheet.end)


def _row(sheet: Sheet, placing: _Placing, index: int, first: int) -> None:
    """Write a row of a grid whose body begins in the line *first*."""
    grid, row = placing.grid, placing.grid.rows[index]
    for number, (column, cell) in enumerate(zip(grid.columns, row.cells, strict=True)):
        if cell.continues and index > 0:
            continue
        amount = column.kind is Kind.AMOUNT
        align, indent = ("right", 0) if amount else ("left", row.depths[number])
        content, shown = _content(placing, (index, number), first)
        style = Style(
            size=placing.size, bold=row.total, align=align, border=True, indent=indent, number=shown
        )
        area = placing.area(first + index, number, 1 + _continued(grid.rows, index, number))
        sheet.put(area, content, style, remark=cell.remark)


def _content(placing: _Placing, place: Place, first: int) -> tuple[Content, str]:
    """Return what a cell holds and its number format: a total whose parts are all numbers is their sum."""
    grid, (row, index) = placing.grid, place
    cell, amounts, number = grid.rows[row].cells[index], grid.columns[index].format, _number(grid, place)
    if amounts and number and cell.parts and all(_number(grid, part) for part in cell.parts):
        parts = [(first + line, placing.spans[column].start) for line, column in cell.parts]
        return Sum(number.value, parts, amounts.places), number.format
    return _shown(cell.text, number)


def _shown(text: str, number: Number | None) -> tuple[Content, str]:
    """Return what a cell holds that prints *text*, and its number format; a blank one takes numbers later."""
    if number is None:
        return text, text_format(text)
    return number.value if text else "", number.format


def _number(grid: Grid, place: Place) -> Number | None:
    row, index = place
    return number_in(grid.rows[row].cells[index], grid.columns[index].format)


def _continued(rows: Sequence[Row], index: int, column: int) -> int:
    count = 0
    while index + count + 1 < len(rows) and rows[index + count + 1].cells[column].continues:
        count += 1
    return count


def _head_style(size: float) -> Style:
    return Style(heading=True, size=size, align="center", border=True)
