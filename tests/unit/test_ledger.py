"""What a ledger says that cannot be so: each is a message at its place, never a document or a crash."""

import pytest

from reportgen.building import check_file
from reportgen.diagnostics import Diagnostic
from reportgen.loading import Repository
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
