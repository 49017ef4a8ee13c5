"""A comment lets one warning pass where it stands, and nothing else."""

from collections.abc import Iterator

import pytest

from reportgen.commands.checking import check_file
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import UNVERIFIED_CODE
from reportgen.findings.waivers import read_allowances, without_allowed
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit

BOUGHT = "金额: 90000.00}"
TOO_MUCH = "金额: 190000.00}"
COMMENT = "# reportgen: allow L204 —— 分三年付款"


def codes(example: Repository) -> list[str]:
    findings = check_file(example, example.root / EXAMPLE_LEDGER).findings
    return [finding.code for finding in findings if finding.code in {"L204", "E401", "E402"}]


def test_procurement_up_to_the_money_of_the_project_is_no_finding(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, (BOUGHT, "金额: 106000.00}"))
    assert codes(example) == []


def test_several_items_of_one_project_are_added_up(example: Repository, edit: Edit) -> None:
    line = '  - {单位: "900001", 项目: 档案数字化, 类别: 货物, 金额: 16000.01}'
    edit(EXAMPLE_LEDGER, (BOUGHT, f"{BOUGHT}\n{line}"))
    assert codes(example) == ["L204"]


def test_a_comment_on_the_line_of_the_finding_allows_it(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, (BOUGHT, f"{TOO_MUCH}   {COMMENT}"))
    assert codes(example) == []


def test_a_comment_on_the_line_above_allows_it(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("政府采购:\n", f"政府采购:\n  {COMMENT}\n"), (BOUGHT, TOO_MUCH))
    assert codes(example) == []


def test_a_comment_elsewhere_allows_nothing(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("政府采购:\n", f"{COMMENT}\n政府采购:\n"), (BOUGHT, TOO_MUCH))
    assert sorted(codes(example)) == ["E402", "L204"]


def test_a_comment_for_another_code_allows_nothing(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, (BOUGHT, f"{TOO_MUCH}   {COMMENT.replace('L204', 'L202')}"))
    assert sorted(codes(example)) == ["E402", "L204"]


@pytest.mark.parametrize(
    "comment",
    [
        "# reportgen: allow L204",
        "# reportgen: allow L204 ——",
        "# reportgen: allow L999 —— 没有这个编号",
        "# reportgen: allow L101 —— 错误不能豁免",
        "# reportgen: alow L204 —— 写错了",
    ],
)
def test_a_comment_that_is_not_as_it_should_be_is_an_error(
    example: Repository, edit: Edit, comment: str
) -> None:
    edit(EXAMPLE_LEDGER, (BOUGHT, f"{TOO_MUCH}   {comment}"))
    assert sorted(codes(example)) == ["E401", "L204"]


@pytest.mark.parametrize("dash", [" —— ", " -- ", " - ", "：", ": ", " "])
def test_the_dash_may_be_typed_in_any_way(dash: str) -> None:
    allowances, findings = read_allowances(f"甲: 乙  #reportgen: allow L204{dash}分三年付款", "a.yaml")
    assert (len(allowances), findings) == (1, [])


def test_other_comments_are_left_alone() -> None:
    assert read_allowances("# 说明：reportgen 的注释写在这里\n甲: '#乙'", "a.yaml") == ([], [])


def test_an_allowance_covers_every_finding_of_its_code_on_two_lines() -> None:
    def findings() -> Iterator[Diagnostic]:
        for line in (6, 7, 8, 9):
            yield Diagnostic(UNVERIFIED_CODE, Span("a.yaml", line, 5), "科目没有核对过")
        yield Diagnostic(UNVERIFIED_CODE, Span("b.yaml", 7), "科目没有核对过")

    allowances, _ = read_allowances("\n" * 6 + "  # reportgen: allow L201 —— 已查科目书", "a.yaml")
    kept = without_allowed(findings(), allowances)
    assert [finding.span.place for finding in kept] == ["a.yaml:6", "a.yaml:9", "b.yaml:7"]


def test_a_comment_at_the_head_of_a_text_in_lines_allows_what_stands_in_it() -> None:
    text = f"甲:\n  目标: |-  {COMMENT}\n    一\n\n    二\n  乙: 三\n"
    (allowance,) = read_allowances(text, "budgets/x.yaml")[0]
    assert (allowance.span.line, allowance.last) == (2, 5)


def test_a_comment_in_a_template_allows_what_the_form_says(example: Repository, edit: Edit) -> None:
    form = "templates/shili-2024/说明.j2"

    def said() -> list[str]:
        findings = check_file(example, example.root / EXAMPLE_LEDGER).findings
        return [finding.code for finding in findings if finding.code in {"W102", "E402"}]

    edit(form, ("# 收支情况\n", "# 收支情况\n\n部门（单位）收支如下。\n"))
    assert said() == ["W102"]
    edit(form, ("收支如下。", "收支如下。{# reportgen: allow W102 —— 统一文本 #}"))
    assert said() == []
    edit(form, ("部门（单位）收支", "本部门收支"))
    assert said() == ["E402"]
