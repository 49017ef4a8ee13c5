"""Rounding residues: said, noted or shared out, and never a total that changes."""

import shutil
from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.commands.checking import Checked, check_file
from reportgen.composing.tables.footing.residue import Node, Printed, forest, residues, rounded, shared
from reportgen.document.document import Table
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, LEDGER, ROOT, Edit

TABLES = "templates/dalian-xigang-2024/tables.yaml"
# 万元 in hundredths: 西岗营商局 2024 and 西岗政府办 2025, by 类.
XIGANG_2024 = ("27820.2986", "2374.2408", "1736.8224", "3528.1932")
XIGANG_2025 = ("50966.5493", "6674.502", "4272.0456", "10072.1772")
ONE = (Node(0),)

amounts = st.integers(0, 10**7).map(lambda units: Decimal(units).scaleb(-4))


def column(parts: Sequence[str]) -> tuple[dict[tuple[int, int], Decimal], tuple[Node, ...]]:
    """A total at the top of a column and its parts."""
    values = [Decimal(part) for part in parts]
    exact = {(index, 0): value for index, value in enumerate([sum(values, Decimal(0)), *values])}
    return exact, forest(range(len(exact)), [(0, frozenset(range(1, len(exact))))])


def down(printed: Printed) -> list[int]:
    return [printed[place] for place in sorted(printed)]


def test_published_parts_of_2024_do_not_add_up() -> None:
    exact, rows = column(XIGANG_2024)
    assert down(rounded(exact)) == [35460, 27820, 2374, 1737, 3528]
    assert [(found.total, found.parts) for found in residues(rounded(exact), rows, ONE)] == [(35460, 35459)]


def test_sharing_gives_the_unit_to_the_largest_remainder() -> None:
    exact, rows = column(XIGANG_2024)
    printed = shared(exact, rows, ONE)
    assert down(printed) == [35460, 27821, 2374, 1737, 3528]
    assert list(residues(printed, rows, ONE)) == []


def test_published_parts_of_2025_add_up_to_too_much() -> None:
    exact, rows = column(XIGANG_2025)
    assert [(found.total, found.parts) for found in residues(rounded(exact), rows, ONE)] == [(71985, 71986)]
    assert down(shared(exact, rows, ONE)) == [71985, 50967, 6674, 4272, 10072]


def test_a_total_over_some_of_the_parts_is_a_part_itself() -> None:
    trees = forest(range(5), [(0, frozenset({2, 3, 4})), (1, frozenset({2, 3}))])
    assert trees == (Node(0, (Node(1, (Node(2), Node(3))), Node(4))),)


@given(st.lists(amounts, min_size=1, max_size=9))
def test_shared_parts_always_add_up_and_are_less_than_a_unit_off(parts: list[Decimal]) -> None:
    exact, rows = column([str(part) for part in parts])
    printed = shared(exact, rows, ONE)
    assert list(residues(printed, rows, ONE)) == []
    assert printed[0, 0] == rounded(exact)[0, 0]
    assert all(abs(printed[place] - value) < 1 for place, value in exact.items())


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(amounts, min_size=width, max_size=width), min_size=1, max_size=5)
    )
)
def test_shared_cells_are_less_than_a_unit_off_in_both_directions(lines: list[list[Decimal]]) -> None:
    inner = {(r, c): value for r, line in enumerate(lines, 1) for c, value in enumerate(line, 1)}
    exact = dict(inner)
    for (row, place), value in inner.items():
        for total in ((0, place), (row, 0), (0, 0)):
            exact[total] = exact.get(total, Decimal(0)) + value
    height, width = len(lines) + 1, len(lines[0]) + 1
    rows = forest(range(height), [(0, frozenset(range(1, height)))])
    columns = forest(range(width), [(0, frozenset(range(1, width)))])
    printed = shared(exact, rows, columns)
    assert all(abs(printed[place] - value) < 1 for place, value in exact.items())
    across = [found for found in residues(printed, rows, columns) if found.place[1] == 0]
    assert across == []


@pytest.fixture
def in_wan(example: Repository, edit: Edit) -> Callable[[str], Checked]:
    """Check the ledger of 西岗 with its form in 万元 and a policy."""
    root = example.root
    shutil.copytree((ROOT / TABLES).parent, (root / TABLES).parent)
    (root / LEDGER).parent.mkdir(parents=True)
    shutil.copy(ROOT / LEDGER, root / LEDGER)

    def check(policy: str) -> Checked:
        edit(TABLES, ("金额: {单位: 元, 小数: 2", f"{policy}\n金额: {{单位: 万元, 小数: 2"))
        return check_file(example, root / LEDGER)

    return check


