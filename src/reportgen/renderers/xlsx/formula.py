"""A total as a live formula: the sum of other cells, rounded to what is printed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xlsxwriter.utility import xl_rowcol_to_cell

_MOST_ARGUMENTS = 255
_LONGEST_FORMULA = 8192
_NOWHERE, _STEPS = (0, 0), ((1, 0), (0, 1))

Places = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sum:
    """A number that is the sum of others: *parts* are lines and columns of the sheet, in their order.

    *places* is how many decimals are printed, *value* what a program that does not calculate shows.
    """

    value: float
    parts: Places
    places: int

    def formula(self, row: Callable[[int], int]) -> str:
        """Return the formula, empty if Excel takes none as long; *row* tells the worksheet row of a line.

        >>> Sum(6.0, [(4, 2), (5, 2), (6, 2)], 2).formula(lambda line: line)
        '=ROUND(SUM(C5:C7),2)'
        >>> Sum(6.0, [(4, 2), (6, 2), (7, 2)], 0).formula(lambda line: line)
        '=ROUND(SUM(C5,C7:C8),0)'
        >>> Sum(6.0, [(4, 2)], 2).formula(lambda line: line)
        '=C5'
        """
        if len(self.parts) == 1:
            return f"={_range(self.parts, row)}"
        ranges = [_range(run, row) for run in _runs(self.parts)]
        chunks = [ranges[n : n + _MOST_ARGUMENTS] for n in range(0, len(ranges), _MOST_ARGUMENTS)]
        added = "+".join(f"SUM({','.join(chunk)})" for chunk in chunks)
        text = f"=ROUND({added},{self.places})"
        return text if len(text) <= _LONGEST_FORMULA else ""


def _runs(places: Places) -> Iterator[Places]:
    """Split places where they do not follow on each other, downwards or to the right."""
    start, step = 0, _NOWHERE
    for end, (before, place) in enumerate(pairwise(places), 1):
        taken = place[0] - before[0], place[1] - before[1]
        if taken in _STEPS and step in (_NOWHERE, taken):
            step = taken
        else:
            yield places[start:end]
            start, step = end, _NOWHERE
    yield places[start:]


def _range(run: Places, row: Callable[[int], int]) -> str:
    ends = run if len(run) == 1 else (run[0], run[-1])
    return ":".join(xl_rowcol_to_cell(row(line), column) for line, column in ends)
