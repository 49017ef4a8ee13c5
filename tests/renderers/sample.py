"""A small invented document with one case of each thing a renderer must set."""

from decimal import Decimal
from importlib.resources import files

import yaml

from reportgen.document.document import (
    Bar,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Field,
    Figure,
    Formula,
    Grid,
    Kind,
    Paragraph,
    Part,
    Role,
    Row,
    Table,
    TableList,
    Term,
)
from reportgen.findings.diagnostics import Span
from reportgen.form.theme import base_theme
from reportgen.money import AmountFormat

# Grouped, with two places, and blank for nothing.
YUAN = AmountFormat(zero="")
LEDGER = "budgets/example/2024/900-shili.yaml"
LEDGER_LINE = Span(LEDGER, 31)
TEMPLATE = "templates/example-2024/说明.j2"


# What the page says of itself: the package's own words.
WORDS = yaml.safe_load((files("reportgen.form") / "base/profile.yaml").read_text("utf-8"))["网页"]


def amount(text: str, line: int = 31) -> Cell:
    value = Decimal(text.replace(",", "")) if text else Decimal(0)
    return Cell(text, value=value, printed=value, sources=(Span(LEDGER, line),) if text else ())


def heading(text: str, level: int, anchor: str = "", contents: int | None = None) -> Paragraph:
    return Paragraph(
        text=text,
        role=Role.HEADING,
        level=level,
        figures=(),
        place=Span(TEMPLATE, 1),
        anchor=anchor,
        contents=contents,
    )


def body(text: str, *figures: Figure) -> Paragraph:
    return Paragraph(text=text, role=Role.BODY, level=0, figures=figures, place=Span(TEMPLATE, 12))


def item(text: str, level: int = 1) -> Paragraph:
    return Paragraph(text=text, role=Role.ITEM, level=level, figures=(), place=Span(TEMPLATE, 20))


def figure(text: str, start: int, value: str, fact: str, unit: str = "万元") -> Figure:
    template, sources = Span(TEMPLATE, 12), (LEDGER_LINE,)
    formula = spending(fact, Decimal(value)) if unit else None
    return Figure(
        text=text,
        start=start,
        unit=unit,
        value=Decimal(value),
        fact=fact,
        template=template,
        sources=sources,
        formula=formula,
    )


def spending(fact: str, value: Decimal) -> Formula:
    terms = Term("", "人员经费", value - 1, "元"), Term("+", "公用经费", Decimal(1), "元")
    return Formula(fact.replace(".", "·"), terms, (("账", "支出"), ("类别", "人员经费、公用经费")), 2)


def two_years() -> Chart:
    rows = (("教育支出", "120.5", "98"), ("其他支出", "3", "0"))
    return Chart(
        key="两年比较",
        title="2024年与2023年",
        unit="万元",
        series=("2024年", "2023年"),
        rows=tuple((label, tuple(bar(text) for text in texts)) for label, *texts in rows),
    )


def bar(text: str) -> Bar:
    return Bar(text, Decimal(text) * 10_000, "支出.类.205", (LEDGER_LINE,))


