"""What is bought: paid from the money there is, by whom it is planned for, and of the right category."""

import re
from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks.limits import limit
from reportgen.checks.registry import check
from reportgen.classification.word_lists import WordLists
from reportgen.findings.diagnostics import Diagnostic, Related, Span
from reportgen.findings.rules import (
    CATEGORY_AGAINST_ITEM,
    EQUIPMENT_WITHOUT_PROCUREMENT,
    PROCUREMENT_ABOVE_ALL,
    PROCUREMENT_ABOVE_PROJECT,
    PROCUREMENT_OF_ANOTHER_UNIT,
    RESERVED_ABOVE_ALL,
)
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.model import Budget, ExpenditureLine, Procurement, PurchasedService

_EQUIPMENT, _VEHICLES = ("31002", "31003", "31007"), "31013"
_SMALL, _SMALLEST = "采购.预留中小", "采购.预留小微"
_GOODS, _SECTION = "货物", "政府采购"
_ENDINGS = re.compile(r"(?:采购|项目|费用|经费|专项|费|等|[（(][^（）()]*[）)])+$")


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
            hint = or_allow("请核对采购各行的“项目”与金额。", PROCUREMENT_ABOVE_PROJECT)
            related = (Related(project.span, "项目"),)
            yield Diagnostic(PROCUREMENT_ABOVE_PROJECT, items[0].span, sentence, hint, related)


@check(PROCUREMENT_ABOVE_ALL)
def procurement_above_all(budget: Budget) -> Iterator[Diagnostic]:
    """What no project pays for is paid from the rest of the unit's money."""
    for unit in budget.units:
        items = [item for item in budget.procurement if item.unit == unit.key and not item.project]
        bought = sum((item.amount for item in items), Decimal(0))
        money = sum((line.amount for line in budget.expenditure if line.unit == unit.key), Decimal(0))
        if items and bought > money:
            sentence = (
                f"单位“{unit.key}”不属于项目的政府采购 {bought:,.2f} 元，多于它的全部支出 {money:,.2f} 元"
            )
            hint = or_allow("请核对采购各行的金额，或写上“项目”。", PROCUREMENT_ABOVE_ALL)
            largest = max(items, key=lambda item: item.amount)
            yield Diagnostic(PROCUREMENT_ABOVE_ALL, largest.span, sentence, hint)


@check(PROCUREMENT_OF_ANOTHER_UNIT)
def procurement_of_another_unit(budget: Budget) -> Iterator[Diagnostic]:
    """A project buys for its own unit."""
    projects = {project.name: project for project in budget.projects}
    items: tuple[Procurement | PurchasedService, ...] = (*budget.procurement, *budget.purchased_services)
    for item in items:
        project = projects.get(item.project)
        if project and item.unit and project.unit and item.unit != project.unit:
            sentence = f"采购的单位是“{item.unit}”，项目“{project.name}”的单位却是“{project.unit}”"
            hint = or_allow("请核对“单位”和“项目”。", PROCUREMENT_OF_ANOTHER_UNIT)
            related = (Related(project.span, "项目"),)
            yield Diagnostic(PROCUREMENT_OF_ANOTHER_UNIT, item.span, sentence, hint, related)


@check(CATEGORY_AGAINST_ITEM)
def category_against_item(budget: Budget) -> Iterator[Diagnostic]:
    """Equipment is 货物, upkeep 服务, building work 工程 (政府采购品目分类目录)."""
    patterns = budget.classification.words.made(_categories)
    sections = {project.name: {line.economic for line in project.lines} for project in budget.projects}
    for item in budget.procurement:
        name = _ENDINGS.sub("", item.name or item.project)
        meant = _meant(name, patterns)
        if not meant and sections.get(item.project) and sections[item.project] <= {*_EQUIPMENT, _VEHICLES}:
            name, meant = item.project, _GOODS
        if meant and meant != item.category:
            sentence = f"采购“{item.name or item.project}”是{meant}，类别却写“{item.category}”"
            hint = or_allow("请核对“类别”。", CATEGORY_AGAINST_ITEM)
            yield Diagnostic(CATEGORY_AGAINST_ITEM, item.span, sentence, hint)


def _meant(name: str, patterns: list[tuple[str, re.Pattern[str]]]) -> str:
    """Return the category that the last telling word of a name belongs to, where it ends the name."""
    found = [(match.end(), category) for category, pattern in patterns for match in pattern.finditer(name)]
    end, category = max(found, default=(0, ""))
    return category if end == len(name) else ""


def _categories(lists: WordLists) -> list[tuple[str, re.Pattern[str]]]:
    return [(entry.text("类别"), entry.pattern("式")) for entry in lists["procurement_words"]]


@check(EQUIPMENT_WITHOUT_PROCUREMENT)
def equipment_without_procurement(budget: Budget) -> Iterator[Diagnostic]:
    """Vehicles and equipment are bought by government procurement (政府采购法)."""
    goods = any(item.amount and item.category == _GOODS for item in budget.procurement)
    any_item = any(item.amount for item in budget.procurement)
    vehicles = [line for line in budget.expenditure if line.economic == _VEHICLES and line.amount]
    equipment = [line for line in budget.expenditure if line.economic in _EQUIPMENT and line.amount]
    written = budget.sections.get(_SECTION)
    if budget.sections and not written:
        return
    if vehicles and not goods:
        yield _unbought(vehicles, "公务用车购置", "没有货物", vehicles[0].span)
    if not any_item and _money(equipment) >= limit(budget, "设备采购起点"):
        yield _unbought(equipment, "设备购置", "是 0", written or equipment[0].span)


def _unbought(lines: list[ExpenditureLine], what: str, bought: str, span: Span) -> Diagnostic:
    sentence = f"支出里有{what} {_money(lines):,.2f} 元，政府采购却{bought}"
    hint = or_allow("请补写“政府采购”。", EQUIPMENT_WITHOUT_PROCUREMENT)
    related = tuple(Related(line.span, what) for line in lines if line.span != span)
    return Diagnostic(EQUIPMENT_WITHOUT_PROCUREMENT, span, sentence, hint, related)


def _money(lines: list[ExpenditureLine]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))


@check(RESERVED_ABOVE_ALL)
def reserved_above_all(budget: Budget) -> Iterator[Diagnostic]:
    """What is reserved for the smallest firms is part of what is for small ones, that part of all."""
    small, smallest = budget.declared.get(_SMALL), budget.declared.get(_SMALLEST)
    whole = sum((item.amount for item in budget.procurement), Decimal(0))
    hint = "请核对“另列”和“政府采购”的金额。"
    if small and smallest and smallest.amount > small.amount:
        sentence = f"“{_SMALLEST}”{smallest.amount:,.2f} 元，多于“{_SMALL}”{small.amount:,.2f} 元"
        related = (Related(small.span, _SMALL),)
        yield Diagnostic(RESERVED_ABOVE_ALL, smallest.span, sentence, hint, related)
    elif (
        above := next((part for part in (small, smallest) if part and part.amount > whole), None)
    ) is not None:
        sentence = f"“{above.path}”{above.amount:,.2f} 元，多于全部政府采购 {whole:,.2f} 元"
        yield Diagnostic(RESERVED_ABOVE_ALL, above.span, sentence, hint)
