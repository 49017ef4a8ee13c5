"""From ruled lines to the cells that they enclose."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product

from tests.published.readers.rulings import Box

_SAME = 1.5
_MARGIN = 10.0

_Field = tuple[int, int]


class Sheet:
    """A page cut by its lines into fields (row, column); those without a line between them are one cell."""

    def __init__(self, lines: Sequence[Box]) -> None:
        upright = [line for line in lines if line.is_upright]
        level = [line for line in lines if not line.is_upright]
        self._xs = _edges(line.middle[0] for line in upright)
        self._ys = _edges(line.middle[1] for line in level)
        self._beside = {
            (row, _nearest(self._xs, line.middle[0]))
            for line in upright
            for row in _between(self._ys, line.top, line.bottom)
        }
        self._above = {
            (_nearest(self._ys, line.middle[1]), column)
            for line in level
            for column in _between(self._xs, line.left, line.right)
        }
        # A merged cell that goes on over the page may stand open at the foot of this one.
        foot = len(self._ys) - 2
        self._above |= {(foot, column) for column in range(1, len(self._xs) - 2)}

    def cells(self) -> Iterator[tuple[range, Box]]:
        """Yield the rows and the area of each cell; the first that is found is the page around the tables."""
        left = set(product(range(len(self._ys) - 1), range(len(self._xs) - 1)))
        self._take((0, 0), left)
        while left:
            cell = self._take(min(left), left)
            rows, columns = sorted(row for row, _ in cell), sorted(column for _, column in cell)
            area = Box(
                self._xs[columns[0]], self._ys[rows[0]], self._xs[columns[-1] + 1], self._ys[rows[-1] + 1]
            )
            yield range(rows[0], rows[-1] + 1), area

    def _take(self, start: _Field, left: set[_Field]) -> set[_Field]:
        """Take out of *left* all that can be reached without crossing a line."""
        reached: set[_Field] = set()
        waiting = {start} & left
        while waiting:
            here = waiting.pop()
            reached.add(here)
            left.discard(here)
            waiting |= set(self._neighbours(*here)) & left
        return reached

    def _neighbours(self, row: int, column: int) -> Iterator[_Field]:
        for edge, neighbour in ((column, column - 1), (column + 1, column + 1)):
            if (row, edge) not in self._beside:
                yield row, neighbour
        for edge, neighbour in ((row, row - 1), (row + 1, row + 1)):
            if (edge, column) not in self._above:
                yield neighbour, column


def _edges(places: Iterable[float]) -> list[float]:
    """The places of lines in order, near ones as one, and a margin on either side."""
    ordered = sorted(places)
    edges = [place for before, place in pairwise([-_SAME, *ordered]) if place - before >= _SAME]
    return [edges[0] - _MARGIN, *edges, edges[-1] + _MARGIN] if edges else []


def _nearest(edges: Sequence[float], place: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - place))


def _between(edges: Sequence[float], start: float, end: float) -> Iterator[int]:
    """The fields along one direction that a line from *start* to *end* runs past."""
    for index, (low, high) in enumerate(pairwise(edges)):
        if start <= (low + high) / 2 <= end:
            yield index
