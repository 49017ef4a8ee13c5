import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import Table as WordTable

from reportgen.document.document import Cell, Column, Document, Field, Grid, Kind, Part, Row, Table
from reportgen.document.theme import NumberPlace, PartStart, Rules
from reportgen.renderers.docx.document import render_docx
from reportgen.renderers.docx.package import repack
from tests.renderers.sample import (
    body,
    empty_table,
    heading,
    item,
    long_table,
    performance_sheet,
    sample,
    summary_table,
)

ROOT = Path(__file__).parents[2]
PAGES = {
    "part-1": 3,
    "h-1": 3,
    "h-2": 4,
    "part-2": 5,
    "table-1": 6,
    "table-2": 7,
    "table-3": 10,
    "part-3": 11,
    "table-p0": 15,
    "table-p1": 16,
}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def rendered(document: Document | None = None) -> bytes:
    return render_docx(document or sample(), PAGES)


def opened(document: Document | None = None) -> Any:
    return docx.Document(BytesIO(rendered(document)))


def with_blocks(*blocks: Any) -> Document:
    return replace(sample(), blocks=blocks)


def tables_of(table: Table, document: Document | None = None) -> list[Any]:
    found = opened(document).element.xpath("//w:tbl")
    return [element for element in found if element.xpath("w:tblPr/w:tblCaption/@w:val") == [table.title]]


def as_grid(element: Any) -> Any:
    parent: Any = None
    return WordTable(element, parent)


def texts(row: Any) -> list[str]:
    return ["".join(cell.xpath(".//w:t/text()")) for cell in row.xpath("w:tc")]


def header_flags(table: Any) -> list[bool]:
    return [bool(row.xpath("w:trPr/w:tblHeader")) for row in table.xpath("w:tr")]


def test_contents_print_the_given_pages_and_lead_to_bookmarks() -> None:
    word = opened()
    lines = [p for p in word.paragraphs if p.style.name.startswith("toc ")]
    assert [line.text.split("\t") for line in lines] == [
        [entry.text, str(PAGES[entry.anchor])] for entry in sample().contents
    ]
    assert [line.style.name for line in lines] == [f"toc {entry.level}" for entry in sample().contents]
    bookmarks = set(word.element.xpath("//w:bookmarkStart/@w:name"))
    assert {line.hyperlinks[0].fragment for line in lines} <= bookmarks


def test_contents_are_a_field_that_word_does_not_update_by_itself() -> None:
    word = opened()
    instructions = [text.strip() for text in word.element.xpath("//w:instrText/text()")]
    assert instructions[0].startswith("TOC ")
    assert r"PAGEREF table_1 \h" in instructions
    assert word.settings.element.xpath("//w:updateFields") == []
    kinds = word.element.xpath("//w:fldChar/@w:fldCharType")
    assert kinds.count("begin") == kinds.count("end")


def test_an_updated_contents_field_would_find_the_same_lines() -> None:
    marks = [
        re.fullmatch(r'\s*TC "(.*)" \\l (\d)\s*', text)
        for text in opened().element.xpath("//w:instrText/text()")
    ]
    assert [(mark[1], int(mark[2])) for mark in marks if mark] == [
        (entry.text, entry.level) for entry in sample().contents
    ]


def test_a_missing_page_number_is_refused() -> None:
    with pytest.raises(KeyError, match="table-1"):
        render_docx(sample(), {anchor: page for anchor, page in PAGES.items() if anchor != "table-1"})


def test_bookmarks_are_unique_and_named_as_word_allows() -> None:
    starts = opened().element.xpath("//w:bookmarkStart")
    names = [start.get(f"{W}name") for start in starts]
    numbers = [start.get(f"{W}id") for start in starts]
    assert len(set(names)) == len(names)
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,39}", name) for name in names)


def test_header_rows_repeat_and_no_row_breaks() -> None:
    (table,) = tables_of(long_table())
    assert header_flags(table) == [True] * 2 + [False] * 81
    rows = opened().element.xpath("//w:tr")
    assert all(row.xpath("w:trPr/w:cantSplit") for row in rows)