def summary_table() -> Table:
    """Two panels under a three-level header, 30 rows, wide: a landscape page."""
    columns = (
        Column(heading=("收 入", "项 目"), kind=Kind.TEXT),
        Column(heading=("收 入", "预算数"), kind=Kind.AMOUNT, format=YUAN),
        Column(heading=("支 出", "支出类别"), kind=Kind.TEXT),
        Column(heading=("支 出", "预算数"), kind=Kind.AMOUNT, format=YUAN),
        Column(heading=("支 出", "项 目"), kind=Kind.TEXT),
        Column(heading=("支 出", "预算数", "合计"), kind=Kind.AMOUNT, format=YUAN),
        Column(heading=("支 出", "预算数", "一般公共预算"), kind=Kind.AMOUNT, format=YUAN),
        Column(heading=("支 出", "预算数", "政府性基金预算"), kind=Kind.AMOUNT, format=YUAN),
        Column(heading=("支 出", "预算数", "国有资本经营预算"), kind=Kind.AMOUNT, format=YUAN),
        Column(heading=("支 出", "预算数", "财政专户管理资金"), kind=Kind.AMOUNT, format=YUAN),
    )
    labels = ["一、一般公共服务支出", "二、外交支出", "三、资源勘探工业信息等支出"] + [
        f"{n}、其他支出" for n in range(4, 31)
    ]
    rows = [
        Row(
            (
                Cell("三、国有资本经营预算拨款收入" if index < 4 else ""),
                amount("3,545,955.50" if index == 0 else ""),
                Cell("人员经费" if index < 4 else ""),
                amount("2,412,216.56" if index == 1 else ""),
                Cell(label),
                amount("2,782,029.86" if index == 0 else ""),
                amount("2,782,029.86" if index == 0 else ""),
                amount(""),
                amount(""),
                amount(""),
            ),
            (0, 0, 1 if 0 < index < 3 else 0, 0, 0, 0, 0, 0, 0, 0),
            total=index == 29,
        )
        for index, label in enumerate(labels)
    ]
    return Table(
        key="收支总表",
        label="附表1",
        title="收支预算总表",
        subtitle="",
        unit="元",
        unit_line="金额单位：元",
        field_rows=(),
        grids=(Grid(None, columns, tuple(rows)),),
        notes=(),
        anchor="table-1",
        listed="一、收支预算总表",
        contents=2,
    )


def long_table() -> Table:
    """A tree of 80 rows with a two-level header: runs over pages, its head must repeat."""
    columns = (
        Column(heading=("预算单位/支出功能分类科目",), kind=Kind.TEXT),
        Column(heading=("合计",), kind=Kind.AMOUNT, format=YUAN),
        Column(heading=("基本支出", "小计"), kind=Kind.AMOUNT, format=YUAN),
        Column(heading=("基本支出", "人员经费"), kind=Kind.AMOUNT, format=YUAN),
        Column(heading=("基本支出", "公用经费"), kind=Kind.AMOUNT, format=YUAN),
        Column(heading=("项目支出",), kind=Kind.AMOUNT, format=YUAN),
    )
    rows = [
        Row(
            (
                Cell(f"20805{n:02}-机关事业单位基本养老保险缴费支出"),
                *(amount(f"{n},545,955.50") for _ in range(5)),
            ),
            (min(n % 5, 4),) + (0,) * 5,
        )
        for n in range(10, 90)
    ]
    total = Row((Cell("合 计"), *(amount("3,545,955.50") for _ in range(5))), (0,) * 6, total=True)
    return Table(
        key="支出表",
        label="附表2",
        title="一般公共预算支出表",
        subtitle="",
        unit="元",
        unit_line="金额单位：元",
        field_rows=(),
        grids=(Grid(None, columns, (total, *rows)),),
        notes=(),
        anchor="table-2",
        listed="二、一般公共预算支出表",
        contents=2,
    )


def empty_table() -> Table:
    columns = (
        Column(heading=("预算单位/支出功能分类科目",), kind=Kind.TEXT),
        Column(heading=("合计",), kind=Kind.AMOUNT, format=YUAN),
    )
    row = Row((Cell("合 计"), amount("")), (0, 0), total=True)
    return Table(
        key="基金表",
        label="附表3",
        title="政府性基金预算支出表",
        subtitle="",
        unit="元",
        unit_line="金额单位：元",
        field_rows=(),
        grids=(Grid(None, columns, (row,)),),
        notes=("注：如本表为空，则我部门（单位）本年度无此类资金收支",),
        anchor="table-3",
        listed="三、政府性基金预算支出表",
        contents=2,
    )


