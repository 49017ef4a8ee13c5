"""What a reader finds in the sheet of a table: the texts as printed, exact amounts, a head that stays."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reportgen.document.document import Cell, Column, Field, Grid, Kind, Row, Table, header_grid
from reportgen.form.theme import base_theme
from reportgen.money import AmountFormat
from reportgen.renderers.layout.tables import table_layout, text_width
from reportgen.renderers.xlsx.table import sheet_columns, split_columns
from tests.renderers.reading_back import body_texts, head_lines, only_sheet, shown, table_sheets, texts
from tests.renderers.sample import (
    YUAN,
    amount,
    empty_table,
    long_table,
    performance_sheet,
    sample,
    summary_table,
)


def text_table(*cells: str) -> Table:
    columns = tuple(Column(heading=(f"列{index}",), kind=Kind.TEXT) for index, _ in enumerate(cells))
    row = Row(tuple(Cell(text) for text in cells), (0,) * len(cells))
    return replace(empty_table(), grids=(Grid(None, columns, (row,)),))


def test_every_cell_of_every_table_reads_as_printed() -> None:
    for table, sheet in table_sheets(sample()):
        (grid,) = table.grids
        assert body_texts(sheet, grid) == [[cell.text for cell in row.cells] for row in grid.rows]


def test_title_fields_unit_and_notes_stand_in_printed_order() -> None:
    found = texts(only_sheet(performance_sheet(0)))
    assert found[:8] == [
        "项目支出预算绩效目标表",
        "（2024年度）",
        "预算项目名称",
        "“扫码办事”系统对接",
        "年度预算金额（万元）",
        59.738,
        "主管部门",
        "实施单位",
    ]
    assert found.index("年度绩效指标") < found.index("一级指标")
    found = texts(only_sheet(empty_table()))
    assert found[:3] == ["政府性基金预算支出表", "附表3", "金额单位：元"]
    assert found[-1] == "注：如本表为空，则我部门（单位）本年度无此类资金收支"


def test_merged_header_follows_the_headings() -> None:
    for table, sheet in table_sheets(sample()):
        first, last = head_lines(sheet)
        expected = {
            (cell.column + 1, first + level, cell.column + cell.columns, first + level + cell.rows - 1)
            for level, cells in enumerate(header_grid(table.grids[0].columns))
            for cell in cells
            if cell.columns > 1 or cell.rows > 1
        }
        merged = {area.bounds for area in sheet.merged_cells.ranges}
        assert {area for area in merged if first <= area[1] <= last} == expected


def test_cells_that_continue_are_merged_with_the_one_above() -> None:
    sheet = only_sheet(performance_sheet(0))
    start = head_lines(sheet)[1] + 1
    assert (1, start, 1, start + 1) in {area.bounds for area in sheet.merged_cells.ranges}


def test_every_body_and_header_cell_has_borders_also_where_blank_or_merged() -> None:
    for table, sheet in table_sheets(sample()):
        first, last = head_lines(sheet)
        for row in sheet.iter_rows(first, last + len(table.grids[0].rows), 1, len(table.grids[0].columns)):
            # openpyxl keeps only the outer edges of a merged range.
            assert all(cell.border.left.style or cell.border.right.style for cell in row[:1] + row[-1:])
        assert sheet.cell(last + 1, len(table.grids[0].columns)).border.bottom.style == "thin"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "2010301", "http://a.cn", " x "])
def test_text_stays_text(text: str) -> None:
    sheet = only_sheet(text_table(text, "名称"))
    cell = sheet.cell(head_lines(sheet)[1] + 1, 1)
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


@pytest.mark.parametrize(
    ("value", "amounts", "text", "expected"),
    [
        ("2782029.86", AmountFormat(), "2,782,029.86", "#,##0.00"),
        ("0.10", AmountFormat(), "0.10", "#,##0.00"),
        ("354.60", AmountFormat(places=1, grouped=False), "354.6", "0.0"),
        ("597380.00", AmountFormat(unit="万元", places=6, strip_zeros=True), "59.738", "#,##0.000"),
        ("5000000.00", AmountFormat(unit="万元", strip_zeros=True), "500", "#,##0"),
        ("1656.50", AmountFormat(places=0, grouped=False), "1657", "0"),
        ("-8.70", AmountFormat(), "-8.70", "#,##0.00"),
        ("9007199254740.99", AmountFormat(grouped=False), "9007199254740.99", "0.00"),
        ("0.00", AmountFormat(), "0.00", "#,##0.00"),
        ("0.00", AmountFormat(zero="0", strip_zeros=True), "0", "#,##0"),
        ("0.00", AmountFormat(zero="0"), "0", '#,##0.00;-#,##0.00;"0";@'),
        # What is printed as a number, though it is nothing when rounded, is no zero to the form.
        ("0.001", AmountFormat(zero=""), "0.00", "#,##0.00"),
    ],
)
def test_number_format_prints_the_text(value: str, amounts: AmountFormat, text: str, expected: str) -> None:
    cell = only_cell(Decimal(value), amounts)
    assert (cell.number_format, shown(cell)) == (expected, text)
    assert Decimal(repr(cell.value)) == Decimal(text.replace(",", ""))


def test_a_number_with_more_digits_than_a_workbook_keeps_stays_text() -> None:
    cell = only_cell(Decimal("12345678901234.57"), AmountFormat(grouped=False))
    assert (cell.value, cell.data_type) == ("12345678901234.57", "s")


@pytest.mark.parametrize("told", ["另行公开", "—", "12%", "1.00"])
def test_a_text_among_amounts_stays_text(told: str) -> None:
    cell = body_cell(Cell(told), AmountFormat())
    assert (cell.value, cell.data_type) == (told, "s")


def body_cell(cell: Cell, amounts: AmountFormat) -> Any:
    """The cell as a workbook shows it that holds nothing else but a label."""
    label, money = empty_table().grids[0].columns
    grid = Grid(None, (label, replace(money, format=amounts)), (Row((Cell("款"), cell), (0, 0)),))
    sheet = only_sheet(replace(empty_table(), grids=(grid,)))
    return sheet.cell(head_lines(sheet)[1] + 1, 2)


def only_cell(value: Decimal, amounts: AmountFormat) -> Any:
    return body_cell(Cell.of_amount(value, amounts), amounts)


def test_a_dash_for_zero_is_kept_in_an_amount_column() -> None:
    cell = only_cell(Decimal(0), AmountFormat(zero="—"))
    assert (cell.value, shown(cell), cell.alignment.horizontal) == (0, "—", "right")


def test_an_amount_above_a_grid_is_a_number_too() -> None:
    sheet = only_sheet(performance_sheet(0))
    (cell,) = [cell for line in sheet.iter_rows() for cell in line if cell.value == 59.738]
    assert cell.number_format == "0.000"


def test_every_amount_reads_back_exactly() -> None:
    cents = [Decimal(number) / 100 for number in range(0, 400_000_000, 3_141_593)]
    rows = tuple(Row((Cell("款"), amount(f"{value:,.2f}")), (0, 0)) for value in cents)
    table = empty_table()
    sheet = only_sheet(replace(table, grids=(replace(table.grids[0], rows=rows),)))
    start = head_lines(sheet)[1] + 1
    read = [sheet.cell(start + index, 2).value for index in range(len(cents))]
    assert [Decimal(repr(value)) for value in read] == cents


def test_blank_amounts_are_blank_cells() -> None:
    sheet = only_sheet(empty_table())
    assert sheet.cell(head_lines(sheet)[1] + 1, 2).value is None


def test_labels_are_indented_by_depth_and_totals_bold() -> None:
    sheet = only_sheet(long_table())
    start = head_lines(sheet)[1] + 1
    depths = [row.depth for row in long_table().grids[0].rows]
    assert [sheet.cell(start + n, 1).alignment.indent for n in range(len(depths))] == depths
    assert sheet.cell(start, 2).font.b
    assert not sheet.cell(start + 1, 2).font.b


def test_fonts() -> None:
    sheet = only_sheet(long_table())
    first, last = head_lines(sheet)
    assert {sheet.cell(first, 1).font.name, sheet.cell(1, 1).font.name} == {"黑体"}
    assert sheet.cell(last + 1, 1).font.name == "宋体"


def test_header_rows_repeat_and_stay_in_view() -> None:
    sheet = only_sheet(summary_table())
    assert head_lines(sheet) == (3, 5)
    assert sheet.freeze_panes == "B6"


def test_freezing_stops_right_of_the_first_text_column() -> None:
    columns = (
        Column(heading=("预算数",), kind=Kind.AMOUNT, format=YUAN),
        Column(heading=("名称",), kind=Kind.TEXT),
    )
    grid = Grid(None, columns, (Row((amount("1.00"), Cell("甲")), (0, 0)),))
    assert only_sheet(replace(empty_table(), grids=(grid,))).freeze_panes == "C4"


def test_a_tall_form_is_not_frozen() -> None:
    table = performance_sheet(0)
    tall = replace(table, field_rows=((Field("年度绩效目标", Cell("完成系统对接，" * 200)),),))
    assert only_sheet(tall).freeze_panes is None


def test_blocks_of_one_table_share_its_sheet_whose_pages_repeat_the_last_head() -> None:
    table = performance_sheet(0)
    second = replace(long_table().grids[0], part="预算情况")
    sheet = only_sheet(replace(table, grids=(*table.grids, second)))
    found = texts(sheet)
    assert found.index("年度绩效指标") < found.index("预算情况") < found.index("合 计")
    first, last = head_lines(sheet)
    assert [text for text in found if text == "预算情况"] == ["预算情况"]
    assert sheet.cell(first - 1, 1).value == "预算情况"
    assert last - first + 1 == max(len(column.heading) for column in second.columns)
    assert sheet.freeze_panes is None


def test_fields_fit_beside_a_narrow_grid() -> None:
    fields = tuple(Field(f"名称{n}", Cell(f"值{n}")) for n in range(3))
    found = texts(only_sheet(replace(empty_table(), field_rows=(fields,))))
    assert found[3:9] == ["名称0", "值0", "名称1", "值1", "名称2", "值2"]


def test_columns_are_shared_evenly_among_fields() -> None:
    assert split_columns([10.0] * 7, [1.0] * 3, 2) == [range(2), range(2, 5), range(5, 7)]
    assert split_columns([50.0, 1.0, 1.0, 1.0], [1.0] * 2, 2) == [range(2), range(2, 4)]


def test_amount_columns_are_wide_enough_in_a_table_that_fits_no_page() -> None:
    columns = tuple(Column(heading=(f"资金{n}",), kind=Kind.AMOUNT, format=YUAN) for n in range(24))
    row = Row(tuple(amount("1,234,567,890.12") for _ in columns), (0,) * 24)
    table = replace(empty_table(), grids=(Grid(None, columns, (row,)),))
    layout = table_layout(table, base_theme())
    needed = len("1,234,567,890.12") * 0.5 * layout.size * 25.4 / 72
    assert min(sheet_columns(table, layout).widths) > needed


def test_wrapped_labels_get_taller_rows() -> None:
    sheet = only_sheet(text_table("一般公共预算财政拨款" * 8, *("列",) * 8))
    last = head_lines(sheet)[1]
    assert sheet.row_dimensions[last + 1].height > 2 * sheet.row_dimensions[last].height


def test_a_cell_taller_than_excel_allows_is_merged_over_rows() -> None:
    text = "完成系统对接，推动更多政务服务“码上办”。" * 80
    sheet = only_sheet(text_table(text, *("列",) * 7))
    first = head_lines(sheet)[1] + 1
    (merged,) = (area for area in sheet.merged_cells.ranges if area.bounds[:2] == (1, first))
    heights = [sheet.row_dimensions[row].height for row in range(first, merged.max_row + 1)]
    assert len(heights) > 1
    assert max(heights) <= 409
    assert sheet.cell(first, 1).value == text


def of_blocks(*grids: Grid) -> Table:
    return replace(empty_table(), grids=grids)


def test_blocks_share_the_columns_of_the_largest() -> None:
    three = Grid("指标", tuple(Column(heading=(f"列{n}",), kind=Kind.TEXT) for n in range(6)), ())
    money = Column(heading=("金额",), kind=Kind.AMOUNT, format=YUAN)
    row = Row((Cell("部门预算"), amount("123,456,789,012.34")), (0, 0))
    two = Grid("资金", (Column(heading=("项目",), kind=Kind.TEXT), money), (row,))
    sheet = only_sheet(of_blocks(two, three))
    merged = {area.coord for area in sheet.merged_cells.ranges}
    assert {"A4:B4", "C4:F4", "A5:B5", "C5:F5"} <= merged
    assert sheet.max_column == 6


def test_an_amount_is_whole_over_the_narrow_columns_of_another_block() -> None:
    narrow = Grid(None, tuple(Column(heading=(f"{n}",), kind=Kind.TEXT) for n in range(20)), ())
    long = amount("123,456,789,012,345.67")
    row = Row((*(Cell("字" * 9) for _ in range(9)), long), (0,) * 10)
    other = Grid(
        None,
        (
            *(Column(heading=(f"列{n}",), kind=Kind.TEXT) for n in range(9)),
            Column(heading=("额",), kind=Kind.AMOUNT, format=YUAN),
        ),
        (row,),
    )
    table = of_blocks(narrow, other)
    layout = table_layout(table, base_theme())
    columns = sheet_columns(table, layout)
    span = columns.grids[1][-1]
    assert sum(columns.widths[span.start : span.stop]) > text_width(long.text) * layout.size * 25.4 / 72


def test_the_line_above_the_grid_is_parted_where_both_ends_have_room() -> None:
    unit_line = "单位名称：示例市营商环境建设中心（示例市公共资源交易中心）　单位：万元"
    columns = tuple(Column(heading=(f"列{n}",), kind=Kind.TEXT) for n in range(6))
    sheet = only_sheet(replace(of_blocks(Grid(None, columns, ())), unit_line=unit_line))
    assert sheet["B2"].value == unit_line
    assert sheet.row_dimensions[2].height < 20


def test_both_ends_stand_beneath_each_other_where_no_column_ends_between_them() -> None:
    unit_line = "单位名称：示例市营商环境建设中心（示例市公共资源交易中心）　单位：万元"
    columns = tuple(Column(heading=(f"列{n}",), kind=Kind.TEXT) for n in range(2))
    sheet = only_sheet(replace(of_blocks(Grid(None, columns, ())), unit_line=unit_line))
    assert (sheet["A2"].value, sheet["A3"].value) == ("附表3", unit_line)
    assert {"A2:B2", "A3:B3"} <= {area.coord for area in sheet.merged_cells.ranges}
    assert sheet["A3"].alignment.horizontal == "right"
    assert sheet.row_dimensions[3].height < 20


def test_a_cell_of_nothing_takes_numbers_later() -> None:
    for blank in (Cell.of_amount(Decimal(0), YUAN), Cell("")):
        cell = body_cell(blank, YUAN)
        assert (cell.value, cell.number_format) == (None, "#,##0.00;-#,##0.00;;@")
