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
