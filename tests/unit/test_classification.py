"""The tables under classification/ are checked when they are read."""

import shutil
from pathlib import Path

import pytest

from reportgen.classification import load_classification
from tests.conftest import ROOT, editor

FUNCTIONAL = "functional.yaml"
ENTRY = "{编码: '2010101', 名称: 行政运行, 预算: [一般公共预算]"


@pytest.mark.parametrize(
    ("file", "change", "expected"),
    [
        ("economic-departmental.yaml", ("三公:", "三共:"), "E203 未知的键“三共”"),
        ("renamed.yaml", ("旧名:", "原名:"), "E203 未知的键“原名”"),
        (FUNCTIONAL, ("科目:\n", "科日: []\n科目:\n"), "E203 未知的键“科日”"),
        (FUNCTIONAL, (ENTRY, "{编码: '2010101', 名称: 行政运行"), "E202 科目 2010101 缺少“预算”"),
        (FUNCTIONAL, ("{编码: '20101',", "{编码: '20190',"), "E207 科目 2010101 的上级科目 20101 不在表里"),
    ],
)
def test_a_slip_in_an_entry_is_an_error(
    tmp_path: Path, file: str, change: tuple[str, str], expected: str
) -> None:
    folder = tmp_path / "classification"
    shutil.copytree(ROOT / "classification", folder)
    editor(folder)(file, change)
    _, findings = load_classification(folder, "classification", 2024)
    assert expected in [f"{finding.code} {finding.sentence}" for finding in findings]


def test_the_tables_themselves_are_without_findings() -> None:
    assert load_classification(ROOT / "classification", "classification", 2024)[1] == []
