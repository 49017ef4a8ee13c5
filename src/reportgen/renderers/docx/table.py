"""A table of the document as Word tables: its fields, then each grid, one directly below the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from xml.sax.saxutils import quoteattr

from docx.shared import Mm

from reportgen.document.document import Cell, Column, Field, Grid, HeaderCell, Kind, Row, Table
from reportgen.document.theme import TableStyle, Theme
from reportgen.renderers.docx.frame import frame_name, head_rule
from reportgen.renderers.docx.markup import paragraph, run, style_id
from reportgen.renderers.docx.styles import SPACER, RowSetting, table_style
from reportgen.renderers.layout.head_lines import Header, broken_header
from reportgen.renderers.layout.row_spacing import Segment, field_row_parts, row_segments
from reportgen.renderers.layout.tables import TableLayout, field_label_width

_CENTRED = '<w:jc w:val="center"/>'
_RIGHT = '<w:jc w:val="right"/>'
_KEEP = "<w:keepNext/>"
_MIDDLE = '<w:vAlign w:val="center"/>'
_RESTART = '<w:vMerge w:val="restart"/>'
_CONTINUE = "<w:vMerge/>"
_ROW = "<w:tr><w:trPr><w:cantSplit/></w:trPr>{}</w:tr>"
# A row that is kept on one page though it is taller loses what does not fit; LibreOffice loses as much of a
# merged cell whose text stands in the middle of rows that part.
_PARTING_ROW = "<w:tr>{}</w:tr>"
_HEADER_ROW = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{}</w:tr>"


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a `w:tc` is made of: *widths* of the columns that it spans, *align* as paragraph properties."""

    text: str
    widths: Sequence[int]
    align: str = ""
    merge: str = ""
    borders: str = ""


@dataclass(frozen=True, slots=True)
class _Frame:
    """One Word table: column widths in twips and its rows."""

    widths: Sequence[int]
    rows: Iterable[str]


def table_body(table: Table, layout: TableLayout, setting: RowSetting, theme: Theme) -> str:
    """Return everything below the title: subtitle, caption, fields, grids and notes."""
    beneath = "".join(paragraph("TableSubtitle", run(line)) for line in table.beneath)
    notes = "".join(paragraph("TableNote", run(note)) for note in table.notes)
    return beneath + _caption(table, layout) + _tables(table, layout, setting, theme) + notes


def _caption(table: Table, layout: TableLayout) -> str:
    left, right = table.caption
    if not (left or right):
        return ""
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{Mm(layout.page.text_width).twips}"/></w:tabs>'
    content = f"{run(left)}<w:r><w:tab/></w:r>{run(right)}"
    return paragraph("TableCaption", content, tab)


def _tables(table: Table, layout: TableLayout, setting: RowSetting, theme: Theme) -> str:
    """Stack the fields and the grids; without a paragraph between them Word would join them into one."""
    total = Mm(layout.page.text_width).twips
    label = Mm(field_label_width(table, layout, setting.size, theme)).twips
    rows = (setting.size, setting.leading)
    parting = [field_row_parts(fields, rows, layout.page, theme) for fields in table.field_rows]
    frames = [_fields(table, _columns_of(table, label / total, total), parting, setting)] if parting else []
    for grid, shares in zip(table.grids, layout.widths, strict=True):
        widths = _columns(shares, total)
        header = broken_header(grid.columns, shares, setting.size, theme.table)
        bodies = row_segments(grid, shares, rows, layout.page, theme)
        body = _body_rows(grid, bodies, widths, setting)
        frames.append(_Frame(widths, chain(_head_rows(grid, header, widths, setting, theme.table), body)))
    return paragraph(SPACER, properties=_KEEP).join(
        _frame_xml(table.title, frame, setting) for frame in frames
    )


def _columns(shares: Sequence[float], total: int) -> tuple[int, ...]:
    """Divide *total* twips by *shares* without a remainder."""
    edges = [round(edge * total / sum(shares)) for edge in accumulate(shares, initial=0)]
    return tuple(right - left for left, right in pairwise(edges))


def _frame_xml(title: str, frame: _Frame, setting: RowSetting) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in frame.widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style_id(frame_name(tight=setting.tight))}"/>'
        f'<w:tblW w:w="{sum(frame.widths)}" w:type="dxa"/>{_CENTRED}<w:tblLayout w:type="fixed"/>'
        f"<w:tblCaption w:val={quoteattr(title)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(frame.rows)}</w:tbl>"
    )


def _row(form: str, style: str, cells: Iterator[_Cell], *, keep: bool = False) -> str:
    """Return a row, which stands on one page with the next one where asked to *keep*."""
    kept = _KEEP if keep else ""
    height = "" if form == _PARTING_ROW else _MIDDLE
    return form.format("".join([_cell_xml(style, kept, height, cell) for cell in cells]))


