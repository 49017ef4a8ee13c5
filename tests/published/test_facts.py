"""The published facts are read as README.md describes them, and deviations apply where they say."""

from pathlib import Path

import pytest
import yaml

from tests.published.deviations import Published, read_published
from tests.published.facts import TABLES, read_facts
from tests.published.readers.content import Table

TABLES_TEXT = """\
# 整体绩效表
副题 （2024年度）
字段 部门: 甲局
字段 联系人:
块 资金
栏 项目/单位 | 资金 > 合计 | 资金 > 拨款
基本支出 | 1.00 |
| | 1.00
块 指标
栏 名称 | 值
办结率 | 80
注 注：一。
注 注：二。

# 支出表
单位行 单位: 万元
表号 表2
栏 合计
1.00
"""
SENTENCES_TEXT = """\
封 甲局2024年度部门预算

目录 目录
目 第一部分 甲局概况

# 第一部分 甲局概况

## 一、职责

数 收入1万元。
文 其中：

文 另一段。

附表

## 二、机构

文 另一段。
"""


def _write(folder: Path, *deviations: dict[str, str]) -> Published:
    (folder / "tables.txt").write_text(TABLES_TEXT, encoding="utf-8")
    (folder / "sentences.txt").write_text(SENTENCES_TEXT, encoding="utf-8")
    listed = yaml.safe_dump({"台账": "budgets/甲.yaml", "偏差": list(deviations)}, allow_unicode=True)
    (folder / "deviations.yaml").write_text(listed, encoding="utf-8")
    return read_published(folder)


def test_reads_tables() -> None:
    money, indicators, spending = read_facts(TABLES_TEXT, SENTENCES_TEXT).tables

    assert money.table == Table(
        title="整体绩效表",
        caption=("（2024年度）",),
        fields=(("部门", "甲局"), ("联系人", "")),
        part="资金",
        header=(("项目/单位",), ("资金", "合计"), ("资金", "拨款")),
        rows=(("基本支出", "1.00", ""), ("", "", "1.00")),
        notes=(),
    )
    assert (indicators.table.fields, indicators.table.notes) == ((), ("注：一。", "注：二。"))
    assert (spending.table.caption, spending.label, spending.unit) == (("单位: 万元", "表2"), "表2", "万元")


def test_reads_sentences() -> None:
    facts = read_facts(TABLES_TEXT, SENTENCES_TEXT)

    assert facts.marked("目录", "目") == ("目录", "第一部分 甲局概况")
    assert facts.flow == (
        "第一部分 甲局概况",
        "一、职责",
        "收入1万元。其中：",
        "另一段。",
        TABLES,
        "二、机构",
        "另一段。",
    )


def test_refuses_a_line_without_a_mark() -> None:
    with pytest.raises(ValueError, match="no mark of a sentence: 收入"):
        read_facts(TABLES_TEXT, "收入1万元。")


def test_changes_and_adds_what_the_deviations_say(tmp_path: Path) -> None:
    added = "# 收入表\n栏 合计\n2.00"
    published = _write(
        tmp_path,
        {"表": "整体绩效表（甲局）", "公布": "办结率 | 80", "本文": "办结率 | 90", "原因": "误"},
        {"节": "二、机构", "公布": "另一段", "本文": "此一段", "原因": "误"},
        {"节": "目录", "公布": "目 第一部分 甲局概况", "本文": "目 第一部分", "原因": "误"},
        {"缺表在前": "支出表", "本文": added, "原因": "脱漏"},
    )

    assert published.ledger == Path("budgets/甲.yaml")
    assert published.expected.tables[1].table.rows == (("办结率", "90"),)
    assert [table.table.title for table in published.expected.tables[2:]] == ["收入表", "支出表"]
    assert published.expected.flow[-1] == "此一段。"
    assert published.expected.marked("目") == ("第一部分",)
    assert published.facts == read_facts(TABLES_TEXT, SENTENCES_TEXT)


@pytest.mark.parametrize(
    "deviation",
    [
        {"表": "支出表", "公布": "2.00", "本文": "3.00", "原因": "误"},
        {"表": "收入表", "公布": "1.00", "本文": "3.00", "原因": "误"},
        {"节": "一、职责", "公布": "一", "本文": "二", "原因": "误"},
    ],
    ids=["no-such-text", "no-such-table", "twice"],
)
def test_refuses_a_deviation_without_its_place(tmp_path: Path, deviation: dict[str, str]) -> None:
    published = _write(tmp_path, deviation)

    with pytest.raises(ValueError, match="instead of once"):
        _ = published.expected


def test_refuses_a_deviation_of_another_form(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a deviation"):
        _write(tmp_path, {"表": "支出表", "公布": "1.00", "本文": "2.00"})
