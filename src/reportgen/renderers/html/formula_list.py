"""The formulas behind the figures of a page: a list at its end, from which the script shows one at a time."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby

from markupsafe import Markup

from reportgen.document.document import Figure, Formula, Term
from reportgen.findings.diagnostics import Span
from reportgen.money import YUAN, format_decimal, round_half_up
from reportgen.renderers.html.markup import element

_RATE = "%"
_RATE_PLACES = 4
_HUNDRED = Decimal(100)


class FormulaList:
    """Collects the formulas of figures, each once; *words* are those of the document.

    In a *preview* figures of other template lines have entries of their own, with their places.
    """

    def __init__(self, words: Mapping[str, str], *, preview: bool) -> None:
        self._words = words
        self._preview = preview
        self._names: dict[tuple[str, Decimal, Span | None], str] = {}
        self._entries: list[Markup] = []

    def enter(self, figure: Figure) -> str:
        """Enter a figure and return the id of its entry; nothing for one that nobody computes."""
        if figure.formula is None:
            return ""
        key = figure.fact, figure.value, figure.template if self._preview else None
        if key not in self._names:
            self._names[key] = f"f{len(self._names) + 1}"
            lines = (element("p", line) for line in self._lines(figure, figure.formula))
            self._entries.append(element("li", *lines, id=self._names[key]))
        return self._names[key]

    def section(self) -> Markup:
        """Return the list, closed until a reader opens it."""
        if not self._entries:
            return Markup()
        summary = element("summary", self._words["算式"])
        return element("details", summary, element("ul", *self._entries), class_="formulas")

    def _lines(self, figure: Figure, formula: Formula) -> Iterator[str]:
        yield element("b", formula.name) + f" {_result(figure)}"
        if formula.terms:
            yield f"= {' '.join(map(_term, formula.terms))}"
        if formula.condition:
            yield "；".join(f"{dimension}：{values}" for dimension, values in formula.condition)
        if formula.lines == 0:
            yield self._words["没有台账"]
        elif formula.lines is not None:
            yield f"{self._words['台账行数']}：{formula.lines}"
        if self._preview:
            yield f"{self._words['台账位置']}：{places(figure.sources)}"
            yield f"{self._words['模板位置']}：{figure.template.place}"


def places(sources: Iterable[Span]) -> str:
    """Write `file:line` of many places, each file once and each of its lines once.

    >>> places((Span("甲.yaml", 3), Span("甲.yaml", 12, 5), Span("甲.yaml", 12, 40), Span("乙.yaml", 1)))
    '甲.yaml:3、12；乙.yaml:1'
    """
    files = groupby(dict.fromkeys((span.path, span.line) for span in sources), key=lambda line: line[0])
    return "；".join(f"{file}:{'、'.join(str(line) for _, line in lines)}" for file, lines in files)


def _result(figure: Figure) -> str:
    """Print the value behind a figure: all of an amount or a count, a rate to more places than the text."""
    if figure.unit != _RATE:
        return f"= {_amount(figure.value, YUAN if figure.unit else '')}"
    exact = figure.value * _HUNDRED
    rate = round_half_up(exact, _RATE_PLACES)
    return f"{'=' if rate == exact else '≈'} {_signed(format_decimal(rate, strip_zeros=True))}{_RATE}"


def _term(term: Term) -> str:
    return f"{term.sign} {term.name} {_amount(term.value, term.unit)}".lstrip()


def _amount(value: Decimal, unit: str) -> str:
    return _signed(f"{value:,.2f}{unit}" if unit else f"{value:,f}")


def _signed(text: str) -> str:
    return text.replace("-", "−")
