"""What a form can say about parts and tables, tried on the invented department."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.commands.checking import Checked, check_file
from reportgen.document.document import Document, LabelPlace, Part, Table, TableList
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER

FORM = Path("templates/shili-2024")
Compose = Callable[..., Document]


@pytest.fixture
def compose(example: Repository) -> Compose:
    """Compose the invented budget after some words of a file have been replaced."""

    def composed(file: Path, *changes: tuple[str, str]) -> Document:
        path = example.root / file
        text = path.read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
        checked: Checked = check_file(example, example.root / EXAMPLE_LEDGER)
        assert checked.document is not None, [finding.headline for finding in checked.findings]
        return checked.document

    return composed


def table(document: Document, key: str) -> Table:
    return next(table for table in document.tables if table.key == key)


TABLES_PART = '  - 标题: "{{ 年度 }}年部门预算表"\n'


def test_a_part_with_an_ordinal_of_its_own_does_not_count(compose: Compose) -> None:
    document = compose(FORM / "profile.yaml", (TABLES_PART, f'{TABLES_PART}    序号: "附件："\n'))
    parts = [block for block in document.blocks if isinstance(block, Part)]

    assert [part.ordinal for part in parts] == ["第一部分", "附件：", "第二部分"]
    assert parts[1].text == "附件：2024年部门预算表"
    (year,) = parts[1].figures
    assert parts[1].text[year.start :].startswith(year.text)


def test_a_part_without_an_ordinal_is_its_title(compose: Compose) -> None:
    document = compose(FORM / "profile.yaml", (TABLES_PART, f'{TABLES_PART}    序号: ""\n'))

    assert "2024年部门预算表" in [block.text for block in document.blocks if isinstance(block, Part)]


def test_a_part_need_not_list_its_tables(compose: Compose) -> None:
    document = compose(FORM / "profile.yaml", (TABLES_PART, f"{TABLES_PART}    表目: 否\n"))

    assert not any(isinstance(block, TableList) for block in document.blocks)
    assert "一、2024年支出表" in [entry.text for entry in document.contents]


def test_the_contents_may_call_a_table_otherwise(compose: Compose) -> None:
    title = '    标题: "{年度}年支出表"\n'
    document = compose(FORM / "tables.yaml", (title, f"{title}    目录名: 部门支出表\n"))

    assert "一、部门支出表" in [entry.text for entry in document.contents]
    assert table(document, "支出表").title == "2024年支出表"


@pytest.mark.parametrize(
    ("place", "above", "beneath", "left"),
    [
        ("题上", "表1", (), "部门名称：示例市档案局"),
        ("同行", "", (), "表1\u3000部门名称：示例市档案局"),
        ("题下", "", ("表1",), "部门名称：示例市档案局"),
    ],
)
def test_the_number_stands_where_the_form_says(
    compose: Compose, place: str, above: str, beneath: tuple[str, ...], left: str
) -> None:
    said = f"表号位置: {place}\n抬头: 部门名称：{{部门.名称}}\n单位行: 单位：{{单位}}"
    found = table(compose(FORM / "tables.yaml", ("单位行: 单位：{单位}", said)), "支出表")

    assert found.label_place is LabelPlace(place)
    assert (found.above, found.beneath, found.caption) == (above, beneath, (left, "单位：元"))


def test_tasks_of_the_department_are_rows(example: Repository, compose: Compose) -> None:
    ledger = example.root / EXAMPLE_LEDGER
    tasks = "绩效: {任务: [{任务名称: 归档}, {任务名称: 查档}]}\n"
    lines = ledger.read_text("utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if "一级指标" not in line).replace("      指标:\n", "")
    ledger.write_text(kept + tasks, "utf-8")
    document = compose(
        FORM / "tables.yaml", ("{指标.一级指标}", "{任务.任务名称}"), ("逐: 项目.指标", "逐: 绩效.任务")
    )

    rows = table(document, "绩效表").grids[0].rows
    assert [row.cells[0].text for row in rows] == ["归档", "查档"]


def test_only_the_column_of_labels_is_set_in(compose: Compose) -> None:
    columns = '      - 科目: "{标签}"\n'
    document = compose(FORM / "tables.yaml", (columns, '      - 编码: "{编码}"\n' + columns))
    rows = table(document, "支出表").grids[0].rows

    assert {row.depths[0] for row in rows} == {0}
    assert [row.depth for row in rows] == [row.depths[1] for row in rows]
    assert max(row.depth for row in rows) > 0


def test_groups_of_text_columns_need_no_meaning(compose: Compose) -> None:
    columns = '      - 科目: "{标签}"\n'
    grouped = '      - 说明: [科目说明: [科目: "{标签}"], 备注: ""]\n'
    found = table(compose(FORM / "tables.yaml", (columns, grouped)), "支出表")

    assert [column.heading for column in found.grids[0].columns[:2]] == [
        ("说明", "科目说明", "科目"),
        ("说明", "备注"),
    ]


def test_a_project_shows_its_indicators_as_columns(compose: Compose) -> None:
    columns = '列: [序号: "{项目.序}"'
    view = f'{columns}, 指标: "{{项目.各指标.产出指标.三级指标}}"'
    document = compose(FORM / "tables.yaml", (columns, view))
    rows = table(document, "项目表").grids[0].rows

    assert [row.cells[1].text for row in rows] == ["", "扫描页数；入库卷数", ""]
