import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import lxml.html
import pytest

from reportgen.document.document import (
    Block,
    Cell,
    Column,
    Document,
    Field,
    Grid,
    Kind,
    Paragraph,
    Part,
    Role,
    Row,
    Table,
)
from reportgen.form.theme import base_theme
from reportgen.renderers.html.page import render_html
from tests.renderers.sample import LEDGER, body, figure, heading, performance_sheet, sample

HOSTILE = """<script>alert("x")</script>&amp;'="""


def parsed(document: Document) -> Any:
    return lxml.html.document_fromstring(render_html(document))


@cache
def page() -> Any:
    return parsed(sample())


def read(*blocks: Block) -> Any:
    return parsed(replace(sample(), blocks=blocks))


def texts(selected: list[Any]) -> list[str]:
    return [element.text_content() for element in selected]


def expanded(table: Any) -> list[list[str]]:
    """The texts of a body cell by cell; a merged cell stands in its first place, the others are blank."""
    rows: list[dict[int, str]] = [{} for _ in table.xpath("tbody/tr")]
    for index, tr in enumerate(table.xpath("tbody/tr")):
        for cell in tr:
            place = next(number for number in range(99) if number not in rows[index])
            rows[index][place] = cell.text_content()
            for below in range(1, int(cell.get("rowspan", "1"))):
                rows[index + below][place] = ""
    return [[row[place] for place in sorted(row)] for row in rows]


def printed(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in grid.rows]


def test_page_names_its_language_title_and_landmarks() -> None:
    assert page().get("lang") == "zh-CN"
    assert texts(page().xpath("//title")) == [sample().title]
    assert [element.tag for element in page().xpath("/html/body/*")] == ["header", "nav", "main"]


def test_cover_prints_its_lines_and_the_date_in_chinese() -> None:
    dated = parsed(replace(sample(), date=date(2024, 2, 5)))
    assert texts(dated.xpath("//header/p")) == [*sample().cover, "2024年2月5日"]
    assert page().xpath("//header//time") == []


def test_headings_follow_parts_and_levels() -> None:
    assert texts(page().xpath("//h1")) == [block.text for block in sample().blocks if isinstance(block, Part)]
    for level in (1, 2, 3):
        expected = [
            block.text
            for block in sample().blocks
            if isinstance(block, Paragraph) and block.role is Role.HEADING and block.level == level
        ]
        assert texts(page().xpath(f"//main/h{level + 1}")) == expected


def test_part_without_ordinal_prints_its_title_only() -> None:
    part = Part(ordinal="", title="附件：2024年部门预算表", figures=(), anchor="part")
    assert texts(read(part).xpath("//h1")) == ["附件：2024年部门预算表"]


def test_paragraphs_are_printed_character_for_character() -> None:
    plain = [
        block.text
        for block in sample().blocks
        if isinstance(block, Paragraph) and block.role is not Role.HEADING
    ]
    assert texts(page().xpath("//main/p")) == plain


def test_figures_carry_their_exact_value_and_fact() -> None:
    figures = [
        (element.text, element.get("value"), element.get("data-fact"))
        for element in page().xpath("//main/p//data")
    ]
    assert figures == [
        ("2024", "2024", "年度"),
        ("354.6", "3545955.50", "收入.合计"),
        ("2023", "2023", "上年"),
        ("72.38", "-723844.50", "收入.合计"),
    ]


def test_numbers_stand_on_one_line_with_their_units() -> None:
    typed = body("每个10元，第3条，共2024年。", figure("2024", 11, "2024", "年度", ""))
    whole = read(typed).xpath("//main/p/span[@class='whole']")
    assert ["".join(element.itertext()) for element in whole] == ["10元", "3条", "2024年"]
    (paragraph,) = page().xpath("//main/p[data or .//data]")
    whole = ["".join(element.itertext()) for element in paragraph.xpath(".//span[@class='whole']")]
    assert whole == ["2024年", "354.6万元", "2023年", "72.38万元"]
    assert "".join(paragraph.itertext()) == "2024年收入预算354.6万元，比2023年减少72.38万元。"


