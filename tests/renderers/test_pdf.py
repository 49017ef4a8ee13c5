import gc
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import weasyprint
from pypdf import PdfReader

from reportgen.document.document import Block, Cell, Column, Grid, Kind, Paragraph, Part, Role, Row, Table
from reportgen.renderers.html.page import render_html
from reportgen.renderers.pdf.layout import Layout, lay_out
from tests.renderers.glyphs import character_map, composite_fonts, shown_characters, wrong_glyphs
from tests.renderers.sample import body, heading, item, performance_sheet, sample

ROOT = Path(__file__).parents[2]


@cache
def layout() -> Layout:
    return lay_out(render_html(sample()))


@cache
def pdf() -> bytes:
    return layout().write()


@cache
def reader() -> PdfReader:
    return PdfReader(BytesIO(pdf()))


@cache
def page_text(number: int) -> str:
    return squeezed(reader().pages[number - 1].extract_text())


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def pages_with(text: str) -> list[int]:
    wanted = squeezed(text)
    return [number for number in range(1, len(reader().pages) + 1) if wanted in page_text(number)]


def laid_out(*blocks: Block) -> PdfReader:
    html = render_html(replace(sample(), blocks=blocks))
    return PdfReader(BytesIO(lay_out(html).write()))


def page_texts(*blocks: Block) -> list[str]:
    return [squeezed(page.extract_text()) for page in laid_out(*blocks).pages]


def outline(entries: list[Any], level: int = 1) -> Iterator[tuple[int, str, int]]:
    for entry in entries:
        if isinstance(entry, list):
            yield from outline(entry, level + 1)
        else:
            yield level, entry.title, (reader().get_destination_page_number(entry) or 0) + 1


def rotated(number: int) -> bool:
    box = reader().pages[number - 1].mediabox
    return bool(box.width > box.height)


def test_contents_print_the_page_on_which_each_entry_stands() -> None:
    for entry in sample().contents:
        printed = re.search(re.escape(squeezed(entry.text)) + r"\.+(\d+)", page_text(2))
        assert printed
        assert int(printed[1]) == layout().pages[entry.anchor]
    for block in sample().blocks:
        if isinstance(block, Part | Paragraph) and block.anchor:
            assert layout().pages[block.anchor] in pages_with(block.text)
        if isinstance(block, Table):
            assert layout().pages[block.anchor] in pages_with(block.title)


def test_contents_are_links_to_those_pages() -> None:
    with pikepdf.open(BytesIO(pdf())) as opened:
        links: list[Any] = list(opened.pages[1].Annots)
        names = list(dict.fromkeys(str(link.Dest) for link in links))
    assert names == [entry.anchor for entry in sample().contents]
    for name in names:
        page = reader().get_destination_page_number(reader().named_destinations[name])
        assert page == layout().pages[name] - 1


def test_outline_has_every_part_heading_and_table() -> None:
    expected = []
    for block in sample().blocks:
        match block:
            case Part():
                expected.append((1, block.text, layout().pages[block.anchor]))
            case Paragraph(role=Role.HEADING):
                expected.append((block.level + 1, block.text, layout().pages[block.anchor]))
            case Table():
                expected.append((2, block.title, layout().pages[block.anchor]))
            case _:
                pass
    assert list(outline(reader().outline)) == expected


def test_parts_and_tables_begin_pages() -> None:
    begun = [block for block in sample().blocks if isinstance(block, Part | Table)]
    pages = [layout().pages[block.anchor] for block in begun]
    assert len(pages) == len(set(pages))
    for block, page in zip(begun, pages, strict=True):
        assert page_text(page).startswith(squeezed(block.text if isinstance(block, Part) else block.title))


def test_every_page_but_the_cover_is_numbered() -> None:
    assert "—" not in page_text(1)
    for number in range(2, len(reader().pages) + 1):
        assert page_text(number).endswith(f"—{number}—")


