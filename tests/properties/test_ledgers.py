"""What must hold for every ledger: decoded as written, totals add up, every figure has its lines."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.checks import check_budget
from reportgen.classification.tables import Classification
from reportgen.document.document import Cell, Document, Figure, Grid, Kind, Paragraph, Part, Table
from reportgen.findings.diagnostics import Span
from reportgen.form.profile import Profile
from reportgen.ledger.model import Budget, Declared, ExpenditureLine, FundLine, Origin, Procurement
from reportgen.repository.repository import Repository
from tests.conftest import ROOT
from tests.strategies import FORMS, budgets
from tests.unchecked import compose
from tests.writing import ledger_text

FORM = FORMS["dalian-xigang-2024"]
TOTALS = ("合计", "小计", "总计")


@cache
def known() -> tuple[Classification, Profile]:
    repository = Repository(ROOT)
    profile, findings = repository.profile(FORM.profile)
    assert profile is not None, findings
    return repository.classification(FORM.year)[0], profile


def ledgers() -> st.SearchStrategy[Budget]:
    return budgets(known()[0], FORM)


slow = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the real forms and classification, for drawn ledgers."""
    found = tmp_path_factory.mktemp("ledgers").resolve()
    for name in ("templates", "classification"):
        (found / name).symlink_to(ROOT / name)
    return found


def decoded(budget: Budget, folder: Path) -> Budget:
    """Write a drawn budget into a repository and load it, so that every line has a place."""
    path = folder / budget.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ledger_text(budget), "utf-8")
    found, findings = Repository(folder).budget(path)
    assert found is not None, findings
    return found


def plain(value: Any) -> Any:
    """The value without places, without where it was loaded from and without the classification."""
    if isinstance(value, Span | Classification | Origin):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value) if item.compare}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


@slow
@given(budget=ledgers())
def test_decoding_a_written_ledger_gives_the_ledger(folder: Path, budget: Budget) -> None:
    assert plain(decoded(budget, folder)) == plain(budget)


@slow
@given(budget=ledgers())
def test_a_ledger_that_balances_has_no_balance_finding(budget: Budget) -> None:
    assert [finding for finding in check_budget(budget) if finding.is_error] == []


@slow
@given(budget=ledgers())
def test_every_total_is_the_sum_of_its_parts(folder: Path, budget: Budget) -> None:
    document = compose(decoded(budget, folder), known()[1])
    assert_totals_of_ledger(document, budget)
    for table in document.tables:
        for grid in table.grids:
            assert_columns_add_up(table, grid)
            assert_rows_add_up(table, grid)
            assert_parts_add_up(grid)


def assert_columns_add_up(table: Table, grid: Grid) -> None:
    """合计 and 小计 are the sum of the headings beside them, in every row."""
    for index, column in enumerate(grid.columns):
        if column.kind is Kind.AMOUNT and column.heading[-1] in TOTALS:
            beside = list(headings_beside(grid, index))
            for row in grid.rows:
                parts = sum((row.cells[part].value or Decimal(0) for part in beside), Decimal(0))
                if beside and row.cells[index].value is not None:
                    assert row.cells[index].value == parts, (table.title, column.heading, row.cells[0].text)


def headings_beside(grid: Grid, index: int) -> Iterator[int]:
    """The columns that a total adds up: a group counts by its own total."""
    above = grid.columns[index].heading[:-1]
    groups: dict[str, list[int]] = defaultdict(list)
    for other, column in enumerate(grid.columns):
        beneath = len(column.heading) > len(above) and column.heading[: len(above)] == above
        if column.kind is Kind.AMOUNT and beneath and other != index:
            groups[column.heading[len(above)]].append(other)
    for name, members in groups.items():
        if name in TOTALS:
            continue
        own = [member for member in members if grid.columns[member].heading[-1] in TOTALS]
        yield from own[:1] or members