def test_header_rows_of_a_grid_below_fields_stand_at_its_top() -> None:
    fields, grid = tables_of(performance_sheet(0), with_blocks(performance_sheet(0)))
    assert not any(header_flags(fields))
    assert header_flags(grid) == [True, True, False, False, False]
    assert texts(grid.xpath("w:tr")[0]) == ["年度绩效指标"]


def test_merged_cells_tile_the_grid() -> None:
    for table in opened().element.xpath("//w:tbl"):
        columns = [int(width) for width in table.xpath("w:tblGrid/w:gridCol/@w:w")]
        assert sum(columns) == int(table.xpath("w:tblPr/w:tblW/@w:w")[0])
        for row in table.xpath("w:tr"):
            cells = row.xpath("w:tc")
            spans = [int((cell.xpath("w:tcPr/w:gridSpan/@w:val") or [1])[0]) for cell in cells]
            widths = [int(cell.xpath("w:tcPr/w:tcW/@w:w")[0]) for cell in cells]
            edges = [sum(spans[:index]) for index in range(len(spans) + 1)]
            assert edges[-1] == len(columns)
            assert widths == [sum(columns[left:right]) for left, right in pairwise(edges)]


def test_header_of_three_levels_is_merged_across_and_down() -> None:
    (table,) = tables_of(summary_table())
    assert [cell.text for cell in as_grid(table).rows[0].cells] == ["收 入"] * 2 + ["支 出"] * 8
    assert [cell.text for cell in as_grid(table).rows[2].cells] == [
        *("项 目", "预算数", "支出类别", "预算数", "项 目"),
        *("合计", "一般公共预算", "政府性基金\n预算", "国有资本\n经营预算", "财政专户\n管理资金"),
    ]


def test_continued_cells_are_merged_with_the_one_above() -> None:
    _, grid = tables_of(performance_sheet(0), with_blocks(performance_sheet(0)))
    assert [row.cells[0].text for row in as_grid(grid).rows[2:]] == ["成本指标", "成本指标", "产出指标"]
    assert grid.xpath("w:tr/w:tc[1]/w:tcPr/w:vMerge/@w:val") == ["restart"]


def test_amounts_are_right_aligned_and_labels_indented_by_depth() -> None:
    (table,) = tables_of(long_table())
    for source, row in zip(long_table().grids[0].rows[1:], table.xpath("w:tr")[3:], strict=True):
        label, *amounts = row.xpath("w:tc/w:p")
        assert label.alignment is None
        assert label.text == source.cells[0].text
        assert [int(left) for left in label.xpath("w:pPr/w:ind/@w:left")] == [180 * source.depth] * bool(
            source.depth
        )
        assert {amount.alignment for amount in amounts} == {WD_ALIGN_PARAGRAPH.RIGHT}


def test_every_label_of_a_total_is_centred() -> None:
    columns = tuple(
        Column(heading=(text,), kind=kind)
        for text, kind in zip("甲乙丙丁", [Kind.TEXT, Kind.AMOUNT] * 2, strict=True)
    )
    total = Row(tuple(map(Cell, ("本年收入合计", "1.00", "本年支出合计", "1.00"))), (0,) * 4, total=True)
    plain = Row(tuple(map(Cell, ("一、收入", "1.00", "一、支出", "1.00"))), (0, 0, 1, 0))
    table = replace(empty_table(), grids=(Grid(None, columns, (plain, total)),))
    _, first, last = tables_of(table, with_blocks(table))[0].xpath("w:tr")
    label, amount = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    assert [p.alignment for p in last.xpath("w:tc/w:p")] == [label, amount, label, amount]
    assert [p.alignment for p in first.xpath("w:tc/w:p")] == [None, amount, None, amount]


def test_fields_share_their_lines_as_given() -> None:
    fields, _ = tables_of(performance_sheet(0), with_blocks(performance_sheet(0)))
    rows = fields.xpath("w:tr")
    assert [len(row.xpath("w:tc")) for row in rows] == [4, 4, 2]
    assert texts(rows[0]) == ["预算项目名称", "“扫码办事”系统对接", "年度预算金额（万元）", "59.738"]
    assert texts(rows[2])[0] == "年度绩效目标"


