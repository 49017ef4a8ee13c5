"""The vocabulary: every name that a template, a cell text or ledger words may use.

The path of a fact is also the key of last year's value (上年) and of the reason for a change (原因).
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from reportgen.facts.facts import (
    TOTAL,
    Amount,
    Basis,
    Container,
    Day,
    Fact,
    Group,
    Listing,
    Number,
    Parts,
    Selection,
    as_amount,
    sum_of,
)
from reportgen.findings.diagnostics import Diagnostic, Related, Span
from reportgen.findings.rules import (
    ANOTHER_LAST_YEAR,
    DECLARED_AGAINST_LINES,
    DUPLICATE_ENTRY,
    UNKNOWN_FACT,
    UNUSED_DECLARATION,
)
from reportgen.findings.suggestions import did_you_mean
from reportgen.ledger.model import (
    ADMINISTRATIVE,
    BASIC_CATEGORIES,
    CIVIL_SERVICE_LIKE,
    COUNTED,
    GENERAL_PUBLIC_BUDGET,
    GOVERNMENT_FUND,
    INSTITUTION,
    OPERATING,
    PROJECT,
    RESERVE_STAGE,
    SPECIAL_ACCOUNT,
    STATE_CAPITAL_OPERATIONS,
    THREE_PUBLIC,
    UNIT_FUNDS,
    UNIT_TYPES,
    Assets,
    Budget,
    NamedAmount,
    Procurement,
    Words,
)
from reportgen.ledger.model import Project as ProjectModel
from reportgen.ledger.postings import (
    ACCOUNT,
    APPROPRIATION,
    CARRIED_IN,
    CARRIED_OUT,
    CATEGORY,
    ECONOMIC,
    EXPENDITURE,
    FUNCTION,
    FUND,
    GOVERNMENTAL,
    ITEM_NAME,
    PROCUREMENT,
    PROCUREMENT_CATEGORY,
    PROJECT_NAME,
    PURCHASED_SERVICES,
    REVENUE,
    STAGE,
    THIS_YEAR,
    UNIT,
    UNIT_TYPE,
    YEAR,
    Condition,
    Gap,
    gap,
    postings_of,
    select,
    total,
)
from reportgen.ledger.postings import THREE_PUBLIC as THREE_PUBLIC_DIMENSION
from reportgen.source.keys import YES

_GENERAL: Condition = {ACCOUNT: (EXPENDITURE,), FUND: (GENERAL_PUBLIC_BUDGET,)}
_OPERATING: Condition = {**_GENERAL, CATEGORY: (OPERATING,)}

SELECTIONS: dict[str, Condition] = {
    "支出": {ACCOUNT: (EXPENDITURE,)},
    "财政拨款支出": {ACCOUNT: (EXPENDITURE,), APPROPRIATION: (YES,)},
    "一般公共预算支出": _GENERAL,
    "政府性基金支出": {ACCOUNT: (EXPENDITURE,), FUND: (GOVERNMENT_FUND,)},
    "国有资本经营支出": {ACCOUNT: (EXPENDITURE,), FUND: (STATE_CAPITAL_OPERATIONS,)},
    "基本支出": {ACCOUNT: (EXPENDITURE,), CATEGORY: BASIC_CATEGORIES},
    "一般公共预算基本支出": {**_GENERAL, CATEGORY: BASIC_CATEGORIES},
    "机关运行经费": {**_OPERATING, UNIT_TYPE: (ADMINISTRATIVE, CIVIL_SERVICE_LIKE)},
    "单位运行经费": {**_OPERATING, UNIT_TYPE: (INSTITUTION,)},
}


def _account(account: str, *funds: str) -> Condition:
    return {ACCOUNT: (account,), FUND: funds} if funds else {ACCOUNT: (account,)}


def _appropriation(*accounts: str) -> Condition:
    return {ACCOUNT: accounts, APPROPRIATION: (YES,)}


def _three_public(*items: str) -> Condition:
    return {ACCOUNT: (EXPENDITURE,), APPROPRIATION: (YES,), THREE_PUBLIC_DIMENSION: items}


def _procurement(category: str) -> Condition:
    return {ACCOUNT: (PROCUREMENT,), PROCUREMENT_CATEGORY: (category,)}


AMOUNTS: dict[str, Condition] = {
    "收入.合计": {ACCOUNT: (REVENUE, CARRIED_IN)},
    "收入.一般公共预算": _account(REVENUE, GENERAL_PUBLIC_BUDGET),
    "收入.政府性基金": _account(REVENUE, GOVERNMENT_FUND),
    "收入.国有资本经营": _account(REVENUE, STATE_CAPITAL_OPERATIONS),
    "收入.财政专户": _account(REVENUE, SPECIAL_ACCOUNT),
    "收入.其他": _account(REVENUE, "其他收入"),
    "收入.单位资金.合计": _account(REVENUE, *UNIT_FUNDS),
    "收入.单位资金.事业": _account(REVENUE, "事业收入"),
    "收入.单位资金.经营": _account(REVENUE, "事业单位经营收入"),
    "收入.单位资金.上级补助": _account(REVENUE, "上级补助收入"),
    "收入.单位资金.附属上缴": _account(REVENUE, "附属单位上缴收入"),
    "收入.单位资金.其他": _account(REVENUE, "其他收入"),
    "收入.上年结转.合计": _account(CARRIED_IN),
    "收入.上年结转.财政拨款": _appropriation(CARRIED_IN),
    "收入.上年结转.政府性基金": _account(CARRIED_IN, GOVERNMENT_FUND),
    "收入.上年结转.国有资本经营": _account(CARRIED_IN, STATE_CAPITAL_OPERATIONS),
    "收入.上年结转.财政专户": _account(CARRIED_IN, SPECIAL_ACCOUNT),
    "收入.上年结转.单位资金": _account(CARRIED_IN, *UNIT_FUNDS),
    "财政拨款收入.合计": _appropriation(REVENUE),
    "财政拨款收入.一般公共预算": {**_appropriation(REVENUE), FUND: (GENERAL_PUBLIC_BUDGET,)},
    "财政拨款收入.政府性基金": {**_appropriation(REVENUE), FUND: (GOVERNMENT_FUND,)},
    "财政拨款收入.国有资本经营": {**_appropriation(REVENUE), FUND: (STATE_CAPITAL_OPERATIONS,)},
    "财政拨款收入.上年结转": _appropriation(CARRIED_IN),
    "财政拨款收入.总计": _appropriation(REVENUE, CARRIED_IN),
    "预留项目经费": {ACCOUNT: (EXPENDITURE,), CATEGORY: (PROJECT,), STAGE: (RESERVE_STAGE,)},
    "年终结转": _account(CARRIED_OUT),
    "支出总计": {ACCOUNT: (EXPENDITURE, CARRIED_OUT)},
    "三公.合计": _three_public(*THREE_PUBLIC),
    "三公.出国": _three_public("出国"),
    "三公.接待": _three_public("接待"),
    "三公.用车": _three_public("用车购置", "用车运行"),
    "三公.用车购置": _three_public("用车购置"),
    "三公.用车运行": _three_public("用车运行"),
    "采购.合计": {ACCOUNT: (PROCUREMENT,)},
    "采购.货物": _procurement("货物"),
    "采购.服务": _procurement("服务"),
    "采购.工程": _procurement("工程"),
    "购买服务.合计": {ACCOUNT: (PURCHASED_SERVICES,)},
    "资本性支出.合计": {ACCOUNT: (EXPENDITURE,), ECONOMIC: ("310",)},
    "资本性支出.购车": {ACCOUNT: (EXPENDITURE,), ECONOMIC: ("31013",)},
    "资本性支出.设备": {ACCOUNT: (EXPENDITURE,), ECONOMIC: ("31002", "31003", "31007")},
    "债务支出": {ACCOUNT: (EXPENDITURE,), FUNCTION: ("231", "232", "233")},
}


_MOST_RELATED = 3
# Sections that a ledger may leave out while its form has no use for them.
OPTIONAL_SECTIONS = ("资产", "日期")
# Amounts of this year that the lines may not explain; where the ledger states them under 另列, it is right.
# Numbers that nobody computes.
YEARS = ("年度", "上年")
DECLARED = ("债务支出", "采购.预留中小", "采购.预留小微", "资本性支出.购车", "资本性支出.设备")


class Vocabulary:
    """All facts of one budget, and what last year and the reasons say of them."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.postings = postings_of(budget)
        self._this_year = select(self.postings, {YEAR: (THIS_YEAR,)})
        self._all = Basis({}, self._this_year)
        self.tables = {
            FUNCTION: budget.classification.functional,
            ECONOMIC: budget.classification.economic,
        }
        self.names: dict[str, Fact] = {**self._amounts(), **self._selections(), **self._others()}
        self._last_year = Vocabulary(budget.last_year) if budget.last_year else None
        self._previous = {self.canonical(path): item for path, item in budget.previous.items()}
        self._reasons = {self.canonical(path): words for path, words in budget.reasons.items()}
        self.used: set[str] = set()

    def resolve(self, path: str) -> Fact | None:
        """Return the fact under a dotted *path*."""
        head, *rest = path.split(".")
        fact = self.names.get(head)
        for name in rest:
            fact = fact.member(name) if isinstance(fact, Container) else None
        return fact

    def canonical(self, path: str) -> str:
        """Drop a trailing 合计 where the selection stands for it.

        The path of a selection and that of its 合计 are one.
        """
        head, _, tail = path.rpartition(".")
        return head if tail == TOTAL and isinstance(self.resolve(head), Selection) else path

    def previous(self, amount: Amount) -> Amount | None:
        """Return last year's value as `known_before` does, for a document that prints it."""
        before = self._computed_before(amount)
        if before is None:
            self.used.add(f"上年.{amount.path}")
            return self._declared_before(amount)
        return before

    def known_before(self, amount: Amount) -> Amount | None:
        """Return last year's value under the same path: from last year's ledger, else as declared.

        What last year's ledger leaves open may be declared too; otherwise the value has its gap.
        """
        before = self._computed_before(amount)
        return self._declared_before(amount) if before is None else before

    def _computed_before(self, amount: Amount) -> Amount | None:
        """Return what last year's ledger gives; None where there is none, or it is open and declared here."""
        if not self._last_year:
            return None
        fact = self._last_year.resolve(amount.path)
        before = (
            as_amount(fact) if fact is not None else Amount(path=amount.path, value=Decimal(0), sources=())
        )
        stated = before is not None and before.gap is not None and amount.path in self._previous
        return None if stated else before

    def _declared_before(self, amount: Amount) -> Amount | None:
        declared = self._previous.get(amount.path)
        if declared is None:
            return None
        return Amount(path=amount.path, value=declared.amount, sources=(declared.span.place,))

    def parts_before(self, parts: Parts) -> Parts | None:
        """Return the same parts of last year's ledger, where there is one."""
        before = self._last_year.resolve(parts.path) if self._last_year else None
        return before if isinstance(before, Parts) else None

    def previous_parts(self, parts: Parts) -> Iterator[Selection]:
        """Return the parts that are zero this year and had money last year."""
        if self._last_year:
            before = self.parts_before(parts)
            codes = [str(part.member("编码")) for part in before] if before else []
        else:
            prefix = f"{parts.path}."
            declared = ((path, item) for path, item in self._previous.items() if path.startswith(prefix))
            codes = [path.removeprefix(prefix) for path, item in declared if item.amount]
        for code in codes:
            part = parts.member(code)
            if part is not None and not part:
                yield part

    def reason(self, amount: Amount) -> Words | None:
        """Return the reason that the ledger gives for a change."""
        self.used.add(f"原因.{amount.path}")
        return self._reasons.get(amount.path)

    def place(self, key: str) -> Span:
        """Return where the ledger writes *key*: its first entry, or the year where there is none."""
        spans = {
            "上年": [item.span for item in self.budget.previous.values()],
            "原因": [words.span for words in self.budget.reasons.values()],
        }
        return min(spans.get(key, []), default=self.budget.year_span)

    def unknown_paths(self) -> Iterator[Diagnostic]:
        """Report keys of 上年 and 原因 that name no amount."""
        spans = {path: item.span for path, item in self.budget.previous.items()}
        yield from self._unknown("上年", spans)
        yield from self._unknown("原因", {path: words.span for path, words in self.budget.reasons.items()})
        for path, item in self.budget.declared.items():
            if path not in (*DECLARED, *COUNTED, *AMOUNTS, *SELECTIONS):
                known = (*DECLARED, *COUNTED)
                hint = did_you_mean(path, known) or f"可用：{'、'.join(known)}。"
                yield Diagnostic(UNKNOWN_FACT, item.span, f"“另列”里不能写“{path}”", hint)

    def impossible_amounts(self) -> Iterator[Diagnostic]:
        """Report amounts under 另列 that the lines tell, or cannot come to."""
        for path, condition in {**AMOUNTS, **SELECTIONS}.items():
            item = self.budget.declared.get(path)
            if item is None or path in DECLARED:
                continue
            least = total(select(self._this_year, condition))
            open_lines = gap(self._this_year, condition)
            most = least + total(open_lines.lines if open_lines else ())
            if open_lines is None:
                sentence = f"“另列”里不能写“{path}”：明细算得出来，是 {least:,.2f} 元"
                yield Diagnostic(UNKNOWN_FACT, item.span, sentence, "请删去这一项；数不对的，改正明细。")
            elif not least <= item.amount <= most:
                sentence = (
                    f"“另列”的“{path}”是 {item.amount:,.2f} 元，按明细应在 {least:,.2f} 至 {most:,.2f} 元之间"
                )
                yield Diagnostic(
                    DECLARED_AGAINST_LINES,
                    item.span,
                    sentence,
                    "请核对这一项和明细。",
                    related_lines(open_lines),
                )

    def repeated_paths(self) -> Iterator[Diagnostic]:
        """Report two keys of 上年 or of 原因 that are one fact: a selection and its 合计."""
        yield from self._repeated("上年", {path: item.span for path, item in self.budget.previous.items()})
        yield from self._repeated("原因", {path: words.span for path, words in self.budget.reasons.items()})

    def _repeated(self, key: str, spans: Mapping[str, Span]) -> Iterator[Diagnostic]:
        first: dict[str, str] = {}
        for path, span in spans.items():
            other = first.setdefault(self.canonical(path), path)
            if other != path:
                sentence = f"“{key}”里的“{path}”与“{other}”是同一项"
                yield Diagnostic(DUPLICATE_ENTRY, span, sentence, "请删去其中一个。")

    def contradictions(self) -> Iterator[Diagnostic]:
        """Report values of 上年 that last year's ledger does not bear out."""
        last_year = self.budget.last_year
        for path, item in self.budget.previous.items() if last_year else ():
            amount = as_amount(self.resolve(path))
            before = self.previous(amount) if amount else None
            if last_year and before is not None and before.value != item.amount:
                sentence = (
                    f"“上年”里的“{path}”是 {item.amount:,.2f} 元，上年的台账里是 {before.value:,.2f} 元"
                )
                related = (Related(last_year.year_span, "上年的台账"),)
                yield Diagnostic(
                    ANOTHER_LAST_YEAR, item.span, sentence, "请删去这一项，或改正上年的台账。", related
                )

    def unused_paths(self) -> Iterator[Diagnostic]:
        """Report what is declared under 上年 and 原因 and was never printed."""
        declared = {"上年": {path: item.span for path, item in self._previous.items()}}
        if self._last_year and declared["上年"] and not self._uses_declared():
            hint = "上年数从上年的台账来，“上年”这一段可以删去。"
            yield Diagnostic(UNUSED_DECLARATION, self.place("上年"), "“上年”没有用到：上年的台账在库里", hint)
            declared["上年"] = {}
        declared["原因"] = {path: words.span for path, words in self._reasons.items()}
        for key, spans in declared.items():
            for path, span in spans.items():
                if f"{key}.{path}" not in self.used and not self._is_open(path):
                    yield Diagnostic(
                        UNUSED_DECLARATION,
                        span,
                        f"“{key}”里的“{path}”没有用到",
                        "表式没有这一项比较，可以删去。",
                    )

    def _is_open(self, path: str) -> bool:
        """Whether the ledger leaves a fact open, so that nothing could be compared."""
        amount = as_amount(self.resolve(path))
        return amount is not None and amount.gap is not None

    def _uses_declared(self) -> bool:
        """Whether anything was taken from 上年."""
        return any(f"上年.{path}" in self.used for path in self._previous)

    def _counted(self, path: str, number: int, sources: tuple[str, ...]) -> Number:
        """A count that the ledger may declare under 另列, because the published document counts otherwise."""
        item = self.budget.declared.get(path)
        return Number(path, int(item.amount), (item.span.place,)) if item else Number(path, number, sources)

    def _unknown(self, key: str, spans: Mapping[str, Span]) -> Iterator[Diagnostic]:
        for path, span in spans.items():
            if as_amount(self.resolve(path)) is None:
                known = [*AMOUNTS, *SELECTIONS, *(f"{name}.类.201" for name in SELECTIONS)]
                yield Diagnostic(
                    UNKNOWN_FACT, span, f"“{key}”里的“{path}”不是指标名称", did_you_mean(path, known)
                )

    def _amounts(self) -> dict[str, Fact]:
        tree: dict[str, Fact] = {}
        for path, condition in AMOUNTS.items():
            _plant(tree, path, self._amount(path, condition))
        self._declared(tree)
        return tree

    def _amount(self, path: str, condition: Condition) -> Amount:
        """Sum the lines; where some leave it open, 另列 may say what they come to."""
        open_lines = gap(self._this_year, condition)
        item = self.budget.declared.get(path)
        if open_lines and item:
            return Amount(path=path, value=item.amount, sources=(item.span.place,))
        return sum_of(path, self._all, condition, open_lines)

    def _selections(self) -> dict[str, Fact]:
        return {name: self._selection(name, condition) for name, condition in SELECTIONS.items()}

    def _selection(self, path: str, condition: Condition, **texts: Fact) -> Selection:
        open_lines = gap(self._this_year, condition)
        if open_lines and path in self.budget.declared:
            texts = {TOTAL: self._amount(path, condition), **texts}
        basis = Basis(condition, select(self._this_year, condition))
        return Selection(path=path, basis=basis, tables=self.tables, texts=texts, gap=open_lines)

    def _others(self) -> dict[str, Fact]:
        budget = self.budget
        year_place = (budget.year_span.place,)
        facts: dict[str, Fact] = {
            "年度": Number("年度", budget.year, year_place),
            "上年": Number("上年", budget.year - 1, year_place),
            "部门": self._department(),
            "单位": self._units(),
            "单位数": Number("单位数", len(budget.units), tuple(unit.span.place for unit in budget.units)),
            "内设机构": budget.offices,
            "内设机构数": _number("内设机构数", budget.offices),
            "职责": budget.duties,
            "绩效": self._performance(),
            "文字": Group("文字", dict(budget.texts)),
            "转移支付": self._transfers(),
            "有支出单位数": self._spending_units(),
            **self._unit_counts(),
            **self._projects(),
        }
        if budget.assets:
            facts["资产"] = _assets(budget.assets)
        if budget.date:
            facts["日期"] = Day("日期", budget.date, (budget.date_span.place,) if budget.date_span else ())
        return facts

    def _department(self) -> Group:
        department = self.budget.department
        return Group("部门", {"编码": department.code, **department.names})

    def _units(self) -> Listing:
        groups = {
            unit.key: Group(f"单位.{unit.key}", {"编码": unit.code, "名称": unit.name, "类型": unit.type})
            for unit in self.budget.units
        }
        return Listing("单位", groups, tuple(groups.values()))

    def _spending_units(self) -> Number:
        """Count the units that have a budget of their own."""
        spending = {line.unit for line in self.budget.expenditure}
        units = [unit for unit in self.budget.units if unit.key in spending]
        keys = tuple(unit.key for unit in self.budget.units)
        open_lines = gap(self._this_year, _account(EXPENDITURE), {UNIT: keys})
        return Number("有支出单位数", len(units), tuple(unit.span.place for unit in units), open_lines)

    def _unit_counts(self) -> dict[str, Fact]:
        counts: dict[str, Fact] = {}
        for kind in UNIT_TYPES:
            units = [unit for unit in self.budget.units if unit.type == kind]
            counts[f"{kind}单位数"] = Number(f"{kind}单位数", len(units), tuple(u.span.place for u in units))
        return counts

    def _projects(self) -> dict[str, Fact]:
        described = {item.project: item for item in self.budget.descriptions}
        facts = {project.name: self._project(project) for project in self.budget.projects}
        chosen = {name: facts[name] for name in described if name in facts}
        return {
            "项目": Listing("项目", facts, tuple(facts.values())),
            "说明项目": Listing("说明项目", chosen, tuple(chosen.values())),
            "项目数": Number("项目数", len(facts), tuple(p.span.place for p in self.budget.projects)),
        }

    def _project(self, project: ProjectModel) -> Selection:
        path = f"项目.{project.name}"
        texts: dict[str, Fact] = {
            "名称": project.name,
            "编码": project.code,
            "类别": project.category,
            "明细": self._items(project, path),
        }
        for item in self.budget.descriptions:
            if item.project == project.name:
                texts["说明"] = Group(f"{path}.说明", dict(item.sections))
        return self._selection(path, _project_condition(project), **texts)

    def _items(self, project: ProjectModel, path: str) -> Listing:
        condition = _project_condition(project)
        basis = Basis(condition, select(self._this_year, condition))
        names = dict.fromkeys(line.item for line in project.lines if line.item)
        items: dict[str, Fact] = {
            name: sum_of(f"{path}.明细.{name}", basis, {ITEM_NAME: (name,)}) for name in names
        }
        return Listing(f"{path}.明细", items, tuple(items.values()))

    def _transfers(self) -> Group:
        items = _named_amounts("转移支付", self.budget.transfers)
        count = Number("转移支付.个数", len(items), tuple(item.span.place for item in self.budget.transfers))
        return Group("转移支付", {"个数": count, "项目": Listing("转移支付.项目", {}, items)})

    def _procured(self) -> Listing:
        items = _named_amounts("采购.项目", self.budget.procurement)
        return Listing("采购.项目", {}, items)

    def _declared(self, tree: dict[str, Fact]) -> None:
        """Amounts as declared under 另列; what is not declared stays as the lines give it, else zero."""
        for path in DECLARED:
            item = self.budget.declared.get(path)
            if item:
                _plant(tree, path, Amount(path=path, value=item.amount, sources=(item.span.place,)))
            elif path not in AMOUNTS:
                _plant(tree, path, Amount(path=path, value=Decimal(0), sources=()))
        _plant(tree, "采购.项目", self._procured())

    def _performance(self) -> Group:
        targeted = [project for project in self.budget.projects if project.performance]
        condition = {**_account(EXPENDITURE), PROJECT_NAME: tuple(p.name for p in targeted)}
        sources = tuple(project.span.place for project in targeted)
        due = tuple(project.span.place for project in self.budget.projects)
        facts: dict[str, Fact] = {
            "目标数": self._counted("绩效.目标数", len(targeted), sources),
            "应编数": self._counted("绩效.应编数", len(self.budget.projects), due),
            "金额": sum_of("绩效.金额", self._all, condition),
        }
        return Group("绩效", facts)


