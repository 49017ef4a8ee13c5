"""收入 = 支出 (预算法第十二条): revenue and money carried in pay for expenditure and money carried out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.checks.registry import check
from reportgen.checks.slips import EXCHANGED, slip
from reportgen.findings.diagnostics import Diagnostic, Related, Span
from reportgen.findings.rules import UNBALANCED_FUND, UNBALANCED_UNIT, Rule
from reportgen.ledger.model import FUNDS, Budget, ExpenditureLine, FundLine

_Line = ExpenditureLine | FundLine
# So many lines are named where more than one could explain a difference.
_MOST = 3


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


def is_balanced(budget: Budget, fund: str) -> bool:
    """Whether what comes in of a fund goes out of it."""
    incoming, outgoing = _sides(budget, fund)
    return _sum(incoming) == _sum(outgoing)


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
    first, related = _first(incoming, outgoing), _related(incoming, outgoing)
    likely = _explanations(incoming, outgoing)[:_MOST]
    if not likely:
        return Diagnostic(rule, first, sentence, hint, related)
    (line, why), *others = likely
    more = tuple(Related(other.span, another) for other, another in others)
    places = (*more, Related(first, "第一行"), *related)
    return Diagnostic(rule, line.span, f"{sentence}；{why}", hint, places)


def _explanations(incoming: Sequence[_Line], outgoing: Sequence[_Line]) -> list[tuple[_Line, str]]:
    """Return the lines whose slip explains the difference, likeliest kind of slip only."""
    difference = _sum(incoming) - _sum(outgoing)
    found: dict[int, list[tuple[_Line, str]]] = {}
    for lines, change in ((incoming, -difference), (outgoing, difference)):
        for line in lines:
            rank, why = _why(line, change, is_twice=_is_copied(line, lines))
            if why:
                found.setdefault(rank, []).append((line, why))
    return found[min(found)] if found else []


def _is_copied(line: _Line, lines: Sequence[_Line]) -> bool:
    return any(
        other is not line and replace(other, span=line.span) == line and other.span < line.span
        for other in lines
        if other.amount == line.amount
    )


def _why(line: _Line, change: Decimal, *, is_twice: bool) -> tuple[int, str]:
    """Say by what slip the line came to be *change* away from what makes both sides equal."""
    number, amount = line.span.line, line.amount
    if not amount:
        return 0, ""
    if amount == -change and is_twice:
        return 0, f"正好是第 {number} 行的金额，这一行写了两次"
    kind = slip(amount, amount + change)
    if kind:
        return 2 if kind == EXCHANGED else 1, f"第 {number} 行像是{kind}，应当是 {amount + change:,.2f} 元"
    if amount == abs(change):
        return 3, f"正好是第 {number} 行的金额，" + ("可能多写了这一行" if change < 0 else "可能漏写了另一行")
    if amount * 2 == abs(change):
        return 4, f"正好是第 {number} 行金额的两倍，这一行可能记在了另一边"
    return 0, ""


def _first(incoming: Sequence[_Line], outgoing: Sequence[_Line]) -> Span:
    return min(line.span for line in (incoming or outgoing))


def _related(incoming: Sequence[_Line], outgoing: Sequence[_Line]) -> tuple[Related, ...]:
    if not (incoming and outgoing):
        return ()
    return (Related(min(line.span for line in outgoing), f"支出，共 {len(outgoing)} 行"),)
