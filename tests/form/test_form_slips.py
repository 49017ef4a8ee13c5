"""Slips of the pen in a form are named; none ends in a traceback or passes without a word."""

import pytest

from reportgen.commands.checking import check_file
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit

FORM, TABLES, PROSE = (f"templates/shili-2024/{name}" for name in ("profile.yaml", "tables.yaml", "说明.j2"))
PIECES = ("标签: {单位", "片段: {甲: [《乙》], 乙: [《甲》]}\n标签: {单位")


def errors(example: Repository) -> list[str]:
    found = check_file(example, example.root / EXAMPLE_LEDGER).findings
    return [f"{finding.code} {finding.sentence}" for finding in found if finding.is_error]


@pytest.mark.parametrize(
    ("file", "change", "expected"),
    [
        (TABLES, PIECES, "T201 片段“甲”用到了自己"),
        (FORM, ("词:\n", "词:\n  方向: {默认: {增额: 增加, 增率: 增长, 减率: 下降}}\n"), "E202 缺少“减额”"),
        (FORM, ("词:\n", "词:\n  占比小数: 两\n"), "E213 “占比小数”应当是整数：两"),
        (FORM, ("词:\n", "词:\n  变动率小数: 9\n"), "T201 “变动率小数”最多 8 位"),
        (TABLES, ("小数: 4", "小数: 40"), "T201 “小数”最多 8 位"),
        (FORM, ("标题: [一、, （一）, 1.]", "标题: [一、]"), "P101 表式的“编号”里没有第 2 级标题的样式"),
        (FORM, ("地区: shili\n", "地区: shili\n沿用: ../x\n"), "T202 没有表式“../x”可以沿用"),
        (TABLES, ("{年度}年支出表", "2024年支出表"), "P104 表式里写死了年份“2024”"),
        (FORM, ('标题: "{{ 年度 }}年部门', '标题: "2024年部门'), "P104 表式里写死了年份“2024”"),
        (FORM, ("词:\n", "词:\n  比较: 比2023年\n"), "P104 表式里写死了年份“2023”"),
        (TABLES, ("填: {项目: 合 计}", "填: {项日: 合 计}"), "T202 表“项目表”：“填”里的“项日”不是列名"),
    ],
)
def test_a_slip_is_named(
    example: Repository, edit: Edit, file: str, change: tuple[str, str], expected: str
) -> None:
    edit(file, change)
    assert expected in errors(example)


@pytest.fixture
def extend(example: Repository, edit: Edit) -> Edit:
    """Let the ledger follow a form that extends the invented one."""

    def write(tables: str, above: str = "shili-2024") -> None:
        folder = example.root / "templates" / "zi-2024"
        folder.mkdir()
        (folder / "profile.yaml").write_text(f"沿用: {above}\n", "utf-8")
        (folder / "tables.yaml").write_text(tables, "utf-8")
        edit(EXAMPLE_LEDGER, ("表式: shili-2024", "表式: zi-2024"))

    return write  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ("表: {项目表: {改列: [{在后: 合计, 加加: 财政拨款}]}}", "T201 看不懂这个改动"),
        ("表: {项目表: {改列: [{在后: 合计}]}}", "T201 看不懂这个改动"),
        ("表: {项目表: {去掉: 金额}}", "T201 “去掉”应当是列表"),
        ("改片段: 甲", "T201 “改片段”应当写成 {片段: [改动]}"),
        ("表: 项目表", "T201 “表”应当由“表名: 内容”组成"),
        (
            "表: {项目表: {改列: [{换: 合计, 为: 总计}, {删: 合计}]}}",
            "T201 “合计”已经删去或换掉，不能再改一次",
        ),
    ],
)
def test_an_edit_without_effect_is_named(
    example: Repository, extend: Edit, tables: str, expected: str
) -> None:
    extend(tables)
    assert expected in errors(example)


def test_edits_of_one_name_apply_in_order(example: Repository, extend: Edit) -> None:
    extend('表: {项目表: {改列: [{在后: 合计, 加: {甲: "{序}"}}, {在后: 合计, 加: {乙: "{序}"}}]}}')
    document = check_file(example, example.root / EXAMPLE_LEDGER).document
    assert document is not None
    table = next(table for table in document.tables if table.key == "项目表")
    names = [column.heading[0] for column in table.grids[0].columns]
    assert names[2:5] == ["合计", "甲", "乙"]


def test_a_form_that_is_not_there_is_one_error(example: Repository, extend: Edit) -> None:
    extend("表: {}", above="shili-2023")
    assert errors(example) == ["T202 没有表式“shili-2023”可以沿用"]


def test_a_dot_in_the_name_of_a_project(example: Repository, edit: Edit) -> None:
    ledger = example.root / EXAMPLE_LEDGER
    ledger.write_text(ledger.read_text("utf-8").replace("档案数字化", "数字化2.0"), "utf-8")
    edit(PROSE, ("{{ 职责|条目 }}", "文字"))
    assert errors(example) == []
