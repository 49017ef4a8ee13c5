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
from enum import Enum
from functools import cache, cached_property
from typing import NamedTuple

from reportgen.findings.diagnostics import Span
from reportgen.ledger.dimensions import (
    ACCOUNT,
    ACCOUNTS,
    APPROPRIATION,
    CARRIED_IN,
    CARRIED_OUT,
    CATALOGUE,
    CATEGORY,
    CODES,
    DIMENSIONS,
    ECONOMIC,
    EXPENDITURE,
    FUNCTION,
    FUND,
    GOVERNMENTAL,
    ITEM_NAME,
    LAST_YEAR,
    PERIOD,
    PROCUREMENT,
    PROCUREMENT_CATEGORY,
    PROJECT_CATEGORY,
    PROJECT_NAME,
    PROTECTION,
    PURCHASED_SERVICES,
    REVENUE,
    SERVICE_FIELD,
    STAGE,
    THIS_YEAR,
    THREE_PUBLIC,
    TRANSFERS,
    UNIT,
    UNIT_TYPE,
    YEAR,
    Condition,
)
from reportgen.ledger.model import APPROPRIATION_FUNDS, PROJECT, Budget, ExpenditureLine
from reportgen.ledger.model import THREE_PUBLIC as THREE_PUBLIC_ITEMS
from reportgen.source.keys import YES

_SAID_BY = {
    account: tuple(dimension for dimension in DIMENSIONS.values() if account in dimension.said_by)
    for account in ACCOUNTS
}
# Asked for each line and condition: a set answers faster than the table.
_CODES = frozenset(CODES)


class Truth(Enum):
    """Whether a line satisfies a condition; unknown where it does not say enough."""

    NO = 0
    UNKNOWN = 1
    YES = 2


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


def match(posting: Posting, dimension: str, values: tuple[str, ...]) -> Truth:
    """Say whether a line has one of *values* in a dimension; codes match by their beginning.

    >>> line = Posting({"经济科目": "302"}, Decimal(1), Span("x.yaml", 1), {"经济科目": ()})
    >>> [match(line, "经济科目", (code,)).name for code in ("302", "30201", "310")]
    ['YES', 'UNKNOWN', 'NO']
    """
    said = posting.dimensions.get(dimension, "")
    is_code = dimension in _CODES
    if said.startswith(values) if is_code else said in values:
        return Truth.YES
    if dimension not in posting.unsaid:
        return Truth.NO
    if is_code:
        may_be = any(value.startswith(said) for value in values)
    else:
        candidates = posting.unsaid[dimension]
        may_be = not candidates or any(value in candidates for value in values)
    return Truth.UNKNOWN if may_be else Truth.NO


# So few lines are looked at one by one: an index of them costs more than it saves.
_FEW_LINES = 8
_CERTAIN, _POSSIBLE = (Truth.YES,), (Truth.YES, Truth.UNKNOWN)


class _Found(NamedTuple):
    """The numbers of the lines that have a value, and of those that may have it."""

    certain: frozenset[int]
    unknown: frozenset[int]

    @property
    def possible(self) -> frozenset[int]:
        return self.certain | self.unknown if self.unknown else self.certain


