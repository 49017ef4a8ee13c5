"""Totals as formulas: which cells they add up, what they show uncalculated, where they are constants."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest

from reportgen.document.document import Cell, Column, Document, Grid, Kind, Row
from reportgen.money import AmountFormat
from reportgen.renderers.xlsx.formula import Sum
from reportgen.renderers.xlsx.workbook import render_xlsx
from tests.renderers.reading_back import head_lines, only_sheet, opened, shown, with_blocks, with_formulas
from tests.renderers.sample import empty_table

LABEL = Column(heading=("科目",), kind=Kind.TEXT)
AMOUNTS = AmountFormat(zero="—")
MONEY = Column(heading=("金额",), kind=Kind.AMOUNT, format=AMOUNTS)
Places = tuple[tuple[int, int], ...]


def money(text: str, parts: Places = (), remark: str = "") -> Cell:
    cell = Cell.of_amount(Decimal(0 if text == "—" else text), AMOUNTS)
    return replace(cell, parts=parts, remark=remark)


def document_of(*rows: tuple[Cell, ...], notes: tuple[str, ...] = ()) -> Document:
    columns = (LABEL, *(MONEY for _ in rows[0][1:]))
    lines = tuple(Row(row, (0,) * len(row)) for row in rows)
    return with_blocks(replace(empty_table(), grids=(Grid(None, columns, lines),), notes=notes))


def written(document: Document) -> list[list[str]]:
    """The body as it is stored, after what a program shows that does not calculate."""
    values, formulas = opened(document).worksheets[1], with_formulas(document).worksheets[1]
    start = head_lines(values)[1] + 1
    return [
        [f"{shown(value)} {formula.value}" for value, formula in zip(*both, strict=True)]
        for both in zip(values.iter_rows(start, min_col=2), formulas.iter_rows(start, min_col=2), strict=True)
    ]


def test_a_total_holds_its_formula_and_its_printed_value() -> None:
    rows = (
        (Cell("合计"), money("3.00", ((1, 1), (2, 1))), money("1.00", ((1, 2), (2, 2)))),
        (Cell("甲"), money("1.00"), money("—")),
        (Cell("乙"), money("2.00"), money("1.00")),
    )
    assert written(document_of(*rows)) == [
        ["3.00 =ROUND(SUM(B5:B6),2)", "1.00 =ROUND(SUM(C5:C6),2)"],
        ["1.00 1", "— 0"],
        ["2.00 2", "1.00 1"],
    ]


def test_a_total_of_nothing_shows_what_the_form_prints_for_nothing() -> None:
    rows = ((Cell("合计"), money("—", ((1, 1),))), (Cell("甲"), money("—")))
    assert written(document_of(*rows))[0] == ["— =B5"]


def test_a_range_holds_none_but_the_parts() -> None:
    rows = [(Cell("合计"), money("3.00", ((1, 1), (3, 1), (4, 1))))]
    rows += [(Cell("项"), money(text)) for text in ("1.00", "5.00", "1.00", "1.00")]
    assert written(document_of(*rows))[0] == ["3.00 =ROUND(SUM(B5,B7:B8),2)"]


def test_a_formula_speaks_of_the_rows_of_the_sheet_where_a_line_is_taller_than_excel_allows() -> None:
    rows = (
        (Cell("合计"), money("3.00", ((1, 1), (2, 1)))),
        (Cell("长" * 6000), money("1.00")),
        (Cell("乙"), money("2.00")),
    )
    document = document_of(*rows)
    sheet = opened(document).worksheets[1]
    (last,) = [cell.row for cell in sheet["A"] if cell.value == "乙"]
    assert last > 6
    assert written(document)[0] == [f"3.00 =ROUND(SUM(B5:B{last}),2)"]


def test_a_total_of_what_no_number_holds_is_a_constant() -> None:
    rows = (
        (Cell("合计"), money("1.00", ((1, 1), (2, 1)))),
        (Cell("甲"), money("1.00")),
        (Cell("乙"), money("12345678901234.57")),
    )
    assert written(document_of(*rows))[0] == ["1.00 1"]


def test_a_remark_stands_beside_the_value() -> None:
    rows = (
        (Cell("合计"), money("3.00", remark="尾差：相加为 2.99。")),
        (Cell("甲"), money("2.99")),
    )
    sheet = with_formulas(document_of(*rows)).worksheets[1]
    assert (sheet["B4"].value, sheet["B4"].comment.text) == (3, "尾差：相加为 2.99。")


def test_more_parts_than_a_function_takes_are_added_in_several() -> None:
    places = [(2 * n, 1) for n in range(300)]
    formula = Sum(1.0, places, 2).formula(lambda line: line)
    assert formula.startswith("=ROUND(SUM(B1,B3,")
    assert formula.count("SUM(") == 2
    assert max(part.count(",") for part in formula.split("SUM(")) <= 256


def test_a_formula_that_is_too_long_for_excel_is_none() -> None:
    places = [(2 * n, 1) for n in range(3000)]
    assert Sum(1.0, places, 2).formula(lambda line: line) == ""


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "=cmd|' /C calc'!A0"])
def test_a_text_that_looks_like_a_formula_is_a_text_wherever_it_stands(text: str) -> None:
    row = (Cell(text), Cell(text), Cell(text, value=Decimal(1)))
    columns = (LABEL, LABEL, MONEY)
    grid = Grid(text, columns, (Row(row, (0,) * 3),))
    table = replace(empty_table(), title=text, unit_line=text, grids=(grid,), notes=(text,))
    sheet = only_sheet(table)
    with_text = [cell for line in sheet.iter_rows() for cell in line if cell.value == text]
    assert len(with_text) >= 6
    assert {cell.data_type for cell in with_text} == {"s"}


def test_excel_marks_no_code_as_a_mistake() -> None:
    document = document_of((Cell("2010301"), money("1.00")))
    sheet = opened(document).worksheets[1]
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("2010301", "s")
    with ZipFile(BytesIO(render_xlsx(document))) as archive:
        found = archive.read("xl/worksheets/sheet2.xml").decode()
    assert '<ignoredError sqref="A1:B4" numberStoredAsText="1"' in found