def test_only_the_wide_tables_stand_on_landscape_pages() -> None:
    sections = opened().sections
    assert [section.orientation for section in sections] == [
        *([WD_ORIENT.PORTRAIT] * 1),
        *([WD_ORIENT.LANDSCAPE] * 2),
        *([WD_ORIENT.PORTRAIT] * 4),
    ]
    assert all((s.page_width > s.page_height) == (s.orientation == WD_ORIENT.LANDSCAPE) for s in sections)


def test_pages_are_numbered_on_the_outer_side_in_every_section_but_not_on_the_cover() -> None:
    word = opened()
    assert word.settings.odd_and_even_pages_header_footer
    for section in word.sections:
        for footer, side in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            assert not footer.is_linked_to_previous
            (number,) = footer.paragraphs
            assert (number.text, number.alignment) == ("— 1 —", side)
            assert footer.part.element.xpath("//w:instrText/text()") == [" PAGE "]
            assert footer.part.element.xpath("//w:pPr/w:ind/@*") == ["280", "100"]
    cover = word.sections[0]
    assert cover.different_first_page_header_footer
    assert cover.first_page_footer.is_linked_to_previous


def test_first_pages_of_tables_are_numbered_on_the_side_of_their_page() -> None:
    tables = [section for section in opened().sections[1:] if section.different_first_page_header_footer]
    sides = [section.first_page_footer.paragraphs[0].alignment for section in tables]
    right, left = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
    pages = [PAGES[anchor] for anchor in ("table-1", "table-2", "table-3", "table-p0", "table-p1")]
    assert sides == [right if page % 2 else left for page in pages]


def test_centred_numbers_are_the_same_on_all_pages() -> None:
    theme = sample().theme
    centred = replace(theme, page_number=replace(theme.page_number, place=NumberPlace.CENTRE))
    word = opened(replace(sample(), theme=centred))
    assert not word.settings.odd_and_even_pages_header_footer
    for section in word.sections:
        assert section.footer.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER
        assert section.even_page_footer.is_linked_to_previous


def test_the_title_of_a_table_stands_above_its_pages_but_the_first() -> None:
    tables = [section for section in opened().sections if section.header.paragraphs[0].text]
    assert [section.header.paragraphs[0].text for section in tables] == [
        "附表1 收支预算总表（续表）",
        "附表2 一般公共预算支出表（续表）",
        "附表3 政府性基金预算支出表（续表）",
        *(["项目支出预算绩效目标表（续表）"] * 2),
    ]
    for section in tables:
        assert section.different_first_page_header_footer
        assert section.first_page_header.paragraphs[0].text == ""
        assert section.even_page_header.paragraphs[0].text == section.header.paragraphs[0].text


def test_a_theme_without_continued_titles_needs_sections_only_where_pages_turn() -> None:
    theme = sample().theme
    plain = replace(theme, table=replace(theme.table, continued=""))
    word = opened(replace(sample(), theme=plain))
    assert len(word.sections) == 3
    assert all(section.header.is_linked_to_previous for section in word.sections)
    breaks = word.element.xpath("//w:p[w:pPr/w:pageBreakBefore]")
    opened_by_break = ["".join(p.xpath(".//w:t/text()")) for p in breaks]
    assert {"项目支出预算绩效目标表", "第三部分示例市营商环境建设局2024年部门预算情况说明"} & {
        *opened_by_break
    }


def test_parts_and_contents_begin_on_odd_pages_where_the_theme_says_so() -> None:
    odd = replace(sample(), theme=replace(sample().theme, part_start=PartStart.ODD))
    word = opened(odd)
    started = [section for section in word.sections if section.start_type == WD_SECTION.ODD_PAGE]
    assert len(started) == 1 + sum(isinstance(block, Part) for block in sample().blocks)
    assert word.element.xpath("//w:pageBreakBefore") == []
    assert [s for s in opened().sections if s.start_type == WD_SECTION.ODD_PAGE] == []


