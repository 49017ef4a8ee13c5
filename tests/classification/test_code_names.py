"""Names that a ledger writes beside its codes: compared, and printed in the official form."""

import pytest

from reportgen.commands.checking import Checked, check_file
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit

SERVICES = "功能科目: 2010350, 经济科目: 30299"
PERSONNEL = "功能科目: 2010301, 经济科目: 30101"


def checked_with(example: Repository, edit: Edit, codes: str) -> Checked:
    edit(EXAMPLE_LEDGER, (PERSONNEL, codes))
    return check_file(example, example.root / EXAMPLE_LEDGER)


def labels(checked: Checked, key: str) -> list[str]:
    assert checked.document is not None, checked.findings
    table = next(table for table in checked.document.tables if table.key == key)
    return [row.cells[0].text for grid in table.grids for row in grid.rows]


@pytest.mark.parametrize(
    "codes",
    [
        "功能科目: 2010301-行政运行, 经济科目: 30101-基本工资",
        "功能科目: 2010301 行政运行, 经济科目: 30101　基本工资",
        "功能科目: 2010301－行政 运行, 经济科目: 30101—基本工资",
        "功能科目: 2010350-事业运行, 经济科目: 30212-因公出国(境)费用",
        "功能科目: 2010350-事业运行, 经济科目: 30212-因公出国〔境〕费用",
    ],
)
def test_an_official_name_beside_the_code_is_without_findings(
    example: Repository, edit: Edit, codes: str
) -> None:
    said = {found.code for found in checked_with(example, edit, codes).findings}
    assert not said & {"E207", "L103", "L106", "L207"}


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        (
            "功能科目: 2080501-归口管理的行政单位离退休, 经济科目: 30299",
            "自 2020-01-01 起不再叫“归口管理的行政单位离退休”，现在的名称是“行政单位离退休”",
        ),
        (
            "功能科目: 2010350, 经济科目: 30108-机关事业单位基本养老保险费",
            "的名称是“机关事业单位基本养老保险缴费”，“机关事业单位基本养老保险费”是简称",
        ),
    ],
)
def test_a_former_or_short_name_is_a_warning_that_gives_the_official_one(
    example: Repository, edit: Edit, codes: str, sentence: str
) -> None:
    edit(EXAMPLE_LEDGER, (SERVICES, codes))
    checked = check_file(example, example.root / EXAMPLE_LEDGER)
    (finding,) = [found for found in checked.findings if found.code == "L207"]
    assert (finding.span.line, finding.is_error) == (44, False)
    assert finding.sentence.endswith(sentence)
    assert checked.document is not None


def test_the_official_name_is_printed_whatever_was_written(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, (SERVICES, "功能科目: 2080501-归口管理的行政单位离退休, 经济科目: 30299"))
    checked = check_file(example, example.root / EXAMPLE_LEDGER)
    found = labels(checked, "支出表")
    assert "2080501-行政单位离退休" in found
    assert not any("归口" in label for label in found)


@pytest.mark.parametrize(
    ("codes", "sentence", "hint"),
    [
        (
            "功能科目: 2010301-一般行政管理事务, 经济科目: 30101",
            "“功能科目”2010301 的名称是“行政运行”，“一般行政管理事务”是 2010302 的名称",
            "请核对编码和名称，写成 2010301-行政运行 或 2010302-一般行政管理事务。",
        ),
        (
            "功能科目: 2010301, 经济科目: 30101-公务接待费",
            "“经济科目”30101 的名称是“基本工资”，“公务接待费”是 30217 的名称",
            "请核对编码和名称，写成 30101-基本工资 或 30217-公务接待费。",
        ),
        (
            "功能科目: 2010301-行政运型, 经济科目: 30101",
            "“功能科目”2010301 的名称是“行政运行”，2024 年没有科目叫“行政运型”",
            "是否应为“行政运行”",
        ),
    ],
)
def test_a_name_of_another_code_is_an_error_that_names_both(
    example: Repository, edit: Edit, codes: str, sentence: str, hint: str
) -> None:
    checked = checked_with(example, edit, codes)
    (finding,) = [found for found in checked.findings if found.is_error]
    assert (finding.code, finding.sentence, finding.span.line) == ("L106", sentence, 22)
    assert finding.hint.startswith(hint)


@pytest.mark.parametrize(
    ("codes", "code", "part"),
    [
        ("功能科目: 2010391-一般行政管理事务, 经济科目: 30101", "E207", "2010302-一般行政管理事务"),
        ("功能科目: 2010308-信访事务, 经济科目: 30101", "L103", "2014004"),
        ("功能科目: 20103-政府办公厅（室）及相关机构事务, 经济科目: 30101", "E207", "请写到下一级"),
    ],
)
def test_a_code_that_cannot_be_used_is_told_with_its_name_too(
    example: Repository, edit: Edit, codes: str, code: str, part: str
) -> None:
    (finding,) = [found for found in checked_with(example, edit, codes).findings if found.is_error]
    assert finding.code == code
    assert part in finding.hint