def _cell_xml(style: str, kept: str, height: str, cell: _Cell) -> str:
    count = len(cell.widths)
    span = f'<w:gridSpan w:val="{count}"/>' if count > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{sum(cell.widths)}" w:type="dxa"/>{span}{cell.merge}{cell.borders}'
        f"{height}</w:tcPr>{paragraph(style, run(cell.text), kept + cell.align)}</w:tc>"
    )


def _head_rows(
    grid: Grid,
    header: Header,
    widths: Sequence[int],
    setting: RowSetting,
    style: TableStyle,
) -> Iterator[str]:
    head, rule = table_style("Head", setting), head_rule(style)
    if grid.part is not None:
        yield _row(_HEADER_ROW, head, iter([_Cell(grid.part, widths, borders=rule)]))
    for cells in _header_rows(header, widths, rule):
        yield _row(_HEADER_ROW, head, cells)


def _body_rows(
    grid: Grid, bodies: Iterable[Segment], widths: Sequence[int], setting: RowSetting
) -> Iterator[str]:
    """Yield the rows: those of a segment stand on one page unless they part."""
    text = table_style("Text", setting)
    for segment in bodies:
        for index in segment.rows:
            below = grid.rows[index + 1] if index + 1 < len(grid.rows) else None
            cells = _body_cells(grid.rows[index], below, grid.columns, widths, setting.size)
            keep = not segment.parts and index < segment.rows.stop - 1
            yield _row(_PARTING_ROW if segment.parts else _ROW, text, cells, keep=keep)


def _header_rows(header: Header, widths: Sequence[int], rule: str) -> Iterator[Iterator[_Cell]]:
    """Repeat each cell that covers several rows in all of them: Word merges what continues.

    *rule* is the line under those that reach the lowest row or cover several columns.
    """
    for level in range(len(header)):
        covering = [
            (cell, top) for top in range(level + 1) for cell in header[top] if top + cell.rows > level
        ]
        covering.sort(key=lambda pair: pair[0].column)
        yield (
            _header_cell(
                cell,
                widths,
                rule if cell.columns > 1 or top + cell.rows == len(header) else "",
                first=top == level,
            )
            for cell, top in covering
        )


def _header_cell(cell: HeaderCell, widths: Sequence[int], borders: str, *, first: bool) -> _Cell:
    merge = (_RESTART if first else _CONTINUE) if cell.rows > 1 else ""
    text = cell.text if first else ""
    return _Cell(text, widths[cell.column : cell.column + cell.columns], "", merge, borders)


def _body_cells(
    row: Row, below: Row | None, columns: tuple[Column, ...], widths: Sequence[int], size: float
) -> Iterator[_Cell]:
    for index, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        continued = below is not None and below.cells[index].continues
        align = _RIGHT if column.kind is Kind.AMOUNT else _label(row, index, size)
        yield _Cell(cell.text, (widths[index],), align, _merge(cell, continued=continued))


def _label(row: Row, index: int, size: float) -> str:
    """Return how a label is set: a total's in the middle, all others by their depth."""
    if row.total:
        return _CENTRED
    depth = row.depths[index]
    return f'<w:ind w:left="{round(depth * size * 20)}"/>' if depth else ""


def _merge(cell: Cell, *, continued: bool) -> str:
    if cell.continues:
        return _CONTINUE
    return _RESTART if continued else ""


def _columns_of(table: Table, label: float, total: int) -> Sequence[int]:
    """Return the widths of the columns of fields, as many side by side as the fullest row has.

    *label* is the share of the width, *total* twips, that a label takes.
    """
    pairs = max(map(len, table.field_rows), default=1)
    return _columns((label, 1 / pairs - label) * pairs, total)


def _fields(table: Table, widths: Sequence[int], parting: Sequence[bool], setting: RowSetting) -> _Frame:
    """Return the label/value pairs; *parting* tells which rows may go on to a new page."""
    text = table_style("Text", setting)
    rows = (
        _row(_PARTING_ROW if parts else _ROW, text, _field_cells(row, widths))
        for row, parts in zip(table.field_rows, parting, strict=True)
    )
    return _Frame(widths, rows)


def _field_cells(fields: tuple[Field, ...], widths: Sequence[int]) -> Iterator[_Cell]:
    for index, field in enumerate(fields):
        label = 2 * index
        end = label + 2 if index + 1 < len(fields) else len(widths)
        yield _Cell(field.label, widths[label : label + 1])
        yield _Cell(field.cell.text, widths[label + 1 : end], _RIGHT if field.kind is Kind.AMOUNT else "")