def test_a_document_that_begins_and_ends_wide_keeps_its_cover_upright() -> None:
    wide = replace(long_table(), contents=None)
    sections = opened(with_blocks(wide)).sections
    assert [section.orientation for section in sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]


def test_every_style_names_its_chinese_face_and_no_theme() -> None:
    word = opened()
    fonts = {
        style.name: style.element.xpath("w:rPr/w:rFonts/@w:eastAsia")
        for style in word.styles
        if style.type == WD_STYLE_TYPE.PARAGRAPH
    }
    assert all(len(faces) == 1 for faces in fonts.values())
    assert fonts["Title"] == fonts["Heading 1"] == ["方正小标宋简体"]
    assert fonts["Heading 2"] == fonts["Table Head 9"] == ["黑体"]
    assert fonts["Heading 3"] == ["楷体_GB2312"]
    assert fonts["Heading 4"] == fonts["Body Text"] == fonts["Item"] == ["仿宋_GB2312"]
    assert fonts["Table Text 9"] == ["宋体"]
    assert word.styles.element.xpath("//@w:asciiTheme | //@w:eastAsiaTheme") == []
    language = word.styles.element.xpath("w:docDefaults//w:lang")[0]
    assert (language.get(f"{W}val"), language.get(f"{W}eastAsia")) == ("en-US", "zh-CN")


def test_nothing_is_left_of_what_python_docx_begins_with() -> None:
    theme = sample().theme
    plain = replace(theme, table=replace(theme.table, continued=""))
    archive = zipfile.ZipFile(BytesIO(rendered(replace(sample(), theme=plain))))
    assert sorted(archive.namelist()) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]
    everything = "".join(archive.read(name).decode() for name in archive.namelist())
    for trace in ("python-docx", "2013", "ja-JP", "Theme=", "themeColor", "w:pBdr"):
        assert trace not in everything


def test_the_styles_are_ours_and_the_defaults_of_word() -> None:
    styles = opened().styles
    assert [style.name for style in styles if style.type != WD_STYLE_TYPE.PARAGRAPH] == [
        "Default Paragraph Font",
        "Normal Table",
        "No List",
        "Budget Table Tight",
        "Budget Table",
    ]
    assert all(style.quick_style for style in styles if style.type == WD_STYLE_TYPE.PARAGRAPH)
    assert {style.name for style in styles if style.builtin} >= {
        *("Normal", "Body Text", "Title", "Date", "Footer", "TOC Heading", "toc 1", "toc 2", "toc 3"),
        *(f"Heading {level}" for level in (1, 2, 3, 4)),
    }
    assert styles.default(WD_STYLE_TYPE.PARAGRAPH).name == "Normal"
    assert len(styles.latent_styles) == 0
    assert styles.latent_styles.default_to_hidden


def test_body_text_is_set_22_lines_a_page_with_two_characters_indent() -> None:
    styles = opened().styles
    assert styles["Body Text"].paragraph_format.line_spacing.pt == pytest.approx(28.95)
    assert styles["Body Text"].font.size.pt == pytest.approx(16)
    assert styles["Body Text"].element.xpath("w:pPr/w:ind/@w:firstLineChars") == ["200"]
    assert styles["Item"].base_style.name == "Body Text"


def test_every_style_in_use_is_defined() -> None:
    word = opened()
    defined = set(word.styles.element.xpath("w:style/@w:styleId"))
    assert set(word.element.xpath("//w:pStyle/@w:val | //w:tblStyle/@w:val")) <= defined


@pytest.mark.parametrize("rules", Rules)
def test_lines_of_tables_are_those_of_a_style(rules: Rules) -> None:
    theme = sample().theme
    ruled = replace(theme, table=replace(theme.table, rules=rules))
    word = opened(replace(sample(), theme=ruled))
    for style in (style for style in word.styles if style.name.startswith("Budget Table")):
        lines = style.element.xpath("w:tblPr/w:tblBorders/*[@w:val='single']/@w:sz")
        assert lines == (["4"] * 6 if rules is Rules.GRID else ["8"] * 2)
        assert len(style.element.xpath("w:tblPr/w:tblCellMar/*")) == 4
    for table in word.element.xpath("//w:tbl"):
        assert table.xpath("w:tblPr/w:tblStyle")
        assert table.xpath("w:tblPr/w:tblBorders") == []


