"""Values and units of indicators: there, once, and of the kind that the name speaks of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.checks.indicators.reading import (
    QUALITATIVE,
    Indicator,
    Targets,
    every_indicator,
    targets_of,
)
from reportgen.checks.registry import check
from reportgen.classification.word_lists import WordLists
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.rules import (
    INDICATOR_INCOMPLETE,
    LONGER_THAN_THE_YEAR,
    UNIT_AGAINST_NAME,
    UNIT_TWICE,
)
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.model import Budget

_BRACKETS = re.compile(r"[（(][^（）()]*[）)]$")


@dataclass(frozen=True, slots=True)
class _Fit:
    name: re.Pattern[str]
    units: re.Pattern[str]
    exceptions: re.Pattern[str]
    reason: str


@check(INDICATOR_INCOMPLETE)
def incomplete(budget: Budget) -> Iterator[Diagnostic]:
    """An indicator has a name, a value, and a unit where the value is a number."""
    for targets in targets_of(budget):
        for indicator in targets.indicators:
            lacking = _lacking(indicator, targets)
            if lacking:
                what, hint = lacking
                span = {"值": indicator.value_span, "单位": indicator.unit_span}.get(what, indicator.span())
                sentence = f"{indicator.shown}没有写{what}"
                yield Diagnostic(INDICATOR_INCOMPLETE, span, sentence, hint)


def _lacking(indicator: Indicator, targets: Targets) -> tuple[str, str] | None:
    if "名称" in indicator.columns and not indicator.name:
        return "名称", "请写三级指标的名称。"
    if not indicator.value and any(other.has_value_column for other in targets.indicators):
        return "值", "请写指标值。"
    with_units = any(other.has_unit_column for other in targets.indicators)
    if with_units and indicator.number is not None and not indicator.unit and indicator.kind != QUALITATIVE:
        return "单位", "请写度量单位，如 %、个、天。"
    return None


@check(UNIT_TWICE)
def unit_twice(budget: Budget) -> Iterator[Diagnostic]:
    """A unit behind the number and again in its column is printed twice."""
    for _, indicator in every_indicator(budget):
        written = indicator.unit_in_value
        if written and indicator.unit_column:
            sentence = (
                f"{indicator.shown}的单位写了两次：值是“{indicator.value}”，单位是“{indicator.unit_column}”"
            )
            hint = "请把单位只写在单位一栏，值里只写数。"
        elif len(written) > 1 and len(written) % 2 == 0 and written[: len(written) // 2] * 2 == written:
            sentence, hint = f"{indicator.shown}的单位写了两次：“{indicator.value}”", "请只留一个单位。"
        else:
            continue
        yield Diagnostic(UNIT_TWICE, indicator.value_span, sentence, hint)


@check(UNIT_AGAINST_NAME)
def unit_against_name(budget: Budget) -> Iterator[Diagnostic]:
    """A rate in days, or a number of days in per cent, is a slip (项目支出绩效指标体系)."""
    for _, indicator in every_indicator(budget):
        reason = misfit(budget, indicator)
        if reason:
            sentence = f"{indicator.shown}的单位是“{indicator.unit}”：{reason}"
            hint = or_allow("请核对三级指标的名称、值和单位。", UNIT_AGAINST_NAME)
            yield Diagnostic(UNIT_AGAINST_NAME, indicator.unit_span, sentence, hint)


def misfit(budget: Budget, indicator: Indicator) -> str:
    """Say why the unit of an indicator is not one for its name; empty where it may be."""
    if indicator.number is None or not indicator.unit or (indicator.unit_in_value and indicator.unit_column):
        return ""
    name = _BRACKETS.sub("", indicator.name)
    for fit in budget.classification.words.made(_fits):
        if fit.name.search(name) and not fit.exceptions.search(name):
            return "" if fit.units.search(indicator.unit) else fit.reason
    return ""


def _fits(lists: WordLists) -> list[_Fit]:
    return [
        _Fit(
            entry.pattern("名"),
            entry.pattern("应"),
            entry.pattern("除"),
            entry.text("说"),
        )
        for entry in lists["indicator_units"]
    ]


@check(LONGER_THAN_THE_YEAR)
def longer_than_the_year(budget: Budget) -> Iterator[Diagnostic]:
    """A year has 366 days and 12 months at most."""
    limits = budget.classification.words.made(_limits)
    for _, indicator in every_indicator(budget):
        limit = limits.get(indicator.unit)
        if limit is None or indicator.number is None or indicator.number <= limit[0]:
            continue
        if not limit[1].search(indicator.name) and not misfit(budget, indicator):
            unit = indicator.unit
            sentence = f"{indicator.shown}是 {indicator.number} {unit}，一年最多 {limit[0]} {unit}"
            hint = or_allow("请核对值和单位。", LONGER_THAN_THE_YEAR)
            yield Diagnostic(LONGER_THAN_THE_YEAR, indicator.value_span, sentence, hint)


def _limits(lists: WordLists) -> dict[str, tuple[Decimal, re.Pattern[str]]]:
    return {
        unit: (Decimal(entry.text("最多")), entry.pattern("除"))
        for entry in lists["indicator_limits"]
        for unit in entry.texts("单位")
    }
