"""Rates: within a hundred, in the direction that the name has, and not as a fraction beside %."""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks.indicators.reading import CEILING, FLOOR, Indicator, every_indicator
from reportgen.checks.indicators.units import misfit
from reportgen.checks.registry import check
from reportgen.classification.word_lists import WordLists
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.rules import (
    DIRECTION_AGAINST_NAME,
    FRACTION_WITH_PERCENT,
    FULL_SATISFACTION,
    RATE_ABOVE_THE_WHOLE,
    SATISFACTION_AT_MOST,
    SHARE_ABOVE_THE_WHOLE,
)
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.model import Budget

_WHOLE = Decimal(100)
_LOW = Decimal("0.5")


class _Kinds:
    """What names tell of the direction and the bounds of an indicator."""

    def __init__(self, lists: WordLists) -> None:
        self._patterns = {
            entry.text("类"): (entry.pattern("式"), entry.pattern("除")) for entry in lists["indicator_names"]
        }

    def are(self, kind: str, name: str) -> bool:
        pattern, exceptions = self._patterns[kind]
        return pattern.search(name) is not None and exceptions.search(name) is None


def is_kind(budget: Budget, kind: str, indicator: Indicator) -> bool:
    """Whether the name of an indicator is of a kind of the list `indicator_names`."""
    return budget.classification.words.made(_Kinds).are(kind, indicator.name)


@check(RATE_ABOVE_THE_WHOLE)
def rate_above_the_whole(budget: Budget) -> Iterator[Diagnostic]:
    """Nobody is satisfied, covered or in time to more than a hundred per cent."""
    for _, indicator in every_indicator(budget):
        if _above(indicator) and is_kind(budget, "封顶", indicator):
            sentence = f"{indicator.shown}是 {indicator.number}%，不会超过 100%"
            yield Diagnostic(RATE_ABOVE_THE_WHOLE, indicator.value_span, sentence, "请核对指标值。")


@check(SHARE_ABOVE_THE_WHOLE)
def share_above_the_whole(budget: Budget) -> Iterator[Diagnostic]:
    """Other shares above a hundred per cent are slips, unless they are growth."""
    for _, indicator in every_indicator(budget):
        known = any(is_kind(budget, kind, indicator) for kind in ("封顶", "可以超过"))
        if _above(indicator) and not known and not misfit(budget, indicator):
            sentence = f"{indicator.shown}是 {indicator.number}%，超过了 100%"
            hint = or_allow("请核对值和单位。", SHARE_ABOVE_THE_WHOLE)
            yield Diagnostic(SHARE_ABOVE_THE_WHOLE, indicator.value_span, sentence, hint)


def _above(indicator: Indicator) -> bool:
    return indicator.is_percent and indicator.number is not None and indicator.number > _WHOLE


@check(SATISFACTION_AT_MOST)
def satisfaction_at_most(budget: Budget) -> Iterator[Diagnostic]:
    """Satisfaction has a least value, no greatest one."""
    for _, indicator in every_indicator(budget):
        if indicator.kind == CEILING and indicator.is_percent and is_kind(budget, "满意", indicator):
            sentence = f"{indicator.shown}写成了“{indicator.written_operator}”：满意度只有下限"
            yield Diagnostic(SATISFACTION_AT_MOST, indicator.operator_span, sentence, "请改成“≥”。")


@check(FULL_SATISFACTION)
def full_satisfaction(budget: Budget) -> Iterator[Diagnostic]:
    """At least a hundred per cent of satisfaction is not to be had."""
    for _, indicator in every_indicator(budget):
        reached = indicator.kind == FLOOR and indicator.number == _WHOLE and indicator.is_percent
        if reached and is_kind(budget, "满意", indicator):
            sentence = f"{indicator.shown}要求至少 100%，做不到"
            hint = or_allow("请写做得到的数，如 90。", FULL_SATISFACTION)
            yield Diagnostic(FULL_SATISFACTION, indicator.value_span, sentence, hint)


@check(FRACTION_WITH_PERCENT)
def fraction_with_percent(budget: Budget) -> Iterator[Diagnostic]:
    """0.95 beside % is not ninety-five per cent."""
    for _, indicator in every_indicator(budget):
        number = indicator.number
        if number is None or not indicator.is_percent or not 0 < number <= 1 or indicator.kind == CEILING:
            continue
        bounded = any(is_kind(budget, kind, indicator) for kind in ("封顶", "满意", "越高越好"))
        if is_kind(budget, "小于一", indicator) or not (bounded or _LOW < number < 1):
            continue
        sentence = f"{indicator.shown}的值是 {number}，单位是“%”：只有百分之{number}"
        hint = f"请写成 {(number * 100).normalize():f}，单位仍是“%”。"
        yield Diagnostic(FRACTION_WITH_PERCENT, indicator.value_span, sentence, hint)


@check(DIRECTION_AGAINST_NAME)
def direction_against_name(budget: Budget) -> Iterator[Diagnostic]:
    """What is better the more of it there is has a least value, what is worse a greatest."""
    for _, indicator in every_indicator(budget):
        if not indicator.number:
            continue
        low = indicator.kind == CEILING and is_kind(budget, "越高越好", indicator)
        high = indicator.kind == FLOOR and is_kind(budget, "越低越好", indicator)
        if low or high:
            better = "越高越好" if low else "越低越好"
            sentence = f"{indicator.shown}{better}，运算符却是“{indicator.written_operator}”"
            hint = f"请改成“{'≥' if low else '≤'}”。"
            yield Diagnostic(DIRECTION_AGAINST_NAME, indicator.operator_span, sentence, hint)