def test_without_a_grid_a_rule_shows_what_a_heading_covers() -> None:
    theme = sample().theme
    ruled = replace(theme, table=replace(theme.table, rules=Rules.THREE))
    document = replace(with_blocks(summary_table()), theme=ruled)
    (table,) = tables_of(summary_table(), document)
    covering = table.xpath("w:tr[w:trPr/w:tblHeader]/w:tc[w:tcPr/w:gridSpan]")
    assert ["".join(cell.xpath(".//w:t/text()")) for cell in covering] == ["收 入", "支 出", "预算数"]
    assert all(cell.xpath("w:tcPr/w:tcBorders/w:bottom[@w:val='single']") for cell in covering)


def test_rows_of_a_merged_cell_are_kept_together() -> None:
    _, grid = tables_of(performance_sheet(0), with_blocks(performance_sheet(0)))
    kept = [
        [bool(p.xpath("w:pPr/w:keepNext")) for p in row.xpath("w:tc/w:p")] for row in grid.xpath("w:tr")[2:]
    ]
    assert kept == [[True] * 6, [False] * 6, [False] * 6]


def test_a_table_in_the_text_stands_clear_of_it_and_begins_no_page() -> None:
    table = replace(empty_table(), in_text=True, landscape=False)
    word = opened(with_blocks(heading("一、", 1), body("上文"), table, body("下文")))
    assert len(word.sections) == 1
    names = [(p.style.name, p.text) for p in word.paragraphs]
    title = names.index(("Table Title", table.title))
    assert word.paragraphs[title].paragraph_format.space_before.pt == pytest.approx(8)
    assert not word.paragraphs[title].paragraph_format.page_break_before
    below = word.paragraphs[names.index(("Body Text", "下文")) - 1]
    assert (below.style.name, below.paragraph_format.line_spacing.pt) == ("Spacer", 8)


def test_text_below_a_table_on_a_page_of_its_own_begins_a_page() -> None:
    theme = sample().theme
    plain = replace(theme, table=replace(theme.table, continued=""))
    blocks = (replace(empty_table(), contents=None), body("下文"))
    word = opened(replace(with_blocks(*blocks), theme=plain))
    (below,) = (p for p in word.paragraphs if p.text == "下文")
    assert below.paragraph_format.page_break_before


def test_headings_have_the_styles_of_their_levels() -> None:
    levels = [heading("一、", 1), heading("（一）", 2), heading("1.", 3), body("正文"), item("（1）", 2)]
    paragraphs = opened(with_blocks(*levels)).paragraphs
    names = [p.style.name for p in paragraphs if p.text in {level.text for level in levels}]
    assert names == ["Heading 2", "Heading 3", "Heading 4", "Body Text", "Item"]


def test_a_part_title_stands_below_its_ordinal_and_lists_its_tables() -> None:
    word = opened()
    titles = [p for p in word.paragraphs if p.style.name == "Heading 1"]
    assert titles[1].text == "第二部分\n示例市营商环境建设局2024年部门预算表"
    assert all(p.paragraph_format.page_break_before for p in titles[:2])
    listed = [p for p in word.paragraphs if p.style.name == "Table List"]
    assert [(p.text, p.hyperlinks[0].fragment) for p in listed] == [
        ("一、收支预算总表", "table_1"),
        ("二、一般公共预算支出表", "table_2"),
        ("三、政府性基金预算支出表", "table_3"),
    ]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("示例市营商环境建设局2024年部门预算表", ["示例市营商环境建设局2024年部门预算表"]),
        ("示例市营商环境建设局2024年部门预算情况说明", ["示例市营商环境建设局", "2024年部门预算情况说明"]),
        (
            "二〇二四年度部门预算公开情况及绩效目标情况说明",
            ["二〇二四年度部门预算公开情况及绩效目标情况说明"],
        ),
    ],
)
def test_a_part_title_wider_than_a_line_breaks_after_the_department(title: str, lines: list[str]) -> None:
    part = Part(ordinal="第二部分", title=title, figures=(), anchor="part-2")
    headings = [p.text for p in opened(with_blocks(part)).paragraphs if p.style.name == "Heading 1"]
    assert headings == ["\n".join(["第二部分", *lines])]


