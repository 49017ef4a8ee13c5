"""Forms that extend another, years in headings, and rows that show the same money."""

from collections.abc import Callable

import pytest

from reportgen.commands.checking import Checked, check_file
from reportgen.document.document import Paragraph, Role, Table
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit, drop_descriptions

LEAF = """\
沿用: shili-2024
年度: 2024
"""
BASE = """\
{% macro 写(数) %}{{ 数|万元 }}万元{% endmacro %}
共{{ 写(收入.合计) }}。

{% block 结转 %}{% endblock %}

{% block 职责 %}{{ 职责|条目 }}{% endblock %}

{{ 比(上年 ~ '年', 收入.合计) }}{{ 原因(收入.合计) }}。
"""
TABLES = "templates/shili-2024/tables.yaml"
THREE_PUBLIC = {"出国": "0.00", "接待": "3000.00", "用车购置": "0.00", "用车运行": "12000.00"}

Child = Callable[[str], Checked]


@pytest.fixture
def child(example: Repository, edit: Edit) -> Child:
    """Check the invented ledger with a form that extends its own, whose narrative is *text*."""

    drop_descriptions(example)

    def checked(text: str) -> Checked:
        templates = example.root / "templates"
        (templates / "shili-2024" / "说明.j2").write_text(BASE, "utf-8")
        (templates / "shili-leaf").mkdir()
        (templates / "shili-leaf" / "profile.yaml").write_text(LEAF, "utf-8")
        (templates / "shili-leaf" / "说明.j2").write_text(text, "utf-8")
        edit(EXAMPLE_LEDGER, ("表式: shili-2024", "表式: shili-leaf"))
        return check_file(example, example.root / EXAMPLE_LEDGER)

    return checked


def headlines(checked: Checked, code: str = "") -> list[str]:
    return [finding.headline for finding in checked.findings if code in finding.code and finding.is_error]


def table(checked: Checked, key: str) -> Table:
    assert checked.document is not None, headlines(checked)
    return next(found for found in checked.document.tables if found.key == key)


def cells(found: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.cells) for grid in found.grids for row in grid.rows]


def test_a_block_may_use_the_macros_of_the_template_that_it_extends(child: Child) -> None:
    extends = '{% extends "shili-2024/说明.j2" %}\n'
    checked = child(extends + "{% block 结转 %}其中{{ 写(收入.上年结转.合计) }}。{% endblock %}\n")
    assert checked.document is not None, headlines(checked)
    texts = [block.text for block in checked.document.blocks if isinstance(block, Paragraph)]
    assert texts[:3] == ["共159.46万元。", "其中1万元。", "1.负责全市档案工作。"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{% block 结余 %}没有这一块。{% endblock %}\n", 2),
        ("\n写在块外面。\n", 3),
        ("{% if 年终结转 %}也在外面。{% endif %}\n", 2),
        ("{% macro 写(数) %}{{ 数|元 }}元{% endmacro %}\n", 2),
    ],
)
def test_text_that_would_be_lost_is_an_error(child: Child, text: str, line: int) -> None:
    (headline,) = headlines(child('{% extends "shili-2024/说明.j2" %}\n' + text))
    assert headline.startswith(f"templates/shili-leaf/说明.j2:{line}:1: error[P105]")


def test_a_fault_of_an_inherited_template_is_told_once(child: Child, example: Repository) -> None:
    checked = child('{% extends "shili-2024/说明.j2" %}\n')
    assert headlines(checked) == []
    (example.root / "templates" / "shili-2024" / "说明.j2").write_text(f"共2024件。\n{BASE}", "utf-8")
    assert len(headlines(check_file(example, example.root / EXAMPLE_LEDGER), "P104")) == 1


YEARS = """\
  三公表:
    标题: 三公
    范围: [财政拨款, 三公经费]
    列: [项目: "{标签}", "{上年} 年", "{年度} 年"]
    行: [合计, 因公出国(境)费, 公务接待费, 公务用车购置及运行费, "{上年}年合计": 合计]
  项目表:
"""
INDICATORS = """\
    行: [合计: {填: {项目: 合 计}}, {逐: 项目, 不列本行: 是, 行: [逐: 项目.指标]}]
    合并: [单位, 项目, 合计]
"""


