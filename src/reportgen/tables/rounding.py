"""What a form does about rounding residues (尾差) in its tables: never nothing unsaid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain

from reportgen.diagnostics import Diagnostic
from reportgen.document import Row
from reportgen.money import AmountFormat
from reportgen.tables.addition import column_sums, row_sums
from reportgen.tables.residue import Exact, Node, Printed, Residue, forest, residues, rounded, shared
from reportgen.tables.rows import BuiltRow, flat
from reportgen.tables.spec import NOTE_RESIDUE, ROUND_EACH, SHARE_RESIDUE, Head, TableSpec

_HINTS = {
    ROUND_EACH: "可以在 tables.yaml 里写“尾差: 注明尾差”或“尾差: 分摊尾差”。",
    NOTE_RESIDUE: "表下已经注明，不必处理。",
    SHARE_RESIDUE: "这里无法使行和列同时加得起来，请加注说明。",
}
_Sums = list[tuple[int, frozenset[int]]]


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows and columns of a panel before anything is rounded."""

    heads: Sequence[Head]
    leaves: Sequence[Head]
    body: Sequence[BuiltRow]
    foot: Sequence[BuiltRow]


@dataclass(slots=True)
class Rounding:
    """Rounds the panels of a table by one policy and remembers where it bites, in words."""

    policy: str
    residues: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)

    def settle(self, frame: Frame, rows: Sequence[Row]) -> list[Row]:
        """Return the rows with what the policy makes of their amounts."""
        settled = list(rows)
        for amounts, columns in _formats(frame.leaves, rows):
            exact = {
                (number, column): amounts.in_last_units(row.cells[column].value or Decimal(0))
                for number, row in enumerate(rows)
                for column in columns
            }
            if any(value % 1 for value in exact.values()):
                settled = self._settled(frame, settled, amounts, exact)
        return settled

    def _settled(self, frame: Frame, rows: list[Row], amounts: AmountFormat, exact: Exact) -> list[Row]:
        lines, columns = _forests(frame, exact)
        plain = rounded(exact)
        printed = shared(exact, lines, columns) if self.policy == SHARE_RESIDUE else plain
        moved = {place: units for place, units in printed.items() if units != plain[place]}
        where = _Where(frame, amounts)
        self.residues += map(where.residue, residues(printed, lines, columns))
        self.shared += (where.moved(place, plain, moved) for place in sorted(moved))
        return [_reprinted(row, number, moved, amounts) for number, row in enumerate(rows)]


def residue_findings(spec: TableSpec, rounding: Rounding) -> Iterator[Diagnostic]:
    """Say where the policy bites."""
    if rounding.shared:
        count, first = len(rounding.shared), rounding.shared[0]
        sentence = f"表“{spec.key}”分摊尾差，改印了 {count} 个数，如{first}"
        yield Diagnostic("T106", spec.span, sentence, "改印的数与台账相差不到一个末位单位，合计不变。")
    if rounding.residues:
        count, first = len(rounding.residues), rounding.residues[0]
        sentence = f"表“{spec.key}”有 {count} 处因四舍五入加不起来，如{first}"
        yield Diagnostic("T106", spec.span, sentence, _HINTS[spec.residue])


@dataclass(frozen=True, slots=True)
class _Where:
    """Names cells and prints their numbers for messages."""

    frame: Frame
    amounts: AmountFormat

    def _name(self, place: tuple[int, int]) -> str:
        rows = [*flat(self.frame.body), *flat(self.frame.foot)]
        return f"行“{rows[place[0]].label}”列“{self.frame.leaves[place[1]].name}”"

    def residue(self, found: Residue) -> str:
        total, parts = map(self.amounts.render_last_units, (found.total, found.parts))
        return f"{self._name(found.place)}印 {total}，各项之和是 {parts}"

    def moved(self, place: tuple[int, int], plain: Printed, moved: Printed) -> str:
        before, after = (self.amounts.render_last_units(printed[place]) for printed in (plain, moved))
        return f"{self._name(place)}由 {before} 改印 {after}"


def _formats(leaves: Sequence[Head], rows: Sequence[Row]) -> Iterator[tuple[AmountFormat, list[int]]]:
    """Group the columns that hold nothing but amounts by how they print them."""
    columns: dict[tuple[str, int], list[int]] = {}
    for index, leaf in enumerate(leaves):
        if leaf.template is None and all(row.cells[index].value is not None for row in rows):
            columns.setdefault((leaf.format.unit, leaf.format.places), []).append(index)
    for indexes in columns.values():
        yield leaves[indexes[0]].format, indexes


def _forests(frame: Frame, exact: Exact) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Return the trees of rows and of columns, of those sums that hold for every exact amount."""
    rows, columns = ({place[axis]: None for place in exact} for axis in (0, 1))
    down = [
        (total, parts)
        for total, parts in _row_sums(frame)
        if all(exact[total, column] == sum(exact[part, column] for part in parts) for column in columns)
    ]
    across = [
        (total, parts)
        for total, parts in _column_sums(frame)
        if {total, *parts} <= columns.keys()
        and all(exact[row, total] == sum(exact[row, part] for part in parts) for row in rows)
    ]
    return forest(rows, down), forest(columns, across)


def _row_sums(frame: Frame) -> _Sums:
    numbers = {id(row): number for number, row in enumerate([*flat(frame.body), *flat(frame.foot)])}
    sums = {id(row): (row, parts) for row, parts in row_sums(frame.body, frame.foot)}

    def bases(row: BuiltRow) -> frozenset[int]:
        below = sums[id(row)][1] if row.children and id(row) in sums else []
        return frozenset(chain.from_iterable(map(bases, below))) or frozenset({numbers[id(row)]})

    return [
        (numbers[id(row)], frozenset(chain.from_iterable(map(bases, parts)))) for row, parts in sums.values()
    ]


def _column_sums(frame: Frame) -> _Sums:
    numbers = {id(leaf): number for number, leaf in enumerate(frame.leaves)}

    def bases(head: Head) -> frozenset[int]:
        if not head.children:
            return frozenset({numbers[id(head)]})
        totals = [child for child in head.children if child.is_total]
        below = [parts for total, parts in column_sums(head.children) if total in totals]
        parts = below[0] if below else totals or [child for child in head.children if child.template is None]
        return frozenset(chain.from_iterable(map(bases, parts)))

    return [
        (numbers[id(head)], frozenset(chain.from_iterable(map(bases, parts))))
        for head, parts in column_sums(frame.heads)
    ]


def _reprinted(row: Row, number: int, moved: Printed, amounts: AmountFormat) -> Row:
    cells = tuple(
        replace(cell, text=amounts.render_last_units(moved[number, column]))
        if (number, column) in moved
        else cell
        for column, cell in enumerate(row.cells)
    )
    return replace(row, cells=cells)
