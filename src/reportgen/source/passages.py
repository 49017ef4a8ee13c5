"""Words that are printed, as they stand in one place of a file: what rules of words look at."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from reportgen.findings.diagnostics import Span

# Stands for each character of what is no word: a figure, a name or an instruction in braces.
OBJECT = "\ufffc"
_EXPRESSIONS = re.compile(
    r"\{\{(?:(?!\{\{|\}\}).)*+\}\}|\{%(?:(?!\{%|%\}).)*+%\}|\{#(?:(?!\{#|#\}).)*+#\}", re.DOTALL
)
# How far behind its place the words of a value are looked for, in lines and characters: records are shorter.
_LINES, _REACH = 200, 8000
_SKIPPED = " \t\r\n'\"\\|>-+"


class Role(Enum):
    """What words are; the value is what messages call them."""

    NAME = "名称"
    DUTY = "职责"
    OFFICE = "内设机构"
    REASON = "原因"
    DESCRIPTION = "项目说明"
    GOAL = "绩效目标"
    TASK = "绩效任务"
    INDICATOR = "绩效指标"
    TEXT = "文字"
    SENTENCE = "表式的句子"
    LABEL = "表式的标题和标签"
    TERM = "名词解释"


LEDGER_ROLES = tuple(role for role in Role if role not in (Role.SENTENCE, Role.LABEL, Role.TERM))
FORM_ROLES = (Role.SENTENCE, Role.LABEL, Role.TERM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of one place; *text* is as written, with `OBJECT` for each character of an expression.

    *key* is the last key above them (三级指标, 立项依据, a fact for a reason), *owner* the project or the
    unit that they speak of, empty for the department, *group* tells which record they belong to where a
    list has many (the number of an indicator).
    *span* is where they begin, or where the record begins that holds them.
    """

    written: str
    text: str
    role: Role
    key: str
    span: Span
    owner: str = ""
    group: int = 0

    @property
    def place(self) -> str:
        """What messages call the place."""
        role = self.role.value
        return role if self.key in ("", role) else f"{role}“{self.key}”"


def masked(written: str) -> str:
    """Return *written* with `OBJECT` for each character of what stands in braces.

    >>> masked("共{{ 项目数 }}个").replace(OBJECT, "_")
    '共_________个'
    """
    if "{" not in written:
        return written
    return _EXPRESSIONS.sub(lambda found: OBJECT * len(found[0]), written)


class Places:
    """Finds where a part of a passage stands in its file, to the column; *text_of* reads files by label."""

    def __init__(self, text_of: Callable[[str], str]) -> None:
        self._text_of = text_of
        self._lines: dict[str, list[str]] = {}

    def span(self, passage: Passage, start: int, end: int) -> Span:
        """Return where the characters from *start* to *end* stand, or the place of the passage."""
        begin = passage.span
        rest = self._behind(begin)
        offset = _aligned(passage.written, start, rest)
        if offset is None:
            found = rest.find(passage.written[start:end]) if end > start else -1
            offset = found if found >= 0 else None
        if offset is None:
            return begin
        before = rest[:offset]
        line = begin.line + before.count("\n")
        column = offset - before.rfind("\n") if "\n" in before else begin.column + offset
        return Span(begin.path, line, column, max(1, end - start))

    def _behind(self, begin: Span) -> str:
        if begin.path not in self._lines:
            self._lines[begin.path] = self._text_of(begin.path).split("\n")
        lines = self._lines[begin.path][begin.line - 1 : begin.line + _LINES]
        text = "\n".join(lines)[begin.column - 1 :]
        return text[:_REACH]


def _aligned(written: str, start: int, rest: str) -> int | None:
    """Return where the character *start* of a value stands in the text that writes it; None if nowhere.

    Blanks, line breaks, quotes and marks of YAML may stand between the characters of the value.
    """
    place = 0
    for number, character in enumerate(written[: start + 1]):
        if character.isspace():
            continue
        while place < len(rest) and rest[place] != character:
            if rest[place] not in _SKIPPED:
                return None
            place += 1
        if place == len(rest):
            return None
        if number == start:
            return place
        place += 1
    return None