def test_table_title_label_unit_and_notes_are_printed_around_the_grid() -> None:
    word = opened(with_blocks(replace(empty_table(), subtitle="（草案）", contents=None)))
    lines = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Table ")]
    assert lines == [
        ("Table Title", "政府性基金预算支出表"),
        ("Table Subtitle", "（草案）"),
        ("Table Caption", "附表3\t金额单位：元"),
        ("Table Note", "注：如本表为空，则我部门（单位）本年度无此类资金收支"),
    ]


def test_no_caption_line_where_the_form_prints_neither_label_nor_unit() -> None:
    word = opened(with_blocks(performance_sheet(0)))
    assert [p for p in word.paragraphs if p.style.name == "Table Caption"] == []


def test_text_is_never_taken_for_markup_or_a_field_code() -> None:
    text = '=1+1 <w:p/> & "引号" \\l'
    table = Table(
        key="k",
        label=text,
        title=text,
        subtitle=text,
        unit="",
        unit_line=text,
        field_rows=((Field(text, Cell(text)),),),
        grids=(Grid(text, (Column(heading=(text,), kind=Kind.TEXT),), (Row((Cell(text),), (0,)),)),),
        notes=(text,),
        anchor="part-1",
        listed=text,
        contents=1,
    )
    document = replace(with_blocks(body(text), table), cover=(text,), title=text, department=text)
    word = opened(document)
    assert [p.text for p in word.paragraphs if p.text].count(text) == 5
    assert [cell.text for t in word.tables for row in t.rows for cell in row.cells] == [text] * 5
    assert (word.core_properties.title, word.core_properties.author) == (text, text)


def test_line_feeds_become_line_breaks() -> None:
    assert "一\n二" in [p.text for p in opened(with_blocks(body("一\n二"))).paragraphs]


def test_properties_name_the_document() -> None:
    properties = opened(replace(sample(), date=date(2024, 2, 5))).core_properties
    assert properties.title == "示例市营商环境建设局2024年度部门预算"
    assert properties.author == "示例市营商环境建设局"
    assert properties.language == "zh-CN"
    assert f"{properties.created:%Y-%m-%d}" == f"{properties.modified:%Y-%m-%d}" == "2024-02-05"


def test_names_longer_than_a_property_may_be_are_cut_in_the_properties_only() -> None:
    name = "局" * 300
    word = opened(replace(sample(), cover=(name,), title=name, department=name))
    assert word.core_properties.title == word.core_properties.author == name[:255]
    assert word.paragraphs[0].text == name


def test_the_date_stands_on_the_cover_in_chinese() -> None:
    word = opened(replace(sample(), date=date(2024, 2, 5)))
    assert "2024年2月5日" in [p.text for p in word.paragraphs[:4]]
    assert [p for p in opened().paragraphs if p.style.name == "Date"] == []


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys; from tests.renderers.test_docx import rendered; from hashlib import sha256;"
        "print(sha256(rendered()).hexdigest())"
    )
    digests = {sha256(rendered()).hexdigest()}
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": "Asia/Shanghai"}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=True,
            text=True,
        )
        digests.add(done.stdout.strip())
    assert len(digests) == 1


@pytest.mark.parametrize(("date", "year"), [("2024-02-05", 2024), ("", 1980)])
def test_repacking_takes_the_times_out_of_an_office_file(date: str, year: int) -> None:
    written = BytesIO()
    docx.Document().save(written)
    data = repack(written.getvalue(), date=date)
    archive = zipfile.ZipFile(BytesIO(data))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.namelist() == zipfile.ZipFile(written).namelist()
    properties = docx.Document(BytesIO(data)).core_properties
    assert (properties.created.year, properties.modified.year) == (year, year)
    assert repack(data, date=date) == data
