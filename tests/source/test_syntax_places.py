"""A slip of syntax is told in the line where it was made, not where the library noticed it."""

import pytest

from reportgen.source.parsing import parse

LEDGER = """表式: a
年度: 2024

部门: {编码: "900", 全称: 局}

单位:
  - {编码: "1", 名称: 甲, 类型: 行政}
  - {编码: "2", 名称: 乙, 类型: 事业}

收入:
  - {单位: "1", 金额: 1.00}
项目支出:
  - 名称: 丙
    单位: "1"
    明细:
      - {名称: 扫描, 金额: 1}
内设机构: [甲科,
  乙科, 丙科]
职责:
  - 负责。
  - 完成。
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("年度: 2024", "年度 2024"),
        ("年度: 2024", "年度:2024"),
        ("年度: 2024", "年度：2024"),
        ("职责:", "职责"),
        ("  - 完成。", "  -完成。"),
        ("部门: {", "部门 {"),
        ('编码: "900"', '编码: "900'),
        ("  - 负责。", "  - '负责。"),
        ("  - 完成。", '  - "完成。'),
        ("类型: 行政}", "类型: 行政"),
        ("金额: 1.00}", "金额: 1.00"),
        ("金额: 1}", "金额: 1"),
        ("乙科, 丙科]", "乙科 [丙科]"),
        ("乙科, 丙科]", '乙科, "丙科"丁]'),
        ("名称: 甲, 类型", "名称: 甲 类型"),
        ("名称: 甲, 类型", "名称: 甲， 类型: 行政, 类型"),
        ('    单位: "1"', '   单位: "1"'),
        ('    单位: "1"', '     单位: "1"'),
        ('    单位: "1"', '\t单位: "1"'),
        ("  - 完成。", "  - 完成: 甲: 乙"),
        ("  - 完成。", "  - [完成"),
        ("  - 完成。", "  - %完成"),
        ("  - 完成。", '  - "完成"。'),
        ("金额: 1.00}", "金额: 1.00}}"),
    ],
)
def test_the_line_is_that_of_the_slip(old: str, new: str) -> None:
    text = LEDGER.replace(old, new)
    pairs = zip(LEDGER.split("\n"), text.split("\n"), strict=True)
    line = next(number for number, (before, after) in enumerate(pairs, 1) if before != after)
    finding = next(finding for finding in parse(text, "a.yaml").findings if finding.code == "E103")
    assert finding.span.line == line
    assert not any("a" <= char <= "z" for char in finding.sentence)
