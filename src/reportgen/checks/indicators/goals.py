"""What a goal or a name says in figures is what its indicator says."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.checks.indicators.reading import PERCENT, Indicator, Targets, targets_of
from reportgen.checks.registry import check
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import GOAL_AGAINST_INDICATOR
from reportgen.ledger.model import Budget, Words
from reportgen.source.figures import numeral
from reportgen.source.passages import masked

_NUMBER = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*(%|％|[\u4e00-\u9fff]{1,3})")
_PERIOD = re.compile(
    r"(半|[一二两三四五六七八九十]|[0-9]+)\s*(?:个)?(年|月|季度|小时|分钟|工作日|天|日)(?:之)?(?:以)?内"
)
_MONTHS = {"年": Decimal(12), "季度": Decimal(3), "月": Decimal(1), "个月": Decimal(1)}
# How many characters before a figure may name what it measures, and how many must be those of the indicator.
_REACH, _SHARED = 16, 3
_WHOLE = 100
# So many characters behind a period say what is done within it.
_AIM = 4
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_BREAK = re.compile(r"[，。；、,;（(]")


@dataclass(frozen=True, slots=True)
class _Said:
    """A figure in a text with the words before it."""

    number: Decimal
    unit: str
    before: str


@check(GOAL_AGAINST_INDICATOR)
def goal_against_indicator(budget: Budget) -> Iterator[Diagnostic]:
    """One measure has one level: in the goal, in the name of the indicator and in its value."""
    listed = targets_of(budget)
    for targets in listed:
        yield from _names(targets)
        for words in _goals(budget, targets):
            text = masked(words.text)
            for said in _figures(text):
                yield from _against(said, words, targets, listed)
            yield from _periods(text, words, targets)


def _names(targets: Targets) -> Iterator[Diagnostic]:
    """Within a name: 一年以内完成支付 is measured by 12 months."""
    for indicator in targets.indicators:
        found = _PERIOD.search(indicator.name)
        if not found or indicator.number is None:
            continue
        said = _period(found[1], found[2])
        meant = _in_months(indicator.number, indicator.unit)
        if meant is None and indicator.unit.removeprefix("个") == found[2]:
            said, meant = _count(found[1]), indicator.number
        if said is not None and meant is not None and said != meant:
            sentence = f"{indicator.shown}说的是“{found[0]}”，值却是 {indicator.number} {indicator.unit}"
            hint = "请核对名称和指标值。"
            yield Diagnostic(GOAL_AGAINST_INDICATOR, indicator.value_span, sentence, hint)


def _periods(text: str, words: Words, targets: Targets) -> Iterator[Diagnostic]:
    """Within a goal: what is to be done within half a year is not measured by 12 months."""
    for found in _PERIOD.finditer(text):
        aim = text[found.end() : found.end() + _AIM]
        said = _period(found[1], found[2])
        for indicator in targets.indicators:
            named = _PERIOD.search(indicator.name)
            same = named is not None and len(aim) == _AIM and indicator.name[named.end() :].startswith(aim)
            if not same or said is None or indicator.number is None:
                continue
            meant = _in_months(indicator.number, indicator.unit)
            if meant is not None and meant != said:
                sentence = (
                    f"{targets.whose}的目标写“{found[0]}{aim}”，"
                    f"{indicator.shown}却是 {indicator.number} {indicator.unit}"
                )
                related = (Related(indicator.value_span, "指标"),)
                hint = "请核对，两处应当一致。"
                yield Diagnostic(GOAL_AGAINST_INDICATOR, words.span, sentence, hint, related)
                break


def _count(text: str) -> Decimal:
    if text == "半":
        return Decimal("0.5")
    return numeral(text) or Decimal(text)


def _period(text: str, unit: str) -> Decimal | None:
    return _in_months(_count(text), unit)


def _in_months(number: Decimal, unit: str) -> Decimal | None:
    return number * _MONTHS[unit] if unit in _MONTHS else None


def _goals(budget: Budget, targets: Targets) -> Iterator[Words]:
    """Yield the texts on the aims of a project, or of the department."""
    yield from (words for key, words in targets.performance.fields.items() if key.endswith("目标"))
    name = targets.project.name if targets.project else ""
    for description in budget.descriptions:
        if description.project == name:
            for paragraphs in description.sections.values():
                yield from paragraphs


def _figures(text: str) -> Iterator[_Said]:
    for found in _NUMBER.finditer(text):
        before = _BREAK.split(text[max(0, found.start() - _REACH) : found.start()])[-1]
        yield _Said(Decimal(found[1].replace(",", "")), found[2], before)


def _against(
    said: _Said, words: Words, targets: Targets, listed: tuple[Targets, ...]
) -> Iterator[Diagnostic]:
    measuring = [indicator for indicator in targets.indicators if _measures(indicator, said)]
    if not measuring or any(indicator.number == said.number for indicator in measuring):
        return
    indicator = measuring[0]
    unit = "%" if indicator.is_percent else indicator.unit
    sentence = (
        f"{targets.whose}的目标写“{said.before.strip()}{said.number}{unit}”，"
        f"{indicator.shown}却是 {indicator.number}{unit}"
    )
    in_goal, in_value = (words.span, "目标"), (indicator.value_span, "指标")
    first, second = (in_value, in_goal) if _is_rare(indicator, said, listed) else (in_goal, in_value)
    related = (Related(second[0], second[1]),)
    yield Diagnostic(GOAL_AGAINST_INDICATOR, first[0], sentence, "请核对，两处应当一致。", related)


def _measures(indicator: Indicator, said: _Said) -> bool:
    """Whether an indicator measures what a figure is said of: the same unit, and words in common."""
    if indicator.number is None or not indicator.name:
        return False
    if indicator.is_percent and not 1 < indicator.number <= _WHOLE:
        return False
    if indicator.is_percent:
        return said.unit in PERCENT and _common(indicator.name, said.before) >= _SHARED
    same = said.unit.startswith(indicator.unit) if indicator.unit else False
    return same and _common(indicator.name, said.before) >= _SHARED - 1


def _common(name: str, before: str) -> int:
    """Return the length of the longest run of characters that both have."""
    longest = 0
    for run in _HAN.findall(name):
        for start in range(len(run)):
            while run[start : start + longest + 1] in before and start + longest < len(run):
                longest += 1
    return longest


def _is_rare(indicator: Indicator, said: _Said, listed: tuple[Targets, ...]) -> bool:
    """Whether other projects measure the same by what the goal says: then the value is the slip."""
    values = Counter(
        other.number
        for targets in listed
        for other in targets.indicators
        if other is not indicator and other.unit == indicator.unit and other.second == indicator.second
    )
    return values[said.number] > values[indicator.number]
