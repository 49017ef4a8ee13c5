"""What a form may say of the order of a document and of its tables."""

import re
from collections.abc import Callable
from io import BytesIO

import docx
import pytest

from reportgen.commands.checking import check_file
from reportgen.document.document import Document, Part, Table
from reportgen.renderers.docx.document import render_docx
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit
from tests.renderers.sample import all_on_page

FORM, TABLES, PROSE = (f"templates/shili-2024/{name}" for name in ("profile.yaml", "tables.yaml", "说明.j2"))
ALL_LISTED = ("附表: [支出表, 项目表]", "列表: [支出表, 项目表, 绩效表]")
NO_APPENDIX = ("附录: [绩效表]", '附录标题: "{{ 年度 }}年附表"')

Compose = Callable[[], Document]


@pytest.fixture
def composed(example: Repository) -> Compose:
    """Compose the invented document as edited."""

    def compose() -> Document:
        checked = check_file(example, example.root / EXAMPLE_LEDGER)
        assert checked.document is not None, [finding.headline for finding in checked.findings]
        return checked.document

    return compose


def test_tables_that_a_part_lists_stand_at_the_end(composed: Compose, edit: Edit) -> None:
    edit(FORM, ALL_LISTED, NO_APPENDIX)
    document = composed()
    end = document.blocks[-4:]
    assert [block.title for block in end if isinstance(block, Part | Table)] == [
        "2024年附表",
        "2024年支出表",
        "项目支出表",
        "项目绩效目标表",
    ]
    parts = [block.text for block in document.blocks if isinstance(block, Part)]
    assert parts[1:] == ["第二部分 2024年部门预算表", "第三部分 名词解释", "2024年附表"]


def test_contents_list_them_under_the_part(composed: Compose, edit: Edit) -> None:
    edit(FORM, ALL_LISTED, NO_APPENDIX)
    document = composed()
    listed = [entry.text for entry in document.contents if entry.level == 1 or "表" in entry.text]
    assert listed == [
        "第一部分 示例市档案局概况",
        "第二部分 2024年部门预算表",
        "一、2024年支出表",
        "二、项目支出表",
        "三、项目绩效目标表",
        "第三部分 名词解释",
    ]
    anchors = {block.anchor: block.title for block in document.tables}
    assert [anchors[entry.anchor] for entry in document.contents if entry.anchor in anchors] == [
        "2024年支出表",
        "项目支出表",
        "项目绩效目标表",
    ]


def test_of_the_sheets_of_one_table_the_first_is_listed(composed: Compose, edit: Edit) -> None:
    edit(FORM, ALL_LISTED, NO_APPENDIX)
    target = "    绩效:\n      顺序: 2\n      年度绩效目标: 方便群众\n      指标: []\n"
    edit(EXAMPLE_LEDGER, ("\n政府采购:", f"{target}\n政府采购:"))
    sheets = [table for table in composed().tables if table.key == "绩效表"]
    assert [(table.listed, table.contents) for table in sheets] == [("三、项目绩效目标表", 2), ("", None)]


def test_a_part_for_its_tables_goes_with_them(composed: Compose, edit: Edit) -> None:
    edit(FORM, ALL_LISTED, NO_APPENDIX, ("列表:", "正文: 名词.j2\n    列表:"))
    edit(EXAMPLE_LEDGER, ("年度: 2024\n", "年度: 2024\n附表: {不列: 随全市公开}\n"))
    parts = [block.text for block in composed().blocks if isinstance(block, Part)]
    assert parts == ["第一部分 示例市档案局概况", "第二部分 名词解释"]


def test_word_collects_such_contents_in_fields_of_their_own(composed: Compose, edit: Edit) -> None:
    """A field collects its marks in the order of the document, which the contents do not follow here."""
    edit(FORM, ALL_LISTED, NO_APPENDIX)
    document = composed()
    word = docx.Document(BytesIO(render_docx(document, all_on_page(1, document))))
    codes = [code.strip() for code in word.element.xpath("//w:instrText/text()")]
    assert [code for code in codes if code.startswith("TOC")] == [r"TOC \f \h \z", r"TOC \f D \h \z"]
    marks = [mark for code in codes if (mark := re.fullmatch(r'TC "(.*)" (\\f \w )?\\l \d', code))]
    collected = [[mark[1] for mark in marks if bool(mark[2]) is own] for own in (False, True)]
    assert [text for run in collected for text in run] == [entry.text for entry in document.contents]


def test_the_line_of_the_unit_may_name_the_department(composed: Compose, edit: Edit) -> None:
    edit(TABLES, ("单位行: 单位：{单位}", "单位行: 部门：{部门.名称}　单位：{单位}"))
    assert [table.unit_line for table in composed().tables] == [
        "部门：示例市档案局　单位：元",
        "部门：示例市档案局　单位：万元",
        "",
    ]


def test_the_line_of_the_unit_is_checked(example: Repository, edit: Edit) -> None:
    edit(TABLES, ("单位行: 单位：{单位}", "单位行: 部门：{部们.名称}"))
    found = check_file(example, example.root / EXAMPLE_LEDGER).findings
    assert [finding.headline for finding in found if finding.code == "T202"]


def test_members_of_a_tree_are_numbered_on_each_level(composed: Compose, edit: Edit) -> None:
    edit(TABLES, ("级: [类, 项]}", '级: [类, 项], 标签: "{序|汉字}、{名称}"}'))
    labels = [row.cells[0].text for row in composed().tables[0].grids[0].rows]
    assert labels[1:5] == [
        "900001-示例市档案局（本级）",
        "一、一般公共服务支出",
        "一、行政运行",
        "二、一般行政管理事务",
    ]


def test_the_share_of_two_counts(composed: Compose, edit: Edit) -> None:
    edit(PROSE, ("# ", "目标覆盖{{ 占(绩效.目标数, 绩效.应编数)|百分比 }}%。\n\n# "))
    paragraphs = [getattr(block, "text", "") for block in composed().blocks]
    assert "目标覆盖50%。" in paragraphs


def test_a_count_has_no_share_of_an_amount(example: Repository, edit: Edit) -> None:
    edit(PROSE, ("# ", "占{{ 占(绩效.目标数, 支出.合计)|百分比 }}%。\n\n# "))
    found = check_file(example, example.root / EXAMPLE_LEDGER).findings
    assert [f.sentence for f in found if f.code == "P101"] == ["“占”的两项应当都是金额，或都是个数"]


def test_the_category_of_projects_may_be_undisclosed(composed: Compose, edit: Edit) -> None:
    edit(
        EXAMPLE_LEDGER,
        ("年度: 2024\n", "年度: 2024\n未披露: [项目类别]\n"),
        ("    项目类别: 特定目标类\n", ""),
    )
    assert composed().tables