def related_lines(open_lines: Gap) -> tuple[Related, ...]:
    """Name the first lines of a gap."""
    note = f"没有写明{'、'.join(open_lines.dimensions)}"
    spans = sorted({line.span for line in open_lines.lines})
    return tuple(Related(span, note) for span in spans[:_MOST_RELATED])


def way_out(open_lines: Gap) -> str:
    """Tell how a ledger says what it left open."""
    if THREE_PUBLIC_DIMENSION in open_lines.dimensions:
        return "请把经济科目写到款，或在这些行写“三公: 接待”这样的归类，没有“三公”经费的写“三公: 无”。"
    if any(dimension.startswith(GOVERNMENTAL) for dimension in open_lines.dimensions):
        return "请把经济科目写到款；已经写了的，在 classification/economic-governmental.yaml 补上“对应”。"
    return f"请在这些行补上{'、'.join(open_lines.dimensions)}。"


def _project_condition(project: ProjectModel) -> Condition:
    return {ACCOUNT: (EXPENDITURE,), PROJECT_NAME: (project.name,)}


def _named_amounts(path: str, items: Iterable[NamedAmount | Procurement]) -> tuple[Group, ...]:
    """A name and an amount of each item, under the item's own path."""
    return tuple(
        Group(
            f"{path}.{item.name}",
            {
                "名称": item.name,
                "金额": Amount(path=f"{path}.{item.name}", value=item.amount, sources=(item.span.place,)),
            },
        )
        for item in items
    )