def test_cover_is_a_page_of_its_own_with_the_date_below_the_title() -> None:
    html = render_html(replace(sample(), date=date(2024, 2, 5)))
    cover = lay_out(html).write()
    first = squeezed(PdfReader(BytesIO(cover)).pages[0].extract_text())
    assert first == squeezed("".join(sample().cover)) + "2024年2月5日"


def test_head_of_a_long_table_is_repeated_on_each_of_its_pages() -> None:
    pages = pages_with("机关事业单位基本养老保险缴费支出")
    assert len(pages) > 2
    for page in pages:
        for name in ("预算单位/支出功能分类科目", "人员经费", "项目支出"):
            assert name in page_text(page)


def test_summary_table_stands_on_one_landscape_page() -> None:
    page = layout().pages["table-1"]
    assert rotated(page)
    assert "一、一般公共服务支出" in page_text(page)
    assert "30、其他支出" in page_text(page)


def test_only_tables_that_need_it_are_landscape() -> None:
    turned = [number for number in range(1, len(reader().pages) + 1) if rotated(number)]
    assert turned == [layout().pages["table-1"], *pages_with("机关事业单位基本养老保险缴费支出")]


def test_page_of_text_holds_22_lines() -> None:
    lines = page_texts(*(item(f"第{number}行。") for number in range(100, 150)))
    assert [text.count("行。") for text in lines if "行。" in text] == [22, 22, 6]


def test_heading_does_not_stand_alone_at_the_foot_of_a_page() -> None:
    for lines in range(19, 24):
        pages = page_texts(
            *(item(f"第{number}行。") for number in range(lines)), heading("标题", 1), body("标题下的文字。")
        )
        assert any("标题标题下的文字。" in text for text in pages)


def merged_sheet(groups: int, rows: int, goal: str) -> Table:
    columns = (Column(heading=("一级指标",), kind=Kind.TEXT), Column(heading=("三级指标",), kind=Kind.TEXT))
    body_rows = tuple(
        Row(
            (
                Cell(f"组{group}首" if row == 0 else "", continues=row > 0),
                Cell(f"组{group}行{row}。"),
            ),
            (0, 0),
        )
        for group in range(groups)
        for row in range(rows)
    )
    sheet = performance_sheet(1)
    fields = ((replace(sheet.field_rows[-1][0], cell=Cell(goal)),),)
    return replace(sheet, field_rows=fields, grids=(Grid("年度绩效指标", columns, body_rows),))


@pytest.mark.parametrize("goal", ["目标。", "目标。" * 620, "目标。" * 760])
def test_rows_of_a_merged_cell_stand_on_one_page(goal: str) -> None:
    pages = page_texts(merged_sheet(15, 5, goal))
    assert len(pages) > 2
    for group in range(15):
        standing = [number for number, text in enumerate(pages) if re.search(f"组{group}(首|行)", text)]
        assert len(standing) == 1


def test_all_rows_of_a_cut_merged_cell_are_printed() -> None:
    printed = "".join(page_texts(merged_sheet(2, 70, "目标。")))
    assert all(f"组{group}行{row}。" in printed for group in range(2) for row in range(70))


def test_metadata_names_title_and_language_but_no_date() -> None:
    assert reader().metadata == {"/Title": sample().title, "/Producer": f"WeasyPrint {weasyprint.VERSION}"}
    with pikepdf.open(BytesIO(pdf())) as opened:
        assert opened.Root.Lang == "zh-CN"


def test_only_noto_fonts_are_embedded() -> None:
    with pikepdf.open(BytesIO(pdf())) as opened:
        names = {str(font.BaseFont).partition("+")[2] for font in composite_fonts(opened)}
    assert names == {"Noto-Serif-CJK-SC", "Noto-Serif-CJK-SC-Bold", "Noto-Sans-CJK-SC"}


def test_glyphs_are_those_of_the_text() -> None:
    assert len(shown_characters(pdf())) > 200
    assert wrong_glyphs(pdf()) == []


