"""What a ledger names, counts and lists: the department, units, projects, assets, texts."""

from collections.abc import Iterable

from reportgen.facts.facts import Amount, Basis, Day, Fact, Group, Listing, Number, Selection, sum_of
from reportgen.facts.sums import Sums
from reportgen.findings.diagnostics import Span
from reportgen.ledger.dimensions import ACCOUNT, EXPENDITURE, ITEM_NAME, PROJECT_NAME, UNIT, Condition
from reportgen.ledger.model import UNIT_TYPES, Assets, NamedAmount, Procurement, Words
from reportgen.ledger.model import Project as ProjectModel
from reportgen.ledger.postings import gap, select


class Description:
    """The facts of one budget that are no entries of the catalogue."""

    def __init__(self, sums: Sums) -> None:
        self._sums = sums
        self._budget = sums.budget

    def facts(self) -> dict[str, Fact]:
        """Return them by their names."""
        budget = self._budget
        year_place = (budget.year_span,)
        facts: dict[str, Fact] = {
            "年度": Number("年度", budget.year, year_place),
            "上年": Number("上年", budget.year - 1, year_place),
            "部门": self._department(),
            "单位": self._units(),
            "单位数": Number("单位数", len(budget.units), tuple(unit.span for unit in budget.units)),
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
            facts["日期"] = Day("日期", budget.date, (budget.date_span,) if budget.date_span else ())
        return facts

    def procured(self) -> Listing:
        """Return what is procured, item by item."""
        items = _named_amounts("采购.项目", self._budget.procurement)
        return Listing("采购.项目", {}, items)

    def _department(self) -> Group:
        department = self._budget.department
        return Group("部门", {"编码": department.code, **department.names})

    def _units(self) -> Listing:
        groups = {
            unit.key: Group(f"单位.{unit.key}", {"编码": unit.code, "名称": unit.name, "类型": unit.type})
            for unit in self._budget.units
        }
        return Listing("单位", groups, tuple(groups.values()))

    def _spending_units(self) -> Number:
        """Count the units that have a budget of their own."""
        spending = {line.unit for line in self._budget.expenditure}
        units = [unit for unit in self._budget.units if unit.key in spending]
        keys = tuple(unit.key for unit in self._budget.units)
        open_lines = gap(self._sums.lines, {ACCOUNT: (EXPENDITURE,), UNIT: keys})
        return Number("有支出单位数", len(units), tuple(unit.span for unit in units), open_lines)

    def _unit_counts(self) -> dict[str, Fact]:
        counts: dict[str, Fact] = {}
        for kind in UNIT_TYPES:
            units = [unit for unit in self._budget.units if unit.type == kind]
            counts[f"{kind}单位数"] = Number(f"{kind}单位数", len(units), tuple(u.span for u in units))
        return counts

    def _projects(self) -> dict[str, Fact]:
        described = {item.project: item for item in self._budget.descriptions}
        facts = {project.name: self._project(project) for project in self._budget.projects}
        chosen = {name: facts[name] for name in described if name in facts}
        return {
            "项目": Listing("项目", facts, tuple(facts.values())),
            "说明项目": Listing("说明项目", chosen, tuple(chosen.values())),
            "项目数": Number("项目数", len(facts), tuple(p.span for p in self._budget.projects)),
        }

    def _project(self, project: ProjectModel) -> Selection:
        path = f"项目.{project.name}"
        texts: dict[str, Fact] = {
            "名称": project.name,
            "编码": project.code,
            "类别": project.category,
            "明细": self._items(project, path),
        }
        for item in self._budget.descriptions:
            if item.project == project.name:
                texts["说明"] = Group(f"{path}.说明", dict(item.sections))
        return self._sums.selection(path, _project_condition(project), **texts)

    def _items(self, project: ProjectModel, path: str) -> Listing:
        condition = _project_condition(project)
        basis = Basis(condition, select(self._sums.lines, condition))
        names = dict.fromkeys(line.item for line in project.lines if line.item)
        items: dict[str, Fact] = {
            name: sum_of(f"{path}.明细.{name}", basis, {ITEM_NAME: (name,)}) for name in names
        }
        return Listing(f"{path}.明细", items, tuple(items.values()))

    def _transfers(self) -> Group:
        items = _named_amounts("转移支付", self._budget.transfers)
        count = Number("转移支付.个数", len(items), tuple(item.span for item in self._budget.transfers))
        return Group("转移支付", {"个数": count, "项目": Listing("转移支付.项目", {}, items)})

    def _performance(self) -> Group:
        targeted = [project for project in self._budget.projects if project.performance]
        condition = {ACCOUNT: (EXPENDITURE,), PROJECT_NAME: tuple(p.name for p in targeted)}
        sources = tuple(project.span for project in targeted)
        due = tuple(project.span for project in self._budget.projects)
        facts: dict[str, Fact] = {
            "目标数": self._counted("绩效.目标数", len(targeted), sources),
            "应编数": self._counted("绩效.应编数", len(self._budget.projects), due),
            "金额": sum_of("绩效.金额", Basis({}, self._sums.lines), condition),
        }
        return Group("绩效", facts)

    def _counted(self, path: str, number: int, sources: tuple[Span, ...]) -> Number:
        """A count that the ledger may declare under 另列, because the published document counts otherwise."""
        item = self._budget.declared.get(path)
        return Number(path, int(item.amount), (item.span,)) if item else Number(path, number, sources)


def _project_condition(project: ProjectModel) -> Condition:
    return {ACCOUNT: (EXPENDITURE,), PROJECT_NAME: (project.name,)}


def _named_amounts(path: str, items: Iterable[NamedAmount | Procurement]) -> tuple[Group, ...]:
    """A name and an amount of each item, under the item's own path."""
    return tuple(
        Group(
            f"{path}.{item.name}",
            {
                "名称": item.name,
                "金额": Amount(path=f"{path}.{item.name}", value=item.amount, sources=(item.span,)),
            },
        )
        for item in items
    )


def _number(path: str, words: tuple[Words, ...]) -> Number:
    return Number(path, len(words), tuple(item.span for item in words))


def _assets(assets: Assets) -> Group:
    counts = {
        item.name: Number(f"资产.车.{item.name}", item.number, (item.span,)) for item in assets.vehicles
    }
    vehicles = tuple(
        Group(f"资产.车辆.{name}", {"名称": name, "数量": number}) for name, number in counts.items()
    )
    general, special = assets.general_equipment, assets.special_equipment
    facts: dict[str, Fact] = {
        "截至": Day("资产.截至", assets.as_of, (assets.span,)),
        "车辆总数": Number(
            "资产.车辆总数",
            sum(item.number for item in assets.vehicles),
            tuple(item.span for item in assets.vehicles),
        ),
        "车辆": Listing("资产.车辆", {}, vehicles),
        "车": Group("资产.车", counts),
        "通用设备": Number("资产.通用设备", general.number, (general.span,)),
        "专用设备": Number("资产.专用设备", special.number, (special.span,)),
    }
    return Group("资产", facts)
