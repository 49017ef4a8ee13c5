"""Which words of the pages are not the same: words that only went elsewhere are."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import groupby

from reportgen.comparing.alignment import Pair

# A place among the words: page and word, both counted from 0.
Place = tuple[int, int]


def changed_words(
    old: Sequence[Sequence[str]], new: Sequence[Sequence[str]], pairs: Sequence[Pair]
) -> tuple[set[Place], set[Place]]:
    """Return the places of words that were taken away, and of those that were added.

    Neighbouring pages that differ are compared as one text, because text that grows pushes lines over
    the end of a page.
    """
    removed: set[Place] = set()
    added: set[Place] = set()
    for same, group in groupby(pairs, key=lambda pair: _is_same(old, new, pair)):
        if not same:
            rows = list(group)
            before = [place for one, _ in rows if one is not None for place in _places(old, one)]
            after = [place for _, other in rows if other is not None for place in _places(new, other)]
            gone, come = _unmatched(_texts(old, before), _texts(new, after))
            removed.update(before[index] for index in gone)
            added.update(after[index] for index in come)
    return removed, added


def _is_same(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]], pair: Pair) -> bool:
    one, other = pair
    return one is not None and other is not None and old[one] == new[other]


def _places(pages: Sequence[Sequence[str]], page: int) -> list[Place]:
    return [(page, word) for word in range(len(pages[page]))]


def _texts(pages: Sequence[Sequence[str]], places: Sequence[Place]) -> list[str]:
    return [pages[page][word] for page, word in places]


def _unmatched(before: Sequence[str], after: Sequence[str]) -> tuple[set[int], set[int]]:
    """Return the indices of the words that are not common to both texts."""
    if before == after:
        return set(), set()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    gone, come = set(range(len(before))), set(range(len(after)))
    for block in matcher.get_matching_blocks():
        gone -= set(range(block.a, block.a + block.size))
        come -= set(range(block.b, block.b + block.size))
    return gone, come
