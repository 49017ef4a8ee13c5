"""A form with facts of its own: in sentences, headings, the ledger's words, 上年, 原因 and charts."""

from decimal import Decimal

import pytest

from reportgen.commands.checking import Checked, check_file
from reportgen.composing.narrative.language import Language
from reportgen.document.document import Paragraph
from reportgen.facts.history import History
from reportgen.facts.vocabulary import Vocabulary
from reportgen.form.package import package_facts
from reportgen.ledger.catalogue import RESERVED
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit

FORM = "templates/shili-2024-zhuanhu"
FACTS = """
指标:
  专户资金安排的项目支出: {账: 支出, 资金来源: 财政专户管理资金, 类别: 项目, 分列: 是, 称: [专户项目支出]}
  机关运行经费: {账: 支出, 资金来源: 一般公共预算, 单位类型: [行政, 参公], 经济科目: "302"}
"""
PROSE = """
{% extends "shili-2024/说明.j2" %}
{% block 附 %}
机关运行经费{{ 机关运行经费|万元 }}万元。

专户资金安排的项目支出{{ 专户资金安排的项目支出|元 }}元，
{{ 比(上年 ~ '年', 专户资金安排的项目支出) }}{{ 原因(专户资金安排的项目支出) }}，
其中一般公共服务{{ 专户资金安排的项目支出.类.201.合计|元 }}元。
{% endblock %}
"""
TABLES = """
表:
  经费表:
    标题: 机关运行经费表
    口径: {办公用钱: 机关运行经费}
    列: [单位: "{标签}", 支出预算, 机关运行经费, 专户项目支出, 办公用钱]
    行: [合计, 逐: 单位]
"""


@pytest.fixture
def form(example: Repository, edit: Edit) -> Repository:
    """A form of next door: it extends that of the invented repository and has facts of its own."""
    folder = example.root / FORM
    folder.mkdir()
    (folder / "profile.yaml").write_text(f"沿用: shili-2024\n附录: [绩效表, 经费表]\n{FACTS}", "utf-8")
    (folder / "说明.j2").write_text(PROSE, "utf-8")
    (folder / "tables.yaml").write_text(TABLES, "utf-8")
    edit("templates/shili-2024/说明.j2", ("# 重点项目", "{% block 附 %}{% endblock %}\n\n# 重点项目"))
    edit(
        EXAMPLE_LEDGER,
        ("表式: shili-2024", "表式: shili-2024-zhuanhu"),
        ("  三公.接待: 0.00\n", "  三公.接待: 0.00\n  专户资金安排的项目支出: 40000.00\n"),
        ("  三公.接待: 新增接待任务\n", "  三公.接待: 新增接待任务\n  专户资金安排的项目支出: 新增查档\n"),
        ("负责全市档案工作。", "负责全市档案工作，管专户项目支出{{ 专户资金安排的项目支出|元 }}元。"),
    )
    return example


def checked(form: Repository) -> Checked:
    return check_file(form, form.root / EXAMPLE_LEDGER)


def told(form: Repository) -> list[tuple[str, str, int]]:
    return [(found.code, found.span.path, found.span.line) for found in checked(form).findings]


def sentences(form: Repository) -> str:
    found = checked(form)
    assert found.document is not None, [finding.headline for finding in found.findings]
    return "\n".join(block.text for block in found.document.blocks if isinstance(block, Paragraph))


def test_sentences_print_the_facts_of_the_form(form: Repository) -> None:
    text = sentences(form)
    # 行政单位的商品和服务支出：办公费、接待费和项目里的扫描，134567.89 + 4000.00 + 96000.00 = 234567.89
    assert "机关运行经费23.46万元。" in text
    assert (
        "专户资金安排的项目支出50000元，比2023年增加1万元。主要原因：新增查档，其中一般公共服务50000元。"
        in text
    )
    assert "管专户项目支出50000元。" in text


def test_headings_mean_the_facts_of_the_form(form: Repository) -> None:
    document = checked(form).document
    assert document is not None
    table = next(table for table in document.tables if table.title == "机关运行经费表")
    rows = [[cell.value for cell in row.cells][1:] for row in table.grids[0].rows]
    administrative = Decimal("134567.89") + 4000 + 96000
    basic = Decimal("1000000.00") + Decimal("134567.89") + 4000
    assert rows == [
        [basic + 300000 + 106000 + 50000, administrative, Decimal(50000), administrative],
        [basic + 106000, administrative, 0, administrative],
        [Decimal(350000), 0, Decimal(50000), 0],
    ]


