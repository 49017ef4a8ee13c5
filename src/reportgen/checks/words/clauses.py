"""What rules of words need: titles of documents, the clause before a place, many patterns in one."""

import re
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from reportgen.classification.word_lists import one_of
from reportgen.source.passages import OBJECT

_Value = TypeVar("_Value")
# Texts in which nothing is found are remembered: two thirds of all passages are names of indicators, which
# all projects of all ledgers share.
_LABEL_LENGTH, _MOST_LABELS = 20, 4096  # characters of a text, and texts
_HAN = "[\u4e00-\u9fff]"
_LITERAL = re.compile(r"[\u4e00-\u9fff](?![?*+{|])")
_LOOK_BACK = re.compile(r"\(\?<([=!])((?:[^()\[\]\\]|\[[^\]]*\])+)\)")
_LOOKS_BACK = re.compile(rf"(?:{_LOOK_BACK.pattern})+")
_TITLES = re.compile(r"《[^《》]{1,60}》")
_ENDS = re.compile(r"[，。；：！？（）\n]")
_PARTS = re.compile(r"[。；;！？!?，\n]")


def without_titles(text: str) -> str:
    """Return *text* with `OBJECT` for each character of a title in 《》: what documents are called stays."""
    if "《" not in text:
        return text
    return _TITLES.sub(lambda found: OBJECT * len(found[0]), text)


def is_part_of(words: Iterable[str], text: str, start: int, end: int) -> bool:
    """Whether the characters from *start* to *end* lie within one of *words*, as they stand in *text*."""
    return any(
        0 <= text.find(word, max(0, end - len(word)), start + len(word)) <= start
        for word in words
        if len(word) >= end - start
    )


def clause_before(text: str, start: int) -> str:
    """Return what stands before *start* in its clause."""
    return _ENDS.split(text[:start])[-1]


def part_before(text: str, start: int) -> str:
    """Return what stands before *start* in its part of the sentence; colons and brackets do not end it."""
    return _PARTS.split(text[:start])[-1]


class Finder(Generic[_Value]):
    """Finds whichever of many patterns there are, with the value that belongs to each.

    A text is gone through once for all patterns that begin with a character, sorted by it, and once for
    the others: one alternation of hundreds would be tried as a whole at each place.
    """

    def __init__(self, pairs: Iterable[tuple[str, _Value]]) -> None:
        self._known: dict[str, list[tuple[str, _Value]]] = {}
        self._compiled: dict[str, re.Pattern[str]] = {}
        sorted_by_first: dict[str, list[str]] = {}
        for pattern, value in pairs:
            for branch in _branches(pattern):
                first, rest = _first_and_rest(branch)
                self._known.setdefault(first, []).append((branch, value))
                sorted_by_first.setdefault(first, []).append(rest)
        others = sorted_by_first.pop("", [])
        grouped = (f"{first}(?:{'|'.join(rests)})" for first, rests in sorted_by_first.items())
        self._grouped, self._others = one_of(map(_wide, grouped)), one_of(map(_wide, others))
        self._without: set[str] = set()

    def find(self, text: str) -> Iterator[tuple[re.Match[str], _Value]]:
        """Yield each place with the value of what is found there."""
        if text in self._without:
            return
        nothing = True
        for found in self._all_found(text):
            nothing = False
            yield found
        if nothing and len(text) <= _LABEL_LENGTH and len(self._without) < _MOST_LABELS:
            self._without.add(text)

    def _all_found(self, text: str) -> Iterator[tuple[re.Match[str], _Value]]:
        yield from self._found(self._grouped, text)
        if self._known.get(""):
            yield from self._found(self._others, text)

    def _found(self, wide: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], _Value]]:
        near = wide.search(text)
        while near:
            start = near.start()
            first = text[start] if wide is self._grouped else ""
            exact = self._exact(first, text, start)
            if exact:
                yield exact
            end = exact[0].end() if exact else start
            near = wide.search(text, max(end, start + 1))

    def _exact(self, first: str, text: str, start: int) -> tuple[re.Match[str], _Value] | None:
        branches = ((self._alone(branch).match(text, start), value) for branch, value in self._known[first])
        return next(((found, value) for found, value in branches if found), None)

    def _alone(self, branch: str) -> re.Pattern[str]:
        """Return one pattern compiled by itself, which few ever are: compiling a thousand takes long."""
        if branch not in self._compiled:
            self._compiled[branch] = re.compile(branch)
        return self._compiled[branch]


def _wide(pattern: str) -> str:
    """Return a pattern that finds no less: to compile a class of twenty thousand characters takes long."""
    return pattern.replace(_HAN, ".")


def _first_and_rest(branch: str) -> tuple[str, str]:
    """Return the character that a pattern begins with and the rest, what it looks back at first."""
    behind = _LOOKS_BACK.match(branch)
    rest = branch[behind.end() :] if behind else branch
    if not _LITERAL.match(rest):
        return "", branch
    first = rest[0]
    back = "".join(
        f"(?<{sign}(?:{what}){first})" for sign, what in _LOOK_BACK.findall(behind[0] if behind else "")
    )
    return first, back + rest[1:]


def _branches(pattern: str) -> list[str]:
    """Return the alternatives at the top of a pattern."""
    branches, depth, start, in_class = [], 0, 0, False
    for place, character in enumerate(pattern):
        if place and pattern[place - 1] == "\\":
            continue
        if in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
        elif character in "()":
            depth += 1 if character == "(" else -1
        elif character == "|" and depth == 0:
            branches.append(pattern[start:place])
            start = place + 1
    return [*branches, pattern[start:]]
