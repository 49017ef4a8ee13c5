"""Ledger lines as postings with dimensions, and selections of them.

A posting is one line of money with everything that is known of it.
A condition names values of dimensions.
Conditions add up (and); the values of one dimension are alternatives (or).
Codes are matched by prefix, so that 201 selects every 项 beneath it.
What a line does not say is not the same as what it is not: such a line is neither selected nor excluded,
and whoever sums must ask for it (`gap`), because nobody knows whether it counts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from itertools import chain

from reportgen.classification.tables import ITEM, SECTION
from reportgen.findings.diagnostics import Span
from reportgen.ledger.model import APPROPRIATION_FUNDS, PROJECT, Budget, ExpenditureLine
from reportgen.ledger.model import THREE_PUBLIC as THREE_PUBLIC_ITEMS
from reportgen.source.keys import YES

ACCOUNT = "账"
YEAR = "年"
DEPARTMENT = "部门"
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
    DEPARTMENT,
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
# Codes are selected by their first digits; each is whole with so many.
_BY_PREFIX = {FUNCTION: ITEM, ECONOMIC: SECTION, GOVERNMENTAL: SECTION}
# What a line of each account says when nothing was left undisclosed.
_EXPENDITURE_SAYS = (
    *(UNIT, UNIT_TYPE, CATEGORY, FUNCTION, ECONOMIC, GOVERNMENTAL),
    *(FUND, PERIOD, APPROPRIATION, THREE_PUBLIC),
)
_FUND_LINE_SAYS = (UNIT, UNIT_TYPE, FUND, APPROPRIATION)
_SAYS = {
    EXPENDITURE: _EXPENDITURE_SAYS,
    REVENUE: _FUND_LINE_SAYS,
    CARRIED_IN: _FUND_LINE_SAYS,
    CARRIED_OUT: _FUND_LINE_SAYS,
    PROCUREMENT: (UNIT, UNIT_TYPE, PROCUREMENT_CATEGORY),
    PURCHASED_SERVICES: (UNIT, UNIT_TYPE, *CATALOGUE, SERVICE_FIELD),
}

Condition = Mapping[str, tuple[str, ...]]
_Asked = tuple[str, tuple[str, ...]]
# From so many postings on an index is made: a department has 30 to 60 lines, and looking at each is faster.
_LARGE = 64


@dataclass(frozen=True, slots=True, eq=False)
class Posting:
    """One ledger line: its dimensions, its amount in 元 and its place.

    *unsaid* names the dimensions that the line does not say, or of whose code it says only the beginning,
    with the values that each may still have; no values are any value.
    """

    dimensions: Mapping[str, str]
    amount: Decimal
    span: Span
    unsaid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """Lines that a selection neither takes nor leaves, and the dimensions that they would have to say."""

    dimensions: tuple[str, ...]
    lines: tuple[Posting, ...]

    def is_within(self, other: "Gap") -> bool:
        """Whether *other* tells all of it."""
        return set(self.dimensions) <= set(other.dimensions) and set(self.lines) <= set(other.lines)


class Postings(tuple[Posting, ...]):  # noqa: SLOT001 - it keeps what was asked of it
    """Postings that keep, once somebody asked, which of them have what value: selecting costs what it finds.

    The same postings are asked for hundreds of cells, rows and facts.
    """

    _positions: dict[str, dict[str, list[int]]]

    def positions(self, dimension: str) -> Mapping[str, Sequence[int]]:
        """Return the positions of the postings that have each value of *dimension*, empty for none said."""
        if not hasattr(self, "_positions"):
            self._positions = {}
        if dimension not in self._positions:
            found: dict[str, list[int]] = {}
            for position, posting in enumerate(self):
                found.setdefault(posting.dimensions.get(dimension, ""), []).append(position)
            self._positions[dimension] = found
        return self._positions[dimension]

    @cached_property
    def unsettled(self) -> tuple[Posting, ...]:
        """Return the postings that leave something unsaid."""
        return tuple(posting for posting in self if posting.unsaid)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Return where the postings stand, as `file:line`, in the order of the ledger."""
        return _places(self)


def select(postings: Iterable[Posting], *conditions: Condition) -> Postings:
    """Return the postings that have one of the values of every dimension that a condition names."""
    asked = [item for condition in conditions for item in condition.items()]
    found: Iterable[Posting] = postings
    if isinstance(postings, Postings):
        if not asked:
            return postings
        if len(postings) >= _LARGE:
            asked, found = _narrowest(postings, asked)
    for dimension, values in asked:
        if dimension in _BY_PREFIX:
            found = [p for p in found if p.dimensions.get(dimension, "").startswith(values)]
        else:
            found = [p for p in found if p.dimensions.get(dimension, "") in values]
    return Postings(found)


def _narrowest(postings: Postings, asked: Sequence[_Asked]) -> tuple[list[_Asked], list[Posting]]:
    """Return the postings that satisfy what selects fewest, in their order, and what is left to ask."""
    groups = [_groups(postings, *item) for item in asked]
    least = min(range(len(asked)), key=lambda number: sum(map(len, groups[number])))
    found = groups[least]
    positions = found[0] if len(found) == 1 else sorted(chain.from_iterable(found))
    return [*asked[:least], *asked[least + 1 :]], [postings[position] for position in positions]