def test_charts_draw_the_facts_of_the_form(form: Repository, edit: Edit) -> None:
    chart = "图示: {图: {专户: {标题: 专户资金, 各项: {查档: 专户资金安排的项目支出}}}}\n"
    edit(f"{FORM}/profile.yaml", ("附录:", f"{chart}附录:"))
    document = checked(form).document
    assert document is not None
    shown = next(chart for chart in document.charts if chart.title == "专户资金")
    assert [(label, [bar.value for bar in bars]) for label, bars in shown.rows] == [
        ("查档", [Decimal(50000)])
    ]


def test_what_form_and_package_say_of_one_fact_is_not_mixed(form: Repository) -> None:
    parent, _ = form.profile("shili-2024")
    assert parent is not None
    assert parent.facts == package_facts()


def test_a_misspelt_fact_of_the_form_is_found_in_the_template(form: Repository, edit: Edit) -> None:
    edit(f"{FORM}/说明.j2", ("{{ 专户资金安排的项目支出|元 }}", "{{ 专户资金安排的项目支岀|元 }}"))
    found = [finding for finding in checked(form).findings if finding.code == "P102"]
    assert [(finding.span.path, finding.span.line) for finding in found] == [(f"{FORM}/说明.j2", 6)]
    assert "专户资金安排的项目支出" in found[0].hint


def test_a_fact_that_the_form_drops_is_unknown(form: Repository, edit: Edit) -> None:
    edit(f"{FORM}/profile.yaml", ("指标:\n", "指标:\n  单位运行经费:\n"))
    edit(f"{FORM}/说明.j2", ("{% endblock %}", "{{ 单位运行经费|元 }}元\n{% endblock %}"))
    assert ("P102", f"{FORM}/说明.j2", 9) in told(form)


def test_a_fault_of_the_form_is_told_where_it_is_and_not_of_the_ledger(form: Repository, edit: Edit) -> None:
    edit(f"{FORM}/profile.yaml", ("专户资金安排的项目支出: {账: 支出", "专户资金安排的项目支出: {账: 支岀"))
    assert [place for place in told(form) if place[0].startswith(("T", "E"))] == [
        ("T202", f"{FORM}/profile.yaml", 5)
    ]


def test_a_form_whose_fact_has_the_name_of_another_heading_is_wrong(form: Repository, edit: Edit) -> None:
    fact = "  人员经费: {账: 支出, 资金来源: 一般公共预算, 类别: 人员经费}\n"
    edit(f"{FORM}/profile.yaml", ("指标:\n", f"指标:\n{fact}"))
    assert ("T201", f"{FORM}/profile.yaml", 5) in told(form)


def test_words_of_two_facts_are_no_heading(form: Repository, edit: Edit) -> None:
    edit(
        f"{FORM}/profile.yaml",
        ("指标:\n", "指标:\n  查档支出: {账: 支出, 项目: 查档服务, 称: [专户项目支出]}\n"),
    )
    assert ("T202", f"{FORM}/tables.yaml", 6) in told(form)


def test_a_form_may_let_the_ledger_declare_an_amount(form: Repository, edit: Edit) -> None:
    edit(f"{FORM}/profile.yaml", ("指标:\n", "指标:\n  采购.预留农副: {另列: 是}\n"))
    edit(f"{FORM}/说明.j2", ("{% endblock %}", "预留农副产品采购{{ 采购.预留农副|元 }}元。\n{% endblock %}"))
    edit(EXAMPLE_LEDGER, ("\n上年:\n", "\n另列: {采购.预留农副: 1200.00}\n\n上年:\n"))
    assert "预留农副产品采购1200元。" in sentences(form)


def test_no_fact_can_take_the_name_of_what_is_no_sum(example: Repository) -> None:
    """Whatever templates call by a name besides the facts is kept from them."""
    budget, _ = example.budget(example.root / EXAMPLE_LEDGER)
    profile, _ = example.profile("shili-2024")
    assert budget is not None
    assert profile is not None
    vocabulary = Vocabulary(budget, profile.facts)
    language = Language(History(vocabulary), profile, lambda words, _: words.text)
    heads = {path.partition(".")[0] for path in profile.facts.definitions}
    others = {"名词", "词", "门槛", *vocabulary.names, *language.functions()} - heads
    assert others - set(RESERVED) == set()
