"""Rendered text → numbered paragraphs.

| written | means |
|---|---|
| `# ` `## ` `### ` | heading of level 1–3; its number comes from the profile |
| `##~ ` | a paragraph numbered like a heading of level 2 |
| `- ` `-- ` | numbered item of level 1, 2; starts again after a heading or a plain paragraph |
| blank line | ends a paragraph; other line breaks join |
| `!表 键` | a table stands here |

Numbers are given after rendering, so that what a condition leaves out leaves no gap.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportgen.composing.narrative.marks import (
    LITERAL,
    MARKS,
    PLACE_CLOSE,
    PLACE_OPEN,
    Book,
    MarkedFigure,
    extract,
)
from reportgen.document.document import Paragraph, Role
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import FIGURE_WITHOUT_UNIT, TEMPLATE_FAULT
from reportgen.form.profile import Numbering
from reportgen.form.tables.cell_text import chinese_number
from reportgen.source.wrapping import WIDE

_PLACES = f"(?:{PLACE_OPEN}[^{PLACE_CLOSE}]*{PLACE_CLOSE})*"
_START = re.compile(f"^({_PLACES})(###|##~|##|#|--|-|!表) +")
_LOOSE = re.compile(f"(?<=[{WIDE}{MARKS}])[ \\t]++|(?<![ \\t])[ \\t]++(?=[{WIDE}{MARKS}])")
# A line break beside Chinese is nothing, between Latin words and figures a blank.
_TIGHT_BREAK = re.compile(f"(?<=[{WIDE}])\\n|\\n(?={_PLACES}[{WIDE}])")
_UNITS = {"万元": "万元", "元": "元", "%": "%"}
_KINDS = {
    "#": (Role.HEADING, 1),
    "##": (Role.HEADING, 2),
    "###": (Role.HEADING, 3),
    "##~": (Role.BODY, 2),
    "-": (Role.ITEM, 1),
    "--": (Role.ITEM, 2),
}


@dataclass(frozen=True, slots=True)
class TablePlace:
    """A table that stands inside the narrative."""

    key: str
    span: Span


@dataclass(slots=True)
class _Chunk:
    kind: str
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Counters:
    """Numbers of headings and items; a heading starts those beneath it again."""

    headings: list[int] = field(default_factory=lambda: [0, 0, 0])
    items: list[int] = field(default_factory=lambda: [0, 0])

    def heading(self, level: int) -> int:
        self.headings[level - 1] += 1
        self.headings[level:] = [0] * (len(self.headings) - level)
        self.items = [0, 0]
        return self.headings[level - 1]

    def item(self, level: int) -> int:
        self.items[level - 1] += 1
        self.items[level:] = [0] * (len(self.items) - level)
        return self.items[level - 1]

    def plain(self) -> None:
        self.items = [0, 0]


class Skeleton:
    """Turns marked text into paragraphs; faults are collected."""

    def __init__(self, book: Book, numbering: Numbering, fallback: Span) -> None:
        self._book = book
        self._numbering = numbering
        self._fallback = fallback
        self._counters = _Counters()
        self.findings: list[Diagnostic] = []

    def paragraphs(self, marked: str) -> Iterator[Paragraph | TablePlace]:
        """Yield the paragraphs of *marked* text in order."""
        for chunk in _chunks(marked):
            text = _joined(chunk.lines)
            span = self._book.place(text) or self._fallback
            if chunk.kind == "!表":
                key, _, _ = extract(text, self._book)
                yield TablePlace(key, span)
            else:
                yield self._paragraph(chunk.kind, text, span)

    def _paragraph(self, kind: str, marked: str, span: Span) -> Paragraph:
        role, level = _KINDS.get(kind, (Role.BODY, 0))
        ordinal = self._ordinal(role, level, span)
        text, figures, whole = extract(marked, self._book, len(ordinal))
        text = ordinal + text
        if not whole:
            self.findings.append(Diagnostic(TEMPLATE_FAULT, span, "数字被截断", "不要对印出的数字再做处理。"))
        self._check_units(text, figures)
        return Paragraph(
            text=text,
            role=role,
            level=level,
            figures=tuple(marked.figure for marked in figures),
            place=span,
        )

    def _ordinal(self, role: Role, level: int, span: Span) -> str:
        if role is Role.ITEM:
            return self._numbered("条目", self._numbering.items, level, self._counters.item(level), span)
        if level:
            number = self._counters.heading(level)
            return self._numbered("标题", self._numbering.headings, level, number, span)
        self._counters.plain()
        return ""

    def _numbered(self, what: str, samples: tuple[str, ...], level: int, number: int, span: Span) -> str:
        if level <= len(samples):
            return ordinal(samples[level - 1], number)
        sentence = f"表式的“编号”里没有第 {level} 级{what}的样式"
        hint = f"请在 profile.yaml 的“编号”里把“{what}”补足。"
        self.findings.append(Diagnostic(TEMPLATE_FAULT, span, sentence, hint))
        return ""

    def _check_units(self, text: str, figures: tuple[MarkedFigure, ...]) -> None:
        """The unit is typed after the figure and must be the one that it was printed in."""
        for marked in figures:
            figure = marked.figure
            after = text[figure.start + len(figure.text) :]
            if figure.unit in _UNITS and not after.startswith(figure.unit):
                sentence = f"“{figure.text}”后面应是“{figure.unit}”，却是“{after[:4]}”"
                self.findings.append(
                    Diagnostic(FIGURE_WITHOUT_UNIT, marked.at, sentence, f"请在数字后面写“{figure.unit}”。")
                )


def ordinal(sample: str, number: int) -> str:
    """Write *number* in the style of a sample.

    >>> ordinal("（一）", 12), ordinal("1、", 3), ordinal("第一部分", 2)
    ('（十二）', '3、', '第二部分')
    """
    if "一" in sample:
        return sample.replace("一", chinese_number(number))
    return sample.replace("1", str(number))


def _chunks(marked: str) -> Iterator[_Chunk]:
    """Split into paragraphs: at blank lines, and before every heading or item."""
    chunk = _Chunk("")
    for line in marked.split("\n"):
        start = _START.match(line)
        if start or not _visible(line):
            yield from _filled(chunk)
            chunk = _Chunk(start[2] if start else "")
        chunk.lines.append(start[1] + line[start.end() :] if start else line)
    yield from _filled(chunk)


def _joined(lines: list[str]) -> str:
    shown = (_LOOSE.sub("", line.strip()) for line in lines if _visible(line))
    return _TIGHT_BREAK.sub("", "\n".join(shown)).replace("\n", " ")


def _filled(chunk: _Chunk) -> Iterator[_Chunk]:
    if any(_visible(line) for line in chunk.lines):
        yield chunk


def _visible(line: str) -> bool:
    return bool(re.sub(_PLACES, "", line).replace(LITERAL, "").strip())
