"""Purchased services: within their project and the procurement, and of one branch of the catalogue."""

import re
from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks.registry import check
from reportgen.classification.word_lists import WordLists
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import (
    CATALOGUE_LEVELS_DIFFER,
    SERVICES_ABOVE_PROJECT,
    SERVICES_OUTSIDE_PROCUREMENT,
)
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.model import Budget, PurchasedService

_CODED = re.compile(r"([A-Z]?[0-9]+)\s*[-—－ 　]?\s*(.*)")
_AUXILIARY = "辅助性"


def _by_project(budget: Budget) -> dict[str, list[PurchasedService]]:
    found: dict[str, list[PurchasedService]] = {}
    for service in budget.purchased_services:
        found.setdefault(service.project, []).append(service)
    return found


def _sum(items: list[PurchasedService]) -> Decimal:
    return sum((item.amount for item in items), Decimal(0))


@check(SERVICES_ABOVE_PROJECT)
def services_above_project(budget: Budget) -> Iterator[Diagnostic]:
    """No project buys services for more than it has."""
    services = _by_project(budget)
    for project in budget.projects:
        items = services.get(project.name, [])
        money = sum((line.amount for line in project.lines), Decimal(0))
        if _sum(items) > money:
            sentence = f"项目“{project.name}”的政府购买服务 {_sum(items):,.2f} 元，多于项目的 {money:,.2f} 元"
            hint = or_allow("请核对“项目”与金额。", SERVICES_ABOVE_PROJECT)
            related = (Related(project.span, "项目"),)
            yield Diagnostic(SERVICES_ABOVE_PROJECT, items[0].place("金额"), sentence, hint, related)


@check(SERVICES_OUTSIDE_PROCUREMENT)
def services_outside_procurement(budget: Budget) -> Iterator[Diagnostic]:
    """Services are purchased by way of procurement (政府购买服务管理办法)."""
    money = {
        project.name: sum((line.amount for line in project.lines), Decimal(0)) for project in budget.projects
    }
    bought: dict[str, Decimal] = {}
    for item in budget.procurement:
        bought[item.project] = bought.get(item.project, Decimal(0)) + item.amount
    for name, items in _by_project(budget).items():
        if (
            bought.get(name, Decimal(0)) + bought.get("", Decimal(0))
            < _sum(items)
            <= money.get(name, Decimal(0))
        ):
            sentence = (
                f"项目“{name}”的政府购买服务 {_sum(items):,.2f} 元，"
                f"政府采购里它只有 {bought.get(name, Decimal(0)):,.2f} 元"
            )
            hint = or_allow("请补写“政府采购”。", SERVICES_OUTSIDE_PROCUREMENT)
            yield Diagnostic(SERVICES_OUTSIDE_PROCUREMENT, items[0].span, sentence, hint)


@check(CATALOGUE_LEVELS_DIFFER)
def catalogue_levels_differ(budget: Budget) -> Iterator[Diagnostic]:
    """A 二级 of the catalogue belongs to its 一级, by its code or by its name (财综〔2020〕53号)."""
    branches = budget.classification.words.made(_branches)
    for service in budget.purchased_services:
        (first_code, first), (second_code, second) = map(_coded, service.catalogue[:2])
        if first_code and second_code and not second_code.startswith(first_code):
            what = f"编码 {second_code} 不以 {first_code} 开头"
        elif second in branches and first and (branches[second] == _AUXILIARY) != (_AUXILIARY in first):
            what = f"“{second}”不属于“{first}”"
        else:
            continue
        sentence = (
            f"政府购买服务的二级目录“{service.catalogue[1]}”不属于一级目录“{service.catalogue[0]}”：{what}"
        )
        hint = or_allow("请核对“一级”和“二级”。", CATALOGUE_LEVELS_DIFFER)
        yield Diagnostic(CATALOGUE_LEVELS_DIFFER, service.place("二级"), sentence, hint)


def _coded(text: str) -> tuple[str, str]:
    found = _CODED.fullmatch(text)
    return (found[1], found[2]) if found else ("", text)


def _branches(lists: WordLists) -> dict[str, str]:
    return {
        name: _AUXILIARY if _AUXILIARY in entry.text("一级") else entry.text("一级")
        for entry in lists["service_catalogue"]
        for name in entry.texts("二级")
    }
