"""How the columns of a table stand on a screen: what width they need, and which stay while it moves.

A reader with a phone sees what a row is called and its first amount before moving anything.
Widths are in em, for a screen sets type of one size and has no edge that a table must end at.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from reportgen.document.document import Grid, Kind
from reportgen.renderers.layout.tables import text_width

# What a digit is wider than half a Chinese character, and a level of indentation; the padding of a cell.
_DIGIT = 0.06
_LEVEL = 0.4
_PADDING = 0.7
_NARROWEST = 2.0
_HEADING_LINES = 4
# What texts are folded to: names of rows, alone or not, what stands beside them, the rest, long prose.
_ALONE, _NAME, _BESIDE, _TEXT, _PROSE = 9.0, 7.0, 4.1, 10.0, 18.0
_LONG = 60.0


@dataclass(frozen=True, slots=True)
class ScreenColumns:
    """*least* is the width of each column in em; *staying* are the columns that remain in sight."""

    least: tuple[float, ...]
    staying: frozenset[int]


def screen_columns(grid: Grid) -> ScreenColumns:
    """Return how the columns of *grid* stand on a screen.

    In a table of several panels the names of one take the place of those before, so they are as wide.
    """
    runs = list(_runs(grid))
    staying = frozenset(_telling(grid, run) for run in runs)
    name = _ALONE if sum(map(len, runs)) == 1 else _NAME
    folds = {column: name if column in staying else _BESIDE for run in runs for column in run}
    least = [_least(grid, column, folds.get(column)) for column in range(len(grid.columns))]
    widest = max((least[column] for column in staying), default=0.0)
    widths = (widest if column in staying else width for column, width in enumerate(least))
    return ScreenColumns(tuple(widths), staying)


def _runs(grid: Grid) -> Iterator[list[int]]:
    """Return the texts before the amounts of each panel."""
    kinds = groupby(range(len(grid.columns)), key=lambda column: grid.columns[column].kind)
    runs = [(kind, list(columns)) for kind, columns in kinds]
    yield from (run for kind, run in runs if kind is Kind.TEXT and run != runs[-1][1])


def _telling(grid: Grid, run: Collection[int]) -> int:
    """Return the column that tells the rows apart best: of two as good, the one that says more."""

    def rank(column: int) -> tuple[int, float, int]:
        texts = {row.cells[column].text for row in grid.rows if not row.total} - {""}
        return len(texts), sum(map(text_width, texts)), column

    return max(run, key=rank)


def _least(grid: Grid, column: int, fold: float | None) -> float:
    """Return what a column needs; *fold* is what names and what stands beside them are folded to."""
    texts = ((row.cells[column].text, row.depths[column]) for row in grid.rows)
    longest = max((_width(text) + depth * _LEVEL for text, depth in texts), default=0.0)
    heading = ceil(text_width(grid.columns[column].heading[-1]) / _HEADING_LINES)
    if grid.columns[column].kind is Kind.TEXT:
        longest = min(longest, fold or (_PROSE if longest > _LONG else _TEXT))
    return round(max(longest, heading, _NARROWEST) + _PADDING, 2)


def _width(text: str) -> float:
    """Return the width in em.

    >>> round(_width("合计 12"), 2)
    3.68
    """
    width = text_width(text)
    halves = 2 * (len(text) - width)
    return width + halves * _DIGIT
