"""One line more or less changes every cell and sentence that depends on it, and nothing else.

The line and the revenue that pays for it are changed by the same amount.
What depends on the line is worked out here from the line alone, not from the sources that the document gives.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from reportgen.document.document import Cell, Document, Grid, Paragraph, Table
from reportgen.form.profile import Profile
from reportgen.ledger.model import Budget, ExpenditureLine
from reportgen.repository.repository import Repository
from tests.conftest import LEDGER, ROOT
from tests.unchecked import compose

DELTA = Decimal("123456.78")
TREES = {
    "支出功能分类表": "function",
    "一般公共预算支出表": "function",
    "支出经济分类表": "economic",
    "一般公共预算基本支出表": "economic",
}
LINES = 29


@dataclass(frozen=True)
class Case:
    line: ExpenditureLine
    before: Document
    after: Document


@pytest.fixture(scope="module")
def budget(repository: Repository) -> Budget:
    found, findings = repository.budget(ROOT / LEDGER)
    assert found is not None, findings
    return found


@pytest.fixture(scope="module")
def profile(repository: Repository, budget: Budget) -> Profile:
    found, findings = repository.profile(budget.profile)
    assert found is not None, findings
    return found


@pytest.fixture(params=range(LINES))
def case(request: pytest.FixtureRequest, budget: Budget, profile: Profile, document: Document) -> Case:
    line = budget.expenditure[request.param]
    return Case(line, document, compose(changed(budget, line), profile))


def changed(budget: Budget, line: ExpenditureLine) -> Budget:
    more = replace(line, amount=line.amount + DELTA)
    revenue = replace(budget.revenue[0], amount=budget.revenue[0].amount + DELTA)
    projects = tuple(
        replace(project, lines=tuple(more if own is line else own for own in project.lines))
        for project in budget.projects
    )
    basic = tuple(more if own is line else own for own in budget.basic)
    return replace(budget, basic=basic, projects=projects, revenue=(revenue,))


def test_the_ledger_has_the_lines_that_are_tried(budget: Budget) -> None:
    assert len(budget.expenditure) == LINES


def test_cells_change_by_the_amount_where_they_depend_on_the_line(case: Case) -> None:
    for before, after in zip(case.before.tables, case.after.tables, strict=True):
        for row, column, old, new in cells(before, after):
            difference = (new.value or Decimal(0)) - (old.value or Decimal(0))
            expected = DELTA if depends(before, row, column, case.line) else Decimal(0)
            assert difference == expected, (before.title, row, column)
            if expected == 0:
                assert new.text == old.text


def test_fields_change_where_they_depend_on_the_line(case: Case) -> None:
    for before, after in zip(case.before.tables, case.after.tables, strict=True):
        name = before.fields[0].cell.text if before.fields else ""
        for old, new in zip(before.fields, after.fields, strict=True):
            expected = DELTA if old.cell.value is not None and name == case.line.project else Decimal(0)
            assert (new.cell.value or Decimal(0)) - (old.cell.value or Decimal(0)) == expected


def cells(before: Table, after: Table) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], Cell, Cell]]:
    """Row labels, heading and both cells of each place; the rows must be the same."""
    for old_grid, new_grid in zip(before.grids, after.grids, strict=True):
        for at, (old_row, new_row) in enumerate(zip(old_grid.rows, new_grid.rows, strict=True)):
            for index, column in enumerate(old_grid.columns):
                heading = (*column.heading, str(index))
                labels = (label_of(old_grid, at, index), *(cell.text for cell in old_row.cells))
                yield labels, heading, old_row.cells[index], new_row.cells[index]


def label_of(grid: Grid, at: int, index: int) -> str:
    """The text cell that labels an amount: the nearest on its left."""
    texts = [number for number in range(index + 1) if grid.rows[at].cells[number].value is None]
    return grid.rows[at].cells[texts[-1]].text if texts else ""


def depends(table: Table, row: tuple[str, ...], heading: tuple[str, ...], line: ExpenditureLine) -> bool:
    """Whether a cell counts the line, by the meaning of the form's labels and headings."""
    names = {re.sub(r"\s", "", name) for name in heading}
    if table.key in ("收支预算总表", "财政拨款预算总表"):
        return summary(re.sub(r"^[一二三四五六七八九十]+、|\s", "", row[0]), names, line)
    return row_counts(table, row, line) and columns_count(table, names, line)


