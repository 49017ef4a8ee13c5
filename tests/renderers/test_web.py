"""The page for a screen: what the page for paper has, with formulas, charts and places to link to."""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

import lxml.html
import pytest

from reportgen.document.document import Cell, Chart, Document, Formula, Kind, Row, Table
from reportgen.renderers.html.page import render_html
from reportgen.renderers.html.screen import render_web
from tests.renderers.sample import LEDGER, body, empty_table, figure, long_table, sample, two_years
from tests.renderers.test_html import HOSTILE, places_of_text, texts


def parsed(document: Document, *, preview: bool = False) -> Any:
    return lxml.html.document_fromstring(render_web(document, preview=preview))


@cache
def page() -> Any:
    return parsed(sample())


def with_tables(*tables: Table) -> Any:
    return parsed(replace(sample(), blocks=tables))


def test_page_has_landmarks_and_a_link_past_them() -> None:
    assert [element.tag for element in page().xpath("//header | //nav | //main | //footer")] == [
        "header",
        "nav",
        "main",
        "footer",
    ]
    first = page().xpath("(//a)[1]")[0]
    assert (first.text, first.get("href")) == ("跳到正文", "#main")
    assert page().get("lang") == "zh-CN"


def test_everything_printed_on_paper_is_on_the_screen() -> None:
    paper: Any = lxml.html.document_fromstring(render_html(sample()))
    # Only paper breaks the lines of headings.
    printed = ["".join(text.split()) for text in texts(paper.xpath("//main/*"))]
    shown = ["".join(text.split()) for text in texts(page().xpath("//main/*"))]
    # Charts before, the formulas and the box that shows one after.
    for before, after in zip(printed, shown[1:-2], strict=True):
        assert after.replace("#", "") == before


def test_paper_pays_for_nothing_that_only_a_screen_shows() -> None:
    html = render_html(sample())
    assert [word for word in ("<script", "<svg", "<details", "screen {", 'id="t1') if word in html] == []


def test_a_figure_leads_to_its_formula() -> None:
    link = page().xpath("//data[@data-fact='收入.合计']/a")[0]
    assert link.text == "354.6"
    assert link.get("href") == f"#{link.get('aria-describedby')}"
    entry = page().get_element_by_id(link.get("aria-describedby"))
    assert texts(entry.xpath("p")) == [
        "收入·合计 = 3,545,955.50元",
        "= 人员经费 3,545,954.50元 + 公用经费 1.00元",
        "账：支出；类别：人员经费、公用经费",
        "台账行数：2",
    ]


def test_a_formula_is_listed_once_however_often_its_figure_is_printed() -> None:
    again = body("354.6万元和354.6万元", *(figure("354.6", n, "3545955.50", "收入.合计") for n in (0, 8)))
    read = parsed(replace(sample(), blocks=(again,)))
    assert len(read.xpath("//data/a")) == 2
    assert len(read.xpath("//details[@class='formulas']//li")) == 1


def test_a_change_and_a_rate_are_signed_in_their_formulas() -> None:
    read = parsed(
        replace(
            sample(),
            blocks=(
                body(
                    "减少72.38万元，下降17.0%，占100%",
                    figure("72.38", 2, "-723844.50", "变动.支出"),
                    figure("17.0", 12, "-0.16952606", "变动率.支出", "%"),
                    figure("100", 19, "1", "占比.支出/支出", "%"),
                ),
            ),
        )
    )
    assert texts(read.xpath("//details[@class='formulas']//li/p[1]")) == [
        "变动·支出 = −723,844.50元",
        "变动率·支出 ≈ −16.9526%",
        "占比·支出/支出 = 100%",
    ]


def test_a_year_is_no_link() -> None:
    assert page().xpath("//data[@data-fact='年度']/a") == []


def test_ids_are_unique_and_every_link_has_a_target(document: Document) -> None:
    for read in (page(), parsed(document)):
        ids = read.xpath("//@id")
        assert len(ids) == len(set(ids))
        named = " ".join(read.xpath("//@aria-labelledby | //@aria-describedby")).split()
        assert {unquote(link.removeprefix("#")) for link in read.xpath("//a/@href")} | {*named} <= {*ids}