def year_columns(edit: Edit) -> None:
    edit(
        TABLES,
        ("标签: {单位", '口径: {"{上年} 年": {年: 上年}, "{年度} 年": {年: 本年}}\n标签: {单位'),
        ("  项目表:\n", YEARS),
    )
    edit("templates/shili-2024/profile.yaml", ("附表: [支出表, ", "附表: [支出表, 三公表, "))


def test_a_table_lists_what_the_ledger_declares_of_last_year(example: Repository, edit: Edit) -> None:
    year_columns(edit)
    items = "".join(f"  三公.{name}: {amount}\n" for name, amount in THREE_PUBLIC.items())
    edit(EXAMPLE_LEDGER, ("  三公.接待: 0.00\n", items))
    found = table(check_file(example, example.root / EXAMPLE_LEDGER), "三公表")
    assert [column.heading for column in found.grids[0].columns] == [("项目",), ("2023 年",), ("2024 年",)]
    assert cells(found) == [
        ("合计", "15,000.00", "4,000.00"),
        ("因公出国(境)费", "", ""),
        ("公务接待费", "3,000.00", "4,000.00"),
        ("公务用车购置及运行费", "12,000.00", ""),
        ("2023年合计", "15,000.00", "4,000.00"),
    ]
    assert found.grids[0].rows[2].cells[1].sources[0].place == f"{EXAMPLE_LEDGER}:54"


def test_a_table_of_last_year_needs_all_its_parts(example: Repository, edit: Edit) -> None:
    year_columns(edit)
    (headline,) = headlines(check_file(example, example.root / EXAMPLE_LEDGER))
    assert "error[T105]" in headline


def test_indicators_of_a_project_show_its_money_once(example: Repository, edit: Edit) -> None:
    edit(
        TABLES,
        ("    行: [合计: {填: {项目: 合 计}}, 逐: 项目]\n", INDICATORS),
        ('列: [序号: "{项目.序}", 项目', '列: [单位: "{项目.单位.名称}", 项目'),
    )
    second = '    绩效: {指标: [{一级指标: 甲, 二级指标: 乙, 三级指标: 丙, 指标值: "1"}]}\n\n政府采购:'
    edit(
        EXAMPLE_LEDGER,
        ("\n政府采购:", second),
        ('    单位: "900002"', '    单位: "900001"'),
        ('{单位: "900002", 资金来源: 财政专户', '{单位: "900001", 资金来源: 财政专户'),
    )
    found = table(check_file(example, example.root / EXAMPLE_LEDGER), "项目表")
    assert [row[:3] for row in cells(found)] == [
        ("", "合 计", "15.60"),
        ("示例市档案局（本级）", "档案数字化", "10.60"),
        ("", "", ""),
        ("", "查档服务", "5.00"),
    ]


def test_chapters_of_a_document_of_the_department(example: Repository, edit: Edit) -> None:
    edit(
        EXAMPLE_LEDGER,
        ("职责:\n", "文字: {办法: [总则, [第一条　甲。, 第二条　乙。], 附则, [第三条　丙。]]}\n职责:\n"),
    )
    edit("templates/shili-2024/说明.j2", ("{{ 职责|条目 }}", "{{ 文字.办法|章节 }}"))
    checked = check_file(example, example.root / EXAMPLE_LEDGER)
    assert checked.document is not None, headlines(checked)
    found = [block for block in checked.document.blocks if isinstance(block, Paragraph)][1:6]
    assert [(block.role, block.text) for block in found] == [
        (Role.HEADING, "二、总则"),
        (Role.BODY, "第一条　甲。"),
        (Role.BODY, "第二条　乙。"),
        (Role.HEADING, "三、附则"),
        (Role.BODY, "第三条　丙。"),
    ]


def test_a_table_among_paragraphs_begins_no_page(example: Repository, edit: Edit) -> None:
    edit("templates/shili-2024/说明.j2", ("# 收支情况\n", "# 收支情况\n\n!表 项目表\n"))
    edit("templates/shili-2024/profile.yaml", ("附表: [支出表, 项目表]", "附表: [支出表]"))
    assert table(check_file(example, example.root / EXAMPLE_LEDGER), "项目表").in_text
