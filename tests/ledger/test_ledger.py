"""What a ledger says that cannot be so: each is a message at its place, never a document or a crash."""

import pytest

from reportgen.commands.checking import check_file
from reportgen.document.document import Paragraph
from reportgen.findings.diagnostics import Diagnostic
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit

REASON = "  收入.合计: 新增数字化项目"
TOTAL = "  收入.合计: 1500000.00"
DUTIES = "职责:\n"


def errors(example: Repository) -> list[Diagnostic]:
    findings = check_file(example, example.root / EXAMPLE_LEDGER).findings
    return [finding for finding in findings if finding.is_error]


def codes_and_lines(example: Repository) -> list[tuple[str, int]]:
    return [(finding.code, finding.span.line) for finding in errors(example)]


@pytest.mark.parametrize("reason", ["", '""', "。", '" 。"'])
def test_an_empty_reason_is_none(example: Repository, edit: Edit, reason: str) -> None:
    edit(EXAMPLE_LEDGER, (REASON, f"  收入.合计: {reason}"))
    assert codes_and_lines(example) == [("E202", 56)]


@pytest.mark.parametrize(
    ("reason", "refused"),
    [
        ("未增加接待任务", False),
        ("无新增公务用车计划", False),
        ("没有再压减", False),
        ("人员不断增加", True),
        ("任务减少", True),
        ("未增加人员，项目减少", True),
    ],
)
def test_a_denied_change_is_no_change(example: Repository, edit: Edit, reason: str, refused: bool) -> None:  # noqa: FBT001
    edit(EXAMPLE_LEDGER, (TOTAL, "  收入.合计: 1594567.89"), (REASON, f"  收入.合计: {reason}"))
    assert [finding.code for finding in errors(example)] == (["H103"] if refused else [])


def test_a_denied_change_goes_against_none(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, (TOTAL, "  收入.合计: 1700000.00"), (REASON, "  收入.合计: 未新增项目"))
    checked = check_file(example, example.root / EXAMPLE_LEDGER)
    assert "H202" not in {finding.code for finding in checked.findings}


@pytest.mark.parametrize(("line", "value"), [(TOTAL, "5.00"), (REASON, "人员调整")])
def test_two_keys_of_one_fact_are_refused(example: Repository, edit: Edit, line: str, value: str) -> None:
    both = "".join(f"\n  一般公共预算支出{end}: {value}" for end in ("", ".合计"))
    edit(EXAMPLE_LEDGER, (line, line + both))
    assert [finding.code for finding in errors(example)] == ["E210"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (TOTAL, "  收入.合计: -1.00", "L104"),
        (DUTIES, "另列: {债务支出: -1.00}\n职责:\n", "L104"),
        (DUTIES, "另列: {绩效.目标数: -1}\n职责:\n", "E213"),
        (DUTIES, "另列: {绩效.应编数: 1.50}\n职责:\n", "E213"),
    ],
)
def test_declared_values_are_not_negative(
    example: Repository, edit: Edit, old: str, new: str, code: str
) -> None:
    edit(EXAMPLE_LEDGER, (old, new))
    assert [finding.code for finding in errors(example)] == [code]


def last_year(example: Repository) -> None:
    """Put the same ledger into the folder of the year before."""
    before = example.root / EXAMPLE_LEDGER.replace("/2024/", "/2023/")
    before.parent.mkdir()
    text = (example.root / EXAMPLE_LEDGER).read_text("utf-8")
    before.write_text(text.replace("年度: 2024", "年度: 2023"), "utf-8")


def test_declared_values_must_be_those_of_last_years_ledger(example: Repository) -> None:
    last_year(example)
    assert codes_and_lines(example) == [("H104", 51), ("H104", 53)]


def test_declared_values_that_last_years_ledger_has_can_go(example: Repository, edit: Edit) -> None:
    last_year(example)
    edit(
        EXAMPLE_LEDGER,
        (TOTAL, "  收入.合计: 1594567.89"),
        (REASON, "  收入.合计: 人员调整"),
        ("  三公.接待: 0.00", "  三公.接待: 4000.00"),
        ("  三公.接待: 新增接待任务", "  三公.接待: 厉行节约"),
    )
    checked = check_file(example, example.root / EXAMPLE_LEDGER)
    found = [
        finding for finding in checked.findings if finding.code == "H201" and "上年的" in finding.sentence
    ]
    assert [finding.span.line for finding in found] == [51]
    assert [finding for finding in checked.findings if finding.is_error] == []


