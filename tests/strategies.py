"""Randomly drawn ledgers that balance: several units, funds, projects, money carried over and reserved."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from reportgen.classification.tables import Classification, CodeTable
from reportgen.findings.diagnostics import Span
from reportgen.ledger.model import (
    APPROPRIATION_FUNDS,
    BASIC_CATEGORIES,
    CURRENT,
    NO_THREE_PUBLIC,
    PERIODS,
    PERSONNEL,
    PROCUREMENT_CATEGORIES,
    PROJECT,
    STAGES,
    UNIT_FUNDS,
    UNIT_TYPES,
    Assets,
    Budget,
    Count,
    Declared,
    Department,
    ExpenditureLine,
    FundLine,
    Performance,
    Procurement,
    Project,
    Unit,
    Words,
)

NOWHERE = Span("", 1)
# The 类 that the summary tables of the form list.
CLASSES = tuple(str(code) for code in (*range(201, 218), *range(219, 225), 229, 231, 232, 233))
THREE_PUBLIC_CODES = ("30212", "30217", "30231", "31013")
NAMES = ("全称", "简称", "自称", "表内称", "别名", "主管", "行政区划", "级次")
UNITS = ("900001", "900002", "900003")
COMPARED = (
    "收入.合计",
    "支出",
    "财政拨款收入.合计",
    "财政拨款支出",
    "一般公共预算支出",
    *(f"一般公共预算支出.类.{code}" for code in CLASSES),
    *(f"三公.{item}" for item in ("合计", "出国", "接待", "用车", "用车购置", "用车运行")),
    "机关运行经费",
    "支出总计",
    "政府性基金支出",
)


@dataclass(frozen=True)
class Form:
    """What a form can hold: its funds, its kinds of projects, the words that it prints.

    *flagged*: money of the three budgets may be no appropriation; *targeted*: every project has targets;
    *personnel* and *operating*: beginnings of the economic codes of the two kinds of basic expenditure.
    """

    profile: str
    region: str
    year: int
    funds: tuple[str, ...]
    categories: tuple[str, ...] = ("31-部门项目",)
    flagged: bool = False
    targeted: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    personnel: tuple[str, ...] = ("3",)
    operating: tuple[str, ...] = ("3",)
    texts: Mapping[str, str] = field(default_factory=dict)


NARROW = ("一般公共预算", "政府性基金预算", "财政专户管理资金")
ALL = (*APPROPRIATION_FUNDS, "财政专户管理资金", *UNIT_FUNDS)
FIELDS = {"主管部门": "", "实施单位": "本级", "年度绩效目标": "按时完成"}
FORMS = {
    form.profile: form
    for form in (
        Form("dalian-xigang-2024", "dalian-xigang", 2024, NARROW, fields=FIELDS),
        Form(
            "dalian-xigang-2025",
            "dalian-xigang",
            2025,
            (*NARROW, *UNIT_FUNDS),
            targeted=True,
            texts={"公开管理文件名称": "办法", "公开管理文件": "总则"},
        ),
        Form("dalian-gaoxin-2024", "dalian-gaoxin", 2024, NARROW, fields=FIELDS),
        Form("yingkou-2024", "yingkou", 2024, ALL, flagged=True, texts={"职责引言": "主要职责是："}),
        Form(
            "xinxiang-jingkai-2024",
            "xinxiang-jingkai",
            2024,
            ALL,
            ("其他运转类", "特定目标类"),
            flagged=True,
            targeted=True,
            personnel=("301", "303"),
            operating=("302", "307", "309", "310", "311", "312", "399"),
            texts={"公布日期": "二〇二四年三月"},
        ),
    )
}

nothing = st.just(Decimal("0.00"))
amounts = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(90_000_000), places=2)
names = st.text("甲乙丙丁戊己庚辛壬癸子丑寅卯", min_size=2, max_size=6)


def codes(table: CodeTable, digits: int, beginnings: tuple[str, ...]) -> list[str]:
    """Every code in force of a length that begins so."""
    return [
        code
        for code in table.entries
        if len(code) == digits and code.startswith(beginnings) and table.lookup(code)
    ]


def appropriated(fund: str) -> str:
    return "是" if fund in APPROPRIATION_FUNDS else "否"


def words(text: str) -> Words:
    return Words(text, NOWHERE)


@st.composite
def lines(
    draw: st.DrawFn, unit: str, classification: Classification, form: Form, *, project: str = ""
) -> ExpenditureLine:
    functional, departmental = classification.functional, classification.economic
    category = PROJECT if project else draw(st.sampled_from(BASIC_CATEGORIES))
    beginnings = {PERSONNEL: form.personnel, PROJECT: ("3",)}.get(category, form.operating)
    three_public = [code for code in THREE_PUBLIC_CODES if code.startswith(beginnings)]
    known = st.sampled_from(codes(departmental, 5, beginnings))
    economic = draw(st.sampled_from(three_public) | known if three_public else known)
    fund = draw(st.sampled_from(form.funds))
    flags = ("是", "否") if form.flagged and fund in APPROPRIATION_FUNDS else (appropriated(fund),)
    entry = departmental.lookup(economic)
    return ExpenditureLine(
        unit=unit,
        category=category,
        function=draw(st.sampled_from(codes(functional, 7, CLASSES))),
        economic=economic,
        fund=fund,
        period=draw(st.sampled_from(PERIODS)),
        appropriation=draw(st.sampled_from(flags)),
        three_public=(entry.three_public if entry else "") or NO_THREE_PUBLIC,
        project=project,
        item=draw(names) if project else "",
        amount=draw(amounts),
        span=NOWHERE,
    )


@st.composite
def projects(draw: st.DrawFn, name: str, unit: str, classification: Classification, form: Form) -> Project:
    own = lines(unit, classification, form, project=name)
    targets = Performance(
        order=draw(st.integers(1, 9)),
        fields={key: words(text) for key, text in form.fields.items()},
        indicators=(
            {"一级指标": words("产出指标"), "二级指标": words("数量指标"), "三级指标": words("件数")},
        ),
        tasks=(),
        span=NOWHERE,
    )
    return Project(
        name=name,
        code="",
        unit=unit,
        category=draw(st.sampled_from(form.categories)),
        stage=draw(st.sampled_from(STAGES)),
        lines=tuple(draw(st.lists(own, min_size=1, max_size=3))),
        performance=targets if form.targeted else draw(st.sampled_from((targets, None))),
        span=NOWHERE,
    )


def balancing(
    spent: Iterable[ExpenditureLine], carried_in: tuple[FundLine, ...], carried_out: tuple[FundLine, ...]
) -> tuple[FundLine, ...]:
    """The revenue of each unit and fund that pays for what is left."""
    due: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for line in spent:
        due[line.unit, line.fund, line.appropriation] += line.amount
    for kept in carried_out:
        due[kept.unit, kept.fund, kept.appropriation] += kept.amount
    for brought in carried_in:
        due[brought.unit, brought.fund, brought.appropriation] -= brought.amount
    return tuple(
        FundLine(unit=unit, fund=fund, appropriation=appropriation, amount=amount, span=NOWHERE)
        for (unit, fund, appropriation), amount in due.items()
        if amount
    )


@st.composite
def budgets(draw: st.DrawFn, classification: Classification, form: Form) -> Budget:
    region, year = form.region, form.year
    chosen_units = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True))
    units = tuple(
        Unit(code, f"单位{code}", draw(st.sampled_from(UNIT_TYPES)), NOWHERE) for code in chosen_units
    )
    unit = st.sampled_from(chosen_units)
    basic = tuple(draw(lines(draw(unit), classification, form)) for _ in range(draw(st.integers(0, 8))))
    chosen = draw(st.lists(names, max_size=4, unique=True))
    planned = tuple(draw(projects(name, draw(unit), classification, form)) for name in chosen)
    spent = (*basic, *(line for item in planned for line in item.lines))
    carried_out = tuple(
        FundLine(
            unit=draw(unit), fund=fund, appropriation=appropriated(fund), amount=draw(amounts), span=NOWHERE
        )
        for fund in draw(st.lists(st.sampled_from(form.funds), max_size=2))
    )
    carried_in = tuple(
        FundLine(
            unit=line.unit, fund=line.fund, appropriation=line.appropriation, amount=line.amount, span=NOWHERE
        )
        for line in spent
        if line.period != CURRENT
    )
    categories = st.sampled_from(PROCUREMENT_CATEGORIES)
    procured = tuple(
        Procurement(
            unit=item.unit,
            project=item.name,
            category=draw(categories),
            name=draw(names),
            amount=draw(amounts),
            span=NOWHERE,
        )
        for item in planned
    )
    return Budget(
        path=f"budgets/{region}/{year}/900-random.yaml",
        region=region,
        year=year,
        stem="900-random",
        profile=form.profile,
        date=draw(st.sampled_from((None, date(year, 2, 5)))),
        department=Department("900", {**dict.fromkeys(NAMES, "示例局"), "自称": "本部门"}, NOWHERE),
        units=units,
        revenue=balancing(spent, carried_in, carried_out),
        carried_in=carried_in,
        carried_out=carried_out,
        basic=basic,
        projects=planned,
        procurement=procured,
        purchased_services=(),
        assets=Assets(
            as_of=date(year - 1, 12, 31),
            vehicles=(Count("机要通信用车", draw(st.integers(0, 9)), NOWHERE),),
            general_equipment=Count("通用设备", draw(st.integers(0, 9)), NOWHERE),
            special_equipment=Count("专用设备", 0, NOWHERE),
            span=NOWHERE,
        ),
        transfers=(),
        protection=(),
        declared={},
        texts={key: (words(text),) for key, text in form.texts.items()},
        without_tables=None,
        profile_span=NOWHERE,
        previous={
            path: Declared(path, draw(st.just(Decimal("0.00")) | amounts), NOWHERE) for path in COMPARED
        },
        reasons={path: words("按实际需要调整") for path in COMPARED},
        duties=(words("负责有关工作。"),),
        offices=(words("办公室"), words("业务科")),
        descriptions=(),
        performance=None,
        classification=classification,
        year_span=NOWHERE,
    )
