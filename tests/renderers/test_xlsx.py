"""What a reader of the workbook finds: sheets in printed order, contents that lead there, a print set-up."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.utils import range_boundaries

from reportgen.document.document import Cell, Field, Paragraph, Part, Table, TableList
from reportgen.form.theme import base_theme
from reportgen.renderers.layout.tables import table_layout
from reportgen.renderers.xlsx.workbook import render_xlsx, split_sheets
from tests.renderers.reading_back import only_sheet, opened, table_sheets, texts, with_blocks
from tests.renderers.sample import body, empty_table, long_table, sample, summary_table

ROOT = Path(__file__).parents[2]


def leads(contents: Any) -> list[tuple[str, str, str]]:
    """The text, sheet and cell of every link."""
    cells = [cell for (cell,) in contents.iter_rows() if cell.hyperlink]
    places = [cell.hyperlink.location.rpartition("!") for cell in cells]
    return [(cell.value, place[0].strip("'"), place[2]) for cell, place in zip(cells, places, strict=True)]


def test_prose_reads_in_document_order() -> None:
    sheets = opened(sample()).worksheets[1:]
    for blocks, sheet in zip(split_sheets(sample().blocks), sheets, strict=True):
        if not isinstance(blocks[0], Table):
            expected = []
            for block in blocks:
                match block:
                    case Part() | Paragraph():
                        expected.append(block.text)
                    case TableList():
                        expected += [table.listed for table in block.tables]
            assert texts(sheet) == expected


def test_prose_after_a_table_gets_a_sheet_of_its_own() -> None:
    blocks = (body("甲"), body("乙"), empty_table(), body("丙"))
    assert split_sheets(blocks) == [blocks[:2], blocks[2:3], blocks[3:]]


def test_nothing_to_split_is_no_sheet() -> None:
    assert split_sheets(()) == []


def test_sheet_names() -> None:
    assert opened(sample()).sheetnames == [
        "目录",
        "第一部分",
        "第二部分",
        "附表1 收支预算总表",
        "附表2 一般公共预算支出表",
        "附表3 政府性基金预算支出表",
        "第三部分",
        "项目支出预算绩效目标表 “扫码办事”系统对接",
        "项目支出预算绩效目标表 “扫码办事”系统对接 2",
    ]


def test_sheet_names_are_valid_and_unique_whatever_the_titles() -> None:
    titles = ["[收]:支*?/\\表", "'a'", "'A'", "国有资本" * 20, "国有资本" * 20, "𬭩" * 40, "a\tb"]
    tables = (replace(empty_table(), label="", title=title) for title in titles)
    names = opened(with_blocks(*tables)).sheetnames
    assert len({name.lower() for name in names}) == len(titles) + 1
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\\t")
        assert name.strip("'") == name


def test_tables_with_the_same_number_are_told_apart_by_their_first_field() -> None:
    fields = (((Field("项目名称", Cell(name)),),) for name in ("电话费", "租金"))
    tables = [replace(empty_table(), field_rows=rows, listed="", contents=None) for rows in fields]
    book = opened(with_blocks(*tables, summary_table()))
    names = ["附表3 政府性基金预算支出表 电话费", "附表3 政府性基金预算支出表 租金", "附表1 收支预算总表"]
    assert book.sheetnames[1:] == names
    assert [text for text, _, _ in leads(book.worksheets[0])][:2] == names[:2]


def test_contents_title_with_blanks_names_the_first_sheet() -> None:
    book = opened(replace(sample(), contents_title="目　　录"))
    assert book.sheetnames[0] == "目录"


def test_a_form_without_contents_title_still_has_a_first_sheet_that_leads_to_the_others() -> None:
    document = replace(sample(), contents_title="")
    book = opened(document)
    assert book.sheetnames[0] == document.title
    assert {sheet for _, sheet, _ in leads(book.worksheets[0])} == set(book.sheetnames[1:])


def test_contents_print_the_cover_and_lead_to_every_other_sheet() -> None:
    book = opened(sample())
    contents = book.worksheets[0]
    assert texts(contents)[:3] == [*sample().cover, "目录"]
    links = leads(contents)
    assert {entry.text for entry in sample().contents} <= {text for text, _, _ in links}
    assert {sheet for _, sheet, _ in links} == set(book.sheetnames[1:])
    assert ("二、部门预算单位构成", "第一部分", "A11") in links
    assert book["第一部分"]["A11"].value == "二、部门预算单位构成"


def test_links_to_names_with_apostrophes_are_quoted() -> None:
    book = opened(with_blocks(replace(empty_table(), label="", title="a'b#%", listed="甲")))
    (link,) = [cell.hyperlink.location for (cell,) in book.worksheets[0].iter_rows() if cell.hyperlink]
    assert link == "'a''b#%'!A1"


def test_no_formula_in_prose_notes_or_fields() -> None:
    table = replace(
        empty_table(), field_rows=((Field("=a", Cell("=1+1")),),), notes=("=2",), title="=T", label="=L"
    )
    for sheet in opened(with_blocks(body("=3"), table)).worksheets:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_print_setup() -> None:
    sheets: list[Any] = opened(sample()).worksheets
    for sheet in sheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in {1, None}  # 1 is what the format assumes
        assert sheet.print_options.horizontalCentered
        assert sheet.oddFooter.center.text == "— &P / &N —"


def test_the_whole_sheet_is_the_print_area() -> None:
    for sheet in opened(sample()).worksheets:
        area = sheet.print_area.rpartition("!")[2].replace("$", "")
        assert range_boundaries(area) == (1, 1, sheet.max_column, sheet.max_row)


def test_wide_tables_lie_on_landscape_pages() -> None:
    for table, sheet in table_sheets(sample()):
        assert (sheet.page_setup.orientation == "landscape") == table_layout(table, base_theme()).landscape


def test_long_tables_run_over_pages_and_short_ones_are_scaled_to_one() -> None:
    assert only_sheet(long_table()).page_setup.fitToHeight == 0
    assert only_sheet(summary_table()).page_setup.fitToHeight in {1, None}


def test_a_paragraph_too_tall_for_a_row_goes_on_in_the_next() -> None:
    text = "贯彻落实中央、省、市、区关于优化营商环境建设的法律法规。" * 80
    sheet: Any = opened(with_blocks(body(text), body("后一段"))).worksheets[1]
    found = texts(sheet)
    assert "".join(found) == text + "后一段"
    assert all(piece.endswith("。") for piece in found[:-1])
    assert max(sheet.row_dimensions[row].height for row in range(1, len(found) + 1)) <= 409


def test_properties_come_from_the_document() -> None:
    properties = opened(sample()).properties
    assert (properties.title, properties.creator) == (sample().title, sample().department)
    assert f"{properties.created:%Y-%m-%d}" == "1980-01-01"
    dated = opened(replace(sample(), date=date(2024, 2, 5))).properties
    assert f"{dated.created:%Y-%m-%d} {dated.modified:%Y-%m-%d}" == "2024-02-05 2024-02-05"


def digest(seed: str, folder: Path) -> str:
    code = (
        "import hashlib; from tests.renderers.sample import sample;"
        "from reportgen.renderers.xlsx.workbook import render_xlsx;"
        "print(hashlib.sha256(render_xlsx(sample())).hexdigest())"
    )
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": f"UTC-{seed}"}
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, env=environment, cwd=folder, check=True, capture_output=True, text=True
    ).stdout


def test_same_bytes_in_any_folder_under_any_hash_seed(tmp_path: Path) -> None:
    assert render_xlsx(sample()) == render_xlsx(sample())
    assert digest("1", tmp_path) == digest("2", ROOT)


def test_faces_are_those_of_the_theme() -> None:
    theme = sample().theme
    head = replace(theme.table.head, office="华文黑体")
    text = replace(theme.table.text, office="华文宋体")
    document = replace(sample(), theme=replace(theme, table=replace(theme.table, head=head, text=text)))
    sheets = opened(document).worksheets
    faces = {cell.font.name for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value}
    assert faces == {"华文黑体", "华文宋体"}
