"""Totals of the workbook are live: LibreOffice works them out anew and comes to what is printed."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from graphlib import TopologicalSorter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from reportgen.document.document import Cell, Document, Grid
from reportgen.renderers.xlsx.workbook import render_xlsx
from reportgen.repository.repository import Repository
from tests.conftest import LEDGER, ROOT, Convert, composed, editor
from tests.published.readers.workbook import read_xlsx
from tests.renderers.reading_back import shown

pytestmark = pytest.mark.xdist_group("office")

SIXTH = ROOT / "tests" / "sixth"
BUDGETS = sorted((ROOT / "budgets").rglob("*.yaml"))
INVENTED = sorted((SIXTH / "budgets").rglob("*.yaml"))
# Names of documents made here: amounts in 万元, rounded each for itself or shared out.
ROUNDED, SHARED = "各自四舍五入", "分摊尾差"
TABLES = "templates/dalian-xigang-2024/tables.yaml"
ONE_MORE = "one more"

each_document = pytest.mark.parametrize(
    "name", [*(path.stem for path in BUDGETS + INVENTED), ROUNDED, SHARED]
)


@dataclass(frozen=True)
class Built:
    document: Document
    data: bytes

    def opened(self, *, values: bool) -> Workbook:
        return load_workbook(BytesIO(self.data), data_only=values)


def in_wan(folder: Path, policy: str) -> Document:
    """The ledger of 西岗 with its form in 万元."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    (folder / "classification").symlink_to(ROOT / "classification")
    (folder / LEDGER).parent.mkdir(parents=True)
    shutil.copy(ROOT / LEDGER, folder / LEDGER)
    editor(folder)(TABLES, ("金额: {单位: 元, 小数: 2", f"尾差: {policy}\n金额: {{单位: 万元, 小数: 2"))
    return composed(Repository(folder), LEDGER)


@pytest.fixture(scope="module")
def built(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Built]:
    sixth = tmp_path_factory.mktemp("sixth").resolve()
    shutil.copytree(SIXTH, sixth, dirs_exist_ok=True)
    (sixth / "classification").symlink_to(ROOT / "classification")
    documents = {path.stem: composed(repository, str(path.relative_to(ROOT))) for path in BUDGETS}
    for path in INVENTED:
        documents[path.stem] = composed(Repository(sixth), str(path.relative_to(SIXTH)))
    for policy in (ROUNDED, SHARED):
        documents[policy] = in_wan(tmp_path_factory.mktemp("wan").resolve(), policy)
    return {name: Built(document, render_xlsx(document)) for name, document in documents.items()}


