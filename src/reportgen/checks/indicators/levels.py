"""Levels of indicators: 二级 beneath the right 一级, and none missing that every project has."""

from collections.abc import Iterator

from reportgen.checks.indicators.reading import Indicator, Targets, every_indicator, targets_of
from reportgen.checks.registry import check
from reportgen.classification.word_lists import WordLists
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import LEVELS_THAT_DIFFER, MISSING_LEVEL
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.model import Budget

_SUFFIX = "指标"
_OUTPUT = "产出"
# Two projects that have what a third lacks are a custom, one is none.
_CUSTOM = 2


@check(LEVELS_THAT_DIFFER)
def levels_that_differ(budget: Budget) -> Iterator[Diagnostic]:
    """Each 二级指标 belongs to one 一级指标 or a few (财预〔2015〕88号)."""
    for _, indicator in every_indicator(budget):
        known = _rightful(budget, indicator)
        if known:
            sentence = f"{indicator.shown}：二级指标“{indicator.second}”不属于一级指标“{indicator.first}”"
            hint = f"“{indicator.second}”属于{'或'.join(f'“{name}”' for name in known)}。"
            yield Diagnostic(LEVELS_THAT_DIFFER, indicator.span("二级"), sentence, hint)


def _rightful(budget: Budget, indicator: Indicator) -> tuple[str, ...]:
    """Return the 一级 that the 二级 of an indicator belongs to, where it is beneath another one."""
    known = budget.classification.words.made(_belongs).get(_bare(indicator.second), ())
    return known if indicator.first and _bare(indicator.first) not in map(_bare, known) else ()


def _bare(name: str) -> str:
    return name.removesuffix(_SUFFIX)


def _belongs(lists: WordLists) -> dict[str, tuple[str, ...]]:
    return {
        _bare(name): entry.texts("一级")
        for entry in lists["indicator_levels"]
        for name in entry.texts("二级")
    }


@check(MISSING_LEVEL)
def missing_level(budget: Budget) -> Iterator[Diagnostic]:
    """The targets of a project have output, effect and satisfaction, and what its sisters all have."""
    listed = [targets for targets in targets_of(budget) if targets.project and targets.indicators]
    for targets in listed:
        missing = missing_levels(budget, targets)
        if missing:
            sentence = f"{targets.whose}的绩效指标里没有{'、'.join(f'“{name}”' for name in missing)}"
            hint = or_allow("请补上。", MISSING_LEVEL)
            yield Diagnostic(MISSING_LEVEL, _place(targets, missing[0], listed), sentence, hint)


def missing_levels(budget: Budget, targets: Targets) -> list[str]:
    """Return the levels that the targets of a project lack; none where one stands beneath a wrong one."""
    firsts = {_bare(indicator.first) for indicator in targets.indicators}
    if not targets.project or not any(firsts):
        return []
    if any(_rightful(budget, indicator) for indicator in targets.indicators):
        return []
    required = budget.classification.words.made(_required)
    missing = [names[0] for names in required if not firsts & set(map(_bare, names))]
    others = [other for other in targets_of(budget) if other.project and other is not targets]
    shared = _of_all([other for other in others if other.indicators])
    return [*missing, *(name for name in shared if not _has(targets, name, missing))]


def _place(targets: Targets, missing: str, listed: list[Targets]) -> Span:
    """Return where another project has what is missing here, or the last indicator."""
    for other in listed:
        for number, indicator in enumerate(other.indicators):
            if missing in {indicator.first, indicator.second}:
                return targets.indicators[min(number, len(targets.indicators) - 1)].span("一级")
    return targets.indicators[-1].span("一级")


def _of_all(others: list[Targets]) -> Iterator[str]:
    """Yield the 一级, and the 二级 of output, that every other project has."""
    if len(others) < _CUSTOM:
        return
    firsts = [{indicator.first for indicator in other.indicators} for other in others]
    seconds = [
        {indicator.second for indicator in other.indicators if _bare(indicator.first) == _OUTPUT}
        for other in others
    ]
    for shared in (set.intersection(*firsts), set.intersection(*seconds)):
        yield from sorted(filter(None, shared))


def _has(targets: Targets, name: str, missing: list[str]) -> bool:
    levels = {level for indicator in targets.indicators for level in (indicator.first, indicator.second)}
    return name in levels or name in missing


def _required(lists: WordLists) -> list[tuple[str, ...]]:
    return [(entry.text("一级"), *entry.texts("别名")) for entry in lists["indicator_required"]]
