"""Values and keys of YAML that read otherwise than their lines look."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import NOT_AS_IT_LOOKS

_BEHIND_WIDE_BLANK = re.compile(r"(?<![ \t\u3000])[ \t]*+(\u3000[ \t\u3000]*+#)")
# Whoever means a comment leaves two blanks; “#1” is part of a sentence at any distance.
CUTTING = re.compile(r"( |[ \t]+(?=#[0-9]))#(?! *reportgen:)")
_GLUED = re.compile(r"(?<=[^\s])#")
_MARK = re.compile(r"(?:^|(?<=[ \t])|(?<=[^\s]))#", re.MULTILINE)  # what begins a comment, or is glued
_QUOTES = ("'", '"')
_BLOCKS = ("|", ">")
_TAB = 8  # columns


@dataclass(frozen=True, slots=True)
class Written:
    """How a scalar is written: its style, its lines (from 0), and the column of the keys or dashes beside it.

    *column* is None within brackets, where lines have no order of columns.
    """

    style: str | None
    first: int
    last: int
    column: int | None


def faults_of_scalar(text: str, written: Written, lines: Sequence[str], span: Span) -> list[Diagnostic]:
    """Return what a reader of the lines takes for a key, a comment or nothing, and is part of the text."""
    if written.style in _QUOTES:
        return list(_of_lines(written, lines, span.path)) if written.last > written.first else []
    if written.style in _BLOCKS:
        return list(_comments(written, lines, span.path))
    return list(_of_plain(text, lines[written.first], span))


def has_glued_marks(text: str) -> bool:
    """Whether a “#” stands directly behind something anywhere."""
    return bool(_GLUED.search(text))


def glued_comments(text: str, scalars: Sequence[tuple[int, int]], path: str) -> Iterator[Diagnostic]:
    """Report comments that stand directly behind a value: `"100"#00` reads 100.

    *scalars* are the places of the scalars in the text, in order.
    """
    starts = [start for start, _ in scalars]

    def is_text(place: int) -> bool:
        number = bisect_right(starts, place) - 1
        return number >= 0 and place < scalars[number][1]

    line, begin, seen, comment_end = 1, 0, 0, 0
    for match in _MARK.finditer(text):
        place = match.start()
        if place < comment_end or is_text(place):
            continue
        if not _GLUED.match(text, place):
            comment_end = text.find("\n", place) % (len(text) + 1)
            continue
        line += text.count("\n", seen, place)
        begin = max(begin, text.rfind("\n", seen, place) + 1)
        seen = place
        sentence = "“#”紧接着前面的值，后面的字成了注释，不会读入"
        span = Span(path, line, place - begin + 1)
        yield Diagnostic(NOT_AS_IT_LOOKS, span, sentence, "请给值加引号；确是注释的，在“#”前面加空格。")


def _of_plain(text: str, line: str, span: Span) -> Iterator[Diagnostic]:
    found = _BEHIND_WIDE_BLANK.search(text)
    if found:
        column = line.find(found[1], span.column - 1)
        place = span if column < 0 else Span(span.path, span.line, column + 1, len(found[1]))
        sentence = "“#”前面是全角空格，后面的字不是注释，会印出来"
        yield Diagnostic(NOT_AS_IT_LOOKS, place, sentence, "请把全角空格改成半角空格，或给值加引号。")
    if text.endswith("\u3000"):
        sentence = "末尾有全角空格：看不见，却使这个名称成了另一个"
        yield Diagnostic(NOT_AS_IT_LOOKS, span, sentence, "请删去末尾的空格。")


def _of_lines(written: Written, lines: Sequence[str], path: str) -> Iterator[Diagnostic]:
    """Lines of a quoted text are set in further than the keys beside it, and begin with no comment."""
    yield from _comments(written, lines, path)
    for number in range(written.first + 1, written.last + 1):
        line = lines[number]
        if line.strip() and (written.column is None or _indent(line) <= written.column):
            span = Span(path, number + 1, len(line) - len(line.lstrip(" \t")) + 1)
            sentence = f"这一行是第 {written.first + 1} 行引号里的文字，看上去像另一个键"
            hint = "请把接着的各行缩进，比旁边的键更靠右；花括号、方括号里的文字写在一行里。"
            yield Diagnostic(NOT_AS_IT_LOOKS, span, sentence, hint)
            return


def _comments(written: Written, lines: Sequence[str], path: str) -> Iterator[Diagnostic]:
    """No line of a text looks like a comment: it would be printed."""
    last = min(written.last, len(lines) - 1)
    for number in range(written.first + 1, last + (written.style in _QUOTES)):
        line = lines[number]
        if line.lstrip(" \t\u3000").startswith("#"):
            span = Span(path, number + 1, line.index("#") + 1)
            sentence = "这一行是文字，会印出来，看上去却是注释"
            yield Diagnostic(NOT_AS_IT_LOOKS, span, sentence, "是注释就移到文字外面，是文字就不要以“#”开头。")


def _indent(line: str) -> int:
    """Return the columns that a line is set in, as a screen shows it."""
    blank = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blank.expandtabs(_TAB))
