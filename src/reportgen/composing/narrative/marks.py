"""Figures that survive the template engine.

A filter returns a `Printed`, not text. Whatever Jinja does with it, its text stands between private-use
characters that carry its number; one pass over the rendered text takes them out again and gives offsets.
A second kind of mark tells from which line of a template or ledger a paragraph came.
Text that already holds private-use characters is refused when it is read.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from operator import itemgetter
from types import CodeType, FrameType
from weakref import WeakKeyDictionary

from jinja2 import Template

from reportgen.document.document import Figure, Formula
from reportgen.findings.diagnostics import Span

FIGURE_OPEN, FIGURE_TEXT, FIGURE_CLOSE = "\ue000", "\ue001", "\ue002"
PLACE_OPEN, PLACE_CLOSE = "\ue003", "\ue004"
LITERAL = "\ue005"
LINE = "\ue006"
_ZERO = 0xE010
_NUMBER = "[\ue010-\ue019]+"
MARKS = "\ue000-\ue019"
_PLACE = f"{_NUMBER}(?:{LINE}{_NUMBER})?"
PLACE_MARK = re.compile(f"{PLACE_OPEN}({_PLACE}){PLACE_CLOSE}")
_LEADING = re.compile(f"(?:{PLACE_OPEN}{_PLACE}{PLACE_CLOSE})+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MARK = re.compile(
    f"{PLACE_OPEN}{_PLACE}{PLACE_CLOSE}|{LITERAL}"
    f"|{FIGURE_OPEN}(?P<number>{_NUMBER}){FIGURE_TEXT}|(?P<close>{FIGURE_CLOSE})"
)


class TemplateFaultError(Exception):
    """A template does something with a figure that has no meaning."""


def encode(number: int) -> str:
    """Write a number in private-use digits, so that no real digit stands in a mark."""
    return "".join(chr(_ZERO + int(digit)) for digit in str(number))


def decode(text: str) -> int:
    """Read a number written by `encode`."""
    return int("".join(str(ord(char) - _ZERO) for char in text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What the book knows of a printed figure."""

    text: str
    unit: str
    value: Decimal
    fact: str
    sources: tuple[Span, ...]
    at: Span
    formula: Formula | None


# Lines of templates with the lines of their code, in order.
_LINES: WeakKeyDictionary[Template, list[tuple[int, int]]] = WeakKeyDictionary()

# The templates whose lines were marked, in order: compiled templates hold their marks, and outlive a book.
_PATHS: list[str] = []
_NUMBERS: dict[str, int] = {}


def line_mark(path: str, line: int) -> str:
    """Return an invisible mark that says that what follows came from a line of a template."""
    if path not in _NUMBERS:
        _NUMBERS[path] = len(_PATHS)
        _PATHS.append(path)
    return f"{PLACE_OPEN}{encode(_NUMBERS[path])}{LINE}{encode(line)}{PLACE_CLOSE}"


@dataclass(slots=True)
class Book:
    """All figures printed in one document, and all places that paragraphs came from."""

    figures: list[Noted] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def note(self, noted: Noted) -> str:
        """Enter a figure and return its marked text."""
        self.figures.append(noted)
        return f"{FIGURE_OPEN}{encode(len(self.figures) - 1)}{FIGURE_TEXT}{noted.text}{FIGURE_CLOSE}"

    def place_mark(self, span: Span) -> str:
        """Return an invisible mark that says that what follows came from *span*."""
        self.spans.append(span)
        return f"{PLACE_OPEN}{encode(len(self.spans) - 1)}{PLACE_CLOSE}"

    def place(self, marked: str) -> Span | None:
        """Return where a paragraph came from: the last of the marks that it begins with.

        A paragraph of the ledger begins with the mark of its template line and then its own.
        """
        leading = _LEADING.match(marked)
        marks = PLACE_MARK.findall(leading[0] if leading else "") or PLACE_MARK.findall(marked)[:1]
        return self._span(marks[-1]) if marks else None

    def _span(self, mark: str) -> Span:
        number, _, line = mark.partition(LINE)
        return Span(_PATHS[decode(number)], decode(line)) if line else self.spans[decode(number)]


class Printed:
    """A figure on its way to the page. It can be joined to text and nothing else."""

    __slots__ = ("_book", "_noted")

    def __init__(self, book: Book, noted: Noted) -> None:
        self._book = book
        self._noted = noted

    def __str__(self) -> str:
        return self._book.note(self._noted)

    def __add__(self, other: object) -> str:
        return f"{self}{other}"

    def __radd__(self, other: object) -> str:
        return f"{other}{self}"

    def _refuse(self, *_: object) -> bool:
        raise TemplateFaultError(f"“{self._noted.text}”已经是印出的数字，请比较金额本身（去掉过滤器）")

    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __bool__ = _refuse
    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class MarkedFigure:
    """A figure in a paragraph with the span of its template line."""

    figure: Figure
    at: Span


def extract(marked: str, book: Book, offset: int = 0) -> tuple[str, tuple[MarkedFigure, ...], bool]:
    """Take all marks out of a paragraph.

    Returns the plain text, its figures (positions from *offset*) and whether every mark was whole.
    """
    if not _has_private(marked):
        return marked, (), True
    pieces: list[str] = []
    figures: list[MarkedFigure] = []
    length, at, whole = offset, 0, True
    pending: tuple[int, int, int] | None = None  # the figure, where it begins, and with which piece
    for mark in _MARK.finditer(marked):
        pieces.append(marked[at : mark.start()])
        length += mark.start() - at
        at = mark.end()
        if mark["number"]:
            whole = whole and pending is None
            pending = decode(mark["number"]), length, len(pieces)
        elif mark["close"]:
            whole = whole and pending is not None
            if pending is not None:
                noted, start, first = book.figures[pending[0]], pending[1], pending[2]
                whole = whole and noted.text == "".join(pieces[first:])
                figures.append(_figure(noted, start))
            pending = None
    text = "".join(pieces) + marked[at:]
    return text, tuple(figures), whole and pending is None and not _has_private(text)


def _figure(noted: Noted, start: int) -> MarkedFigure:
    figure = Figure(
        text=noted.text,
        start=start,
        unit=noted.unit,
        value=noted.value,
        fact=noted.fact,
        template=noted.at,
        sources=noted.sources,
        formula=noted.formula,
    )
    return MarkedFigure(figure, noted.at)


def _has_private(text: str) -> bool:
    return bool(_PRIVATE.search(text))


def template_span() -> Span:
    """Return the template line that is being rendered, found in the running frames."""
    frame = _template_frame()
    template = frame.f_globals["__jinja_template__"]
    return Span(str(template.filename), _line_of(template, frame.f_lineno))


def template_place() -> tuple[CodeType, int]:
    """Return the expression that is being rendered, as no other of its line is."""
    frame = _template_frame()
    return frame.f_code, frame.f_lasti


def _template_frame() -> FrameType:
    for frame in _frames(sys._getframe(1)):  # noqa: SLF001 - Jinja has no public way to the current line
        if frame.f_globals.get("__jinja_template__") is not None:
            return frame
    raise LookupError("no template is being rendered")


def _line_of(template: Template, code_line: int) -> int:
    """Return the line of a template that a line of its code stands for: Jinja would list all of them anew."""
    if template not in _LINES:
        _LINES[template] = template.debug_info
    lines = _LINES[template]
    number = bisect_right(lines, code_line, key=itemgetter(1))
    return lines[number - 1][0] if number else 1


def _frames(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back
