"""A document of what is hard to find room for: wide amounts, texts without a place to break, tall rows."""

from collections.abc import Sequence
from dataclasses import replace

from reportgen.document.document import (
    Block,
    Cell,
    Column,
    Document,
    Field,
    Grid,
    Kind,
    Part,
    Row,
    Table,
)
from reportgen.money import AmountFormat
from tests.renderers.sample import amount, body, empty_table, heading, item, performance_sheet, sample

MOST = "99,999,999,999,999.99"
BILLIONS = "14,199,589,639.16"
DIGITS = "1234567890" * 15
DOTS = "…" * 80
URL = f"https://www.example.gov.cn/zwgk/{'budget2024publicdisclosure' * 8}/index.html?id=1234567890"
NAME = f"示例市{'经济技术开发区综合' * 12}管理委员会"
RARE = "𠮷㐂龘𪚥〇"
CLAUSE = "本部门依法履行职责，按照规定的程序和时限办理各项工作，接受社会监督。"


def clauses(times: int = 1) -> str:
    """Seventy clauses, each a paragraph of its own."""
    return "\n".join(f"第{number}条　{CLAUSE * times}" for number in range(1, 71))


def document(*blocks: Block) -> Document:
    return replace(sample(), blocks=blocks, charts=())


def wide_table(columns: int, text: str = MOST, *, landscape: bool | None = None, anchor: str) -> Table:
    """Columns of amounts that all hold *text*."""
    leaves = (
        Column(heading=("项目",), kind=Kind.TEXT),
        *(
            Column(heading=(f"一般公共预算{number}",), kind=Kind.AMOUNT, format=AmountFormat())
            for number in range(columns)
        ),
    )
    row = Row((Cell("一般公共服务支出"), *[amount(text)] * columns), (0,) * (columns + 1))
    grid = Grid(None, leaves, (row,) * 5)
    return replace(empty_table(), key=anchor, anchor=anchor, grids=(grid,), landscape=landscape)


def text_table(*rows: Sequence[str | None], anchor: str) -> Table:
    """Columns of texts; None goes on with the cell above."""
    columns = tuple(Column(heading=(f"栏{number}",), kind=Kind.TEXT) for number in range(len(rows[0])))
    cells = ([Cell(text or "", continues=text is None) for text in row] for row in rows)
    grid = Grid(None, columns, tuple(Row(tuple(row), (0,) * len(columns)) for row in cells))
    return replace(empty_table(), key=anchor, anchor=anchor, grids=(grid,))


def tall_rows() -> Document:
    """Rows taller than a page: alone, merged over several, and fields."""
    goals = (Field("年度绩效目标", Cell(clauses(4))), Field("中期绩效目标", Cell(clauses())))
    part = Part(ordinal="第一部分", title="概况", figures=(), anchor="part-1")
    return document(
        part,
        text_table(("职责", clauses(), "短"), ("甲", "乙", "丙"), anchor="t-1"),
        text_table((clauses(), "甲", "丙"), *[(None, "乙", "丁")] * 3, anchor="t-2"),
        text_table(("短", clauses(), "丙"), *[(None, "乙", "丁")] * 3, anchor="t-3"),
        text_table((clauses(4), "甲", clauses()), *[(None, "乙", "丁")] * 3, anchor="t-4"),
        replace(performance_sheet(1), field_rows=(goals,), anchor="t-5", key="t-5"),
    )


def stress() -> Document:
    part = Part(ordinal="第一部分", title=f"{NAME}概况", figures=(), anchor="part-1")
    money = Field("年度预算金额（万元）" * 2, amount(MOST), Kind.AMOUNT)
    return document(
        part,
        *map(body, (DIGITS, f"网址 {URL}", DOTS, RARE, f"总额{DIGITS}万元")),
        heading(f"一、{DIGITS}", 1, "h-1", 2),
        item(f"（一）{DIGITS}"),
        wide_table(7, anchor="t-1"),
        wide_table(7, landscape=False, anchor="t-2"),
        wide_table(10, anchor="t-3"),
        wide_table(7, BILLIONS, landscape=False, anchor="t-4"),
        text_table((DIGITS, DOTS, URL), (NAME, "x", RARE), anchor="t-5"),
        text_table(("职责", clauses(), "短"), ("甲", "乙", "丙"), anchor="t-6"),
        replace(
            performance_sheet(1),
            field_rows=((Field("年度" * 20, Cell(DIGITS)), money, money), (Field("目标", Cell(clauses())),)),
            anchor="t-7",
        ),
        replace(empty_table(), lead=f"部门名称：{NAME}", unit_line="金额单位：元" * 3, anchor="t-8"),
    )
