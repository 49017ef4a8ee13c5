"""Rounding residues (尾差): rounded parts do not always add to the rounded total.

Amounts are counted in last printed units here: 2782029.86 元 printed in 万元 with two places is 27820.2986.
A total and its parts form trees, one of rows and one of columns; a cell stands in both.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import product

from reportgen.money import round_half_up

Place = tuple[int, int]
Exact = Mapping[Place, Decimal]
Printed = dict[Place, int]
Sums = Iterable[tuple[int, frozenset[int]]]


@dataclass(frozen=True, slots=True)
class Node:
    """A row or a column, and the parts that it is the sum of."""

    index: int
    children: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Residue:
    """A printed total at *place* and what its printed parts, in the same row or column, add to."""

    place: Place
    total: int
    parts: int


def forest(indexes: Iterable[int], sums: Sums) -> tuple[Node, ...]:
    """Turn totals with the parts that they add up into trees; a total over some of the parts is one itself.

    The parts of two totals nest or have nothing in common, because rows and columns are trees themselves.

    >>> forest(range(3), [(0, frozenset({1, 2}))])
    (Node(index=0, children=(Node(index=1, children=()), Node(index=2, children=()))),)
    """
    nested = sorted(sums, key=lambda item: -len(item[1]))
    totals = {total for total, _ in nested}
    innermost: dict[int, int] = {}
    beneath: dict[int | None, list[int]] = {}
    for total, parts in nested:
        beneath.setdefault(innermost.get(min(parts)), []).append(total)
        innermost |= dict.fromkeys(parts, total)
    for base in indexes:
        if base not in totals:
            beneath.setdefault(innermost.get(base), []).append(base)
    return _nodes(None, beneath)


def _nodes(above: int | None, beneath: Mapping[int | None, Sequence[int]]) -> tuple[Node, ...]:
    return tuple(Node(index, _nodes(index, beneath)) for index in beneath.get(above, ()))


def rounded(exact: Exact) -> Printed:
    """Round each cell for itself."""
    return {place: int(round_half_up(value, 0)) for place, value in exact.items()}


def shared(exact: Exact, rows: Sequence[Node], columns: Sequence[Node]) -> Printed:
    """Round the outermost totals and share out each total among its parts by largest remainder."""
    sharing = _Sharing(exact)
    for row in rows:
        for column in columns:
            sharing.begin(row, column)
        sharing.down(row, columns)
    return sharing.printed


def residues(printed: Printed, rows: Sequence[Node], columns: Sequence[Node]) -> Iterator[Residue]:
    """Yield every printed total that is not the sum of its printed parts."""
    all_rows, all_columns = list(every(rows)), list(every(columns))
    for row in all_rows:
        for column in all_columns:
            place = row.index, column.index
            for parts in (
                [(row.index, part.index) for part in column.children],
                [(part.index, column.index) for part in row.children],
            ):
                found = sum(printed[part] for part in parts)
                if parts and found != printed[place]:
                    yield Residue(place, printed[place], found)


def every(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield nodes and those beneath them."""
    for node in nodes:
        yield node
        yield from every(node.children)


class _Sharing:
    """Fills in printed numbers from the outermost totals inwards; none is a whole unit off its value."""

    def __init__(self, exact: Exact) -> None:
        self._exact = exact
        self.printed: Printed = {}

    def begin(self, row: Node, column: Node) -> None:
        place = row.index, column.index
        self.printed[place] = int(round_half_up(self._exact[place], 0))
        self._across(row.index, column)

    def _across(self, row: int, column: Node) -> None:
        self._split((row, column.index), [(row, part.index) for part in column.children])
        for part in column.children:
            self._across(row, part)

    def _split(self, total: Place, parts: Sequence[Place]) -> None:
        """Round down, then give what is lacking to the parts with the largest remainders."""
        for place in parts:
            self.printed[place] = self._floor(place)
        lacking = self.printed[total] - sum(self.printed[place] for place in parts) if parts else 0
        by_remainder = sorted(parts, key=lambda place: self._floor(place) - self._exact[place])
        for place in by_remainder[: max(lacking, 0)]:
            self.printed[place] += 1

    def _floor(self, place: Place) -> int:
        return int(self._exact[place].to_integral_value(ROUND_FLOOR))

    def down(self, row: Node, columns: Sequence[Node]) -> None:
        """Share out a row whose cells are known among the rows beneath it."""
        for column in columns:
            self._split((row.index, column.index), [(part.index, column.index) for part in row.children])
            self._block(row, column)
        for part in row.children:
            self.down(part, columns)

    def _block(self, row: Node, column: Node) -> None:
        """Fill the parts of a row × the parts of a column, whose totals on both sides are known."""
        if not (row.children and column.children):
            return
        lines = [part.index for part in row.children]
        for line in lines:
            self._split((line, column.index), [(line, part.index) for part in column.children])
        self._balance(row.index, lines, [part.index for part in column.children])
        for part in column.children:
            self._block(row, part)

    def _balance(self, total: int, lines: Sequence[int], columns: Sequence[int]) -> None:
        """Move units within lines until each column adds up too, as far as that is possible."""
        for column in columns:
            while moves := self._moves(column, total, lines, columns):
                for line, gains, loses in moves:
                    self.printed[line, gains] += 1
                    self.printed[line, loses] -= 1

    def _lacking(self, column: int, total: int, lines: Sequence[int]) -> int:
        return self.printed[total, column] - sum(self.printed[line, column] for line in lines)

    def _moves(
        self, short: int, total: int, lines: Sequence[int], columns: Sequence[int]
    ) -> list[tuple[int, int, int]]:
        """Return moves (line, column that gains, column that loses) from too much to *short*."""
        if self._lacking(short, total, lines) <= 0:
            return []
        came: dict[int, list[tuple[int, int, int]]] = {short: []}
        queue = [short]
        for gains in queue:
            if self._lacking(gains, total, lines) < 0:
                return came[gains]
            for line, loses in product(lines, columns):
                if loses not in came and self._may_move(line, gains, loses):
                    came[loses] = [*came[gains], (line, gains, loses)]
                    queue.append(loses)
        return []

    def _may_move(self, line: int, gains: int, loses: int) -> bool:
        """Whether both cells stay within a unit of their exact values."""
        return (
            self.printed[line, gains] < self._exact[line, gains]
            and self.printed[line, loses] > self._exact[line, loses]
        )