def summary(label: str, names: set[str], line: ExpenditureLine) -> bool:
    if "收入" in names:
        return label in ("一般公共预算拨款收入", "本年收入合计", "收入总计") and "预算数" in names
    project = bool(line.project)
    kinds = {
        "基本支出": not project,
        "人员经费": line.category == "人员经费",
        "公用经费": line.category == "公用经费",
        "项目支出": project,
        "部门预算": project,
    }
    if label in ("本年支出合计", "支出总计"):
        return "预算数" in names and names.isdisjoint(OTHER_FUNDS)
    if label in kinds:
        return kinds[label] and "预算数" in names
    return CLASSES.get(line.function[:3]) == label and bool(names & {"合计", "一般公共预算"})


OTHER_FUNDS = {"政府性基金预算", "国有资本经营预算", "财政专户管理资金"}
CLASSES = {
    "201": "一般公共服务支出",
    "208": "社会保障和就业支出",
    "210": "卫生健康支出",
    "221": "住房保障支出",
}


def row_counts(table: Table, row: tuple[str, ...], line: ExpenditureLine) -> bool:
    if table.key in TREES:
        code = getattr(line, TREES[table.key])
        above = {code[:3], code[:5], code}
        return bool({"合计", "合 计"} & {row[0]}) or row[0].split("-")[0] in {"133", "133001"} | above
    if table.key == "项目支出表":
        return bool(line.project) and (row[1] == "合 计" or row[3] == line.project)
    return table.key in ("收入预算总表", "支出预算总表")


def columns_count(table: Table, names: set[str], line: ExpenditureLine) -> bool:
    if table.key == "收入预算总表":
        return bool(names & {"总计", "一般公共预算拨款收入"})
    if names & OTHER_FUNDS or names & {"部门(单位)", "序号", "项目单位", "项目名称", "项目类别"}:
        return False
    if any(name.startswith("预算单位/") for name in names):
        return False
    if table.key == "一般公共预算基本支出表" and line.project:
        return False
    wanted = {"人员经费": not line.project and line.category == "人员经费"}
    wanted["公用经费"] = not line.project and line.category == "公用经费"
    wanted["基本支出"] = not line.project
    wanted["项目支出"] = bool(line.project)
    return all(wanted[name] for name in names if name in wanted)


def test_paragraphs_change_where_they_depend_on_the_line(case: Case) -> None:
    before, after = (prose(document) for document in (case.before, case.after))
    assert len(before) == len(after)
    changed_facts = {
        old.fact
        for old_paragraph, new_paragraph in zip(before, after, strict=True)
        for old, new in zip(old_paragraph.figures, new_paragraph.figures, strict=True)
        if (old.text, old.value) != (new.text, new.value)
    }
    assert {fact for fact in changed_facts if not fact.startswith("占比")} == set(facts(case.line))
    for old_paragraph, new_paragraph in zip(before, after, strict=True):
        if not any(figure.fact in changed_facts for figure in old_paragraph.figures):
            assert old_paragraph.text == new_paragraph.text


def prose(document: Document) -> list[Paragraph]:
    return [block for block in document.blocks if isinstance(block, Paragraph)]


def facts(line: ExpenditureLine) -> Iterator[str]:
    """The facts of the narrative that count the line, and their changes where the form compares them."""
    compared = ["收入.合计", "支出", "财政拨款收入.合计", "财政拨款支出"]
    with_rate = ["一般公共预算支出", f"一般公共预算支出.类.{line.function[:3]}"]
    plain = ["收入.一般公共预算", "财政拨款收入.一般公共预算", "财政拨款收入.总计"]
    kind = "部门预算项目" if line.project else line.category
    plain += [f"支出.{kind}", f"财政拨款支出.{kind}"]
    if not line.project:
        plain += ["一般公共预算基本支出", f"一般公共预算基本支出.{kind}"]
        plain.append(f"一般公共预算基本支出.经济类.{line.economic[:3]}")
    if line.category == "公用经费":
        with_rate.append("机关运行经费")
    if line.project:
        plain.append("绩效.金额")
    if line.project in ("证照免费邮寄费用、电子印章管理费用", "区政务服务中心及指挥中心就餐人员伙食费"):
        plain.append(f"项目.{line.project}")
    if line.item:
        plain.append(f"项目.{line.project}.明细.{line.item}")
    yield from (*plain, *compared, *with_rate)
    yield from (f"变动.{path}" for path in (*compared, *with_rate))
    yield from (f"变动率.{path}" for path in with_rate)
