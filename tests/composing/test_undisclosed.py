"""What a ledger may leave out where it says that it was not disclosed."""

import pytest

from reportgen.commands.checking import Checked, check_file
from reportgen.document.document import Paragraph, Table
from reportgen.facts.vocabulary import Vocabulary
from reportgen.findings.diagnostics import Diagnostic
from reportgen.form.package import package_facts
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit

TEMPLATE = "templates/shili-2024/说明.j2"
TABLES = "templates/shili-2024/tables.yaml"
PROFILE = "templates/shili-2024/profile.yaml"
ONLY_CATEGORIES = ("年度: 2024\n", "年度: 2024\n未披露: [经济科目]\n")
HOSPITALITY = ("经济科目: 30217, ", "经济科目: 302, 三公: 接待, ")
OPEN_LINE = ("功能科目: 2010301, 经济科目: 30201, ", "功能科目: 2010301, 经济科目: 302, ")
SETTLED_LINE = (OPEN_LINE[0], f"{OPEN_LINE[1]}三公: 无, ")
COMPARISON = "，{{ 比(上年 ~ '年', 三公.接待, 率=真) }}{{ 原因(三公.接待, 词.短原因) }}"
SENTENCE = "公务接待费{{ 三公.接待|万元 }}万元"


def test_units_without_a_disclosed_code_go_by_their_names(example: Repository, edit: Edit) -> None:
    path = example.root / EXAMPLE_LEDGER
    text = path.read_text("utf-8").replace('编码: "900002", ', "").replace('"900002"', "示例市档案馆")
    path.write_text(text.replace("年度: 2024\n", "年度: 2024\n未披露: [单位编码]\n", 1), "utf-8")
    checked = check_file(example, path)
    assert checked.budget is not None, checked.findings
    assert [(unit.code, unit.key) for unit in checked.budget.units] == [
        ("900001", "900001"),
        ("", "示例市档案馆"),
    ]
    edit(EXAMPLE_LEDGER, ("未披露: [单位编码]\n", ""))
    assert [finding.code for finding in check_file(example, path).findings] == ["E202"]


def test_units_that_spend_are_counted(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("\n收入:", '  - {编码: "900003", 名称: 示例市档案学会, 类型: 事业}\n\n收入:'))
    budget, findings = example.budget(example.root / EXAMPLE_LEDGER)
    assert budget is not None, findings
    vocabulary = Vocabulary(budget, package_facts())
    counts = [vocabulary.resolve(name) for name in ("单位数", "有支出单位数")]
    assert [getattr(count, "value", None) for count in counts] == [3, 2]


def test_a_category_of_projects_may_be_undisclosed(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("    项目类别: 特定目标类\n", ""))
    assert "E202" in [finding.code for finding in check_file(example, example.root / EXAMPLE_LEDGER).findings]
    edit(EXAMPLE_LEDGER, ("年度: 2024\n", "年度: 2024\n未披露: [项目类别]\n"))
    assert check_file(example, example.root / EXAMPLE_LEDGER).budget is not None


def checked(example: Repository) -> Checked:
    return check_file(example, example.root / EXAMPLE_LEDGER)


def found(example: Repository, code: str) -> list[Diagnostic]:
    return [finding for finding in checked(example).findings if finding.code == code]


def errors(example: Repository) -> list[tuple[str, int]]:
    return [(item.code, item.span.line) for item in checked(example).findings if item.is_error]


def add_table(edit: Edit, spec: str) -> None:
    edit(TABLES, ("  项目表:\n", f"  试表:\n    标题: 试\n{spec}  项目表:\n"))
    edit(PROFILE, ("附表: [支出表, ", "附表: [支出表, 试表, "))


def built(example: Repository) -> Table:
    result = checked(example)
    assert result.document is not None, [item.headline for item in result.findings if item.is_error]
    return next(table for table in result.document.tables if table.key == "试表")


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for grid in table.grids for row in grid.rows]


def test_a_line_that_may_hold_three_public_expenses_leaves_the_fact_open(
    example: Repository, edit: Edit
) -> None:
    edit(EXAMPLE_LEDGER, ONLY_CATEGORIES, OPEN_LINE)
    (finding,) = found(example, "P107")
    assert (finding.span.path, finding.span.line) == (EXAMPLE_LEDGER, 24)
    assert finding.sentence == "“三公.接待”算不出来：台账有 1 行没有写明三公"
    assert "三公: 无" in finding.hint
    assert [(item.span.path, item.note) for item in finding.related] == [(TEMPLATE, "用在这里")]
    assert found(example, "H201") == []