class Postings(tuple[Posting, ...]):  # noqa: SLOT001 - the index is kept beside the lines
    """Ledger lines in order, with an index of each dimension that has been asked for.

    Lines that say the same in a dimension match alike, so that only one of them is looked at; and only those
    that say one of the values asked for, or leave it open.
    """

    @classmethod
    def of(cls, lines: Iterable[Posting]) -> "Postings":
        """Return *lines* with an index: themselves where they have one."""
        return lines if isinstance(lines, cls) else cls(lines)

    def __reduce__(self) -> tuple[type["Postings"], tuple[tuple[Posting, ...]]]:
        """Other processes make an index of their own if they need one."""
        return Postings, (tuple(self),)

    @cached_property
    def unsettled(self) -> "Postings":
        """The lines that leave something unsaid."""
        lines = [posting for posting in self if posting.unsaid]
        return self if len(lines) == len(self) else Postings(lines)

    @cached_property
    def total(self) -> Decimal:
        """The exact sum in 元."""
        return sum((posting.amount for posting in self), Decimal(0))

    @cached_property
    def places(self) -> tuple[Span, ...]:
        """Where the lines stand, each place once, in the order of the ledger."""
        spans = {(span.path, span.line, span.column): span for span in (posting.span for posting in self)}
        return tuple(spans[place] for place in sorted(spans))

    def select(self, conditions: Iterable[Condition]) -> "Postings":
        """Return the lines that certainly satisfy all of *conditions*."""
        if len(self) <= _FEW_LINES:
            return self._looked_through(conditions, _CERTAIN)
        return self._common([found.certain for _, found in self._matches(conditions)])

    def possible(self, conditions: Iterable[Condition]) -> "Postings":
        """Return the lines that satisfy all of *conditions* or may do so."""
        if len(self) <= _FEW_LINES:
            return self._looked_through(conditions, _POSSIBLE)
        return self._common([found.possible for _, found in self._matches(conditions)])

    def gap(self, conditions: Iterable[Condition]) -> "Gap | None":
        """Return the lines of which nobody knows whether they satisfy all of *conditions*."""
        if not self:
            return None
        matches = self._matches(conditions)
        if not any(found.unknown for _, found in matches):
            return None
        lacking: dict[str, None] = {}
        lines = []
        for number in sorted(_all_of([found.possible for _, found in matches])):
            names = [dimension for dimension, found in matches if number in found.unknown]
            if names:
                lines.append(self[number])
                lacking |= dict.fromkeys(names)
        return Gap(tuple(lacking), tuple(lines)) if lines else None

    def _matches(self, conditions: Iterable[Condition]) -> list[tuple[str, _Found]]:
        return [
            (dimension, self._found(dimension, values))
            for condition in conditions
            for dimension, values in condition.items()
        ]

    def _common(self, found: list[frozenset[int]]) -> "Postings":
        narrowing = [numbers for numbers in found if len(numbers) < len(self)]
        return self._numbered(sorted(_all_of(narrowing))) if narrowing else self

    def _numbered(self, numbers: list[int]) -> "Postings":
        return Postings([self[number] for number in numbers]) if numbers else _NO_LINES

    def _looked_through(self, conditions: Iterable[Condition], truths: tuple[Truth, ...]) -> "Postings":
        lines: Sequence[Posting] = self
        for condition in conditions:
            for dimension, values in condition.items():
                lines = [posting for posting in lines if match(posting, dimension, values) in truths]
                if not lines:
                    return _NO_LINES
        return self if len(lines) == len(self) else Postings(lines)

    def _found(self, dimension: str, values: tuple[str, ...]) -> _Found:
        key = dimension, values
        if key not in self._kept:
            if dimension not in self._indexes:
                self._indexes[dimension] = _Index.of(self, dimension)
            certain: list[int] = []
            unknown: list[int] = []
            for numbers in self._indexes[dimension].alike(values):
                truth = match(self[numbers[0]], dimension, values)
                if truth is Truth.YES:
                    certain += numbers
                elif truth is Truth.UNKNOWN:
                    unknown += numbers
            self._kept[key] = _Found(frozenset(certain), frozenset(unknown))
        return self._kept[key]

    @cached_property
    def _indexes(self) -> dict[str, "_Index"]:
        return {}

    @cached_property
    def _kept(self) -> dict[tuple[str, tuple[str, ...]], _Found]:
        return {}


# Half of all cells of tables have no line.
_NO_LINES = Postings()


def _all_of(sets: list[frozenset[int]]) -> frozenset[int]:
    """Return what is in all of *sets*, of which there is one at least, the smallest looked through first."""
    first, *others = sorted(sets, key=len)
    return first.intersection(*others)


@dataclass(frozen=True, slots=True)
class _Index:
    """The numbers of lines that are alike in a dimension: by what they say, or *loose*: any may match."""

    exact: Mapping[str, list[int]]
    loose: tuple[list[int], ...]

    @classmethod
    def of(cls, lines: Iterable[Posting], dimension: str) -> "_Index":
        exact: dict[str, list[int]] = {}
        loose: dict[tuple[str, tuple[str, ...] | None], list[int]] = {}
        is_code = dimension in _CODES
        for number, posting in enumerate(lines):
            said, unsaid = posting.dimensions.get(dimension, ""), posting.unsaid.get(dimension)
            if is_code or unsaid is not None:
                loose.setdefault((said, unsaid), []).append(number)
            else:
                exact.setdefault(said, []).append(number)
        return cls(exact, tuple(loose.values()))

    def alike(self, values: Iterable[str]) -> Iterator[list[int]]:
        """Yield the groups of lines among which those with one of *values* are."""
        yield from (self.exact[value] for value in dict.fromkeys(values) if value in self.exact)
        yield from self.loose


def select(postings: Iterable[Posting], *conditions: Condition) -> Postings:
    """Return the postings that have one of the values of every dimension that a condition names."""
    return Postings.of(postings).select(conditions)


def unsettled(postings: Iterable[Posting]) -> Postings:
    """Return the postings that leave something unsaid."""
    return Postings.of(postings).unsettled


def possible(postings: Iterable[Posting], *conditions: Condition) -> Postings:
    """Return the postings that *conditions* select, and those that they cannot exclude."""
    return Postings.of(postings).possible(conditions)


def gap(postings: Iterable[Posting], *conditions: Condition) -> Gap | None:
    """Return the postings of which nobody knows whether *conditions* select them."""
    return Postings.of(postings).gap(conditions)


def total(postings: Iterable[Posting]) -> Decimal:
    """Return the exact sum in 元."""
    return Postings.of(postings).total


def places(postings: Iterable[Posting]) -> tuple[Span, ...]:
    """Return where the postings stand, each place once, in the order of the ledger."""
    return Postings.of(postings).places


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
    says = _SAID_BY.get(account, ())
    if account == EXPENDITURE and dimensions.get(CATEGORY) == PROJECT:
        says = (*says, DIMENSIONS[PROJECT_CATEGORY])
    unsaid: dict[str, tuple[str, ...]] = {
        dimension.name: () for dimension in says if not dimension.is_whole(dimensions.get(dimension.name, ""))
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