def test_tables_and_rows_are_named_by_labels_and_codes(document: Document) -> None:
    read = parsed(document)
    row = read.get_element_by_id("t4-2010301")
    assert row.tag == "tr"
    assert row[0].text == "2010301-行政运行"
    assert texts(read.get_element_by_id("t4").xpath("h2")) == ["支出功能分类预算表"]
    mark = read.get_element_by_id("t4").xpath("a[@class='mark']")[0]
    assert mark.get("href") == "#t4"
    assert mark.get("aria-label") == "本表的链接 附表4 支出功能分类预算表"
    sheets = [name for name in read.xpath("//section/@id") if name.startswith("t-项目绩效")]
    assert "t-项目绩效-电话费" in sheets


def test_every_table_and_every_row_of_a_grid_has_an_anchor(document: Document) -> None:
    read = parsed(document)
    assert read.xpath("//main/section[not(@class='charts')][not(@id)]") == []
    assert len(read.xpath("//section[@id]//table[thead]/tbody/tr[not(@id)]")) == 0


def test_an_anchor_stays_when_other_rows_and_tables_go() -> None:
    table = long_table()
    grid = table.grids[0]
    before = {*with_tables(empty_table(), table).xpath("//tr/@id")}
    fewer = replace(table, grids=(replace(grid, rows=grid.rows[:1] + grid.rows[5:]),))
    after = {*with_tables(fewer).xpath("//tr/@id")}
    assert "t2-2080520" in after
    assert after < before


def test_codes_in_columns_of_their_own_are_joined() -> None:
    table = long_table()
    grid = table.grids[0]
    columns = tuple(replace(grid.columns[0], heading=(name,)) for name in "类款项") + grid.columns[1:2]
    rows = tuple(
        Row((*map(Cell, codes), grid.rows[0].cells[1]), (0,) * 4)
        for codes in (("201", "", ""), ("201", "03", "01"), ("201", "03", "01"))
    )
    read = with_tables(replace(table, grids=(replace(grid, columns=columns, rows=rows),)))
    assert read.xpath("//tbody/tr/@id") == ["t2-201", "t2-2010301", "t2-2010301-2"]


def test_a_row_without_a_label_is_headed_by_nothing() -> None:
    table = long_table()
    grid = table.grids[0]
    blank = replace(grid.rows[0], cells=(Cell(""), *grid.rows[0].cells[1:]))
    read = with_tables(replace(table, grids=(replace(grid, rows=(blank,)),)))
    assert read.xpath("//section[@id='t2']//tbody//th") == []


def test_the_column_that_tells_rows_apart_stays_and_paper_says_nothing_of_it(document: Document) -> None:
    read = parsed(document)
    for table, heading in (("t4", "预算单位/支出功能分类科目"), ("t12", "项目名称")):
        assert texts(read.xpath(f"//section[@id='{table}']//thead//th[@class='stays']")) == [heading]
        rows = read.xpath(f"//section[@id='{table}']//tbody/tr")
        assert [len(row.xpath("*[contains(@class, 'stays')]")) for row in rows] == [1] * len(rows)
    paper = render_html(document)
    assert [word for word in ("stays", "--least", "--whole") if word in paper] == []


def test_names_of_one_panel_take_the_place_of_those_before(document: Document) -> None:
    summary = parsed(document).get_element_by_id("t1")
    assert texts(summary.xpath(".//thead//th[@class='stays']")) == ["项 目", "支出类别", "项 目"]
    columns = [dict(part.split(":") for part in style.split(";")) for style in summary.xpath(".//col/@style")]
    assert len({columns[column]["--least"] for column in (0, 2, 4)}) == 1


def test_an_amount_nobody_budgeted_says_so() -> None:
    nothing = replace(figure("0", 0, "0", "三公.出国"), formula=Formula("三公·出国", lines=0))
    read = parsed(replace(sample(), blocks=(body("0万元", nothing),)))
    assert texts(read.xpath("//details[@class='formulas']//li/p")) == ["三公·出国 = 0.00元", "台账没有这一项"]