def test_figures_of_a_part_are_found_on_both_of_its_lines() -> None:
    part = Part(
        ordinal="第2部分",
        title="某局2024年部门预算表",
        figures=(figure("2", 1, "2", "部分"), figure("2024", 7, "2024", "年度")),
        anchor="part",
    )
    title = read(part).xpath("//h1")[0]
    assert texts(title.xpath(".//data")) == ["2", "2024"]
    assert title.text_content() == part.text


def test_contents_list_the_document_and_every_link_has_a_target() -> None:
    assert texts(page().xpath("//nav//li")) == [entry.text for entry in sample().contents]
    targets = {f"#{target}" for target in page().xpath("//@id")}
    assert {*page().xpath("//a/@href")} <= targets


def test_document_without_contents_has_no_contents_list() -> None:
    assert read(body("无")).xpath("//nav") == []


def test_list_of_tables_names_them_as_listed() -> None:
    listed = [table.listed for table in sample().tables if table.listed]
    assert texts(page().xpath("//ul[@class='tables']/li")) == listed


def test_ids_are_unique() -> None:
    ids = page().xpath("//@id")
    assert len(ids) == len(set(ids))


def test_every_header_cell_has_a_scope() -> None:
    assert page().xpath("//th[not(@scope)]") == []
    assert {*page().xpath("//thead//th/@scope")} == {"col", "colgroup"}
    assert {*page().xpath("//tbody//th/@scope")} == {"row"}


def test_every_table_is_named_by_its_title() -> None:
    names = [page().get_element_by_id(table.get("aria-labelledby")).text for table in page().xpath("//table")]
    assert {*names} == {table.title for table in sample().tables}


def test_rows_are_headed_by_the_labels_before_amounts_in_each_panel() -> None:
    summary, tree = sample().tables[:2]
    assert texts(read(summary).xpath("//tbody/tr[1]/th")) == [
        "三、国有资本经营预算拨款收入",
        "人员经费",
        "一、一般公共服务支出",
    ]
    assert read(performance_sheet(1)).xpath("//table[thead]/tbody//th") == []
    assert texts(read(tree).xpath("//tbody//th"))[:2] == ["合 计", "2080510-机关事业单位基本养老保险缴费支出"]


@pytest.mark.parametrize("table", sample().tables, ids=lambda table: table.anchor)
def test_cells_stand_where_the_document_has_them(table: Table) -> None:
    section = read(table).xpath("//section")[0]
    grids = section.xpath(".//table[thead]")
    assert [expanded(grid) for grid in grids] == [printed(grid) for grid in table.grids]
    fields = section.xpath(".//table[not(thead)]//tr/*")
    assert texts(fields) == [text for field in table.fields for text in (field.label, field.cell.text)]


def test_amounts_carry_their_exact_value() -> None:
    cell = page().xpath("//section[h2/@id='table-1']//td[text()='2,412,216.56']")[0]
    assert cell.get("data-value") == "2412216.56"


def test_field_rows_fill_the_width_of_their_table() -> None:
    rows = read(performance_sheet(1)).xpath("//table[not(thead)]//tr")
    assert {sum(int(cell.get("colspan", "1")) for cell in row) for row in rows} == {4}


def test_amounts_among_the_fields_are_set_as_amounts() -> None:
    values = read(performance_sheet(1)).xpath("//table[@class='fields']//td")
    kinds = [field.kind for row in performance_sheet(1).field_rows for field in row]
    assert [cell.get("class") == "amount" for cell in values] == [kind is Kind.AMOUNT for kind in kinds]
    assert Kind.AMOUNT in kinds


def test_heading_of_a_block_stands_above_its_header() -> None:
    first = read(performance_sheet(1)).xpath("//thead/tr[1]/th")
    assert [(cell.text, cell.get("colspan")) for cell in first] == [("年度绩效指标", "6")]


def test_blank_captions_take_no_room() -> None:
    assert read(performance_sheet(1)).xpath("//*[@class='line']") == []


