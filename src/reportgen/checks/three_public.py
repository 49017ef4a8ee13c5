"""“三公”: what a name speaks of stands under its 款, vehicles have costs, and costs have vehicles."""

import re
from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks.registry import check
from reportgen.classification.word_lists import WordLists
from reportgen.findings.diagnostics import Diagnostic, Related, Span
from reportgen.findings.rules import THREE_PUBLIC_OUTSIDE, VEHICLES_WITHOUT_COSTS
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.model import Budget, ExpenditureLine

_RUNNING, _BUYING = "用车运行", "用车购置"
_LAST_YEAR = "三公.用车运行"


@check(THREE_PUBLIC_OUTSIDE)
def three_public_outside(budget: Budget) -> Iterator[Diagnostic]:
    """Car hire, receptions and journeys abroad are “三公” expenses whatever project pays them."""
    words = budget.classification.words.made(_words)
    for project in budget.projects:
        said = _said(project.name, words)
        if said and not any(line.three_public in (said, "") for line in project.lines):
            yield _outside(f"项目“{project.name}”", said, project.span, project.lines[:1])
            continue
        for line in project.lines:
            said = _said(line.item, words)
            if said and line.three_public not in (said, ""):
                yield _outside(f"项目“{project.name}”的明细“{line.item}”", said, line.span, ())


def _said(name: str, words: list[tuple[str, re.Pattern[str], re.Pattern[str]]]) -> str:
    for item, pattern, exceptions in words:
        if name and pattern.search(name) and not exceptions.search(name):
            return item
    return ""


def _words(lists: WordLists) -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    return [
        (entry.text("三公"), entry.pattern("式"), entry.pattern("除"))
        for entry in lists["three_public_words"]
    ]


def _outside(what: str, said: str, span: Span, lines: tuple[ExpenditureLine, ...]) -> Diagnostic:
    sentence = f"{what}说的是“三公”经费的“{said}”，却没有列在它的款里，“三公”经费里没有这笔钱"
    hint = or_allow("请核对“经济科目”（或“三公”）。", THREE_PUBLIC_OUTSIDE)
    related = tuple(Related(line.span, "明细") for line in lines)
    return Diagnostic(THREE_PUBLIC_OUTSIDE, span, sentence, hint, related)


@check(VEHICLES_WITHOUT_COSTS)
def vehicles_without_costs(budget: Budget) -> Iterator[Diagnostic]:
    """Vehicles are run with money, and money for running them needs vehicles."""
    if budget.assets is None or not budget.assets.vehicles:
        return
    vehicles = sum(count.number for count in budget.assets.vehicles)
    lines = [line for line in budget.expenditure if line.three_public == _RUNNING and line.amount]
    bought = any(line.three_public == _BUYING and line.amount for line in budget.expenditure)
    unknown = any(not line.three_public for line in budget.expenditure)
    counted = next((count for count in budget.assets.vehicles if count.number), budget.assets.vehicles[0])
    if not vehicles and lines and not bought:
        money = sum((line.amount for line in lines), Decimal(0))
        sentence = f"资产里的车辆是 0，却有公务用车运行维护费 {money:,.2f} 元"
        before = budget.previous.get(_LAST_YEAR)
        spans = [counted.span, lines[0].span]
        first, second = spans if before and before.amount else spans[::-1]
        related = [Related(second, "另一处")]
    elif vehicles and not lines and not unknown:
        sentence = f"资产里有车辆 {vehicles} 辆，却没有公务用车运行维护费"
        first, related = counted.span, []
    else:
        return
    hint = or_allow("请核对“资产”的“车辆”和 30231。", VEHICLES_WITHOUT_COSTS)
    yield Diagnostic(VEHICLES_WITHOUT_COSTS, first, sentence, hint, tuple(related))
