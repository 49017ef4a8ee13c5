"""Facts: exact amounts, counts, dates and selections that keep the ledger lines they came from.

A fact is reached by a dotted path (收入.合计, 一般公共预算支出.类.201).
An amount, a rate or a date does not print by itself: a template says in which unit.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from reportgen.classification.tables import CodeTable
from reportgen.findings.diagnostics import Span
from reportgen.ledger.dimensions import CATEGORY, DIMENSIONS, ECONOMIC, FUNCTION, STAGE, Condition
from reportgen.ledger.model import (
    BASIC_CATEGORIES,
    DEPARTMENT_STAGE,
    OPERATING,
    PERSONNEL,
    PROJECT,
    RESERVE_STAGE,
    Words,
)
from reportgen.ledger.postings import Gap, Postings, places, select, total

TOTAL = "合计"


class FormatMissingError(Exception):
    """A fact was printed without a filter that says its unit."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The ledger lines that an amount sums, and the condition that selects them."""

    condition: Condition
    postings: Postings


@dataclass(frozen=True, slots=True)
class Operand:
    """A fact that another is computed from: *sign* stands before it, *year* is 本年, 上年 or empty."""

    sign: str
    fact: "Amount | Number"
    year: str = ""


class DerivationKind(Enum):
    """What is computed from facts, by the word that its path begins with."""

    CHANGE = "变动"
    CHANGE_RATE = "变动率"
    SHARE = "占比"


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a fact is computed: as the change, the rate of change or the share *of* another.

    *operands* give its value, taken from left to right.
    """

    kind: DerivationKind
    of: "Amount | Number"
    operands: tuple[Operand, ...]

    @property
    def path(self) -> str:
        """The path of what is computed: 变动率.收入.合计; of a share with its whole: 占比.支出.项目/支出."""
        is_share = self.kind is DerivationKind.SHARE
        named = [operand.fact.path for operand in self.operands] if is_share else [self.of.path]
        return f"{self.kind.value}.{'/'.join(named)}"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Amount:
    """An exact amount in 元; true when it is not zero. It prints only through a filter.

    It is a sum of ledger lines (*basis*), computed from other facts (*derivation*), or declared as it is.
    Where there is a *gap*, nobody knows the amount: *value* counts the lines that certainly belong to it.
    """

    path: str
    value: Decimal
    sources: tuple[Span, ...]
    basis: Basis | None = None
    derivation: Derivation | None = None
    gap: Gap | None = None

    def __bool__(self) -> bool:
        return self.value != 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Amount) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)

    def __str__(self) -> str:
        raise FormatMissingError(f"金额“{self.path}”没有写单位，应加 |万元 或 |元")


@dataclass(frozen=True, slots=True)
class Rate:
    """A fraction of two amounts."""

    value: Decimal
    sources: tuple[Span, ...]
    derivation: Derivation

    @property
    def path(self) -> str:
        """The path that the JSON calls it by."""
        return self.derivation.path

    def __str__(self) -> str:
        raise FormatMissingError(f"比率“{self.path}”没有写格式，应加 |百分比")


@dataclass(frozen=True, slots=True)
class Number:
    """A count or a year; where there is a *gap*, nobody knows it."""

    path: str
    value: int
    sources: tuple[Span, ...]
    gap: Gap | None = None

    def __bool__(self) -> bool:
        return self.value != 0


@dataclass(frozen=True, slots=True)
class Day:
    """A date; it prints only through 日期."""

    path: str
    value: date
    sources: tuple[Span, ...]

    def __str__(self) -> str:
        raise FormatMissingError(f"日期“{self.path}”没有写格式，应加 |日期")


@dataclass(frozen=True, slots=True)
class Group:
    """Names beneath a name: 部门.全称."""

    path: str
    members: Mapping[str, "Fact"]

    def __getattr__(self, name: str) -> "Fact":
        found = self.member(name)
        if found is None:
            raise AttributeError(name)
        return found

    def member(self, name: str) -> "Fact | None":
        """Return what stands under *name*."""
        return self.members.get(name)

    def names(self) -> tuple[str, ...]:
        """Return the names that can be asked for."""
        return tuple(self.members)


@dataclass(frozen=True, slots=True)
class Listing(Group):
    """A list that is also reached by name: 资产.车辆, 项目.电话费."""

    entries: tuple["Fact", ...]

    def __iter__(self) -> Iterator["Fact"]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


_PARTS: dict[str, tuple[str, str, Condition]] = {
    "类": (FUNCTION, "类", {}),
    "项级": (FUNCTION, "项", {}),
    "经济类": (ECONOMIC, "类", {}),
    "款": (ECONOMIC, "款", {}),
    "公用款": (ECONOMIC, "款", {CATEGORY: (OPERATING,)}),
}
_SUMS: dict[str, Condition] = {
    TOTAL: {},
    "基本": {CATEGORY: BASIC_CATEGORIES},
    PERSONNEL: {CATEGORY: (PERSONNEL,)},
    OPERATING: {CATEGORY: (OPERATING,)},
    PROJECT: {CATEGORY: (PROJECT,)},
    "部门预算项目": {CATEGORY: (PROJECT,), STAGE: (DEPARTMENT_STAGE,)},
    "本年预留项目": {CATEGORY: (PROJECT,), STAGE: (RESERVE_STAGE,)},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A selection of expenditure (口径) with its sums and parts; parts are those that are not zero.

    Where there is a *gap*, nobody knows them, but for a sum that *texts* states.
    """

    path: str
    basis: Basis
    tables: Mapping[str, CodeTable]
    texts: Mapping[str, "Fact"]
    gap: Gap | None = None

    def __bool__(self) -> bool:
        return total(self.basis.postings) != 0

    def __getattr__(self, name: str) -> "Fact":
        found = self.member(name)
        if found is None:
            raise AttributeError(name)
        return found

    def member(self, name: str) -> "Fact | None":
        """Return a sum, a list of parts or a text of the selection."""
        if name in self.texts:
            return self.texts[name]
        if name in _SUMS:
            return self._sum(name)
        return self._parts(name) if name in _PARTS else None

    def names(self) -> tuple[str, ...]:
        """Return the names that can be asked for."""
        return (*_SUMS, *_PARTS, *self.texts)

    def _sum(self, name: str) -> Amount:
        path = self.path if name == TOTAL else f"{self.path}.{name}"
        return sum_of(path, self.basis, _SUMS[name], self.gap)

    def _parts(self, name: str) -> "Parts":
        dimension, level, condition = _PARTS[name]
        return Parts(
            path=f"{self.path}.{name}",
            basis=_narrowed(self.basis, condition),
            dimension=dimension,
            digits=DIMENSIONS[dimension].levels[level],
            tables=self.tables,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A selection split by the first digits of a code; iterating gives the parts that are not zero."""

    path: str
    basis: Basis
    dimension: str
    digits: int
    tables: Mapping[str, CodeTable]

    def __iter__(self) -> Iterator[Selection]:
        return (part for part in map(self._part, self.names()) if part)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __getattr__(self, name: str) -> Selection:
        found = self.member(name)
        if found is None:
            raise AttributeError(name)
        return found

    def member(self, name: str) -> Selection | None:
        """Return the part of a code of the year; without lines it is zero."""
        if len(name) != self.digits or self.tables[self.dimension].lookup(name) is None:
            return None
        return self._part(name)

    def names(self) -> tuple[str, ...]:
        """Return the codes that have lines, in code order."""
        codes = {p.dimensions.get(self.dimension, "")[: self.digits] for p in self.basis.postings}
        return tuple(sorted(code for code in codes if len(code) == self.digits))

    @property
    def gap(self) -> Gap | None:
        """Return the lines that no part counts, because their code was not disclosed so far."""
        lines = self.basis.postings
        lacking = tuple(p for p in lines if len(p.dimensions.get(self.dimension, "")) < self.digits)
        return Gap((self.dimension,), lacking) if lacking else None

    def _part(self, code: str) -> Selection:
        basis = _narrowed(self.basis, {self.dimension: (code,)})
        texts: dict[str, Fact] = {"名称": self.tables[self.dimension].name(code), "编码": code}
        return Selection(path=f"{self.path}.{code}", basis=basis, tables=self.tables, texts=texts)


Fact = Amount | Rate | Number | Day | Group | Selection | Parts | Words | str | tuple[Words, ...]
Container = Group | Selection | Parts


def _narrowed(basis: Basis, condition: Condition) -> Basis:
    return Basis({**basis.condition, **condition}, select(basis.postings, condition))


def sum_of(path: str, basis: Basis, condition: Condition, open_lines: Gap | None = None) -> Amount:
    """Return the sum of those lines of *basis* that satisfy *condition* too; *open_lines* may be others."""
    found = _narrowed(basis, condition)
    return Amount(
        path=path, value=total(found.postings), sources=places(found.postings), basis=found, gap=open_lines
    )


def as_amount(fact: Fact | None) -> Amount | None:
    """Return the amount behind a fact: itself, or the 合计 of a selection."""
    if isinstance(fact, Selection):
        fact = fact.member(TOTAL)
    return fact if isinstance(fact, Amount) else None
