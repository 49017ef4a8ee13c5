"""Weights of indicators give a hundred, with that of the execution rate."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.checks.indicators.levels import missing_levels
from reportgen.checks.indicators.reading import EXECUTION_WEIGHT, Indicator, Targets, columns_of, targets_of
from reportgen.checks.registry import check
from reportgen.classification.word_lists import WordLists
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import WEIGHTS_NOT_A_HUNDRED
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.model import Budget, Words

_WHOLE = Decimal(100)
# The table of a department may lack the execution rate, to which 10 points go (财预〔2020〕10号).
_WITHOUT_EXECUTION = Decimal(90)
_EXECUTION = "执行率"


@dataclass(frozen=True, slots=True)
class _Weighed:
    """The weights of one list; *execution* is that of the execution rate, where the form has it."""

    targets: Targets
    execution: Words | None

    @property
    def beside(self) -> Decimal:
        return _number(self.execution.text) if self.execution else Decimal(0)

    @property
    def total(self) -> Decimal:
        own = (indicator.weight or Decimal(0) for indicator in self.targets.indicators)
        return self.beside + sum(own, Decimal(0))

    def excess(self, elsewhere: Decimal) -> Decimal:
        """How much more than a hundred there is; *elsewhere* is what other lists give the execution rate.

        A list without a column for it leaves as much to it, unless one of its indicators is that rate.
        """
        counted = self.execution or any(_EXECUTION in item.name for item in self.targets.indicators)
        if counted:
            return self.total - _WHOLE
        if not elsewhere and self.total == _WITHOUT_EXECUTION:
            return Decimal(0)
        return self.total + elsewhere - _WHOLE


@check(WEIGHTS_NOT_A_HUNDRED)
def weights_not_a_hundred(budget: Budget) -> Iterator[Diagnostic]:
    """All weights of a project or of the department add up to a hundred."""
    weighed = _weighed(budget, budget.classification.words)
    elsewhere = Counter(item.beside for item in weighed if item.execution).most_common(1)
    usual = elsewhere[0][0] if elsewhere else Decimal(0)
    for item in weighed:
        excess = item.excess(usual)
        # What is missing is said already, its weight with it.
        if excess and not (excess < 0 and missing_levels(budget, item.targets)):
            beside = f"（含预算执行率 {item.beside}）" if item.execution else ""
            sentence = f"{item.targets.whose}的权重合计是 {item.total}，应当是 {item.total - excess}{beside}"
            hint = or_allow("请核对各指标的权重。", WEIGHTS_NOT_A_HUNDRED)
            yield Diagnostic(WEIGHTS_NOT_A_HUNDRED, _place(item, excess, weighed), sentence, hint)


def _weighed(budget: Budget, lists: WordLists) -> list[_Weighed]:
    return [
        _Weighed(targets, columns_of(targets.performance.fields, lists).get(EXECUTION_WEIGHT))
        for targets in targets_of(budget)
        if any(indicator.weight for indicator in targets.indicators)
    ]


def _place(item: _Weighed, excess: Decimal, all_: Sequence[_Weighed]) -> Span:
    """Return where the weight stands that is not what other lists give such an indicator, or the first."""
    indicators = item.targets.indicators
    others = [other for other in all_ if other is not item]
    usual = Counter(
        (indicator.second, indicator.weight) for other in others for indicator in other.targets.indicators
    )
    if item.execution and any(other.beside == item.beside - excess for other in others):
        usual_beside = Counter(other.beside for other in others).most_common(1)[0][0]
        if usual_beside != item.beside:
            return item.execution.span
    odd = [found for found in indicators if not found.weight or _explains(found, excess, usual)]
    return (odd or indicators)[0].weight_span


def _explains(indicator: Indicator, excess: Decimal, usual: Counter[tuple[str, Decimal | None]]) -> bool:
    """Whether the weight less the excess is what others have, and the weight is not."""
    second, weight = indicator.second, indicator.weight
    if weight is None:
        return False
    return usual[second, weight - excess] > usual[second, weight]


def _number(text: str) -> Decimal:
    digits = text.strip().rstrip("%％分 ")
    return Decimal(digits) if digits.replace(".", "", 1).isdigit() else Decimal(0)
