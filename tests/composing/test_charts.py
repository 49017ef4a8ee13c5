"""Charts say what the document says, and nothing that it does not know."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.commands.checking import Checked, check_file
from reportgen.document.document import Bar, Chart, Document, Paragraph, Part
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, LEDGER, ROOT, Edit, composed

LEDGERS = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("budgets/*/*/*.yaml"))]
WITHOUT_PARTS = "budgets/xinxiang-jingkai/2024/112-xingzhengshenpi.yaml"
FORM, PROSE = "templates/shili-2024/profile.yaml", "templates/shili-2024/说明.j2"
NUMBERING = "编号:\n  部分: 第一部分"
INCOME = "".join(
    f"{{{{ {path}|万元 }}}}万元，"
    for path in ("收入.一般公共预算", "收入.财政专户", "收入.上年结转.合计", "一般公共预算支出")
)
INCOME_LINE = ("# 收支情况", f"# 收支情况\n\n收入{INCOME}如此。")

Check = Callable[[], Checked]


@pytest.fixture
def checked(example: Repository) -> Check:
    return lambda: check_file(example, example.root / EXAMPLE_LEDGER)


def charts(checked: Checked) -> dict[str, Chart]:
    assert checked.document is not None, [finding.headline for finding in checked.findings]
    return {chart.key: chart for chart in checked.document.charts}


def printed(document: Document) -> tuple[dict[str, Decimal], set[Decimal], set[tuple[str, Decimal]]]:
    """Return the changes that a document prints, the amounts of its tables and those of its text."""
    blocks = [block for block in document.blocks if isinstance(block, Paragraph | Part)]
    figures = [figure for block in blocks for figure in block.figures if figure.unit == "万元"]
    cells = (
        cell for table in document.tables for grid in table.grids for row in grid.rows for cell in row.cells
    )
    return (
        {figure.fact: figure.value for figure in figures if figure.fact.startswith("变动.")},
        {cell.value for cell in cells if cell.value is not None},
        {(figure.text, figure.value) for figure in figures},
    )


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: Path(ledger).stem)
def test_every_number_of_a_chart_is_one_that_the_document_prints(repository: Repository, ledger: str) -> None:
    document = composed(repository, ledger)
    changes, amounts, figures = printed(document)
    assert document.charts
    for chart in document.charts:
        for _, (bar, *before) in chart.rows:
            assert (bar.text, bar.value) in figures or bar.value in amounts
            for last in before:
                assert changes[f"变动.{bar.fact}"] == bar.value - last.value


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: Path(ledger).stem)
def test_every_published_document_shows_where_money_comes_from_and_what_it_is_for(
    repository: Repository, ledger: str
) -> None:
    drawn = [chart.key for chart in composed(repository, ledger).charts]
    assert drawn[0] == "收入来源"
    assert len(drawn) > 1


def texts(chart: Chart) -> list[tuple[str, ...]]:
    return [(label, *(bar.text for bar in bars)) for label, bars in chart.rows]


def test_two_years_stand_side_by_side(document: Document) -> None:
    chart = document.charts[-1]
    assert chart.series == ("2024年", "2023年")
    assert texts(chart)[:2] == [
        ("一般公共服务支出", "278.2", "351.62"),
        ("社会保障和就业支出", "23.74", "23.17"),
    ]


def test_bars_keep_their_ledger_lines(document: Document) -> None:
    bars: list[Bar] = [bar for chart in document.charts for _, bars in chart.rows for bar in bars]
    assert all(span.path == LEDGER for bar in bars for span in bar.sources)
    assert all(bar.sources for bar in bars)


def test_income_is_shown_by_source_without_those_that_bring_nothing(checked: Check, edit: Edit) -> None:
    edit(PROSE, INCOME_LINE)
    assert texts(charts(checked())["收入来源"]) == [
        ("一般公共预算", "153.46"),
        ("财政专户管理资金", "5"),
        ("上年结转结余", "1"),
    ]


def test_what_the_document_does_not_print_is_not_drawn(checked: Check) -> None:
    assert "收入来源" not in charts(checked())


def test_a_single_source_of_income_is_drawn_too(document: Document) -> None:
    assert texts(document.charts[0]) == [("一般公共预算", "354.6")]


def test_two_years_are_compared_as_a_whole_where_the_parts_of_last_year_are_not_known(
    repository: Repository,
) -> None:
    chart = composed(repository, WITHOUT_PARTS).charts[-1]
    assert texts(chart) == [("一般公共预算支出", "1657.4", "1529.63")]


def test_an_unknown_last_year_is_not_drawn_as_zero(checked: Check, edit: Edit) -> None:
    own = "图示: {图: {两年: {标题: 两年, 各项: {收入: 收入.合计, 支出: 一般公共预算支出}, 比上年: 是}}}\n"
    edit(FORM, (NUMBERING, own + NUMBERING))
    edit(PROSE, INCOME_LINE)
    assert "两年" not in charts(checked())
    edit(EXAMPLE_LEDGER, ("上年:\n", "上年:\n  一般公共预算支出: 1600000.00\n"))
    edit(PROSE, ("收支情况\n", "收支情况\n\n{{ 变动(一般公共预算支出) }}\n"))
    assert texts(charts(checked())["两年"]) == [("收入", "159.46", "150"), ("支出", "154.46", "160")]


def test_a_form_gives_a_chart_another_title_and_takes_one_away(checked: Check, edit: Edit) -> None:
    edit(PROSE, INCOME_LINE)
    assert "支出类别" in charts(checked())
    edit(
        FORM, (NUMBERING, '图示: {图: {收入来源: {标题: "{{ 年度 }}年的钱"}, 支出类别: 不画}}\n' + NUMBERING)
    )
    found = charts(checked())
    assert found["收入来源"].title == "2024年的钱"
    assert "支出类别" not in found
    assert "支出功能分类" in found


def test_a_form_takes_all_charts_away(checked: Check, edit: Edit) -> None:
    edit(FORM, (NUMBERING, f"图示: 不画\n{NUMBERING}"))
    assert charts(checked()) == {}


@pytest.mark.parametrize(
    ("own", "code", "sentence"),
    [
        ("图示: 没有", "E206", "“图示”不能是“没有”"),
        ("图示: {图: {支出类别: 否}}", "E206", "“支出类别”不能是“否”"),
        ("图示: {图: {支出类别: {颜色: 红}}}", "E203", "未知的键“颜色”"),
        (
            "图示: {图: {支出类别: {各项: {人员经费: 支出.人员经废}}}}",
            "T202",
            "没有指标“支出.人员经废”可以画图",
        ),
        ("图示: {图: {支出功能分类: {分列: 支出.合计}}}", "T202", "没有指标“支出.合计”可以画图"),
        ("网页: {跳到正问: 跳}", "E203", "未知的键“跳到正问”"),
    ],
)
def test_what_a_form_names_wrongly_is_said_where_it_stands(
    checked: Check, edit: Edit, own: str, code: str, sentence: str
) -> None:
    edit(FORM, (NUMBERING, f"{own}\n{NUMBERING}"))
    found = [finding for finding in checked().findings if finding.code == code]
    assert [finding.sentence for finding in found] == [sentence]
    assert found[0].span.path == FORM


def test_the_example_of_the_guide_is_understood(checked: Check, edit: Edit) -> None:
    guide = (ROOT / "docs" / "forms.md").read_text("utf-8")
    example = next(block for block in guide.split("```yaml\n") if block.startswith("图示:")).partition("```")[
        0
    ]
    edit(FORM, (NUMBERING, example + NUMBERING))
    edit(PROSE, INCOME_LINE)
    assert "收入来源" not in charts(checked())
    assert [finding.headline for finding in checked().findings if finding.span.path == FORM] == []