def formulas(sheet: Any) -> Iterator[Any]:
    return (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f")


@pytest.fixture(scope="module")
def recalculated(
    built: Mapping[str, Built], convert: Convert, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Workbook]:
    """The workbooks as LibreOffice calculates them when they come without values; one has changed."""
    folder = tmp_path_factory.mktemp("recalculated")
    for name, file in built.items():
        # openpyxl writes formulas without their values.
        file.opened(values=False).save(folder / f"{name}.xlsx")
    changed = built[Path(LEDGER).stem].opened(values=False)
    changed["附表5 支出经济分类预算表"]["D10"].value += 1
    changed.save(folder / f"{ONE_MORE}.xlsx")
    files = sorted(folder.glob("*.xlsx"))
    convert(files, "xlsx", folder / "out")
    return {path.stem: load_workbook(folder / "out" / path.name, data_only=True) for path in files}


@each_document
def test_recalculated_values_are_exactly_the_stored_ones(
    built: Mapping[str, Built], recalculated: Mapping[str, Workbook], name: str
) -> None:
    for sheet in built[name].opened(values=True).worksheets:
        calculated = recalculated[name][sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                assert calculated[cell.coordinate].value == cell.value, (sheet.title, cell.coordinate)


@each_document
def test_a_program_that_does_not_calculate_shows_every_cell_as_printed(
    built: Mapping[str, Built], name: str, tmp_path: Path
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(built[name].data)
    grids = [grid for table in built[name].document.tables for grid in table.grids]
    for grid, table in zip(grids, read_xlsx(path).tables, strict=True):
        assert list(table.rows) == [tuple(cell.text for cell in row.cells) for row in grid.rows]


@pytest.mark.parametrize("path", BUDGETS, ids=lambda path: path.stem)
def test_total_rows_of_the_published_tables_are_formulas(built: Mapping[str, Built], path: Path) -> None:
    constants = [
        (table.title, row.cells[0].text, cell.text)
        for table in built[path.stem].document.tables
        for grid in table.grids
        for row in grid.rows
        for cell in row.cells
        if row.total and len(grid.rows) > 1 and cell.value is not None and not cell.parts
    ]
    assert constants == []


def test_totals_follow_a_changed_amount(
    built: Mapping[str, Built], recalculated: Mapping[str, Workbook]
) -> None:
    sheet = "附表5 支出经济分类预算表"
    before = built[Path(LEDGER).stem].opened(values=True)[sheet]
    after = recalculated[ONE_MORE][sheet]
    moved = {
        cell.coordinate: round(after[cell.coordinate].value - cell.value, 2)
        for row in before.iter_rows()
        for cell in row
        if cell.value != after[cell.coordinate].value
    }
    # The total, the department, the unit, 301 and 30102, in the column of the amount and the sums left of it.
    assert moved == {f"{column}{row}": 1 for column in "BCD" for row in (5, 6, 7, 8, 10)}


@each_document
def test_no_total_is_a_part_of_itself(built: Mapping[str, Built], name: str) -> None:
    for table in built[name].document.tables:
        for grid in table.grids:
            parts = {
                (row, column): cell.parts
                for row, line in enumerate(grid.rows)
                for column, cell in enumerate(line.cells)
            }
            TopologicalSorter(parts).prepare()


@each_document
def test_nothing_is_a_formula_but_a_total(built: Mapping[str, Built], name: str) -> None:
    book = built[name].opened(values=False)
    cells = [cell for sheet in book.worksheets for cell in formulas(sheet)]
    grids = [grid for table in built[name].document.tables for grid in table.grids]
    wanted = [cell for grid in grids for row in grid.rows for cell in row.cells if cell.parts]
    assert len(cells) == len(wanted)
    assert all(cell.value.startswith("=") for cell in cells)


def remarked(book: Workbook) -> list[Any]:
    return [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.comment]


def test_a_total_that_rounded_parts_do_not_give_says_so_in_a_remark(built: Mapping[str, Built]) -> None:
    values, written = (built[ROUNDED].opened(values=values) for values in (True, False))
    sheet = values["附表7 一般公共预算支出表"]
    assert shown(sheet["B7"]) == "354.60"
    assert written[sheet.title]["B7"].data_type == "n"
    assert written[sheet.title]["B7"].comment.text == "尾差：各行四舍五入后相加为 354.59。"


def test_remarks_stand_where_a_sum_of_printed_amounts_is_another(built: Mapping[str, Built]) -> None:
    found = [cell for grid in grids_of(built[ROUNDED].document) for row in grid.rows for cell in row.cells]
    cells = remarked(built[ROUNDED].opened(values=False))
    assert sorted(cell.comment.text for cell in cells) == sorted(cell.remark for cell in found if cell.remark)
    assert len(cells) > 5


def grids_of(document: Document) -> list[Grid]:
    return [grid for table in document.tables for grid in table.grids]


def test_no_remark_where_parts_add_up(built: Mapping[str, Built]) -> None:
    for name in (Path(LEDGER).stem, SHARED):
        assert remarked(built[name].opened(values=False)) == []


@each_document
def test_parts_add_up_as_they_are_printed(built: Mapping[str, Built], name: str) -> None:
    for grid in grids_of(built[name].document):
        for row in grid.rows:
            for cell in row.cells:
                parts = [grid.rows[line].cells[column] for line, column in cell.parts]
                assert not parts or sum(map(printed, parts)) == printed(cell)


def printed(cell: Cell) -> Decimal:
    return Decimal(0) if cell.text in ("", "-") else Decimal(cell.text.replace(",", ""))


def test_summaries_of_revenue_and_expenditure_are_printed_on_one_page(built: Mapping[str, Built]) -> None:
    sheets = [
        sheet
        for file in built.values()
        for sheet in file.opened(values=True).worksheets
        if "收支" in sheet.title and "总" in sheet.title
    ]
    assert len(sheets) == 10
    assert {sheet.page_setup.fitToHeight for sheet in sheets} <= {1, None}
