"""Which printed cells add up to which: what a reader of a table would sum to check it.

A total at the crossing of two sums has parts in its column and parts in its row; those of the column are its
parts. Where rounding keeps the printed amounts of either from adding up to the printed total, it is said in
words, and such parts are none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from reportgen.composing.tables.footing.frame import Frame, Sums
from reportgen.composing.tables.footing.residue import every, forest
from reportgen.document.document import Cell, Place, Row
from reportgen.form.tables.cell_text import fill
from reportgen.form.tables.spec import ADDED_UP, Remarks

_Line = Sequence[Cell]
_Parts = Mapping[Place, tuple[Place, ...]]
_Children = Mapping[int, tuple[int, ...]]
_Kept = dict[tuple[bool, ...], _Children]


def with_parts(frame: Frame, rows: Sequence[Row], remarks: Remarks) -> list[Row]:
    """Return *rows*, the printed rows of *frame*, with parts or a remark in every total."""
    amounts = {index for index, leaf in enumerate(frame.leaves) if leaf.template is None}
    directions = (
        (_down(frame, rows, amounts), remarks.rows),
        (_across(frame, rows, amounts), remarks.columns),
    )
    printed = _Printed(frame, rows)
    totals: dict[int, dict[int, Cell]] = {}
    for number, column in chain.from_iterable(parts for parts, _ in directions):
        totals.setdefault(number, {})[column] = printed.with_parts((number, column), directions)
    return [_with_totals(row, totals[number]) if number in totals else row for number, row in enumerate(rows)]


def _with_totals(row: Row, totals: Mapping[int, Cell]) -> Row:
    cells = tuple(totals.get(column, cell) for column, cell in enumerate(row.cells))
    return replace(row, cells=cells)


def _down(frame: Frame, rows: Sequence[Row], amounts: set[int]) -> _Parts:
    """Return the parts of each total that are rows, where they exactly add up to it.

    A row whose amounts nobody can know is in no total.
    """
    known = {number for number, row in enumerate(frame.rows) if not row.unknown}
    sums = [(total, parts & known) for total, parts in frame.row_sums if parts & known]
    kept = _Kept()
    return {
        (total, column): tuple((part, column) for part in parts)
        for column in sorted(amounts)
        for total, parts in _children(sums, [row.cells[column] for row in rows], kept).items()
    }


def _across(frame: Frame, rows: Sequence[Row], amounts: set[int]) -> _Parts:
    """Return the parts of each total that are columns printed alike, where they exactly add up to it."""
    formats = [(leaf.format.unit, leaf.format.places) for leaf in frame.leaves]
    sums = [
        (total, parts)
        for total, parts in frame.column_sums
        if parts <= amounts and {formats[total]} == {formats[part] for part in parts}
    ]
    kept = _Kept()
    return {
        (number, total): tuple((number, part) for part in parts)
        for number, row in enumerate(rows)
        for total, parts in _children(sums, row.cells, kept).items()
    }


def _children(sums: Sums, line: _Line, kept: _Kept) -> _Children:
    """Return the direct parts of every total in a row or column; most have the same, which are kept."""
    holds = tuple(_adds_up(line, total, parts) for total, parts in sums)
    if holds not in kept:
        true = [item for item, is_true in zip(sums, holds, strict=True) if is_true]
        trees = forest(range(len(line)), true)
        kept[holds] = {
            node.index: tuple(sorted(part.index for part in node.children))
            for node in every(trees)
            if node.children
        }
    return kept[holds]


def _adds_up(line: _Line, total: int, parts: frozenset[int]) -> bool:
    values = [line[part].value for part in parts]
    known = [value for value in values if value is not None]
    return len(known) == len(values) and line[total].value == sum(known)


@dataclass(frozen=True, slots=True)
class _Printed:
    """The amounts of a panel as they are printed."""

    frame: Frame
    rows: Sequence[Row]

    def with_parts(self, place: Place, directions: Iterable[tuple[_Parts, str]]) -> Cell:
        """Return a total with its parts in the first direction that has any; remarks speak of both."""
        row, column = place
        cell = self.rows[row].cells[column]
        found = [(parts, remark) for parts_of, remark in directions if (parts := parts_of.get(place))]
        sums = [sum(map(self._amount, parts), Decimal(0)) for parts, _ in found]
        adds_up = [added == self._amount(place) for added in sums]
        remarks = [
            self._worded(remark, added, column)
            for (_, remark), added, is_right in zip(found, sums, adds_up, strict=True)
            if not is_right
        ]
        parts = found[0][0] if adds_up[0] else ()
        return replace(cell, parts=parts, remark="".join(remarks))

    def _amount(self, place: Place) -> Decimal:
        row, column = place
        printed = self.rows[row].cells[column].printed
        assert printed is not None
        return printed

    def _worded(self, remark: str, added: Decimal, column: int) -> str:
        return fill(remark, {ADDED_UP: self.frame.leaves[column].format.render_number(added)})
