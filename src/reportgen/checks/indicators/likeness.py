"""Indicators that are too much alike: one twice, or two projects with one goal or one set."""

import re
from collections.abc import Iterator

from reportgen.checks.indicators.reading import Targets, targets_of
from reportgen.checks.registry import check
from reportgen.findings.diagnostics import Diagnostic, Related, Span
from reportgen.findings.rules import INDICATOR_TWICE, PROJECTS_ALIKE
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.model import Budget, Words
from reportgen.source.passages import masked

_NO_LETTERS = re.compile(r"[^\w%]")
# A goal of fewer characters, and a set of fewer indicators, may well be that of two projects.
_LONG_GOAL, _LARGE_SET = 12, 3


@check(INDICATOR_TWICE)
def indicator_twice(budget: Budget) -> Iterator[Diagnostic]:
    """One indicator is measured once."""
    for targets in targets_of(budget):
        seen: dict[tuple[str, str], Span] = {}
        for indicator in targets.indicators:
            name = _NO_LETTERS.sub("", indicator.name)
            key = (name, "" if indicator.number is None else "数")
            if name and key in seen:
                sentence = f"{targets.whose}里，{indicator.shown}写了两次"
                related = (Related(seen[key], "第一次"),)
                hint = "请删去一个，或把名称写得不同。"
                yield Diagnostic(INDICATOR_TWICE, indicator.span(), sentence, hint, related)
            seen.setdefault(key, indicator.span())


@check(PROJECTS_ALIKE)
def projects_alike(budget: Budget) -> Iterator[Diagnostic]:
    """Two projects with the same goal or the same indicators: one of them was copied and not rewritten."""
    listed = [targets for targets in targets_of(budget) if targets.project]
    alike: dict[tuple[str, object], list[Targets]] = {}
    for targets in listed:
        for what, content in (("绩效目标", _goal(targets)), ("一套绩效指标", _set(targets))):
            if content:
                alike.setdefault((what, content), []).append(targets)
    for members, whats in _merged(alike).items():
        group = [targets for targets in listed if targets.performance.span in members]
        own = max(group, key=_fit)
        copies = [targets for targets in group if targets is not own]
        names = "、".join(f"“{targets.project.name}”" for targets in group if targets.project)
        sentence = f"项目{names}用了同一{'、同一'.join(whats)}"
        hint = or_allow("请按各项目自己的内容写。", PROJECTS_ALIKE)
        related = tuple(Related(targets.performance.span, targets.whose) for targets in (own, *copies[1:]))
        yield Diagnostic(PROJECTS_ALIKE, _place(copies[0], whats), sentence, hint, related)


def _merged(alike: dict[tuple[str, object], list[Targets]]) -> dict[tuple[Span, ...], list[str]]:
    """Bring together what the same projects share."""
    merged: dict[tuple[Span, ...], list[str]] = {}
    for (what, _), group in alike.items():
        if len(group) > 1:
            merged.setdefault(tuple(targets.performance.span for targets in group), []).append(
                what.removeprefix("一")
            )
    return merged


def _goal_words(targets: Targets) -> Words | None:
    goals = [words for key, words in targets.performance.fields.items() if key.endswith("目标")]
    return goals[0] if goals else None


def _goal(targets: Targets) -> str:
    words = _goal_words(targets)
    text = _NO_LETTERS.sub("", masked(words.text)) if words else ""
    return text if len(text) >= _LONG_GOAL else ""


def _set(targets: Targets) -> tuple[tuple[str, str], ...]:
    found = tuple(
        sorted(
            (_NO_LETTERS.sub("", item.name), _NO_LETTERS.sub("", item.value)) for item in targets.indicators
        )
    )
    return found if len(found) >= _LARGE_SET else ()


def _place(targets: Targets, whats: list[str]) -> Span:
    words = _goal_words(targets)
    if words and "绩效目标" in whats:
        return words.span
    return targets.indicators[0].span("一级")


def _fit(targets: Targets) -> int:
    """How much of the name of a project its goal and indicators speak of: the copy speaks of another."""
    words = _goal_words(targets)
    name = targets.project.name if targets.project else ""
    text = (words.text if words else "") + "".join(item.name for item in targets.indicators)
    return sum(name[at : at + 2] in text for at in range(len(name) - 1))
