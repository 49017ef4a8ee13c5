"""The amounts of a year that last year's are compared with, summed here for the checks."""

from collections.abc import Iterable
from decimal import Decimal

from reportgen.classification.tables import CATEGORY
from reportgen.ledger.model import (
    GENERAL_PUBLIC_BUDGET,
    GOVERNMENT_FUND,
    INSTITUTION,
    OPERATING,
    STATE_CAPITAL_OPERATIONS,
    THREE_PUBLIC,
    Budget,
    ExpenditureLine,
    FundLine,
)
from reportgen.source.keys import YES

_BY_FUND = {
    "一般公共预算支出": GENERAL_PUBLIC_BUDGET,
    "政府性基金支出": GOVERNMENT_FUND,
    "国有资本经营支出": STATE_CAPITAL_OPERATIONS,
}


def facts_of_year(budget: Budget) -> dict[str, Decimal]:
    """Return the amounts (元) of a ledger by the paths of their facts, but for what it does not disclose."""
    spent = budget.expenditure
    appropriated = [line for line in spent if line.appropriation == YES]
    facts = {
        "收入.合计": _sum((*budget.revenue, *budget.carried_in)),
        "财政拨款收入.合计": _sum(line for line in budget.revenue if line.appropriation == YES),
        "支出": _sum(spent),
        "支出总计": _sum((*spent, *budget.carried_out)),
        "财政拨款支出": _sum(appropriated),
        "机关运行经费": _sum(_running(budget)),
        **{path: _sum(line for line in spent if line.fund == fund) for path, fund in _BY_FUND.items()},
    }
    if all(line.function for line in spent):
        general = [line for line in spent if line.fund == GENERAL_PUBLIC_BUDGET]
        facts |= _by_class("支出", spent) | _by_class("一般公共预算支出", general)
        facts |= _by_class("财政拨款支出", appropriated)
    if all(line.three_public for line in spent):
        facts |= _three_public(appropriated)
    return facts


def _sum(lines: Iterable[ExpenditureLine | FundLine]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))


def _running(budget: Budget) -> Iterable[ExpenditureLine]:
    institutions = {unit.key for unit in budget.units if unit.type == INSTITUTION}
    return (
        line
        for line in budget.basic
        if line.category == OPERATING and line.fund == GENERAL_PUBLIC_BUDGET and line.unit not in institutions
    )


def _by_class(path: str, lines: Iterable[ExpenditureLine]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for line in lines:
        key = f"{path}.类.{line.function[:CATEGORY]}"
        found[key] = found.get(key, Decimal(0)) + line.amount
    return found


def _three_public(lines: list[ExpenditureLine]) -> dict[str, Decimal]:
    items = {item: _sum(line for line in lines if line.three_public == item) for item in THREE_PUBLIC}
    vehicles = items["用车购置"] + items["用车运行"]
    found = {f"三公.{item}": amount for item, amount in items.items()}
    return found | {"三公.用车": vehicles, "三公.合计": sum(items.values(), Decimal(0))}
