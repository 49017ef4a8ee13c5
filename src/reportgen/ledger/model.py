"""The budget of one department and year as typed, frozen values.

Amounts are `Decimal` in 元, codes are texts, and every value keeps the place it was written at.
The texts of enumerations are the ledger's own words, because tables and messages speak of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from pathlib import Path

from reportgen.classification.tables import Classification
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.waivers import Allowance

GENERAL_PUBLIC_BUDGET = "一般公共预算"
GOVERNMENT_FUND = "政府性基金预算"
STATE_CAPITAL_OPERATIONS = "国有资本经营预算"
SPECIAL_ACCOUNT = "财政专户管理资金"
APPROPRIATION_FUNDS = (GENERAL_PUBLIC_BUDGET, GOVERNMENT_FUND, STATE_CAPITAL_OPERATIONS)
UNIT_FUNDS = ("事业收入", "上级补助收入", "附属单位上缴收入", "事业单位经营收入", "其他收入")
FUNDS = (*APPROPRIATION_FUNDS, SPECIAL_ACCOUNT, *UNIT_FUNDS)

PERSONNEL = "人员经费"
OPERATING = "公用经费"
BASIC_CATEGORIES = (PERSONNEL, OPERATING)
PROJECT = "项目"

ADMINISTRATIVE = "行政"
CIVIL_SERVICE_LIKE = "参公"
INSTITUTION = "事业"
UNIT_TYPES = (ADMINISTRATIVE, CIVIL_SERVICE_LIKE, INSTITUTION)

CURRENT = "本年"
CARRIED_OVER = "上年结转"
PERIODS = (CURRENT, CARRIED_OVER)

DEPARTMENT_STAGE = "部门预算"
RESERVE_STAGE = "本年预留"
STAGES = (DEPARTMENT_STAGE, RESERVE_STAGE)

THREE_PUBLIC = ("出国", "接待", "用车购置", "用车运行")
NO_THREE_PUBLIC = "无"
PROCUREMENT_CATEGORIES = ("货物", "服务", "工程")

# What 另列 may declare that is a count, not an amount.
COUNTED = ("绩效.目标数", "绩效.应编数")


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the ledger; it may hold `{{ … }}`. *level* is 0 for a paragraph, 1 for an item under one."""

    text: str
    span: Span
    level: int = 0


@dataclass(frozen=True, slots=True)
class Department:
    """The department; *names* has 全称, 简称, 自称, 表内称, 别名, 主管, 行政区划 and 级次."""

    code: str
    names: Mapping[str, str]
    span: Span
    places: Mapping[str, Span] = field(default_factory=dict, repr=False, compare=False)

    def place(self, key: str) -> Span:
        """Return where *key* stands, or the whole where it is not written."""
        return self.places.get(key, self.span)

    @property
    def full_name(self) -> str:
        """The name on the cover."""
        return self.names["全称"]


