"""What a project buys is paid from the project."""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks.registry import check
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import PROCUREMENT_ABOVE_PROJECT
from reportgen.ledger.model import Budget, Procurement


@check(PROCUREMENT_ABOVE_PROJECT)
def procurement_above_project(budget: Budget) -> Iterator[Diagnostic]:
    """No project buys for more than it has."""
    bought_for: dict[str, list[Procurement]] = {}
    for item in budget.procurement:
        bought_for.setdefault(item.project, []).append(item)
    for project in budget.projects:
        items = bought_for.get(project.name, [])
        bought = sum((item.amount for item in items), Decimal(0))
        money = sum((line.amount for line in project.lines), Decimal(0))
        if bought > money:
            sentence = (
                f"项目“{project.name}”的政府采购 {bought:,.2f} 元，"
                f"多于项目的 {money:,.2f} 元，相差 {bought - money:,.2f} 元"
            )
            hint = "请核对采购各行的“项目”与金额；确实如此的，在上一行写 # reportgen: allow L204 —— 原因。"
            related = (Related(project.span, "项目"),)
            yield Diagnostic(PROCUREMENT_ABOVE_PROJECT, items[0].span, sentence, hint, related)