def test_a_chart_is_drawn_to_scale_and_says_its_numbers() -> None:
    drawing = page().xpath("//figure/svg[@role='img']")[0]
    widths = [rect.get("width") for rect in drawing.xpath("rect")]
    assert widths == ["68.00%", "55.30%", "1.69%", "0.00%"]
    assert texts(drawing.xpath("text")) == ["教育支出", "120.5", "98", "其他支出", "3", "0"]
    assert texts(drawing.xpath("title")) == ["2024年与2023年"]
    told = "教育支出 2024年 120.5万元，2023年 98万元；其他支出 2024年 3万元，2023年 0万元"
    assert texts(drawing.xpath("desc")) == [told]


def test_a_chart_has_its_numbers_as_a_table_too() -> None:
    table = page().xpath("//figure//table")[0]
    assert texts(table.xpath("thead//th")) == ["项目", "2024年（万元）", "2023年（万元）"]
    assert [texts(list(row)) for row in table.xpath("tbody/tr")] == [
        ["教育支出", "120.5", "98"],
        ["其他支出", "3", "0"],
    ]


def test_a_chart_of_nothing_but_zeros_has_no_bars() -> None:
    rows = tuple((label, tuple(replace(bar, value=bar.value * 0) for bar in bars)) for label, bars in ROWS)
    read = parsed(replace(sample(), charts=(replace(two_years(), rows=rows),)))
    assert {*read.xpath("//figure/svg[@role='img']/rect/@width")} == {"0%"}


ROWS = two_years().rows


def test_a_page_without_charts_has_no_heading_for_them() -> None:
    assert parsed(replace(sample(), charts=())).xpath("//*[@id='charts']") == []


def test_page_fetches_nothing_and_runs_nothing_but_its_own_script() -> None:
    html = render_web(sample())
    assert page().xpath("//@src | //link") == []
    assert re.findall(r"url\(|@import|@font-face|https?:", html) == []
    policy = page().xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    scripts = [script.text for script in page().xpath("//script")]
    digests = [b64encode(sha256(script.encode()).digest()).decode() for script in scripts]
    assert len(digests) == 1
    assert f"script-src 'sha256-{digests[0]}'" in policy
    assert policy.startswith("default-src 'none'")


def charted(change: Callable[[Chart], Chart]) -> Document:
    return replace(sample(), charts=(change(two_years()),))


@pytest.mark.parametrize(
    "document",
    [
        *places_of_text(sample()),
        charted(lambda chart: replace(chart, title=HOSTILE)),
        charted(lambda chart: replace(chart, unit=HOSTILE, series=(HOSTILE, HOSTILE))),
        charted(lambda chart: replace(chart, rows=((HOSTILE, chart.rows[0][1]),))),
        replace(sample(), words=dict.fromkeys(sample().words, HOSTILE), charts_title=HOSTILE),
    ],
)
def test_text_never_becomes_markup(document: Document) -> None:
    read = parsed(document, preview=True)
    assert len(read.xpath("//script")) == 1
    assert HOSTILE in read.text_content() or HOSTILE in read.xpath("//@*")


def test_public_page_does_not_show_where_ledger_lines_stand(document: Document) -> None:
    for html in (render_web(sample()), render_web(document)):
        assert re.findall(r"[\w/.-]+\.(?:yaml|j2)\b", html) == []
        assert "budgets/" not in html
        assert "templates/" not in html


def test_preview_shows_ledger_and_template_lines_of_every_number(document: Document) -> None:
    read = parsed(sample(), preview=True)
    entry = read.get_element_by_id(read.xpath("//data[@data-fact='收入.合计']/a/@aria-describedby")[0])
    assert texts(entry.xpath("p"))[-2:] == [
        f"台账位置：{LEDGER}:31",
        "模板位置：templates/example-2024/说明.j2:12",
    ]
    assert {*read.xpath("//figure//td/@title")} == {f"{LEDGER}:31"}
    cells = parsed(document, preview=True).xpath("//section[@id='t4']//td[text()='1,847,249.86']/@title")
    amounts = [column for column in document.tables[3].grids[0].columns if column.kind is Kind.AMOUNT]
    assert len(amounts) > 1
    assert {cell.partition(":")[0] for cell in cells} == {"budgets/dalian-xigang/2024/133-yingshang.yaml"}
