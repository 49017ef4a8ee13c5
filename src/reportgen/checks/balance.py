"""收入 = 支出 (预算法第十二条): revenue and money carried in pay for expenditure and money carried out."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.checks.registry import check
from reportgen.findings.diagnostics import Diagnostic, Related, Span
from reportgen.findings.rules import UNBALANCED_FUND, UNBALANCED_UNIT, Rule
from reportgen.ledger.model import FUNDS, Budget, ExpenditureLine, FundLine

_Line = ExpenditureLine | FundLine


@check(UNBALANCED_FUND)
def unbalanced_funds(budget: Budget) -> Iterator[Diagnostic]:
    """Each fund pays for what is spent from it, to the 分."""
    for fund in FUNDS:
        incoming, outgoing = _sides(budget, fund)
        if _sum(incoming) != _sum(outgoing):
            yield _finding(UNBALANCED_FUND, f"{fund}收支不平", incoming, outgoing)


@check(UNBALANCED_UNIT)
def unbalanced_units(budget: Budget) -> Iterator[Diagnostic]:
    """Within a fund that balances, each unit balances too."""
    for fund in FUNDS:
        incoming, outgoing = _sides(budget, fund)
        if _sum(incoming) != _sum(outgoing):
            continue
        received, spent = _by_unit(incoming), _by_unit(outgoing)
        for unit in budget.units:
            mine = received.get(unit.key, []), spent.get(unit.key, [])
            if _sum(mine[0]) != _sum(mine[1]):
                yield _finding(UNBALANCED_UNIT, f"单位“{unit.key}”的{fund}收支不平", *mine)


def _by_unit(lines: Sequence[_Line]) -> dict[str, list[_Line]]:
    divided: dict[str, list[_Line]] = {}
    for line in lines:
        divided.setdefault(line.unit, []).append(line)
    return divided


def _sides(budget: Budget, fund: str) -> tuple[list[_Line], list[_Line]]:
    incoming: tuple[_Line, ...] = (*budget.revenue, *budget.carried_in)
    outgoing: tuple[_Line, ...] = (*budget.expenditure, *budget.carried_out)
    return [line for line in incoming if line.fund == fund], [line for line in outgoing if line.fund == fund]


def _sum(lines: Sequence[_Line]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))


def _finding(rule: Rule, what: str, incoming: Sequence[_Line], outgoing: Sequence[_Line]) -> Diagnostic:
    left, right = _sum(incoming), _sum(outgoing)
    sides = f"收入和上年结转 {left:,.2f} 元，支出和年终结转 {right:,.2f} 元"
    sentence = f"{what}：{sides}，相差 {abs(left - right):,.2f} 元"
    hint = "请核对收入、上年结转、年终结转和支出各行的“资金来源”与金额。"
    return Diagnostic(rule, _first(incoming, outgoing), sentence, hint, _related(incoming, outgoing))


def _first(incoming: Sequence[_Line], outgoing: Sequence[_Line]) -> Span:
    return min(line.span for line in (incoming or outgoing))


def _related(incoming: Sequence[_Line], outgoing: Sequence[_Line]) -> tuple[Related, ...]:
    if not (incoming and outgoing):
        return ()
    return (Related(min(line.span for line in outgoing), f"支出，共 {len(outgoing)} 行"),)
