"""Ledger lines as postings with dimensions, and selections of them.

A posting is one line of money with everything that is known of it.
A condition names values of dimensions.
Conditions add up (and); the values of one dimension are alternatives (or).
Codes are matched by prefix, so that 201 selects every 项 beneath it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.diagnostics import Span
from reportgen.model import APPROPRIATION_FUNDS, PROJECT, YES, Budget, ExpenditureLine
from reportgen.model import THREE_PUBLIC as THREE_PUBLIC_ITEMS

ACCOUNT = "账"
YEAR = "年"
UNIT = "单位"
UNIT_TYPE = "单位类型"
FUND = "资金来源"
CATEGORY = "类别"
FUNCTION = "功能科目"
ECONOMIC = "经济科目"
PERIOD = "期"
THREE_PUBLIC = "三公"
PROJECT_NAME = "项目"
PROJECT_CATEGORY = "项目类别"
STAGE = "阶段"
ITEM_NAME = "名称"
PROCUREMENT_CATEGORY = "采购类别"
CATALOGUE = ("一级", "二级", "三级")
SERVICE_FIELD = "服务领域"
APPROPRIATION = "财政拨款"
GOVERNMENTAL = "政府经济科目"

EXPENDITURE, REVENUE, CARRIED_IN, CARRIED_OUT = "支出", "收入", "上年结转", "年终结转"
PROCUREMENT, PURCHASED_SERVICES = "政府采购", "政府购买服务"
TRANSFERS, PROTECTION = "转移支付", "保障层次"
ACCOUNTS = (
    EXPENDITURE,
    REVENUE,
    CARRIED_IN,
    CARRIED_OUT,
    PROCUREMENT,
    PURCHASED_SERVICES,
    TRANSFERS,
    PROTECTION,
)
THIS_YEAR, LAST_YEAR = "本年", "上年"

DIMENSIONS = (
    ACCOUNT,
    YEAR,
    UNIT,
    UNIT_TYPE,
    FUND,
    CATEGORY,
    FUNCTION,
    ECONOMIC,
    GOVERNMENTAL,
    PERIOD,
    APPROPRIATION,
    THREE_PUBLIC,
    PROJECT_NAME,
    PROJECT_CATEGORY,
    STAGE,
    ITEM_NAME,
    PROCUREMENT_CATEGORY,
    *CATALOGUE,
    SERVICE_FIELD,
)
_BY_PREFIX = {FUNCTION, ECONOMIC, GOVERNMENTAL}

Condition = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Posting:
    """One ledger line: its dimensions, its amount in 元 and its place."""

    dimensions: Mapping[str, str]
    amount: Decimal
    span: Span


def select(postings: Iterable[Posting], *conditions: Condition) -> tuple[Posting, ...]:
    """Return the postings that have one of the values of every dimension that a condition names."""
    found = list(postings)
    for condition in conditions:
        for dimension, values in condition.items():
            if dimension in _BY_PREFIX:
                found = [p for p in found if p.dimensions.get(dimension, "").startswith(values)]
            else:
                found = [p for p in found if p.dimensions.get(dimension, "") in values]
    return tuple(found)


def total(postings: Iterable[Posting]) -> Decimal:
    """Return the exact sum in 元."""
    return sum((posting.amount for posting in postings), Decimal(0))


def places(postings: Iterable[Posting]) -> tuple[str, ...]:
    """Return where the postings stand, as `file:line`, in the order of the ledger."""
    spans = sorted({posting.span for posting in postings})
    return tuple(dict.fromkeys(span.place for span in spans))


def postings_of(budget: Budget) -> tuple[Posting, ...]:
    """Return every line of *budget*, and of last year's where it is known, as postings."""
    before = _postings(budget.last_year, LAST_YEAR) if budget.last_year else _declared_before(budget)
    return (*_postings(budget, THIS_YEAR), *before)


def is_declared_before(budget: Budget) -> bool:
    """Whether the ledger declares each item of last year's “三公” expenses, so that their sums are whole."""
    return all(f"{THREE_PUBLIC}.{item}" in budget.previous for item in THREE_PUBLIC_ITEMS)


def _declared_before(budget: Budget) -> Iterator[Posting]:
    """The items of the “三公” expenses are the only figures of 上年 that are leaves: none counts another.

    They are appropriation of a fund that is not known; the first one stands for it.
    """
    for item in THREE_PUBLIC_ITEMS:
        declared = budget.previous.get(f"{THREE_PUBLIC}.{item}")
        if declared:
            dimensions = {ACCOUNT: EXPENDITURE, YEAR: LAST_YEAR, THREE_PUBLIC: item}
            dimensions |= {FUND: APPROPRIATION_FUNDS[0], APPROPRIATION: YES}
            yield Posting(dimensions, declared.amount, declared.span)


def _postings(budget: Budget, year: str) -> Iterator[Posting]:
    types = {unit.key: unit.type for unit in budget.units}
    for dimensions, amount, span in _records(budget):
        unit_type = types.get(dimensions.get(UNIT, ""), "")
        known = {YEAR: year, UNIT_TYPE: unit_type, **dimensions}
        yield Posting({name: value for name, value in known.items() if value}, amount, span)


_Record = tuple[dict[str, str], Decimal, Span]


def _records(budget: Budget) -> Iterator[_Record]:
    projects = {project.name: project for project in budget.projects}
    types = {unit.key: unit.type for unit in budget.units}
    for line in budget.expenditure:
        project = projects.get(line.project)
        extra = {PROJECT_CATEGORY: project.category, STAGE: project.stage} if project else {}
        governmental = budget.classification.governmental_code(line.economic, types.get(line.unit, ""))
        dimensions = {**_expenditure(line), **extra, GOVERNMENTAL: governmental}
        yield dimensions, line.amount, line.span
    yield from _fund_records(budget)
    for item in budget.procurement:
        dimensions = {UNIT: item.unit, PROJECT_NAME: item.project, PROCUREMENT_CATEGORY: item.category}
        yield {ACCOUNT: PROCUREMENT, ITEM_NAME: item.name, **dimensions}, item.amount, item.span
    for service in budget.purchased_services:
        dimensions = {UNIT: service.unit, PROJECT_NAME: service.project, SERVICE_FIELD: service.field}
        dimensions |= dict(zip(CATALOGUE, service.catalogue, strict=True))
        yield {ACCOUNT: PURCHASED_SERVICES, **dimensions}, service.amount, service.span
    for account, amounts in ((TRANSFERS, budget.transfers), (PROTECTION, budget.protection)):
        for named in amounts:
            yield {ACCOUNT: account, ITEM_NAME: named.name}, named.amount, named.span


def _fund_records(budget: Budget) -> Iterator[_Record]:
    accounts = ((REVENUE, budget.revenue), (CARRIED_IN, budget.carried_in), (CARRIED_OUT, budget.carried_out))
    for account, lines in accounts:
        for line in lines:
            dimensions = {UNIT: line.unit, FUND: line.fund, APPROPRIATION: line.appropriation}
            yield {ACCOUNT: account, **dimensions}, line.amount, line.span


def _expenditure(line: ExpenditureLine) -> dict[str, str]:
    return {
        ACCOUNT: EXPENDITURE,
        UNIT: line.unit,
        CATEGORY: line.category,
        FUNCTION: line.function,
        ECONOMIC: line.economic,
        FUND: line.fund,
        PERIOD: line.period,
        APPROPRIATION: line.appropriation,
        THREE_PUBLIC: line.three_public,
        PROJECT_NAME: line.project if line.category == PROJECT else "",
        ITEM_NAME: line.item,
    }
