import csv
from dataclasses import replace
from decimal import Decimal
from io import StringIO

import pytest

from reportgen.document.document import Cell, Column, Document, Grid, Kind, Row, Table
from reportgen.money import AmountFormat
from reportgen.renderers.data.tables import csv_files
from tests.renderers.sample import YUAN, amount, empty_table, performance_sheet, sample, summary_table


def rows(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def document(*tables: Table) -> Document:
    return replace(sample(), blocks=tables)


def one_column(*cells: str) -> Table:
    grid = Grid(
        None,
        (Column(heading=("项目",), kind=Kind.TEXT),),
        tuple(Row((Cell(cell),), (0,)) for cell in cells),
    )
    return replace(empty_table(), grids=(grid,))


def test_there_is_a_file_for_each_grid_and_for_the_fields_above_one() -> None:
    files = csv_files(document(summary_table(), performance_sheet(1)))
    assert [(file.name, file.title) for file in files] == [
        ("1-附表1-收支预算总表.csv", "附表1\u3000收支预算总表\u3000金额单位：元"),
        ("2-项目支出预算绩效目标表.csv", "项目支出预算绩效目标表"),
        ("3-项目支出预算绩效目标表-年度绩效指标.csv", "项目支出预算绩效目标表\u3000年度绩效指标"),
    ]


def test_names_sort_in_the_order_of_the_document() -> None:
    names = [file.name for file in csv_files(document(*(performance_sheet(n) for n in range(60))))]
    assert len(names) == 120
    assert names == sorted(names)


def test_headings_are_one_row_and_name_the_unit() -> None:
    (file,) = csv_files(document(summary_table()))
    head = rows(file.data)[0]
    assert head[:2] == ["收 入/项 目", "收 入/预算数（元）"]
    assert head[6] == "支 出/预算数/一般公共预算（元）"


def test_unit_that_the_heading_names_is_not_repeated() -> None:
    columns = (Column(heading=("金额（万元）",), kind=Kind.AMOUNT, format=replace(YUAN, unit="万元")),)
    grid = Grid(None, columns, (Row((amount("1.20"),), (0,)),))
    (file,) = csv_files(document(replace(empty_table(), grids=(grid,))))
    assert rows(file.data) == [["金额（万元）"], ["1.20"]]


def test_amounts_are_plain_numbers_and_blank_where_the_table_is() -> None:
    (file,) = csv_files(document(summary_table()))
    first, second = rows(file.data)[1:3]
    assert first[5:8] == ["2782029.86", "2782029.86", ""]
    assert second[:4] == ["三、国有资本经营预算拨款收入", "", "人员经费", "2412216.56"]


def test_merged_cells_stand_in_each_of_their_rows() -> None:
    _, indicators = csv_files(document(performance_sheet(1)))
    assert [row[:2] for row in rows(indicators.data)[1:]] == [
        ["成本指标", "经济成本指标"],
        ["成本指标", "社会成本指标"],
        ["产出指标", "时效指标"],
    ]


def test_fields_are_a_row_beneath_their_labels() -> None:
    fields, _ = csv_files(document(performance_sheet(1)))
    labels, values = rows(fields.data)
    assert labels[:3] == ["预算项目名称", "年度预算金额（万元）", "主管部门"]
    assert values[:3] == ["“扫码办事”系统对接", "59.738", ""]


@pytest.mark.parametrize("text", ["=1+1", "+86 411", "-2+3", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    (file,) = csv_files(document(one_column(text)))
    assert rows(file.data)[1] == [f"'{text}"]


def test_a_dash_and_a_negative_amount_stay_as_they_are() -> None:
    (file,) = csv_files(document(one_column("-")))
    assert rows(file.data)[1] == ["-"]
    grid = Grid(
        None,
        (Column(heading=("金额",), kind=Kind.AMOUNT, format=YUAN),),
        (Row((amount("-1,234.50"),), (0,)),),
    )
    (file,) = csv_files(document(replace(empty_table(), grids=(grid,))))
    assert rows(file.data)[1] == ["-1234.50"]


def test_what_the_form_prints_for_nothing_stays_as_it_is() -> None:
    words = AmountFormat(zero="—")
    cells = (Cell.of_amount(Decimal(0), words), Cell.of_amount(Decimal("0.001"), words))
    grid = Grid(
        None,
        (Column(heading=("金额",), kind=Kind.AMOUNT, format=words),),
        tuple(Row((cell,), (0,)) for cell in cells),
    )
    (file,) = csv_files(document(replace(empty_table(), grids=(grid,))))
    assert rows(file.data)[1:] == [["—"], ["0.00"]]


def test_text_with_commas_quotes_and_line_breaks_comes_back() -> None:
    text = '甲,乙"丙"\n丁'
    (file,) = csv_files(document(one_column(text)))
    assert rows(file.data)[1] == [text]


def test_titles_that_no_file_can_bear_are_written_otherwise() -> None:
    (file,) = csv_files(document(replace(empty_table(), label="", title='收/支: "总"表')))
    assert file.name == "1-收_支_ _总_表.csv"
