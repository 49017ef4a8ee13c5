"""What a PDF says to those who do not see it, and to archives, in cases that whole documents may lack."""

import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from itertools import count

import page
import pikepdf
import pydyf
import pytest

from reportgen.document.document import Block, Cell, Document, Part, Table
from reportgen.document.theme import PartStart, Rules
from reportgen.renderers.html.page import render_html
from reportgen.renderers.pdf.archive import Attachment, Properties, compress
from reportgen.renderers.pdf.layout import lay_out
from tests.renderers.glyphs import composite_fonts
from tests.renderers.headings import squeezed, wrong_headings
from tests.renderers.sample import body, empty_table, heading, item, long_table, performance_sheet, sample
from tests.renderers.tags import Tagged, tagged

STANDARDS = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)
DATED = Properties("甲局 & <乙>", date(2024, 2, 5), {}, (Attachment("a b.csv", "表", "text/csv", b"1\r"),))


def printed(document: Document, properties: Properties | None = None) -> bytes:
    layout = lay_out(render_html(document))
    return layout.write(properties) if properties else layout.write()


def document(*blocks: Block) -> Document:
    return replace(sample(), blocks=(*sample().blocks[:1], *blocks))


@cache
def read_sample() -> Tagged:
    return tagged(printed(sample()))


def failures(pdf: bytes) -> list[str]:
    reports = (page.validate_pdf_bytes(pdf, profile=standard) for standard in STANDARDS)
    return [f"{failure.rule_id}: {failure.message}" for report in reports for failure in report.failures]


def sheet_with_long_goal(sentences: int) -> Table:
    sheet = performance_sheet(1)
    fields = ((replace(sheet.field_rows[-1][0], cell=Cell("目标。" * sentences)),),)
    return replace(sheet, field_rows=fields)


@pytest.mark.parametrize("sentences", [620, 1500])
def test_row_that_goes_on_over_pages_is_one(sentences: int) -> None:
    sheet = document(sheet_with_long_goal(sentences))
    pdf = printed(sheet)
    assert wrong_headings(sheet, tagged(pdf)) == []
    assert failures(pdf) == []


def test_table_over_pages_is_one_and_its_repeated_head_is_passed_over() -> None:
    long = document(long_table())
    read = tagged(printed(long))
    (table,) = read.root.all("Table")
    assert len(table.all("TR")) == 2 + 81
    assert [text for text in read.artifacts if "预算单位/支出功能分类科目" in text] == read.artifacts[4:]
    assert wrong_headings(long, read) == []


def test_contents_over_pages_are_one_list() -> None:
    parts = (
        Part(ordinal="", title=f"第{number}个题目" * 4, figures=(), anchor=f"p-{number}", contents=2)
        for number in range(40)
    )
    pdf = printed(replace(sample(), blocks=tuple(parts)))
    read = tagged(pdf)
    (contents,) = read.root.all("TOC")
    assert len(contents.kids) == 40
    assert {item.page for item in contents.kids} == {2, 3}
    assert failures(pdf) == []


def test_entry_of_two_lines_is_one_link() -> None:
    title = "一个很长的题目" * 8
    read = tagged(
        printed(replace(sample(), blocks=(Part(ordinal="", title=title, figures=(), anchor="long"),)))
    )
    (link,) = read.root.all("Link")
    assert link.text == f"{title}3"
    assert len(link.links) == 2


def test_list_of_tables_is_a_list_of_links() -> None:
    (tables,) = read_sample().root.all("L")
    assert [[kid.kind for kid in node.kids] for node in tables.kids] == [["LBody"]] * 3
    assert [link.text for link in tables.all("Link")] == [table.listed for table in sample().tables[:3]]


def test_paragraphs_hold_their_text_themselves() -> None:
    paragraphs = read_sample().root.all("P", "H1", "H2", "H3", "H4")
    assert [node.kids for node in paragraphs] == [[]] * len(paragraphs)
    assert squeezed("2024年收入预算354.6万元，比2023年减少72.38万元。") in [
        squeezed(node.text) for node in paragraphs
    ]


def test_table_without_rows_has_no_head_that_stands_for_nothing() -> None:
    (grid,) = empty_table().grids
    pdf = printed(document(replace(empty_table(), grids=(replace(grid, rows=()),))))
    (table,) = tagged(pdf).root.all("Table")
    assert [kid.kind for kid in table.kids] == ["TR"]
    assert {str(cell.attributes["/Scope"]) for cell in table.all("TH")} == {"/Column"}
    assert failures(pdf) == []