@pytest.mark.parametrize("stated", ["接待", "出国"])
def test_a_section_says_itself_whether_it_is_three_public(
    example: Repository, edit: Edit, stated: str
) -> None:
    edit(EXAMPLE_LEDGER, ("经济科目: 30217, ", f"经济科目: 30217, 三公: {stated}, "))
    assert codes_and_lines(example) == [("L205", 24)]


@pytest.mark.parametrize(("old", "new"), [("年度: 2024", "年度: 2023"), ("地区: shili", "地区: beishi")])
def test_the_form_is_of_the_region_and_year(example: Repository, edit: Edit, old: str, new: str) -> None:
    edit("templates/shili-2024/profile.yaml", (old, new))
    assert codes_and_lines(example) == [("E217", 2)]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("金额: 50000.00}\n上年", "金额: 1000000000000000.00}\n上年", ("E205", 16)),
        ("  - 负责全市档案工作。", "  - '{{ 职责|列举 }}'", ("P101", 66)),
        ("  - 负责全市档案工作。", "  - '占{{ 占(收入.合计, 支出.合计)|百分比(50) }}%。'", ("P101", 66)),
        ('{编码: "900", 全称: 示例市档案局}', '{编码: "900", 全称: "示例\\n\\n# 局"}', ("E204", 7)),
        ("全称: 示例市档案局}", "全称: 示例市档案局, 简称: ~}", ("E202", 7)),
        ("名称: 示例市档案馆", "名称: null", ("E202", 11)),
        ("- 名称: 查档服务", '- 名称: "查档\\n服务"', ("E204", 40)),
        ("负责全市档案工作", "负责全市\x01档案工作", ("E106", 66)),
    ],
)
def test_what_cannot_be_read_or_printed_is_told_in_its_line(
    example: Repository, edit: Edit, old: str, new: str, found: tuple[str, int]
) -> None:
    edit(EXAMPLE_LEDGER, (old, new))
    assert codes_and_lines(example) == [found]
    assert all("\n" not in finding.sentence for finding in errors(example))


def test_an_unprintable_character_is_shown_where_it_stands(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("负责全市档案工作", "负责全市\x01档案工作"))
    (finding,) = errors(example)
    assert (finding.span.line, finding.span.column) == (66, 9)


def test_a_long_list_is_numbered_in_chinese(example: Repository, edit: Edit) -> None:
    duties = "".join(f"  - 职责之{'又' * number}。\n" for number in range(1, 102))
    edit(EXAMPLE_LEDGER, ("  - 负责全市档案工作。\n", duties))
    edit("templates/shili-2024/profile.yaml", ("条目: [1., ", "条目: [一、, "))
    document = check_file(example, example.root / EXAMPLE_LEDGER).document
    assert document is not None
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert any(text.startswith("一百零一、") for text in texts)


def test_a_level_that_the_form_does_not_number_is_told(example: Repository, edit: Edit) -> None:
    edit("templates/shili-2024/profile.yaml", ("条目: [1., （1）]", "条目: [1.]"))
    assert {code for code, _ in codes_and_lines(example)} == {"P101"}


ASSETS = """资产:
  截至: 2023-12-31
  车辆: {机要通信用车: 1, 其他用车: 2}  # reportgen: allow L311 —— 例子从简
  通用设备: 0
  专用设备: 1
"""


def test_assets_that_the_form_uses_are_asked_for_once(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, (ASSETS, ""))
    (finding,) = errors(example)
    assert (finding.code, finding.span.path) == ("E202", EXAMPLE_LEDGER)
    assert "资产" in finding.sentence


@pytest.mark.parametrize("text", ["{{ 不存在.有 }}", "{{ 不存在() }}", "{{ 不存在 + 收入.合计 }}"])
def test_what_jinja_says_of_unknown_names_is_not_shown(example: Repository, text: str) -> None:
    (example.root / "templates/shili-2024/说明.j2").write_text(f"{text}\n", "utf-8")
    assert errors(example)
    assert not any("undefined" in finding.sentence for finding in errors(example))