def _plant(tree: dict[str, Fact], path: str, fact: Fact) -> None:
    """Put *fact* into nested groups, one for each name of its path but the last."""
    *above, name = path.split(".")
    members = tree
    for depth, step in enumerate(above, 1):
        group = members.setdefault(step, Group(".".join(above[:depth]), {}))
        assert isinstance(group, Group)
        assert isinstance(group.members, dict)
        members = group.members
    members[name] = fact


def _number(path: str, words: tuple[Words, ...]) -> Number:
    return Number(path, len(words), tuple(item.span.place for item in words))


def _assets(assets: Assets) -> Group:
    counts = {
        item.name: Number(f"资产.车.{item.name}", item.number, (item.span.place,)) for item in assets.vehicles
    }
    vehicles = tuple(
        Group(f"资产.车辆.{name}", {"名称": name, "数量": number}) for name, number in counts.items()
    )
    general, special = assets.general_equipment, assets.special_equipment
    facts: dict[str, Fact] = {
        "截至": Day("资产.截至", assets.as_of, (assets.span.place,)),
        "车辆总数": Number(
            "资产.车辆总数",
            sum(item.number for item in assets.vehicles),
            tuple(item.span.place for item in assets.vehicles),
        ),
        "车辆": Listing("资产.车辆", {}, vehicles),
        "车": Group("资产.车", counts),
        "通用设备": Number("资产.通用设备", general.number, (general.span.place,)),
        "专用设备": Number("资产.专用设备", special.number, (special.span.place,)),
    }
    return Group("资产", facts)
