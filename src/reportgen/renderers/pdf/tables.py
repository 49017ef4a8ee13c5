"""The heading cells of the data cells of a table, as its printed grid has them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from reportgen.renderers.pdf.tree import Element

_Place = tuple[int, int]


def head_cells(table: Element) -> None:
    """Say for the headings of *table* what they head, and for its cells which headings they have.

    Headings in the head of the table head the columns that they cover, those in its body what stands to the
    right of them in their rows, up to the next heading.
    """
    grid = _grid(table)
    for cell in grid.cells:
        if cell.is_heading:
            cell.element.scope = "Column" if cell.in_head else "Row"
        if not cell.in_head:
            headings = [*_above(grid, cell), *([] if cell.is_heading else _beside(grid, cell))]
            cell.element.headers = tuple(dict.fromkeys(heading.element for heading in headings))


@dataclass(frozen=True, slots=True, eq=False)
class _Cell:
    """A cell and the rows and columns that it covers."""

    element: Element
    rows: range
    columns: range
    in_head: bool

    @property
    def is_heading(self) -> bool:
        return self.element.kind == "TH"

    @property
    def is_told(self) -> bool:
        """Whether readers name it as a heading: one without a text says nothing."""
        return self.is_heading and bool(self.element.kids)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The cells in order, and which of them covers each place."""

    cells: list[_Cell] = field(default_factory=list)
    covering: dict[_Place, _Cell] = field(default_factory=dict)
    head: list[_Cell] = field(default_factory=list)

    def place(self, element: Element, row: int, column: int, *, in_head: bool) -> int:
        """Place a cell in a row, at the first free place from *column* on, and return the place behind it."""
        while (row, column) in self.covering:
            column += 1
        end = column + element.columns
        cell = _Cell(element, range(row, row + element.rows), range(column, end), in_head)
        self.cells.append(cell)
        self.covering.update(((below, beside), cell) for below in cell.rows for beside in cell.columns)
        if in_head and cell.is_told:
            self.head.append(cell)
        return end


def _grid(table: Element) -> _Grid:
    grid = _Grid()
    rows = ((group.kind == "THead", row) for group in table.elements for row in group.elements)
    for number, (in_head, row) in enumerate(rows):
        column = 0
        for cell in row.elements:
            column = grid.place(cell, number, column, in_head=in_head)
    return grid


def _above(grid: _Grid, cell: _Cell) -> Iterator[_Cell]:
    """Yield the headings of the columns of a cell, from top to bottom."""
    for heading in grid.head:
        if heading.columns.start < cell.columns.stop and cell.columns.start < heading.columns.stop:
            yield heading


def _beside(grid: _Grid, cell: _Cell) -> Iterator[_Cell]:
    """Yield the headings next to the left of a cell in each of its rows, from left to right."""
    for row in cell.rows:
        headings: list[_Cell] = []
        for column in reversed(range(cell.columns.start)):
            neighbour = grid.covering.get((row, column))
            if neighbour and neighbour.is_heading:
                headings.append(neighbour)
            elif headings:
                break
        yield from (heading for heading in reversed(headings) if heading.is_told)