@dataclass(frozen=True, slots=True)
class Member:
    """A department among those of a region, whose lines name it by *key*.

    *unknown* is printed instead of its amounts where nobody can know them.
    """

    key: str
    department: Department
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A budget unit (预算单位); *type* is 行政, 参公 or 事业, *code* empty where it was not disclosed."""

    code: str
    name: str
    type: str
    span: Span

    @property
    def key(self) -> str:
        """What lines of the ledger call the unit."""
        return self.code or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenditureLine:
    """A leaf of expenditure: nothing in it is a sum.

    *category* is 人员经费, 公用经费 or 项目; codes are empty where they were not disclosed;
    *three_public* is 无 where the line holds none of these expenses, and empty where that is not known;
    *appropriation* (财政拨款) is 是 or 否; *item* names the part of a project that the line pays for.
    """

    unit: str
    category: str
    function: str
    economic: str
    fund: str
    period: str
    appropriation: str
    three_public: str
    project: str
    item: str
    amount: Decimal
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class FundLine:
    """Revenue, or money carried over, of one unit and fund; *appropriation* (财政拨款) is 是 or 否."""

    unit: str
    fund: str
    appropriation: str
    amount: Decimal
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """Performance targets: fields by name, tasks and indicators, whose keys a region's form defines."""

    order: int
    fields: Mapping[str, Words]
    indicators: tuple[Mapping[str, Words], ...]
    tasks: tuple[Mapping[str, Words], ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project and its leaf lines (元)."""

    name: str
    code: str
    unit: str
    category: str
    stage: str
    lines: tuple[ExpenditureLine, ...]
    performance: Performance | None
    span: Span
    places: Mapping[str, Span] = field(default_factory=dict, repr=False, compare=False)

    def place(self, key: str) -> Span:
        """Return where *key* stands, or the whole where it is not written."""
        return self.places.get(key, self.span)


@dataclass(frozen=True, slots=True)
class ProjectDescription:
    """A project that the narrative describes: headings with their paragraphs."""

    project: str
    sections: Mapping[str, tuple[Words, ...]]
    span: Span
    places: Mapping[str, Span] = field(default_factory=dict, repr=False, compare=False)

    def place(self, key: str) -> Span:
        """Return where *key* stands, or the whole where it is not written."""
        return self.places.get(key, self.span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procurement:
    """An item of government procurement (政府采购) in 元; *name* says what is bought."""

    unit: str
    project: str
    category: str
    name: str
    amount: Decimal
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchasedService:
    """An item of government purchase of services (政府购买服务) in 元; *catalogue* has up to three levels."""

    unit: str
    project: str
    catalogue: tuple[str, str, str]
    field: str
    amount: Decimal
    span: Span
    places: Mapping[str, Span] = dataclass_field(default_factory=dict, repr=False, compare=False)

    def place(self, key: str) -> Span:
        """Return where *key* stands, or the whole where it is not written."""
        return self.places.get(key, self.span)


@dataclass(frozen=True, slots=True)
class Count:
    """A declared whole number."""

    name: str
    number: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """State-owned assets at the end of the year before."""

    as_of: date
    vehicles: tuple[Count, ...]
    general_equipment: Count
    special_equipment: Count
    span: Span
    places: Mapping[str, Span] = field(default_factory=dict, repr=False, compare=False)

    def place(self, key: str) -> Span:
        """Return where *key* stands, or the whole where it is not written."""
        return self.places.get(key, self.span)


@dataclass(frozen=True, slots=True)
class NamedAmount:
    """An amount (元) that the ledger only names: a transfer payment, a level of protection (保障层次)."""

    name: str
    amount: Decimal
    span: Span


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared amount (元) under the path of a fact: last year's, or one that no line explains."""

    path: str
    amount: Decimal
    span: Span


@dataclass(frozen=True, slots=True)
class Origin:
    """The repository that a ledger was loaded from, with the warnings found then and those that it allows."""

    root: Path
    findings: tuple[Diagnostic, ...]
    allowances: tuple[Allowance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """One department's budget of one year, with last year's budget where the repository has it.

    *members* are the departments that a budget of a whole region takes together.
    *sections* are the places of the keys that the file has, in their order.
    *origin* is None for a budget that was not loaded from a file.
    """

    path: str
    region: str
    year: int
    stem: str
    profile: str
    date: date | None
    department: Department
    units: tuple[Unit, ...]
    revenue: tuple[FundLine, ...]
    carried_in: tuple[FundLine, ...]
    carried_out: tuple[FundLine, ...]
    basic: tuple[ExpenditureLine, ...]
    projects: tuple[Project, ...]
    procurement: tuple[Procurement, ...]
    purchased_services: tuple[PurchasedService, ...]
    assets: Assets | None
    transfers: tuple[NamedAmount, ...]
    protection: tuple[NamedAmount, ...]
    declared: Mapping[str, Declared]
    texts: Mapping[str, tuple[Words, ...]]
    without_tables: Words | None
    previous: Mapping[str, Declared]
    reasons: Mapping[str, Words]
    duties: tuple[Words, ...]
    offices: tuple[Words, ...]
    descriptions: tuple[ProjectDescription, ...]
    performance: Performance | None
    classification: Classification = field(repr=False)
    profile_span: Span
    year_span: Span
    date_span: Span | None = None
    last_year: "Budget | None" = None
    members: tuple[Member, ...] = ()
    sections: Mapping[str, Span] = field(default_factory=dict, repr=False, compare=False)
    origin: Origin | None = field(default=None, repr=False, compare=False)

    @property
    def expenditure(self) -> tuple[ExpenditureLine, ...]:
        """Every leaf line of expenditure, basic first."""
        return self.basic + tuple(line for project in self.projects for line in project.lines)
