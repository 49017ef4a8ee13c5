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
from reportgen.form.theme import base_theme

LEDGER = "budgets/example/2024/900-shili.yaml"


# What the page says of itself: the package's own words.
WORDS = yaml.safe_load((files("reportgen") / "base/profile.yaml").read_text("utf-8"))["网页"]


def amount(text: str, line: int = 31) -> Cell:
    value = Decimal(text.replace(",", "")) if text else Decimal(0)
    return Cell(text, value, (f"{LEDGER}:{line}",) if text else ())


def heading(text: str, level: int, anchor: str = "", contents: int | None = None) -> Paragraph:
    return Paragraph(text, Role.HEADING, level, (), "templates/example-2024/说明.j2:1", anchor, contents)


def body(text: str, *figures: Figure) -> Paragraph:
    return Paragraph(text, Role.BODY, 0, figures, "templates/example-2024/说明.j2:12")


def item(text: str, level: int = 1) -> Paragraph:
    return Paragraph(text, Role.ITEM, level, (), "templates/example-2024/说明.j2:20")


def figure(text: str, start: int, value: str, fact: str, unit: str = "万元") -> Figure:
    template, sources = "templates/example-2024/说明.j2:12", (f"{LEDGER}:31",)
    formula = spending(fact, Decimal(value)) if unit else None
    return Figure(text, start, unit, Decimal(value), fact, template, sources, formula)


def spending(fact: str, value: Decimal) -> Formula:
    terms = Term("", "人员经费", value - 1, "元"), Term("+", "公用经费", Decimal(1), "元")
    return Formula(fact.replace(".", "·"), terms, (("账", "支出"), ("类别", "人员经费、公用经费")), 2)


def two_years() -> Chart:
    rows = (("教育支出", "120.5", "98"), ("其他支出", "3", "0"))
    return Chart(
        "两年比较",
        "2024年与2023年",
        "万元",
        ("2024年", "2023年"),
        tuple((label, tuple(bar(text) for text in texts)) for label, *texts in rows),
    )


def bar(text: str) -> Bar:
    return Bar(text, Decimal(text) * 10_000, "支出.类.205", (f"{LEDGER}:31",))


def summary_table() -> Table:
    """Two panels under a three-level header, 30 rows, wide: a landscape page."""
    columns = (
        Column(("收 入", "项 目"), Kind.TEXT),
        Column(("收 入", "预算数"), Kind.AMOUNT, "元", 2),
        Column(("支 出", "支出类别"), Kind.TEXT),
        Column(("支 出", "预算数"), Kind.AMOUNT, "元", 2),
        Column(("支 出", "项 目"), Kind.TEXT),
        Column(("支 出", "预算数", "合计"), Kind.AMOUNT, "元", 2),
        Column(("支 出", "预算数", "一般公共预算"), Kind.AMOUNT, "元", 2),
        Column(("支 出", "预算数", "政府性基金预算"), Kind.AMOUNT, "元", 2),
        Column(("支 出", "预算数", "国有资本经营预算"), Kind.AMOUNT, "元", 2),
        Column(("支 出", "预算数", "财政专户管理资金"), Kind.AMOUNT, "元", 2),
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
        "收支总表",
        "附表1",
        "收支预算总表",
        "",
        "元",
        "金额单位：元",
        (),
        (Grid(None, columns, tuple(rows)),),
        (),
        "table-1",
        "一、收支预算总表",
        2,
    )


def long_table() -> Table:
    """A tree of 80 rows with a two-level header: runs over pages, its head must repeat."""
    columns = (
        Column(("预算单位/支出功能分类科目",), Kind.TEXT),
        Column(("合计",), Kind.AMOUNT, "元", 2),
        Column(("基本支出", "小计"), Kind.AMOUNT, "元", 2),
        Column(("基本支出", "人员经费"), Kind.AMOUNT, "元", 2),
        Column(("基本支出", "公用经费"), Kind.AMOUNT, "元", 2),
        Column(("项目支出",), Kind.AMOUNT, "元", 2),
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
        "支出表",
        "附表2",
        "一般公共预算支出表",
        "",
        "元",
        "金额单位：元",
        (),
        (Grid(None, columns, (total, *rows)),),
        (),
        "table-2",
        "二、一般公共预算支出表",
        2,
    )


def empty_table() -> Table:
    columns = (Column(("预算单位/支出功能分类科目",), Kind.TEXT), Column(("合计",), Kind.AMOUNT, "元", 2))
    row = Row((Cell("合 计"), amount("")), (0, 0), total=True)
    return Table(
        "基金表",
        "附表3",
        "政府性基金预算支出表",
        "",
        "元",
        "金额单位：元",
        (),
        (Grid(None, columns, (row,)),),
        ("注：如本表为空，则我部门（单位）本年度无此类资金收支",),
        "table-3",
        "三、政府性基金预算支出表",
        2,
    )


def performance_sheet(number: int) -> Table:
    """Fields above a grid whose first column is merged downwards; not in the contents."""
    names = ("一级指标", "二级指标", "三级指标", "指标性质", "年度指标值", "度量单位")
    columns = tuple(Column((name,), Kind.TEXT) for name in names)
    rows = (
        Row((Cell("成本指标"), Cell("经济成本指标"), *(Cell("") for _ in range(4))), (0,) * 6),
        Row((Cell("", continues=True), Cell("社会成本指标"), *(Cell("") for _ in range(4))), (0,) * 6),
        Row(
            (Cell("产出指标"), Cell("时效指标"), Cell("一年以内完成支付"), Cell("≤"), Cell("12"), Cell("月")),
            (0,) * 6,
        ),
    )
    fields = (
        (
            Field("预算项目名称", Cell("“扫码办事”系统对接")),
            Field("年度预算金额（万元）", amount("59.738"), Kind.AMOUNT),
        ),
        (Field("主管部门", Cell("")), Field("实施单位", Cell("示例市营商环境建设局"))),
        (Field("年度绩效目标", Cell("完成系统对接，推动更多政务服务“码上办”，" * 4)),),
    )
    return Table(
        "项目绩效",
        "",
        "项目支出预算绩效目标表",
        "（2024年度）",
        "",
        "",
        fields,
        (Grid("年度绩效指标", columns, rows),),
        (),
        f"table-p{number}",
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
        Part("第一部分", "示例市营商环境建设局概况", (), "templates/example-2024/profile.yaml:9", "part-1"),
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
            "第二部分",
            "示例市营商环境建设局2024年部门预算表",
            (),
            "templates/example-2024/profile.yaml:12",
            "part-2",
        ),
        TableList(tables),
        *tables,
        Part(
            "第三部分",
            "示例市营商环境建设局2024年部门预算情况说明",
            (),
            "templates/example-2024/profile.yaml:15",
            "part-3",
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
        "example",
        2024,
        "900-shili",
        "示例市营商环境建设局",
        "示例市营商环境建设局2024年度部门预算",
        ("示例市营商环境建设局", "2024年度部门预算"),
        "目录",
        "",
        blocks,
        base_theme(),
        charts=(two_years(),),
        charts_title="图示",
        words=WORDS,
    )