def performance_sheet(number: int) -> Table:
    """Fields above a grid whose first column is merged downwards; not in the contents."""
    names = ("一级指标", "二级指标", "三级指标", "指标性质", "年度指标值", "度量单位")
    columns = tuple(Column(heading=(name,), kind=Kind.TEXT) for name in names)
    rows = (
        Row((Cell("成本指标"), Cell("经济成本指标"), *(Cell("") for _ in range(4))), (0,) * 6),
        Row(
            (Cell("", continues=True), Cell("社会成本指标"), *(Cell("") for _ in range(4))),
            (0,) * 6,
        ),
        Row(
            (
                Cell("产出指标"),
                Cell("时效指标"),
                Cell("一年以内完成支付"),
                Cell("≤"),
                Cell("12"),
                Cell("月"),
            ),
            (0,) * 6,
        ),
    )
    fields = (
        (
            Field("预算项目名称", Cell("“扫码办事”系统对接")),
            Field("年度预算金额（万元）", amount("59.738"), Kind.AMOUNT, AmountFormat(unit="万元", places=3)),
        ),
        (Field("主管部门", Cell("")), Field("实施单位", Cell("示例市营商环境建设局"))),
        (Field("年度绩效目标", Cell("完成系统对接，推动更多政务服务“码上办”，" * 4)),),
    )
    return Table(
        key="项目绩效",
        label="",
        title="项目支出预算绩效目标表",
        subtitle="（2024年度）",
        unit="",
        unit_line="",
        field_rows=fields,
        grids=(Grid("年度绩效指标", columns, rows),),
        notes=(),
        anchor=f"table-p{number}",
    )


def all_on_page(number: int, document: Document) -> dict[str, int]:
    """The pages of a layout that puts everything on one page."""
    return {
        block.anchor: number for block in document.blocks if not isinstance(block, TableList) and block.anchor
    }


def sample() -> Document:
    tables = (summary_table(), long_table(), empty_table())
    revenue = "2024年收入预算354.6万元，比2023年减少72.38万元。"
    blocks: tuple[Block, ...] = (
        Part(
            ordinal="第一部分",
            title="示例市营商环境建设局概况",
            figures=(),
            anchor="part-1",
        ),
        heading("一、主要职责", 1, "h-1", 2),
        *(
            item(
                f"（{ordinal}）贯彻落实中央、省、市、区关于加强和优化营商环境建设的法律法规、方针政策、地方性法规和政府规章。"
            )
            for ordinal in "一二三四五六七八"
        ),
        heading("二、部门预算单位构成", 1, "h-2", 2),
        body("示例市营商环境建设局部门预算是本部综合收支计划，无二级单位。"),
        Part(
            ordinal="第二部分",
            title="示例市营商环境建设局2024年部门预算表",
            figures=(),
            anchor="part-2",
        ),
        TableList(tables),
        *tables,
        Part(
            ordinal="第三部分",
            title="示例市营商环境建设局2024年部门预算情况说明",
            figures=(),
            anchor="part-3",
        ),
        heading("一、2024年部门收支预算情况", 1, "h-3"),
        body(
            revenue,
            figure("2024", 0, "2024", "年度", ""),
            figure("354.6", 9, "3545955.50", "收入.合计"),
            figure("2023", 18, "2023", "上年", ""),
            figure("72.38", 25, "-723844.50", "收入.合计"),
        ),
        heading("（一）一般公共预算支出预算结构", 2, "h-4"),
        heading("1、项目概述", 3, "h-5"),
        *(item(f"{n}、一般公共服务支出（类）278.2万元，主要原因：项目支出减少。") for n in range(1, 30)),
        item("（1）证照免费邮寄费用子项目2万元；", 2),
        *(performance_sheet(n) for n in range(2)),
    )
    return Document(
        region="example",
        year=2024,
        stem="900-shili",
        department="示例市营商环境建设局",
        title="示例市营商环境建设局2024年度部门预算",
        cover=("示例市营商环境建设局", "2024年度部门预算"),
        contents_title="目录",
        date=None,
        blocks=blocks,
        theme=base_theme(),
        charts=(two_years(),),
        charts_title="图示",
        words=WORDS,
    )
