"""The rows and columns of a panel, and which of them are the sums of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from reportgen.composing.tables.footing.addition import column_sums, row_sums
from reportgen.composing.tables.rows import BuiltRow, flat
from reportgen.form.tables.spec import Head

Sums = list[tuple[int, frozenset[int]]]


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows and columns of a panel before anything is rounded."""

    heads: Sequence[Head]
    leaves: Sequence[Head]
    body: Sequence[BuiltRow]
    foot: Sequence[BuiltRow]

    @property
    def rows(self) -> list[BuiltRow]:
        """All rows as they are printed."""
        return [*flat(self.body), *flat(self.foot)]

    @property
    def row_sums(self) -> Sums:
        """Every row that is a sum, by its number, with the lowest rows that it adds up."""
        numbers = {id(row): number for number, row in enumerate(self.rows)}
        sums = {id(row): (row, parts) for row, parts in row_sums(self.body, self.foot)}

        def bases(row: BuiltRow) -> frozenset[int]:
            below = sums[id(row)][1] if row.children and id(row) in sums else []
            return frozenset(chain.from_iterable(map(bases, below))) or frozenset({numbers[id(row)]})

        return [
            (numbers[id(row)], frozenset(chain.from_iterable(map(bases, parts))))
            for row, parts in sums.values()
        ]

    @property
    def column_sums(self) -> Sums:
        """Every column that is a sum, by its number, with the leaf columns that it adds up."""
        numbers = {id(leaf): number for number, leaf in enumerate(self.leaves)}

        def bases(head: Head) -> frozenset[int]:
            if not head.children:
                return frozenset({numbers[id(head)]})
            totals = [child for child in head.children if child.is_total]
            below = [parts for total, parts in column_sums(head.children) if total in totals]
            parts = (
                below[0] if below else totals or [child for child in head.children if child.template is None]
            )
            return frozenset(chain.from_iterable(map(bases, parts)))

        return [
            (numbers[id(head)], frozenset(chain.from_iterable(map(bases, parts))))
            for head, parts in column_sums(self.heads)
        ]
