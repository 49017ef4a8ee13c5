"""The tables under classification/ are checked when they are read."""

import shutil
from pathlib import Path

import pytest

from reportgen.classification.tables import load_classification
from reportgen.commands.checking import check_file
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, ROOT, editor

FUNCTIONAL = "functional.yaml"
FIRST_SECTION = "{编码: '20101', 名称: 人大事务"
ENTRY = "{编码: '2010101', 名称: 行政运行, 预算: [一般公共预算]"


@pytest.mark.parametrize(
    ("file", "change", "expected"),
    [
        ("economic-departmental.yaml", ("三公:", "三共:"), "E203 未知的键“三共”"),
        ("renamed.yaml", ("旧名:", "原名:"), "E203 未知的键“原名”"),
        (FUNCTIONAL, ("科目:\n", "科日: []\n科目:\n"), "E203 未知的键“科日”"),
        (FUNCTIONAL, (ENTRY, "{编码: '2010101', 名称: 行政运行"), "E202 科目 2010101 缺少“预算”"),
        (FUNCTIONAL, (ENTRY, f"{ENTRY}, 起: '2024-13-01'"), "E211 不是日期：2024-13-01"),
        ("renamed.yaml", ("写法:", "写作:"), "E203 未知的键“写作”"),
        (
            FUNCTIONAL,
            (
                f"{FIRST_SECTION}, 预算: [一般公共预算]",
                f"{FIRST_SECTION}, 预算: [一般公共预算], 起: '2020-01-01'",
            ),
            "E207 科目 2010101 2019 年及以前可以使用，上级科目 20101 不能",
        ),
        (
            FUNCTIONAL,
            (
                f"{FIRST_SECTION}, 预算: [一般公共预算]",
                f"{FIRST_SECTION}, 预算: [一般公共预算], 止: '2023-12-31'",
            ),
            "E207 科目 2010101 2024 年起可以使用，上级科目 20101 不能",
        ),
        (FUNCTIONAL, ("{编码: '20101',", "{编码: '20190',"), "E207 科目 2010101 的上级科目 20101 不在表里"),
    ],
)
def test_a_slip_in_an_entry_is_an_error(
    tmp_path: Path, file: str, change: tuple[str, str], expected: str
) -> None:
    folder = tmp_path / "classification"
    shutil.copytree(ROOT / "classification", folder)
    editor(folder)(file, change)
    _, findings = load_classification(tmp_path, 2024)
    assert expected in [f"{finding.code} {finding.sentence}" for finding in findings]


def test_the_tables_themselves_are_without_findings() -> None:
    assert load_classification(ROOT, 2024)[1] == []


def test_a_code_without_its_parent_names_the_years_and_both_places(tmp_path: Path) -> None:
    folder = tmp_path / "classification"
    shutil.copytree(ROOT / "classification", folder)
    old = f"- {FIRST_SECTION}, 预算: [一般公共预算], 依据: 常识}}\n"
    early, late = (old.replace("依据", f"{day}, 依据") for day in ("止: '2020-12-31'", "起: '2023-01-01'"))
    editor(folder)(FUNCTIONAL, (old, early + late))
    _, findings = load_classification(tmp_path, 2024)
    finding = next(found for found in findings if "2010101" in found.sentence)
    assert finding.sentence == "科目 2010101 2021—2022 年可以使用，上级科目 20101 不能"
    assert finding.span.place == "classification/functional.yaml:7"
    assert [related.span.line for related in finding.related] == [5, 6]


def test_a_ledger_is_not_built_on_a_broken_classification(example: Repository) -> None:
    (example.root / "classification").unlink()
    shutil.copytree(ROOT / "classification", example.root / "classification")
    place = (
        f"{FIRST_SECTION}, 预算: [一般公共预算]",
        f"{FIRST_SECTION}, 预算: [一般公共预算], 起: '2020-01-01'",
    )
    editor(example.root)("classification/functional.yaml", place)
    assert "E207" in [found.code for found in check_file(example, example.root / EXAMPLE_LEDGER).findings]


def test_tables_of_two_repositories_are_told_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(ROOT / "classification", tmp_path / name / "classification")
    other = ("名称: 行政运行", "名称: 行政运转")
    editor(tmp_path)(f"two/classification/{FUNCTIONAL}", other)
    names = [
        load_classification(tmp_path / name, 2024)[0].functional.name("2010101")
        for name in ("one", "two", "one", "two")
    ]
    assert names == ["行政运行", "行政运转"] * 2