def test_scope_says_what_a_heading_heads() -> None:
    table = read_sample().root.all("Table")[1]
    scopes = {
        group.kind: {str(cell.attributes["/Scope"]) for cell in group.all("TH")} for group in table.kids
    }
    assert scopes == {"THead": {"/Column"}, "TBody": {"/Row"}}


def test_author_date_and_attachment_stand_in_every_place() -> None:
    pdf = printed(document(body("文字。")), DATED)
    assert failures(pdf) == []
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.docinfo.Author == DATED.author
        assert opened.docinfo.CreationDate == opened.docinfo.ModDate == "D:20240205000000Z"
        metadata = opened.open_metadata()
        assert metadata["dc:creator"] == [DATED.author]
        assert metadata["xmp:CreateDate"] == metadata["xmp:ModifyDate"] == "2024-02-05T00:00:00Z"
        (file,) = opened.Root.AF
        assert [str(each) for each in (file.UF, file.Desc, file.EF.F.Params.ModDate)] == [
            "a b.csv",
            "表",
            "D:20240205000000Z",
        ]
        assert file.EF.F.read_bytes() == b"1\r"


def test_without_a_date_there_is_none() -> None:
    pdf = printed(document(body("文字。")), replace(DATED, date=None))
    assert failures(pdf) == []
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert {"/CreationDate", "/ModDate"}.isdisjoint(opened.docinfo.keys())
        (file,) = opened.Root.AF
        assert "/ModDate" not in file.EF.F.Params
    assert b"xmp:CreateDate" not in pdf


def test_blank_pages_before_parts_and_rules_of_another_theme_keep_the_standards() -> None:
    theme = sample().theme
    duplex = replace(
        theme, part_start=PartStart.ODD, table=replace(theme.table, rules=Rules.THREE, continued="")
    )
    other = replace(sample(), theme=duplex)
    pdf = printed(other)
    assert failures(pdf) == []
    assert wrong_headings(other, tagged(pdf)) == []


def test_character_that_only_the_second_family_of_a_face_has_is_set_in_it() -> None:
    theme = sample().theme
    face = replace(theme.body.face, families=(*theme.body.face.families, "DejaVu Sans"))
    pdf = printed(
        replace(document(body("已完成☑。")), theme=replace(theme, body=replace(theme.body, face=face)))
    )
    with pikepdf.open(BytesIO(pdf)) as opened:
        names = {str(font.BaseFont).partition("+")[2] for font in composite_fonts(opened)}
    assert "DejaVu-Sans" in names
    assert tagged(pdf).root.all("P")[-1].text == "已完成☑。"
    assert failures(pdf) == []


def test_a_page_without_text_can_be_written() -> None:
    assert len(pikepdf.open(BytesIO(lay_out("<html lang='zh'></html>").write())).pages) == 1


def test_no_stream_of_the_file_ends_in_a_carriage_return() -> None:
    layout = lay_out("<html lang='zh'></html>")
    for number in range(512):
        # The last byte of compressed data is that of the sum of what is compressed: all values occur.
        assert b"\r\nendstream" not in layout.write(Properties(author="a" * number))


def test_compressed_stream_that_ends_in_a_carriage_return_keeps_its_data() -> None:
    for data in ended_in_carriage_return():
        stream = pydyf.Stream([data], compress=True)
        compress(stream)
        (written,) = stream.stream
        assert not written.endswith(b"\r")
        assert zlib.decompressobj().decompress(written) == data


def ended_in_carriage_return() -> Iterator[bytes]:
    texts = (str(number).encode() for number in count())
    found = (text for text in texts if zlib.compress(text, 9).endswith(b"\r"))
    yield from (next(found) for _ in range(3))


def test_items_and_headings_stand_in_reading_order() -> None:
    blocks = (heading("一、标题", 1, "s-1"), item("（一）事项。"), body("文字。"))
    read = tagged(printed(document(*blocks)))
    (part,) = read.root.all("Part")
    assert [(node.kind, node.text) for node in part.kids[1:]] == [
        ("H2", "一、标题"),
        ("P", "（一）事项。"),
        ("P", "文字。"),
    ]
