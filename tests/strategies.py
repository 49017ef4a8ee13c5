"""Randomly drawn ledgers that balance: several units, funds, projects, money carried over and reserved."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from reportgen.classification import Classification, CodeTable
from reportgen.diagnostics import Span
from reportgen.model import (
    BASIC_CATEGORIES,
    CURRENT,
    PERIODS,
    PROCUREMENT_CATEGORIES,
    PROJECT,
    STAGES,
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
FUNDS = ("一般公共预算", "政府性基金预算", "财政专户管理资金")
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
    *(f"三公.{item}" for item in ("合计", "出国", "接待", "用车购置", "用车运行")),
    "机关运行经费",
)

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
    return "否" if fund == "财政专户管理资金" else "是"


def words(text: str) -> Words:
    return Words(text, NOWHERE)


@st.composite
def lines(
    draw: st.DrawFn, unit: str, classification: Classification, *, project: str = "", basic: bool
) -> ExpenditureLine:
    functional, departmental = classification.functional, classification.economic
    economic = draw(st.sampled_from(THREE_PUBLIC_CODES) | st.sampled_from(codes(departmental, 5, ("3",))))
    fund = draw(st.sampled_from(FUNDS))
    entry = departmental.lookup(economic)
    return ExpenditureLine(
        unit,
        draw(st.sampled_from(BASIC_CATEGORIES)) if basic else PROJECT,
        draw(st.sampled_from(codes(functional, 7, CLASSES))),
        economic,
        fund,
        draw(st.sampled_from(PERIODS)),
        appropriated(fund),
        entry.three_public if entry else "",
        project,
        draw(names) if project else "",
        draw(amounts),
        NOWHERE,
    )


@st.composite
def projects(draw: st.DrawFn, name: str, unit: str, classification: Classification) -> Project:
    own = lines(unit, classification, project=name, basic=False)
    targets = Performance(
        draw(st.integers(1, 9)),
        {"主管部门": words(""), "实施单位": words("本级"), "年度绩效目标": words("按时完成")},
        ({"一级指标": words("产出指标"), "二级指标": words("数量指标"), "三级指标": words("件数")},),
        (),
        NOWHERE,
    )
    return Project(
        name,
        "",
        unit,
        "31-部门项目",
        draw(st.sampled_from(STAGES)),
        tuple(draw(st.lists(own, min_size=1, max_size=3))),
        draw(st.sampled_from((targets, None))),
        NOWHERE,
    )


def balancing(
    spent: Iterable[ExpenditureLine], carried_in: tuple[FundLine, ...], carried_out: tuple[FundLine, ...]
) -> tuple[FundLine, ...]:
    """The revenue of each unit and fund that pays for what is left."""
    due: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in spent:
        due[line.unit, line.fund] += line.amount
    for kept in carried_out:
        due[kept.unit, kept.fund] += kept.amount
    for brought in carried_in:
        due[brought.unit, brought.fund] -= brought.amount
    return tuple(
        FundLine(unit, fund, appropriated(fund), amount, NOWHERE)
        for (unit, fund), amount in due.items()
        if amount
    )


@st.composite
def budgets(draw: st.DrawFn, classification: Classification, profile: str, region: str, year: int) -> Budget:
    chosen_units = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True))
    units = tuple(
        Unit(code, f"单位{code}", draw(st.sampled_from(UNIT_TYPES)), NOWHERE) for code in chosen_units
    )
    unit = st.sampled_from(chosen_units)
    basic = tuple(draw(lines(draw(unit), classification, basic=True)) for _ in range(draw(st.integers(0, 8))))
    chosen = draw(st.lists(names, max_size=4, unique=True))
    planned = tuple(draw(projects(name, draw(unit), classification)) for name in chosen)
    spent = (*basic, *(line for item in planned for line in item.lines))
    carried_out = tuple(
        FundLine(draw(unit), fund, appropriated(fund), draw(amounts), NOWHERE)
        for fund in draw(st.lists(st.sampled_from(FUNDS), max_size=2))
    )
    carried_in = tuple(
        FundLine(line.unit, line.fund, appropriated(line.fund), line.amount, NOWHERE)
        for line in spent
        if line.period != CURRENT
    )
    categories = st.sampled_from(PROCUREMENT_CATEGORIES)
    procured = tuple(
        Procurement(item.unit, item.name, draw(categories), draw(names), draw(amounts), NOWHERE)
        for item in planned
    )
    return Budget(
        path=f"budgets/{region}/{year}/900-random.yaml",
        region=region,
        year=year,
        stem="900-random",
        profile=profile,
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
            date(year - 1, 12, 31),
            (Count("机要通信用车", draw(st.integers(0, 9)), NOWHERE),),
            Count("通用设备", draw(st.integers(0, 9)), NOWHERE),
            Count("专用设备", 0, NOWHERE),
            NOWHERE,
        ),
        transfers=(),
        protection=(),
        declared={},
        texts={},
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
