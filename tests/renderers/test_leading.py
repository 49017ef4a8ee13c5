from dataclasses import replace

from reportgen.document.document import Cell, Column, Grid, Kind, Row, Table
from reportgen.form.theme import base_theme
from reportgen.renderers.layout.row_spacing import row_setting
from reportgen.renderers.layout.tables import table_layout
from tests.renderers.sample import empty_table, long_table, performance_sheet, summary_table

THEME = base_theme()


def list_of(rows: int, text: str = "内容") -> Table:
    columns = (Column(heading=("名称",), kind=Kind.TEXT), Column(heading=("说明",), kind=Kind.TEXT))
    grid = Grid(None, columns, tuple(Row((Cell(text), Cell("")), (0, 0)) for _ in range(rows)))
    return replace(empty_table(), grids=(grid,), notes=())


def set_in(table: Table) -> tuple[float, bool]:
    size, leading = row_setting(table, table_layout(table, THEME), THEME)
    assert leading in (THEME.table.loose, THEME.table.tight)
    return size, leading == THEME.table.tight


def test_short_tables_are_set_loosely() -> None:
    assert set_in(empty_table()) == (9, False)
    assert set_in(performance_sheet(1)) == (9, False)


def test_tables_over_several_pages_are_set_loosely() -> None:
    assert set_in(long_table()) == (9, False)


def test_rows_are_tight_where_that_saves_a_page() -> None:
    tight = [rows for rows in range(1, 80) if set_in(list_of(rows))[1]]
    assert tight == list(range(min(tight), max(tight) + 1))
    assert 30 < min(tight) < max(tight) < 60


def test_lines_that_wrap_count() -> None:
    assert set_in(list_of(23)) == (9, False)
    assert set_in(list_of(23, "很长的名称" * 9)) == (9, True)


def test_summary_is_tight_and_smaller_only_if_it_must_be() -> None:
    summary = summary_table()
    grid = summary.grids[0]
    longer = replace(summary, grids=(replace(grid, rows=grid.rows + grid.rows[-8:]),))
    assert set_in(summary) == (9, True)
    size, tight = set_in(longer)
    assert tight
    assert size in {7.5, 8.0, 8.5}