def test_lines_that_say_what_they_hold_settle_the_fact(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ONLY_CATEGORIES, SETTLED_LINE, HOSPITALITY)
    result = checked(example)
    assert result.document is not None, result.findings
    texts = [block.text for block in result.document.blocks if isinstance(block, Paragraph)]
    assert any(text.startswith("公务接待费0.4万元") for text in texts)


@pytest.mark.parametrize(
    "pair",
    [
        ("经济科目: 31002, 资金来源: 一般公共预算", "经济科目: 310, 资金来源: 一般公共预算"),
        ("经济科目: 30299, 资金来源: 财政专户", "经济科目: 302, 资金来源: 财政专户"),
        ("经济科目: 30101, 资金来源", "经济科目: 301, 资金来源"),
    ],
)
def test_a_line_that_cannot_hold_the_item_leaves_nothing_open(
    example: Repository, edit: Edit, pair: tuple[str, str]
) -> None:
    edit(EXAMPLE_LEDGER, ONLY_CATEGORIES, pair)
    assert errors(example) == []


@pytest.mark.parametrize(
    ("line", "item"),
    [("经济科目: 302, ", "用车购置"), ("经济科目: 301, ", "接待"), ("经济科目: 30201, ", "无")],
)
def test_an_item_that_the_code_excludes_is_an_error(
    example: Repository, edit: Edit, line: str, item: str
) -> None:
    edit(EXAMPLE_LEDGER, ONLY_CATEGORIES, ("经济科目: 30201, ", f"{line}三公: {item}, "))
    assert ("L205", 24) in errors(example)


@pytest.mark.parametrize(
    "text",
    [
        "{% if 三公.接待 %}有{% else %}无“三公”经费支出{% endif %}",
        "{{ '无' if 三公.接待 == 三公.出国 }}",
        "{{ 比(上年 ~ '年', 三公.接待) }}",
    ],
)
def test_a_template_cannot_take_an_open_fact_for_zero(example: Repository, edit: Edit, text: str) -> None:
    edit(EXAMPLE_LEDGER, ONLY_CATEGORIES, OPEN_LINE)
    edit(TEMPLATE, (COMPARISON, ""), (SENTENCE, text))
    assert ("P107", 24) in errors(example)


def test_what_the_lines_leave_open_may_be_declared(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ONLY_CATEGORIES, OPEN_LINE, ("\n上年:\n", "\n另列: {三公.接待: 5000.00}\n\n上年:\n"))
    result = checked(example)
    assert result.document is not None, result.findings
    paragraphs = [block for block in result.document.blocks if isinstance(block, Paragraph)]
    paragraph = next(item for item in paragraphs if item.text.startswith("公务接待费0.5万元"))
    assert paragraph.figures[0].sources[0].place == f"{EXAMPLE_LEDGER}:51"


@pytest.mark.parametrize("amount", ["3999.99", "138567.90"])
def test_a_declared_amount_that_the_lines_cannot_come_to_is_an_error(
    example: Repository, edit: Edit, amount: str
) -> None:
    declared = f"\n另列: {{三公.接待: {amount}}}\n\n上年:\n"
    edit(EXAMPLE_LEDGER, ONLY_CATEGORIES, OPEN_LINE, ("\n上年:\n", declared))
    assert errors(example) == [("L105", 51)]


def test_what_the_lines_tell_is_not_declared(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("\n上年:\n", "\n另列: {三公.接待: 4000.00}\n\n上年:\n"))
    assert errors(example) == [("E214", 50)]


BY_CATEGORY = '    口径: {工资: {经济科目: "301"}, 商品: {经济科目: "302"}}\n'
SCOPED = """\
    范围: [财政拨款, 三公经费]
    列: [项目: "{标签}", 合计]
"""


