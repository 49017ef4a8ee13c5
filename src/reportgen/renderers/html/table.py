"""One table of the document as HTML: heading, fields, grids and notes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from markupsafe import Markup

from reportgen.document.document import Cell, Column, Field, Grid, HeaderCell, Kind, Row, Table
from reportgen.document.theme import Page, Theme
from reportgen.renderers.html.markup import classes, element
from reportgen.renderers.html.medium import Medium
from reportgen.renderers.html.screen_columns import ScreenColumns
from reportgen.renderers.layout.head_lines import Header
from reportgen.renderers.layout.row_spacing import Segment, field_row_parts, row_segments, row_setting
from reportgen.renderers.layout.tables import (
    MM_PER_POINT,
    continued_title,
    field_label_width,
    table_layout,
    text_width,
)

# In em: what keeps both ends of a line apart.
_BETWEEN = 1.0
# The class of rows that may go on to the next page.
_PARTS = "parts"
# The stylesheet indents so many levels.
_DEEPEST = 6


def table_section(table: Table, theme: Theme, medium: Medium) -> Markup:
    """Return the table with everything printed round it, on paper mostly on a page of its own."""
    layout = table_layout(table, theme)
    size, leading = row_setting(table, layout, theme)
    label = field_label_width(table, layout, size, theme) / layout.page.text_width
    setting = (size, leading)
    parting = [field_row_parts(fields, setting, layout.page, theme) for fields in table.field_rows]
    tables = [_fields(table, label, parting)] if table.field_rows else []
    em = size * MM_PER_POINT
    tables += (
        _grid(
            table,
            grid,
            tuple(width / em for width in widths),
            medium.header(grid.columns, widths, size, theme.table),
            _setting(grid, medium, ids, row_segments(grid, widths, setting, layout.page, theme)),
        )
        for grid, widths, ids in zip(table.grids, layout.widths, medium.row_ids(table), strict=False)
    )
    notes = (element("p", note) for note in table.notes)
    in_text = not layout.opens_page(table)
    names = classes({"wide": layout.landscape, "tight": leading == theme.table.tight, "in-text": in_text})
    parts = (*_heading(table, layout.page, theme, medium), _scroll(table, size, tables), *notes)
    return element("section", *parts, id=medium.table_id(table), class_=names)


def _heading(table: Table, page: Page, theme: Theme, medium: Medium) -> Iterator[Markup]:
    if table.above:
        yield element("p", table.above, class_="above")
    kind = "" if table.contents else "unlisted"
    continued = continued_title(table, theme)
    yield element("h2", table.title, id=table.anchor, class_=kind, data_continued=continued)
    yield medium.table_mark(table)
    yield from (element("p", line, class_="subtitle") for line in table.beneath)
    names = ("label", "unit" if _on_one_line(table.caption, page, theme) else "unit below")
    texts = zip(table.caption, names, strict=True)
    line = [element("p", text, class_=name) for text, name in texts if text]
    if line:
        yield element("div", *line, class_="line")


def _on_one_line(caption: tuple[str, str], page: Page, theme: Theme) -> bool:
    """Tell whether both ends of the line above a grid have room beside each other."""
    width = text_width("".join(caption)) + _BETWEEN
    return width * theme.table_note.size * MM_PER_POINT <= page.text_width


def _scroll(table: Table, size: float, tables: list[Markup]) -> Markup:
    """Return the frame in which a table wider than the screen can be moved, by keyboard too."""
    return element(
        "div",
        *tables,
        class_="scroll",
        role="group",
        tabindex="0",
        aria_labelledby=table.anchor,
        style=f"font-size: {size:g}pt",
    )


def _fields(table: Table, label: float, parting: Sequence[bool]) -> Markup:
    """Return the label/value pairs as a table of their own that stands directly on the grid.

    *label* is the share of the width that a label takes, *parting* tells which rows may go on to a new page.
    """
    pairs = max(map(len, table.field_rows))
    rows = (
        element("tr", *_field_cells(row, pairs), class_=_PARTS if parts else "")
        for row, parts in zip(table.field_rows, parting, strict=True)
    )
    columns = _columns((label, 1 / pairs - label) * pairs)
    return element("table", columns, element("tbody", *rows), class_="fields", aria_labelledby=table.anchor)


def _field_cells(fields: tuple[Field, ...], pairs: int) -> Iterator[Markup]:
    """Return the cells of one line of fields; the last value takes the room of the pairs that are missing."""
    for number, field in enumerate(fields, start=1):
        columns = 1 + 2 * (pairs - number) if number == len(fields) else 1
        yield element("th", field.label, scope="row")
        kind = "amount" if field.kind is Kind.AMOUNT else ""
        exact = _exact(field.cell)
        yield element("td", field.cell.text, colspan=_span(columns), class_=kind, data_value=exact)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """How a grid is set in a medium.

    It has the columns that head their rows, how columns stand, an id for each row and the rows by segments.
    """

    medium: Medium
    headings: frozenset[int]
    columns: ScreenColumns
    ids: Iterator[str]
    segments: tuple[Segment, ...]


def _setting(grid: Grid, medium: Medium, ids: Iterator[str], segments: Iterable[Segment]) -> _Setting:
    headings = _heading_columns(grid.columns)
    return _Setting(
        medium=medium,
        headings=headings,
        columns=medium.columns(grid),
        ids=ids,
        segments=tuple(segments),
    )


def _grid(table: Table, grid: Grid, widths: tuple[float, ...], header: Header, setting: _Setting) -> Markup:
    """Return a grid whose columns are *widths* em wide on paper."""
    whole, least = sum(widths), setting.columns.least
    return element(
        "table",
        _columns((width / whole for width in widths), least),
        element("thead", *_head(grid, header, setting.columns.staying)),
        *_bodies(grid, setting),
        style=f"--whole:{whole:.1f}em;--least:{sum(least):.1f}em" if least else "",
        aria_labelledby=table.anchor,
    )


def _columns(shares: Iterable[float], least: Iterable[float] = ()) -> Markup:
    """Return the column widths as parts of the whole, so that they hold on paper and on any screen."""
    columns = (
        Markup('<col style="width:%.3f%%%s">') % (100 * share, f";--least:{em:g}em" if em else "")
        for share, em in zip_longest(shares, least)
    )
    return element("colgroup", *columns)


def _head(grid: Grid, header: Header, staying: frozenset[int]) -> Iterator[Markup]:
    if grid.part:
        yield element("tr", element("th", grid.part, scope="colgroup", colspan=_span(len(grid.columns))))
    for row in header:
        yield element("tr", *(_head_cell(cell, staying) for cell in row))


def _head_cell(cell: HeaderCell, staying: frozenset[int]) -> Markup:
    single = cell.columns == 1
    return element(
        "th",
        cell.text,
        scope="col" if single else "colgroup",
        colspan=_span(cell.columns),
        rowspan=_span(cell.rows),
        class_="stays" if single and cell.column in staying else "",
    )


def _span(count: int) -> int:
    """Return the attribute of a cell that covers *count* rows or columns: none for a single one."""
    return count if count > 1 else 0


def _bodies(grid: Grid, setting: _Setting) -> Iterator[Markup]:
    """Return the rows: those tied by merged cells in a group each, the others together."""
    for tied, segments in groupby(setting.segments, key=lambda segment: len(segment.rows) > 1):
        if tied:
            yield from (
                element("tbody", *_rows(grid, segment, setting), class_="" if segment.parts else "kept")
                for segment in segments
            )
        else:
            yield element("tbody", *(row for segment in segments for row in _rows(grid, segment, setting)))


def _rows(grid: Grid, segment: Segment, setting: _Setting) -> Iterator[Markup]:
    for index in segment.rows:
        row = grid.rows[index]
        cells = (
            _cell(grid, segment.rows, index, column, setting)
            for column, cell in enumerate(row.cells)
            if index == segment.rows.start or not cell.continues
        )
        names = classes({"total": row.total, _PARTS: segment.parts})
        yield element("tr", *cells, id=next(setting.ids), class_=names)


def _heading_columns(columns: tuple[Column, ...]) -> frozenset[int]:
    """Return the columns that head their rows: the texts before amounts, in each panel of a table."""
    if columns[0].kind is not Kind.TEXT or columns[-1].kind is not Kind.AMOUNT:
        return frozenset()
    return frozenset(number for number, column in enumerate(columns) if column.kind is Kind.TEXT)


def _cell(grid: Grid, segment: range, index: int, column: int, setting: _Setting) -> Markup:
    """Return a cell merged with those below that it goes on through, as far as its segment reaches."""
    cell, depth = grid.rows[index].cells[column], grid.rows[index].depths[column]
    end = _end(grid.rows, index, column)
    amount = grid.columns[column].kind is Kind.AMOUNT
    names = {
        "amount": amount,
        f"depth-{min(depth, _DEEPEST)}": depth > 0 and not amount,
        "continued": cell.continues,
        "continues": end > segment.stop,
        "stays": column in setting.columns.staying,
    }
    heads = column in setting.headings and setting.medium.heads_row(cell.text)
    return element(
        "th" if heads else "td",
        cell.text,
        scope="row" if heads else "",
        rowspan=_span(min(end, segment.stop) - index),
        class_=classes(names),
        data_value=_exact(cell),
        title=setting.medium.sources_title(cell.sources),
    )


def _end(rows: tuple[Row, ...], index: int, column: int) -> int:
    """Return the row after the last one that the cell goes on through."""
    end = index + 1
    while end < len(rows) and rows[end].cells[column].continues:
        end += 1
    return end


def _exact(cell: Cell) -> str:
    """Return the exact amount behind a printed one."""
    return f"{cell.value:f}" if cell.value is not None and cell.text else ""
