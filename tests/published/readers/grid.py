"""From the cells of a drawn grid to fields, header, rows: the same for every format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tests.published.readers.content import Table


@dataclass(frozen=True, slots=True)
class Cell:
    """A drawn cell: the row it begins in, the columns it covers, and whether it belongs to a heading.

    Columns count in any unit that keeps their order (numbers, points on paper).
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    heading: bool = False

    def covers(self, leaf: "Cell") -> bool:
        """Whether this cell stands above or below the leaf column, told by the middle of the column."""
        return self.column <= leaf.column + leaf.columns / 2 < self.column + self.columns


@dataclass(frozen=True, slots=True)
class Block:
    """One grid of a table."""

    part: str
    header: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]


def make_tables(
    title: str, caption: Sequence[str], cells: Sequence[Cell], notes: Sequence[str]
) -> Iterator[Table]:
    """Yield one table a block: what stands above goes with the first, the notes beneath with the last."""
    rows = [list(group) for _, group in groupby(sorted(cells, key=_place), key=lambda cell: cell.row)]
    above, runs = _runs(rows)
    blocks = _join(_block(heading, body) for heading, body in runs)
    for index, block in enumerate(blocks):
        yield Table(
            title=title,
            caption=tuple(caption),
            fields=tuple(_fields(above)) if index == 0 else (),
            part=block.part,
            header=block.header,
            rows=block.rows,
            notes=tuple(notes) if index == len(blocks) - 1 else (),
        )


def _place(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


_Rows = list[list[Cell]]


def _runs(rows: _Rows) -> tuple[_Rows, list[tuple[_Rows, _Rows]]]:
    """Split into the rows above the first heading and, for each heading, its rows and those beneath."""
    runs = [
        (is_heading, list(group))
        for is_heading, group in groupby(rows, key=lambda row: all(cell.heading for cell in row))
    ]
    above = runs.pop(0)[1] if runs and not runs[0][0] else []
    headings, bodies = [run for _, run in runs[::2]], [run for _, run in runs[1::2]]
    if len(bodies) < len(headings):
        bodies.append([])
    return above, list(zip(headings, bodies, strict=True))


def _fields(rows: _Rows) -> Iterator[tuple[str, str]]:
    for row in rows:
        texts = [cell.text for cell in row]
        yield from zip(texts[::2], texts[1::2], strict=True)


def _block(heading: _Rows, body: _Rows) -> Block:
    part = ""
    if len(heading) > 1 and len(heading[0]) == 1 and heading[0][0].rows == 1:
        part = heading[0][0].text
        heading = heading[1:]
    cells = [cell for row in heading for cell in row]
    end = max(cell.row + cell.rows for cell in cells)
    leaves = sorted((cell for cell in cells if cell.row + cell.rows == end), key=lambda cell: cell.column)
    return Block(
        part,
        tuple(tuple(cell.text for cell in cells if cell.covers(leaf)) for leaf in leaves),
        tuple(tuple(_texts(row, leaves)) for row in body),
    )


def _texts(row: list[Cell], leaves: list[Cell]) -> Iterator[str]:
    """Yield the text for each leaf column, blank where a merged cell goes on from above or from the left."""
    printed: set[Cell] = set()
    for leaf in leaves:
        cell = next((cell for cell in row if cell.covers(leaf) and cell not in printed), None)
        yield cell.text if cell else ""
        printed.update([cell] if cell else [])


def _join(blocks: Iterator[Block]) -> list[Block]:
    """Join what a heading repeated on a new page has parted."""
    joined: list[Block] = []
    for block in blocks:
        if joined and (joined[-1].part, joined[-1].header) == (block.part, block.header):
            joined[-1] = Block(block.part, block.header, joined[-1].rows + block.rows)
        else:
            joined.append(block)
    return joined
