"""Texts that are longer than a cell of a worksheet."""

from io import BytesIO

from openpyxl import load_workbook
from xlsxwriter import Workbook

from reportgen.form.theme import base_theme
from reportgen.renderers.xlsx.sheet import LONGEST_CELL, Area, Sheet, Style, Styles


def test_a_text_that_no_cell_can_hold_goes_on_in_the_next() -> None:
    text = "".join(f"第{number}项目标；" for number in range(2 * LONGEST_CELL // 6))
    assert len(text) > 32_767
    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    sheet = Sheet(workbook.add_worksheet(), Styles(workbook, base_theme().table), (100.0,))
    sheet.put(Area(0, 0), text, Style())
    sheet.finish()
    workbook.close()
    cells = load_workbook(buffer).worksheets[0]["A"]
    assert "".join(str(cell.value) for cell in cells if cell.value) == text