def test_wrong_glyphs_are_found() -> None:
    with pikepdf.open(BytesIO(pdf())) as opened:
        font = composite_fonts(opened)[0]
        (one, first), (other, second), *_ = character_map(font).items()
        stream = font.ToUnicode.read_bytes().decode("ascii")
        for cid, char in ((one, second), (other, first)):
            code = char.encode("utf-16-be").hex()
            stream = re.sub(f"<{cid:04x}> <[0-9a-f]+>", f"<{cid:04x}> <{code}>", stream)
        font.ToUnicode.write(stream.encode("ascii"))
        altered = BytesIO()
        opened.save(altered)
        name = str(font.BaseFont)
    assert sorted(wrong_glyphs(altered.getvalue())) == sorted([f"{name}: {first}", f"{name}: {second}"])


def test_writing_again_gives_the_same_bytes() -> None:
    assert layout().write() == pdf()


def pages_and_fonts(pdf: bytes) -> tuple[list[list[bytes]], list[bytes]]:
    """What each page draws, without the marks of the structure, and the embedded fonts."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        fonts = composite_fonts(opened)
        files = [font.DescendantFonts[0].FontDescriptor.FontFile3.read_bytes() for font in fonts]
        return [drawn(page) for page in opened.pages], files


def opened_pdf(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def drawn(page: pikepdf.Page) -> list[bytes]:
    steps = pikepdf.parse_content_stream(page)
    silent = {"BMC", "BDC", "EMC"}
    return [pikepdf.unparse_content_stream([step]) for step in steps if str(step.operator) not in silent]


def test_pages_and_fonts_are_those_that_the_engine_writes_by_itself() -> None:
    html = render_html(replace(sample(), blocks=(heading("标题", 1, "h", 1), performance_sheet(1))))
    own = weasyprint.HTML(string=html).write_pdf(pdf_tags=True)
    assert pages_and_fonts(lay_out(html).write()) == pages_and_fonts(own)


def test_font_without_a_subset_is_embedded_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def keep_whole(*_: object) -> None:
        pass

    monkeypatch.setattr(weasyprint.pdf.fonts.Font, "subset", keep_whole)
    html = "<html lang='en'><p style='font-family: DejaVu Sans'>a</p></html>"
    written = lay_out(html).write()
    assert len(written) > 100_000
    fonts = [
        [font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes() for font in composite_fonts(opened)]
        for opened in (opened_pdf(written), opened_pdf(weasyprint.HTML(string=html).write_pdf()))
    ]
    assert fonts[0] == fonts[1] != []


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_bytes_do_not_depend_on_the_hash_seed(seed: str) -> None:
    program = (
        "import sys; from hashlib import sha256; from tests.renderers.sample import sample;"
        "from reportgen.renderers.html.page import render_html;"
        "from reportgen.renderers.pdf.layout import lay_out;"
        "sys.stdout.write(sha256(lay_out(render_html(sample())).write()).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == sha256(pdf()).hexdigest()


def test_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("body { color: #123456 } @page { size: 100mm 100mm !important }")
    html = render_html(sample()).replace(
        "</head>",
        f'<link rel="attachment" href="{secret.as_uri()}"><link rel="stylesheet" href="{secret.as_uri()}">'
        f'<style>@import "{secret.as_uri()}";</style></head>',
    )
    hostile = html.replace(
        "<main>", f'<main><img src="{secret.as_uri()}"><img src="data:image/png;base64,AA">'
    )
    assert lay_out(hostile).pages == layout().pages
    written = PdfReader(BytesIO(lay_out(hostile).write()))
    assert written.attachments == {}
    assert written.pages[0].mediabox == reader().pages[0].mediabox


@pytest.mark.parametrize("enabled", [True, False])
def test_garbage_collector_is_left_as_it_was(*, enabled: bool) -> None:
    was_enabled = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        lay_out("<p>文字</p>").write()
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was_enabled else gc.disable)()