@pytest.mark.parametrize(
    "rows", ["[合计, 公务接待费]", "[{逐: 单位}]", "[{逐: 功能科目, 级: [类, 项]}]", "[{逐: 明细}]"]
)
def test_a_table_of_what_was_not_disclosed_is_printed_with_its_head_and_a_note(
    example: Repository, edit: Edit, rows: str
) -> None:
    add_table(edit, f"{SCOPED}    行: {rows}\n    未披露注: 注：没有公开。\n")
    edit(EXAMPLE_LEDGER, ONLY_CATEGORIES, OPEN_LINE)
    edit(TEMPLATE, (SENTENCE, "公务接待费从略"))
    edit(TEMPLATE, (COMPARISON, ""))
    table = built(example)
    assert cells(table) == []
    assert table.notes == ("注：没有公开。",)
    (finding,) = found(example, "T103")
    assert "三公" in finding.sentence
    assert [item.span.line for item in finding.related] == [24]


def test_a_table_that_asks_for_what_is_known_is_whole(example: Repository, edit: Edit) -> None:
    add_table(edit, f"{SCOPED}    行: [合计, 公务接待费]\n")
    edit(EXAMPLE_LEDGER, ONLY_CATEGORIES, SETTLED_LINE, HOSPITALITY)
    assert cells(built(example)) == [["合计", "4,000.00"], ["公务接待费", "4,000.00"]]


def test_rows_that_exclude_the_open_lines_are_printed(example: Repository, edit: Edit) -> None:
    add_table(edit, f'{BY_CATEGORY}    列: [项目: "{{标签}}", 工资]\n    行: [人员经费]\n')
    edit(EXAMPLE_LEDGER, ONLY_CATEGORIES, ("经济科目: 30227, ", "三公: 无, "))
    assert cells(built(example)) == [["人员经费", "1,300,000.00"]]


def test_a_heading_by_an_undisclosed_code_hides_the_table(example: Repository, edit: Edit) -> None:
    add_table(edit, f'{BY_CATEGORY}    列: [项目: "{{标签}}", 工资, 商品]\n    行: [人员经费, 项目支出]\n')
    edit(EXAMPLE_LEDGER, ONLY_CATEGORIES, ("经济科目: 30227, ", "三公: 无, "))
    assert cells(built(example)) == []
    assert ["经济科目" in finding.sentence for finding in found(example, "T103")] == [True]


def test_undisclosed_categories_of_projects_hide_the_table_that_lists_them(
    example: Repository, edit: Edit
) -> None:
    columns = '[项目: "{标签}", 合计, 特定, 其他]'
    meanings = "{特定: {项目类别: 特定目标类}, 其他: {项目类别: 其他运转类}}"
    add_table(
        edit, f"    范围: 项目支出\n    口径: {meanings}\n    列: {columns}\n    行: [合计, 逐: 项目]\n"
    )
    edit(
        EXAMPLE_LEDGER,
        ("年度: 2024\n", "年度: 2024\n未披露: [项目类别]\n"),
        ("    项目类别: 特定目标类\n", ""),
    )
    assert cells(built(example)) == []
    assert ["项目类别" in finding.sentence for finding in found(example, "T103")] == [True]


def undisclosed_units(edit: Edit) -> None:
    edit(
        EXAMPLE_LEDGER,
        ("年度: 2024\n", "年度: 2024\n未披露: [单位]\n"),
        (
            '{单位: "900001", 类别: 公用经费, 功能科目: 2010301, 经济科目: 30201',
            "{类别: 公用经费, 功能科目: 2010301, 经济科目: 30201",
        ),
    )
    line = '{单位: "900001", 资金来源: 一般公共预算, 金额: 1234567.89}'
    edit(EXAMPLE_LEDGER, (line, line.replace("1234567.89", "1100000.00")))
    rest = "  - {资金来源: 一般公共预算, 金额: 134567.89}\n上年结转:"
    edit(EXAMPLE_LEDGER, ("上年结转:", rest))


@pytest.mark.parametrize("fact", ["机关运行经费|元", "单位运行经费|元", "有支出单位数"])
def test_facts_by_unit_need_the_units(example: Repository, edit: Edit, fact: str) -> None:
    undisclosed_units(edit)
    edit(TEMPLATE, (SENTENCE, f"{SENTENCE}，{{{{ {fact} }}}}{'元' if '元' in fact else '个'}"))
    assert ("P107", 25) in errors(example)