def assert_rows_add_up(table: Table, grid: Grid) -> None:
    """A row with rows beneath it is their sum; the first row, if it is a total, that of the top rows."""
    for index, column in enumerate(grid.columns):
        if column.kind is not Kind.AMOUNT:
            continue
        values = [(row.depths[index], row.cells[index].value or Decimal(0), row.total) for row in grid.rows]
        for at, (depth, value, _) in enumerate(values):
            beneath = list(children(values, at, depth))
            if beneath:
                assert value == sum(beneath), (table.title, column.heading, grid.rows[at].cells[0].text)
        if values and values[0][2] and len(values) > 1:
            top = sum(value for depth, value, total in values[1:] if depth == 0 and not total)
            assert values[0][1] == top, (table.title, column.heading)


def assert_parts_add_up(grid: Grid) -> None:
    """The printed parts of a total give the printed total, and following parts of parts comes to an end."""
    cells = {(r, c): cell for r, row in enumerate(grid.rows) for c, cell in enumerate(row.cells)}
    for place, cell in cells.items():
        if cell.parts:
            assert sum(map(printed, (cells[part] for part in cell.parts))) == printed(cell), place
    TopologicalSorter({place: cell.parts for place, cell in cells.items()}).prepare()


def printed(cell: Cell) -> Decimal:
    return Decimal(cell.text.replace(",", "") or 0)


def children(values: list[tuple[int, Decimal, bool]], at: int, depth: int) -> Iterator[Decimal]:
    for below, value, _ in values[at + 1 :]:
        if below <= depth:
            return
        if below == depth + 1:
            yield value


@slow
@given(budget=ledgers())
def test_every_figure_has_its_lines(folder: Path, budget: Budget) -> None:
    ledger = decoded(budget, folder)
    assert_sources(compose(ledger, known()[1]), ledger)


def assert_sources(document: Document, ledger: Budget) -> None:
    """Every amount is the sum of the ledger lines that it names."""
    amounts = dict(amounts_by_place(ledger))
    for table in document.tables:
        cells = [cell for grid in table.grids for row in grid.rows for cell in row.cells]
        for cell in (*cells, *(field.cell for field in table.fields)):
            if cell.value is not None:
                assert cell.value == sum((amounts[span] for span in cell.sources), Decimal(0)), table.title
    for block in document.blocks:
        if isinstance(block, Paragraph | Part):
            for figure in block.figures:
                assert_figure(figure, block, amounts)


def assert_figure(figure: Figure, block: Paragraph | Part, amounts: Mapping[Span, Decimal]) -> None:
    assert block.text[figure.start : figure.start + len(figure.text)] == figure.text
    if figure.unit == "万元" and not figure.fact.startswith(("变动", "门槛")):
        assert figure.value == sum((amounts[span] for span in figure.sources), Decimal(0)), figure.fact


def amounts_by_place(budget: Budget) -> Iterator[tuple[Span, Decimal]]:
    lines: tuple[ExpenditureLine | FundLine | Procurement | Declared, ...] = (
        *budget.expenditure,
        *budget.revenue,
        *budget.carried_in,
        *budget.carried_out,
        *budget.procurement,
        *budget.previous.values(),
    )
    for line in lines:
        yield line.span, line.amount


def assert_totals_of_ledger(document: Document, budget: Budget) -> None:
    """The sums of the ledger, made here, stand in the first rows of the tables."""
    first = {table.key: table.grids[0].rows[0].cells[1].value for table in document.tables if table.label}
    spent = sum((line.amount for line in budget.expenditure), Decimal(0))
    general = [line.amount for line in budget.expenditure if line.fund == "一般公共预算"]
    received = sum((line.amount for line in (*budget.revenue, *budget.carried_in)), Decimal(0))
    assert first["支出功能分类表"] == first["支出经济分类表"] == first["支出预算总表"] == spent
    assert first["收入预算总表"] == received
    assert first["一般公共预算支出表"] == sum(general, Decimal(0))
    assert first["政府采购表"] == sum((item.amount for item in budget.procurement), Decimal(0))


@settings(slow, max_examples=5)
@given(budget=ledgers())
def test_the_same_ledger_gives_the_same_document(folder: Path, budget: Budget) -> None:
    ledger = decoded(budget, folder)
    assert compose(ledger, known()[1]) == compose(ledger, known()[1])
