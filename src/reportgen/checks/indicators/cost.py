"""Cost indicators: no more than the project has, whatever the unit."""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks.indicators.rates import is_kind
from reportgen.checks.indicators.reading import Indicator, Targets, targets_of
from reportgen.checks.registry import check
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import COST_ABOVE_MONEY
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.model import Budget

_UNITS = {"元": 1, "千元": 1000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
_EFFECTS = ("效益", "效果", "满意", "社会效应")
_COST = "成本"


@check(COST_ABOVE_MONEY)
def cost_above_money(budget: Budget) -> Iterator[Diagnostic]:
    """What a project may cost at most is within its money; the same digits in another unit are a slip."""
    all_money = sum((line.amount for line in budget.expenditure), Decimal(0))
    for targets in targets_of(budget):
        lines = targets.project.lines if targets.project else ()
        money = sum((line.amount for line in lines), Decimal(0)) if targets.project else all_money
        for indicator in targets.indicators:
            cost = _cost(budget, indicator)
            if cost is None or not money or not (cost > money or _slipped(cost, money)):
                continue
            what = "多于" if cost > money else "数字相同，单位不同于"
            sentence = (
                f"{indicator.shown}是 {indicator.number:,} {indicator.unit}，即 {cost:,.2f} 元，"
                f"{what}{_owner(targets)}的 {money:,.2f} 元"
            )
            hint = or_allow("请核对指标值和单位，或写 {{ 项目.合计|万元 }}。", COST_ABOVE_MONEY)
            related = (Related(targets.project.span, "项目"),) if targets.project else ()
            yield Diagnostic(COST_ABOVE_MONEY, indicator.value_span, sentence, hint, related)


def _owner(targets: Targets) -> str:
    return targets.whose if targets.project else "本部门支出"


def _cost(budget: Budget, indicator: Indicator) -> Decimal | None:
    """Return the cost in 元 that an indicator speaks of."""
    rate = _UNITS.get(indicator.unit)
    if rate is None or indicator.number is None or indicator.first.startswith(_EFFECTS):
        return None
    levels = (indicator.first, indicator.second)
    if any(_COST in level for level in levels) or is_kind(budget, _COST, indicator):
        return indicator.number * rate
    return None


def _slipped(cost: Decimal, money: Decimal) -> bool:
    """Whether two amounts have the same digits and another point: 16.16 元 for 161,600 元."""
    same = cost.normalize().as_tuple().digits == money.normalize().as_tuple().digits
    return same and cost not in {money, Decimal(0)}