@pytest.mark.parametrize("declared", ["", "另列: {机关运行经费: 1100000.00}\n"])
def test_condition_on_a_selection_by_unit_needs_its_sum(
    example: Repository, edit: Edit, declared: str
) -> None:
    undisclosed_units(edit)
    edit(EXAMPLE_LEDGER, ("未披露: [单位]\n", f"未披露: [单位]\n{declared}"))
    edit(TEMPLATE, (SENTENCE, f"{SENTENCE}{{% if 机关运行经费 %}}，有运行经费{{% endif %}}"))
    assert ("P107" in {code for code, _ in errors(example)}) == (not declared)


def test_rows_by_unit_need_the_units(example: Repository, edit: Edit) -> None:
    undisclosed_units(edit)
    (finding,) = found(example, "T103")
    assert (finding.span.path, "单位" in finding.sentence) == (TABLES, True)


def test_a_project_without_a_disclosed_unit_is_printed_without_it(example: Repository, edit: Edit) -> None:
    edit(
        EXAMPLE_LEDGER,
        ("年度: 2024\n", "年度: 2024\n未披露: [单位]\n"),
        ('    单位: "900002"\n', ""),
        ('{单位: "900002", 资金来源: 财政专户', "{资金来源: 财政专户"),
    )
    edit(TABLES, ('列: [序号: "{项目.序}", 项目', '列: [序号: "{项目.单位.名称}", 项目'))
    result = checked(example)
    assert result.document is not None, result.findings
    table = next(table for table in result.document.tables if table.key == "项目表")
    assert [row[0] for row in cells(table)] == ["", "示例市档案局（本级）", ""]


def last_year(example: Repository, *pairs: tuple[str, str]) -> str:
    """Put the same ledger into the folder of the year before, with changes."""
    label = EXAMPLE_LEDGER.replace("/2024/", "/2023/")
    (example.root / label).parent.mkdir()
    text = (example.root / EXAMPLE_LEDGER).read_text("utf-8")
    for old, new in (("年度: 2024", "年度: 2023"), *pairs):
        assert old in text
        text = text.replace(old, new, 1)
    (example.root / label).write_text(text, "utf-8")
    return label


def test_a_comparison_with_what_last_year_left_open_is_an_error(example: Repository, edit: Edit) -> None:
    label = last_year(example, ("年度: 2023\n", "年度: 2023\n未披露: [经济科目]\n"), OPEN_LINE)
    edit(EXAMPLE_LEDGER, ("  收入.合计: 1500000.00\n", ""), ("  三公.接待: 0.00\n", ""))
    edit(EXAMPLE_LEDGER, ("  一般公共预算支出.类.201: 1544567.89\n", ""), ("上年:\n", ""))
    (finding,) = found(example, "P107")
    assert (finding.span.path, finding.span.line) == (label, 24)
    assert "“上年”里写公开的数“三公.接待: 金额”" in finding.hint


def test_what_last_years_ledger_left_open_may_be_declared(example: Repository, edit: Edit) -> None:
    last_year(example, ("年度: 2023\n", "年度: 2023\n未披露: [经济科目]\n"), OPEN_LINE)
    edit(EXAMPLE_LEDGER, ("  收入.合计: 1500000.00\n", ""))
    edit(EXAMPLE_LEDGER, ("  一般公共预算支出.类.201: 1544567.89\n", ""))
    edit(EXAMPLE_LEDGER, ("三公.接待: 0.00", "三公.接待: 1000.00"), ("新增数字化项目", "按计划"))
    result = checked(example)
    assert result.document is not None, result.findings
    texts = [block.text for block in result.document.blocks if isinstance(block, Paragraph)]
    assert any("公务接待费0.4万元，比2023年增加0.3万元" in text for text in texts)
    assert not any(
        "三公" in item.sentence or "上年的台账" in item.sentence for item in found(example, "H201")
    )


def test_glossary_says_which_lines_it_could_not_list(example: Repository, edit: Edit) -> None:
    edit(
        EXAMPLE_LEDGER,
        ("年度: 2024\n", "年度: 2024\n未披露: [功能科目]\n"),
        ("功能科目: 2010350, 经济科目: 30299", "经济科目: 30299"),
    )
    (finding,) = [item for item in found(example, "T103") if item.span.path.endswith("glossary.yaml")]
    assert finding.span.line == 4
    assert [related.span.line for related in finding.related] == [45]
