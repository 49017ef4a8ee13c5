"""Charts from the same facts as the text and the tables; a chart shows nothing that they do not print."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.document.document import Bar, Block, Chart, Paragraph, Part, Table
from reportgen.facts.derived import change_of
from reportgen.facts.facts import Amount, Parts, Selection, as_amount
from reportgen.facts.history import History
from reportgen.findings.rules import UNKNOWN_NAME
from reportgen.findings.suggestions import sought
from reportgen.form.charts import ChartSpec, ChartSpecs
from reportgen.money import WAN_YUAN, YUAN, AmountFormat
from reportgen.source.parsing import Scalar
from reportgen.source.reading import Findings

_AMOUNT_UNITS = (YUAN, WAN_YUAN)

_Rows = list[tuple[str, Amount]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a document prints: the facts of its text, and the amounts of its text and its tables."""

    facts: frozenset[str]
    amounts: frozenset[Decimal]

    def has(self, amount: Amount) -> bool:
        """Whether *amount* is printed."""
        return not amount.gap and (amount.path in self.facts or amount.value in self.amounts)

    def has_before(self, amount: Amount, before: Amount) -> bool:
        """Whether last year's value is printed, or the change that it follows from."""
        change = change_of(amount, before)
        return not before.gap and (change.path in self.facts or before.value in self.amounts)


def shown_in(blocks: Iterable[Block]) -> Shown:
    """Collect what *blocks* print."""
    facts: set[str] = set()
    amounts: set[Decimal] = set()
    for block in blocks:
        if isinstance(block, Paragraph | Part):
            facts |= {figure.fact for figure in block.figures}
            amounts |= {figure.value for figure in block.figures if figure.unit in _AMOUNT_UNITS}
        elif isinstance(block, Table):
            rows = (row for grid in block.grids for row in grid.rows)
            amounts |= {cell.value for row in rows for cell in row.cells if cell.value is not None}
    return Shown(frozenset(facts), frozenset(amounts))


class Charts:
    """Draws up the charts of one budget; what a form names wrongly is among *findings*."""

    def __init__(
        self,
        history: History,
        amounts: AmountFormat,
        say: Callable[[Scalar], str],
        shown: Shown,
    ) -> None:
        self._history = history
        self._vocabulary = history.vocabulary
        self._amounts = amounts
        self._say = say
        self._shown = shown
        self.findings = Findings()

    def charts(self, specs: ChartSpecs) -> Iterator[Chart]:
        """Return the charts that have something to show and whose numbers are all known and printed."""
        for spec in specs.charts:
            parts, items = self._drawn(self._parts(spec), spec), self._drawn(self._items(spec), spec)
            rows = parts or items
            if rows:
                series = specs.series if spec.compared else specs.series[:1]
                yield Chart(
                    key=spec.key,
                    title=self._say(spec.title),
                    unit=self._amounts.unit,
                    series=tuple(map(self._say, series)),
                    rows=rows,
                )

    def _drawn(self, rows: _Rows, spec: ChartSpec) -> tuple[tuple[str, tuple[Bar, ...]], ...]:
        """Return the bars of *rows*; none where one of them is not known or not printed."""
        bars = [(label, self._bars(amount, compared=spec.compared)) for label, amount in rows]
        drawn = [(label, pair) for label, pair in bars if pair is not None]
        return tuple(drawn) if len(drawn) == len(bars) else ()

    def _items(self, spec: ChartSpec) -> _Rows:
        found = [(label, self._amount(path)) for label, path in spec.items]
        return [(label, amount) for label, amount in found if amount is not None and (amount or amount.gap)]

    def _parts(self, spec: ChartSpec) -> _Rows:
        path = spec.parts
        if path is None or not path.text:
            return []
        parts = self._vocabulary.resolve(path.text)
        if not isinstance(parts, Parts):
            self._unknown(path)
            return []
        if parts.gap:
            return []
        gone = self._history.previous_parts(parts) if spec.compared else ()
        members = {part.path: part for part in (*parts, *gone)}
        return [(str(members[key].member("名称")), self._sum(members[key])) for key in sorted(members)]

    def _amount(self, path: Scalar) -> Amount | None:
        amount = as_amount(self._vocabulary.resolve(path.text))
        if amount is None:
            self._unknown(path)
        return amount

    def _sum(self, part: Selection) -> Amount:
        amount = as_amount(part)
        assert amount is not None
        return amount

    def _unknown(self, path: Scalar) -> None:
        facts = self._vocabulary.catalogue
        known = (*facts.conditions, *(f"{name}.类" for name in facts.selections))
        sentence = f"没有指标“{path.text}”可以画图"
        self.findings.report(UNKNOWN_NAME, path.span, sentence, sought(path.text, known))

    def _bars(self, amount: Amount, *, compared: bool) -> tuple[Bar, ...] | None:
        """Return the bars of one row; None where a number is not known or the document does not print it."""
        if not compared:
            return (self._bar(amount),) if self._shown.has(amount) else None
        before = self._history.known_before(amount)
        if before is None or not self._shown.has_before(amount, before):
            return None
        return self._bar(amount), self._bar(before)

    def _bar(self, amount: Amount) -> Bar:
        return Bar(self._amounts.render(amount.value), amount.value, amount.path, amount.sources)
