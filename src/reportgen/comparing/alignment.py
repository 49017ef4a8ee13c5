"""Which page of one state is which page of another: inserted pages do not make all later ones differ."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

Pair = tuple[int | None, int | None]

_ALIKE = 0.3
_BLANK = 0.01


def align(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> list[Pair]:
    """Pair the pages, given by their words, in order; None stands where a page has no counterpart.

    Of all ways to do so it is the one in which the pairs are most alike, taken together.
    """
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    olds, news = range(start, len(old) - end), range(start, len(new) - end)
    middle = _best([_profile(old[index]) for index in olds], [_profile(new[index]) for index in news], start)
    tail = zip(range(len(old) - end, len(old)), range(len(new) - end, len(new)), strict=True)
    return [*((index, index) for index in range(start)), *middle, *tail]


def _common(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> int:
    """Return how many pages are the same from the start."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _profile(words: Sequence[str]) -> Counter[tuple[str, str]]:
    """Return the neighbours among the characters of a page: they survive new amounts and new line breaks."""
    return Counter(pairwise("".join(words)))


def _best(
    old: Sequence[Counter[tuple[str, str]]], new: Sequence[Counter[tuple[str, str]]], offset: int
) -> list[Pair]:
    likeness = [[_likeness(one, other) for other in new] for one in old]
    rest = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = rest[i + 1][j + 1] + likeness[i][j] if likeness[i][j] else 0.0
            rest[i][j] = max(paired, rest[i + 1][j], rest[i][j + 1])
    return _path(likeness, rest, offset)


def _path(likeness: list[list[float]], rest: list[list[float]], offset: int) -> list[Pair]:
    pairs: list[Pair] = []
    i = j = 0
    last_old, last_new = len(rest) - 1, len(rest[0]) - 1
    while i < last_old or j < last_new:
        both = i < last_old and j < last_new
        if both and likeness[i][j] and rest[i][j] == rest[i + 1][j + 1] + likeness[i][j]:
            pairs.append((i + offset, j + offset))
            i, j = i + 1, j + 1
        elif i < last_old and (j == last_new or rest[i][j] == rest[i + 1][j]):
            pairs.append((i + offset, None))
            i += 1
        else:
            pairs.append((None, j + offset))
            j += 1
    return pairs


def _likeness(one: Counter[tuple[str, str]], other: Counter[tuple[str, str]]) -> float:
    """Return the share of what two pages have in common, 0 where it is too little to call them the same."""
    total = one.total() + other.total()
    if not total:
        return _BLANK
    share = 2 * (one & other).total() / total
    return share if share >= _ALIKE else 0.0
