"""Codes: what the classification is not sure of, and funds that a code does not belong to."""

from collections.abc import Iterator

from reportgen.checks.registry import check
from reportgen.classification.tables import Code, CodeTable
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import FUND_OF_ANOTHER_BUDGET, UNVERIFIED_CODE
from reportgen.ledger.model import APPROPRIATION_FUNDS, Budget


@check(UNVERIFIED_CODE)
def unverified_codes(budget: Budget) -> Iterator[Diagnostic]:
    """A code that was read in no document may be used; it is said once a code."""
    tables = (
        (
            "功能科目",
            budget.classification.functional,
            [(line.function, line.span) for line in budget.expenditure],
        ),
        (
            "经济科目",
            budget.classification.economic,
            [(line.economic, line.span) for line in budget.expenditure],
        ),
    )
    for name, table, uses in tables:
        first: dict[str, Span] = {}
        for code, span in uses:
            first.setdefault(code, span)
        yield from _unverified(name, table, first)


def _unverified(name: str, table: CodeTable, first: dict[str, Span]) -> Iterator[Diagnostic]:
    for code, span in first.items():
        entry = table.lookup(code)
        if entry and not entry.published:
            doubt = "，而且没有把握" if entry.doubtful else ""
            sentence = f"{name} {code}-{entry.name} 没有在公开文件里核对过{doubt}"
            hint = f"请查 {table.year} 年《政府收支分类科目》；核对以后按 classification/README.md 登记。"
            yield Diagnostic(UNVERIFIED_CODE, span, sentence, hint)


@check(FUND_OF_ANOTHER_BUDGET)
def foreign_funds(budget: Budget) -> Iterator[Diagnostic]:
    """A 项 of one budget (fund) is hardly paid from another."""
    table = budget.classification.functional
    for line in budget.expenditure:
        entry = table.lookup(line.function)
        if entry and line.fund in APPROPRIATION_FUNDS and line.fund not in entry.budgets:
            sentence = f"{entry.code}-{entry.name} 属于{_budgets(entry)}，资金来源却是{line.fund}"
            yield Diagnostic(FUND_OF_ANOTHER_BUDGET, line.span, sentence, "请核对“功能科目”或“资金来源”。")


def _budgets(entry: Code) -> str:
    return "、".join(entry.budgets)
