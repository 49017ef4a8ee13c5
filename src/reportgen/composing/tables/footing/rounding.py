"""What a form does about rounding residues (尾差) in its tables: never nothing unsaid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reportgen.composing.tables.footing.frame import Frame
from reportgen.composing.tables.footing.residue import (
    Exact,
    Node,
    Printed,
    Residue,
    forest,
    residues,
    rounded,
    shared,
)
from reportgen.composing.tables.rows import BuiltRow
from reportgen.document.document import Row
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.rules import ROUNDING_RESIDUE
from reportgen.form.tables.spec import NOTE_RESIDUE, ROUND_EACH, SHARE_RESIDUE, Head, TableSpec
from reportgen.money import AmountFormat

_HINTS = {
    ROUND_EACH: "可以在 tables.yaml 里写“尾差: 注明尾差”或“尾差: 分摊尾差”。",
    NOTE_RESIDUE: "表下已经注明，不必处理。",
    SHARE_RESIDUE: "这里无法使行和列同时加得起来，请加注说明。",
}


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
        where = _Where(frame.rows, frame.leaves, amounts)
        self.residues += map(where.residue, residues(printed, lines, columns))
        self.shared += (where.moved(place, plain, moved) for place in sorted(moved))
        return [_reprinted(row, number, moved, frame.leaves) for number, row in enumerate(rows)]


def residue_findings(spec: TableSpec, rounding: Rounding) -> Iterator[Diagnostic]:
    """Say where the policy bites."""
    if rounding.shared:
        count, first = len(rounding.shared), rounding.shared[0]
        sentence = f"表“{spec.key}”分摊尾差，改印了 {count} 个数，如{first}"
        yield Diagnostic(
            ROUNDING_RESIDUE, spec.span, sentence, "改印的数与台账相差不到一个末位单位，合计不变。"
        )
    if rounding.residues:
        count, first = len(rounding.residues), rounding.residues[0]
        sentence = f"表“{spec.key}”有 {count} 处因四舍五入加不起来，如{first}"
        yield Diagnostic(ROUNDING_RESIDUE, spec.span, sentence, _HINTS[spec.residue])


@dataclass(frozen=True, slots=True)
class _Where:
    """Names cells and prints their numbers for messages."""

    rows: Sequence[BuiltRow]
    leaves: Sequence[Head]
    amounts: AmountFormat

    def _name(self, place: tuple[int, int]) -> str:
        return f"行“{self.rows[place[0]].label}”列“{self.leaves[place[1]].name}”"

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
        for total, parts in frame.row_sums
        if all(exact[total, column] == sum(exact[part, column] for part in parts) for column in columns)
    ]
    across = [
        (total, parts)
        for total, parts in frame.column_sums
        if {total, *parts} <= columns.keys()
        and all(exact[row, total] == sum(exact[row, part] for part in parts) for row in rows)
    ]
    return forest(rows, down), forest(columns, across)


def _reprinted(row: Row, number: int, moved: Printed, leaves: Sequence[Head]) -> Row:
    cells = tuple(
        cell.rounded_to(moved[number, column], leaf.format) if (number, column) in moved else cell
        for column, (cell, leaf) in enumerate(zip(row.cells, leaves, strict=True))
    )
    return replace(row, cells=cells)