def table(checked: Checked) -> Table:
    assert checked.document is not None, checked.findings
    return next(table for table in checked.document.tables if table.key == "一般公共预算支出表")


def classes(checked: Checked) -> list[tuple[str, str, Decimal | None]]:
    """The rows of the total and of each 类: label, printed and exact amount."""
    cells = [(row.cells[0].text, row.cells[1]) for row in table(checked).grids[0].rows]
    return [
        (label, cell.text, cell.value)
        for label, cell in cells
        if label == "合 计" or label.partition("-")[0] in {"201", "208", "210", "221"}
    ]


def sentences(checked: Checked) -> list[str]:
    found = [finding.sentence for finding in checked.findings if finding.code == "T106"]
    return [sentence for sentence in found if "“一般公共预算支出表”" in sentence]


ROUNDED = ["354.60", "278.20", "23.74", "17.37", "35.28"]


def test_by_default_each_cell_is_rounded_and_the_residue_is_said(in_wan: Callable[[str], Checked]) -> None:
    checked = in_wan("")
    assert [text for _, text, _ in classes(checked)] == ROUNDED
    (sentence,) = sentences(checked)
    assert "列“合计”印 354.60，各项之和是 354.59" in sentence
    assert table(checked).notes == ()


def test_a_noted_residue_is_printed_beneath_the_table(in_wan: Callable[[str], Checked]) -> None:
    checked = in_wan("尾差: 注明尾差")
    assert [text for _, text, _ in classes(checked)] == ROUNDED
    assert table(checked).notes == ("注：因四舍五入，分项合计与总数可能存在尾差。",)
    assert checked.document is not None
    (three_public,) = [table for table in checked.document.tables if table.key == "三公经费表"]
    assert not any("尾差" in note for note in three_public.notes)


def test_the_note_is_worded_by_the_form(in_wan: Callable[[str], Checked]) -> None:
    assert table(in_wan("尾差: 注明尾差\n尾差注: 注：存在尾数误差。")).notes == ("注：存在尾数误差。",)


def test_the_remark_on_a_total_is_worded_by_the_form(in_wan: Callable[[str], Checked]) -> None:
    found = table(in_wan('尾差批注: {行: "各行之和 {相加}"}')).grids[0].rows[2].cells[1]
    assert (found.text, found.parts, found.remark) == ("354.60", (), "各行之和 354.59")


def test_a_total_with_a_residue_across_keeps_its_parts_and_says_so(in_wan: Callable[[str], Checked]) -> None:
    cells = [cell for row in table(in_wan("")).grids[0].rows for cell in row.cells if cell.remark]
    both = [cell for cell in cells if cell.parts]
    assert both
    assert all("各列" in cell.remark and "各行" not in cell.remark for cell in both)


@pytest.mark.parametrize(
    ("words", "code"), [('{列: "合计 {总数}"}', "T202"), ("{栏: 合计}", "E203"), ("合计", "E201")]
)
def test_a_remark_that_nobody_can_fill_in_is_an_error(
    in_wan: Callable[[str], Checked], words: str, code: str
) -> None:
    assert code in [finding.code for finding in in_wan(f"尾差批注: {words}").findings]


def test_shared_residue_changes_the_text_and_neither_value_nor_sources(
    in_wan: Callable[[str], Checked],
) -> None:
    checked = in_wan("尾差: 分摊尾差")
    found = classes(checked)
    assert [text for _, text, _ in found] == ["354.60", "278.21", "23.74", "17.37", "35.28"]
    assert found[1][2] == Decimal("2782029.86")
    assert all(row.cells[1].sources for row in table(checked).grids[0].rows)
    assert all(row.cells[1].printed == Decimal(row.cells[1].text) for row in table(checked).grids[0].rows)
    assert any("由 278.20 改印 278.21" in sentence for sentence in sentences(checked))
    assert not any("加不起来" in sentence for sentence in sentences(checked))


def test_shared_tables_add_up_in_both_directions(in_wan: Callable[[str], Checked]) -> None:
    checked = in_wan("尾差: 分摊尾差")
    assert [f.sentence for f in checked.findings if f.code == "T106" and "加不起来" in f.sentence] == []
    for row in table(checked).grids[0].rows:
        total, basic, staff, running, projects = (Decimal(cell.text or 0) for cell in row.cells[1:])
        assert (total, basic) == (basic + projects, staff + running)


def test_a_policy_that_is_none_is_an_error(in_wan: Callable[[str], Checked]) -> None:
    assert "E206" in [finding.code for finding in in_wan("尾差: 忽略").findings]


def test_yuan_leave_nothing_to_round(example: Repository) -> None:
    findings = check_file(example, example.root / EXAMPLE_LEDGER).findings
    assert "T106" not in [finding.code for finding in findings]