def merged_table(rows: int) -> Table:
    columns = (Column(heading=("任务",), kind=Kind.TEXT), Column(heading=("指标",), kind=Kind.TEXT))
    first = Row((Cell("加强管理"), Cell("指标0")), (0, 0))
    rest = (Row((Cell("", continues=True), Cell(f"指标{n}")), (0, 0)) for n in range(1, rows))
    after = Row((Cell("其他"), Cell("末行")), (0, 0))
    return replace(performance_sheet(1), field_rows=(), grids=(Grid(None, columns, (first, *rest, after)),))


def test_merged_cells_span_the_rows_that_they_go_on_through() -> None:
    table = read(merged_table(5)).xpath("//table")[0]
    assert table.xpath("tbody[1]/tr[1]/td[1]/@rowspan") == ["5"]
    assert [len(body.xpath("tr")) for body in table.xpath("tbody")] == [5, 1]


def test_long_merged_cells_are_cut_but_look_like_one() -> None:
    table = read(merged_table(20)).xpath("//table")[0]
    merged = [(cell.get("rowspan"), cell.get("class")) for cell in table.xpath("tbody[@class]/tr[1]/td[1]")]
    assert merged == [("4", "continues"), *[("4", "continued continues")] * 2, ("8", "continued")]
    assert expanded(table) == printed(merged_table(20).grids[0])


def places_of_text(document: Document) -> Iterator[Document]:
    table = document.tables[0]
    grid = table.grids[0]
    cells = (Cell(HOSTILE), *grid.rows[0].cells[1:])
    columns = (Column(heading=(HOSTILE,), kind=Kind.TEXT), *grid.columns[1:])
    yield replace(document, title=HOSTILE)
    yield replace(document, cover=(HOSTILE,))
    yield replace(document, contents_title=HOSTILE)
    for block in (
        body(HOSTILE),
        body(HOSTILE, figure("1", 0, "1", HOSTILE), figure("script", 1, "1", "名")),
        Part(ordinal=HOSTILE, title=HOSTILE, figures=(), anchor="x"),
        heading(HOSTILE, 1, anchor=HOSTILE, contents=1),
        replace(table, title=HOSTILE, label=HOSTILE, unit_line=HOSTILE, subtitle=HOSTILE, notes=(HOSTILE,)),
        replace(table, anchor=HOSTILE, listed=HOSTILE),
        replace(table, field_rows=((Field(HOSTILE, Cell(HOSTILE)),),)),
        replace(table, grids=(replace(grid, part=HOSTILE, columns=columns, rows=(Row(cells, (0,) * 10),)),)),
    ):
        yield replace(document, blocks=(block,))


@pytest.mark.parametrize("document", list(places_of_text(sample())))
def test_text_never_becomes_markup(document: Document) -> None:
    assert "<script" not in render_html(document)
    read_back = parsed(document)
    assert HOSTILE in read_back.text_content() or HOSTILE in read_back.xpath("//@*")


def test_page_is_self_contained() -> None:
    html = render_html(sample())
    assert page().xpath("//@src | //link | //script") == []
    assert re.findall(r"url\(|@import|@font-face|https?:", html) == []


def test_public_page_does_not_show_where_ledger_lines_stand() -> None:
    html = render_html(sample())
    assert LEDGER not in html
    assert "templates/" not in html


def test_paper_has_the_margins_that_all_formats_share() -> None:
    html = render_html(sample())
    for name, layout in (("", base_theme().portrait), ("wide ", base_theme().landscape)):
        size = f"size: {layout.width:g}mm {layout.height:g}mm"
        margins = f"margin: {layout.top:g}mm {layout.right:g}mm {layout.bottom:g}mm {layout.left:g}mm"
        assert f"@page {name}{{ {size}; {margins} }}" in html


@pytest.mark.parametrize("depth", range(1, 9))
def test_rows_are_indented_however_deep_they_are(depth: int) -> None:
    grid = sample().tables[1].grids[0]
    row = replace(grid.rows[1], depths=(depth,) * 6)
    table = replace(sample().tables[1], grids=(replace(grid, rows=(row,)),))
    name, *others = read(table).xpath("//tbody//@class")
    assert f".{name} {{ padding-left:" in render_html(sample())
    assert {*others} == {"amount"}
