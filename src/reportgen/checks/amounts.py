"""Amounts that are of another size than they should be, nothing at all, or there twice."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.checks.balance import is_balanced
from reportgen.checks.limits import limit
from reportgen.checks.registry import check
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import (
    CARRY_OVER_UNSPENT,
    LEDGER_IN_WAN,
    LINE_STANDS_OUT,
    LINE_TWICE,
    PAY_RATIO,
    ZERO_LINE,
)
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.model import (
    CARRIED_OVER,
    FUNDS,
    OPERATING,
    PROJECT,
    Budget,
    ExpenditureLine,
    FundLine,
    Procurement,
    PurchasedService,
)

_Line = ExpenditureLine | FundLine | Procurement | PurchasedService
_WAGES = ("30101", "30102", "30103", "30107")
# Fewer lines have no usual size.
_FEW_LINES, _FEW_WAGES = 4, 3


def _lines(budget: Budget) -> tuple[_Line, ...]:
    funds = (*budget.revenue, *budget.carried_in, *budget.carried_out)
    return (*funds, *budget.expenditure, *budget.procurement, *budget.purchased_services)


def _balanced(budget: Budget) -> list[ExpenditureLine]:
    """Return the expenditure of the funds that balance: what does not is said there (L101)."""
    balanced = {fund for fund in FUNDS if is_balanced(budget, fund)}
    return [line for line in budget.expenditure if line.fund in balanced]


def _sum(lines: Sequence[ExpenditureLine]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))


def is_in_wan(budget: Budget) -> bool:
    """Whether all amounts are so small that they are no 元."""
    total, few = _sum(budget.expenditure), limit(budget, "万元台账行数")
    return len(budget.expenditure) >= few and 0 < total < limit(budget, "万元台账")


@check(LEDGER_IN_WAN)
def ledger_in_wan(budget: Budget) -> Iterator[Diagnostic]:
    """Amounts are in 元: a department that spends a few thousand a year was typed in 万元."""
    if is_in_wan(budget):
        total = _sum(budget.expenditure)
        first = min(line.span for line in (budget.revenue or budget.expenditure))
        sentence = f"全年支出只有 {total:,.2f} 元，像是按万元写的"
        hint = or_allow("台账的金额以元为单位，万元数要乘 10,000。", LEDGER_IN_WAN)
        yield Diagnostic(LEDGER_IN_WAN, first, sentence, hint)


@check(LINE_STANDS_OUT)
def line_stands_out(budget: Budget) -> Iterator[Diagnostic]:
    """A line of many times the next largest of its kind has a zero too many."""
    times = limit(budget, "突出倍数")
    for unit in budget.units:
        spent = [line for line in _balanced(budget) if line.unit == unit.key]
        operating = [line for line in spent if line.category == OPERATING and line.economic]
        wages = [line for line in spent if line.category != PROJECT and line.economic in _WAGES]
        projects = [line for line in spent if line.category == PROJECT]
        groups = (
            ("公用经费", operating, times, _FEW_LINES),
            ("工资", wages, limit(budget, "工资突出倍数"), _FEW_WAGES),
            ("项目支出", projects, times, _FEW_LINES),
        )
        for what, lines, most, few in groups:
            if len(lines) >= few:
                yield from _standing_out(what, lines, most)


def _standing_out(what: str, lines: Sequence[ExpenditureLine], most: Decimal) -> Iterator[Diagnostic]:
    largest, second = sorted(lines, key=lambda line: line.amount, reverse=True)[:2]
    if second.amount and largest.amount >= second.amount * most:
        times = (largest.amount / second.amount).quantize(Decimal("0.1"))
        sentence = f"{what}里这一行 {largest.amount:,.2f} 元，是次大一行的 {times} 倍"
        hint = or_allow("请核对是否多写了一个零。", LINE_STANDS_OUT)
        related = (Related(second.span, f"次大的一行 {second.amount:,.2f} 元"),)
        yield Diagnostic(LINE_STANDS_OUT, largest.span, sentence, hint, related)


@check(PAY_RATIO)
def pay_ratio(budget: Budget) -> Iterator[Diagnostic]:
    """Insurance, housing fund and union dues are shares of the wages, within wide bounds."""
    for unit in budget.units:
        spent = [line for line in _balanced(budget) if line.unit == unit.key]
        basic = [line for line in spent if line.category != PROJECT and line.amount]
        wages = [line for line in basic if line.economic in _WAGES]
        if len(wages) < _FEW_WAGES or any(_standing_out("", wages, limit(budget, "工资突出倍数"))):
            continue
        total = _sum(wages)
        for entry in budget.classification.words["pay_ratios"]:
            lines = [line for line in basic if line.economic == entry.text("经济科目")]
            share = _sum(lines) / total if total else Decimal(0)
            if lines and not Decimal(entry.text("最低")) <= share <= Decimal(entry.text("最高")):
                percent = f"{share * 100:.2f}%"
                sentence = f"{entry.text('称')} {_sum(lines):,.2f} 元，是工资 {total:,.2f} 元的 {percent}，"
                sentence += "多于通常的范围" if share > Decimal(entry.text("最高")) else "少于通常的范围"
                hint = or_allow("请核对是否多写、少写了一个零。", PAY_RATIO)
                yield Diagnostic(PAY_RATIO, lines[0].span, sentence, hint)


@check(ZERO_LINE)
def zero_line(budget: Budget) -> Iterator[Diagnostic]:
    """A line without money is no line: it was forgotten, or should not be there."""
    for line in _lines(budget):
        if not line.amount:
            hint = or_allow("请填上金额，或删去这一行。", ZERO_LINE)
            yield Diagnostic(ZERO_LINE, line.span, "这一行的金额是 0", hint)


@check(LINE_TWICE)
def line_twice(budget: Budget) -> Iterator[Diagnostic]:
    """Two lines that say the same, amount and all, are one line typed twice.

    Where the fund does not balance, that is said there (L101).
    """
    seen: dict[_Line, _Line] = {}
    balanced = {fund: is_balanced(budget, fund) for fund in FUNDS}
    for line in _lines(budget):
        key = replace(line, span=budget.year_span)
        first = seen.setdefault(key, line)
        fund = line.fund if isinstance(line, ExpenditureLine | FundLine) else ""
        if first is not line and line.amount and balanced.get(fund, True):
            sentence = f"这一行和第 {first.span.line} 行完全相同（{line.amount:,.2f} 元）"
            hint = or_allow("请删去一行。", LINE_TWICE)
            related = (Related(first.span, "相同的一行"),)
            yield Diagnostic(LINE_TWICE, line.span, sentence, hint, related)


@check(CARRY_OVER_UNSPENT)
def carry_over_unspent(budget: Budget) -> Iterator[Diagnostic]:
    """Money carried in is spent (期: 上年结转) or carried out again, and nothing else is spent as such."""
    for fund in FUNDS:
        came = [line for line in budget.carried_in if line.fund == fund]
        spent = [line for line in budget.expenditure if line.fund == fund and line.period == CARRIED_OVER]
        kept = sum((line.amount for line in budget.carried_out if line.fund == fund), Decimal(0))
        brought = sum((line.amount for line in came), Decimal(0))
        if brought > _sum(spent) + kept:
            span = came[0].span
            sentence = f"{fund}上年结转 {brought:,.2f} 元，写“期: 上年结转”的支出只有 {_sum(spent):,.2f} 元"
        elif _sum(spent) > brought:
            span = spent[0].span
            sentence = f"{fund}写“期: 上年结转”的支出 {_sum(spent):,.2f} 元，多于上年结转的 {brought:,.2f} 元"
        else:
            continue
        hint = or_allow("请核对“上年结转”和支出各行的“期”。", CARRY_OVER_UNSPENT)
        yield Diagnostic(CARRY_OVER_UNSPENT, span, sentence, hint)