def _groups(postings: Postings, dimension: str, values: tuple[str, ...]) -> list[Sequence[int]]:
    positions = postings.positions(dimension)
    if dimension in _BY_PREFIX:
        return [found for value, found in positions.items() if value.startswith(values)]
    return [positions[value] for value in dict.fromkeys(values) if value in positions]


def unsettled(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """Return the postings that leave something unsaid."""
    if isinstance(postings, Postings):
        return postings.unsettled
    return tuple(posting for posting in postings if posting.unsaid)


def possible(postings: Iterable[Posting], *conditions: Condition) -> tuple[Posting, ...]:
    """Return the postings that *conditions* select, and those that they cannot exclude."""
    found = list(postings)
    for condition in conditions:
        for dimension, values in condition.items():
            if dimension in _BY_PREFIX:
                found = [
                    p
                    for p in found
                    if p.dimensions.get(dimension, "").startswith(values) or _may_have(p, dimension, values)
                ]
            else:
                found = [
                    p
                    for p in found
                    if p.dimensions.get(dimension, "") in values or _may_have(p, dimension, values)
                ]
    return tuple(found)


def gap(postings: Iterable[Posting], *conditions: Condition) -> Gap | None:
    """Return the postings of which nobody knows whether *conditions* select them."""
    asked = [item for condition in conditions for item in condition.items()]
    names = {dimension for dimension, _ in asked}
    found: dict[Posting, None] = {}
    dimensions: dict[str, None] = {}
    for posting in possible((p for p in unsettled(postings) if not names.isdisjoint(p.unsaid)), *conditions):
        lacking = [dimension for dimension, values in asked if not _has(posting, dimension, values)]
        if lacking:
            found[posting] = None
            dimensions |= dict.fromkeys(lacking)
    return Gap(tuple(dimensions), tuple(found)) if found else None


def _has(posting: Posting, dimension: str, values: tuple[str, ...]) -> bool:
    known = posting.dimensions.get(dimension, "")
    return known.startswith(values) if dimension in _BY_PREFIX else known in values


def _may_have(posting: Posting, dimension: str, values: tuple[str, ...]) -> bool:
    if dimension not in posting.unsaid:
        return False
    if dimension in _BY_PREFIX:
        begun = posting.dimensions.get(dimension, "")
        return any(value.startswith(begun) for value in values)
    candidates = posting.unsaid[dimension]
    return not candidates or any(value in candidates for value in values)


def total(postings: Iterable[Posting]) -> Decimal:
    """Return the exact sum in 元."""
    return sum((posting.amount for posting in postings), Decimal(0))


def places(postings: Iterable[Posting]) -> tuple[str, ...]:
    """Return where the postings stand, as `file:line`, in the order of the ledger."""
    return postings.places if isinstance(postings, Postings) else _places(postings)


def _places(postings: Iterable[Posting]) -> tuple[str, ...]:
    found = {(posting.span.path, posting.span.line) for posting in postings}
    return tuple(f"{path}:{line}" for path, line in sorted(found))


def postings_of(budget: Budget) -> Postings:
    """Return every line of *budget*, and of last year's where it is known, as postings."""
    before = _postings(budget.last_year, LAST_YEAR) if budget.last_year else _declared_before(budget)
    return Postings((*_postings(budget, THIS_YEAR), *before))


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
            unsaid = _unsaid(dimensions, declared.amount, lambda _: THREE_PUBLIC_ITEMS)
            yield Posting(dimensions, declared.amount, declared.span, unsaid)


def _postings(budget: Budget, year: str) -> Iterator[Posting]:
    types = {unit.key: unit.type for unit in budget.units}
    three_public = cache(budget.classification.economic.three_public)
    for record, amount, span in _records(budget):
        unit_type = types.get(record.get(UNIT, ""), "")
        known = {YEAR: year, UNIT_TYPE: unit_type, **record}
        dimensions = {name: value for name, value in known.items() if value}
        yield Posting(dimensions, amount, span, _unsaid(dimensions, amount, three_public))


def _unsaid(
    dimensions: Mapping[str, str], amount: Decimal, three_public: Callable[[str], tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return what a line leaves unsaid; where it has no money nobody need know."""
    if not amount:
        return {}
    account = dimensions[ACCOUNT]
    says = _SAYS.get(account, ())
    if account == EXPENDITURE and dimensions.get(CATEGORY) == PROJECT:
        says = (*says, PROJECT_CATEGORY)
    unsaid: dict[str, tuple[str, ...]] = {
        name: () for name in says if len(dimensions.get(name, "")) < _BY_PREFIX.get(name, 1)
    }
    if THREE_PUBLIC in unsaid:
        unsaid[THREE_PUBLIC] = three_public(dimensions.get(ECONOMIC, ""))
    return unsaid


_Record = tuple[dict[str, str], Decimal, Span]


def _records(budget: Budget) -> Iterator[_Record]:
    projects = {project.name: project for project in budget.projects}
    types = {unit.key: unit.type for unit in budget.units}
    governmental_code = cache(budget.classification.governmental_code)
    for line in budget.expenditure:
        project = projects.get(line.project)
        extra = {PROJECT_CATEGORY: project.category, STAGE: project.stage} if project else {}
        governmental = governmental_code(line.economic, types.get(line.unit, ""))
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
