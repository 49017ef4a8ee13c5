"""Everything has room on paper, or is found to have none."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reportgen.document.document import Document, Kind, Table
from reportgen.readers.pages import Page, read_pages
from reportgen.renderers.html.page import render_html
from reportgen.renderers.layout.tables import table_layout
from reportgen.renderers.output import Output
from reportgen.renderers.pdf.layout import lay_out
from reportgen.renderers.pdf.misplaced import Fault
from reportgen.repository.repository import Repository
from tests.conftest import composed
from tests.renderers.sample import sample
from tests.renderers.stress import (
    BILLIONS,
    DIGITS,
    DOTS,
    MOST,
    NAME,
    URL,
    clauses,
    document,
    stress,
    tall_rows,
    text_table,
    wide_table,
)

POINTS_PER_MM = 72 / 25.4


@cache
def printed() -> list[Page]:
    return read_pages(Output(stress()).render("pdf"), stress().theme)


@pytest.mark.parametrize("made", [sample, stress, tall_rows])
def test_everything_has_room(made: object) -> None:
    assert callable(made)
    assert lay_out(render_html(made())).misplaced == ()


def test_no_glyph_leaves_the_text_area() -> None:
    for page in printed():
        width, height = page.size
        sides = stress().theme.page(landscape=width > height)
        for word in page.body:
            assert word.box.left >= sides.left * POINTS_PER_MM - 1, word
            assert word.box.right <= width - sides.right * POINTS_PER_MM + 1, word


def test_wide_amounts_stand_apart() -> None:
    """Amounts that run into each other are read as one word."""
    words = Counter(word.text for page in printed() for word in page.words)
    assert words[MOST] == 5 * (7 + 7 + 10) + 2
    assert words[BILLIONS] == 5 * 7


def test_the_whole_text_is_on_the_pages() -> None:
    text = "".join(word.text for page in printed() for word in page.body)
    assert text.count("第70条") == 2
    assert text.count("…") >= 2 * len(DOTS)
    assert text.count(DIGITS[:140]) >= 1
    assert text.count(NAME) >= 2


def test_amounts_that_fit_in_no_type_are_found() -> None:
    table = wide_table(16, anchor="t-1")
    found = Output(document(table)).misplaced
    assert {(fault.fault, fault.text, fault.anchor) for fault in found} == {(Fault.OUTSIDE, MOST, "t-1")}
    assert found[0].page == 3


def test_a_text_that_stands_on_another_is_found() -> None:
    html = '<body><p id="a" style="margin: 0">上一行</p><p style="margin: -1.1em 0">下一行</p>'
    (found,) = lay_out(html).misplaced
    assert (found.fault, found.text, found.page) == (Fault.OVERLAPPING, "上一行", 1)


def test_a_text_that_is_not_printed_is_found() -> None:
    html = '<html><body><p id="a">在</p><p>不<span style="display: none">见了</span></p></body></html>'
    (found,) = lay_out(html).misplaced
    assert (found.fault, found.text, found.anchor) == (Fault.MISSING, "不见了", "a")


def test_a_cell_or_a_page_that_a_text_leaves_is_found() -> None:
    cell = '<table style="table-layout: fixed; width: 5em"><tr><td>{0}<td>{0}</table>'.format("9" * 30)
    assert [found.fault for found in lay_out(f"<body>{cell}").misplaced] == [Fault.OUTSIDE] * 2
    assert [found.fault for found in lay_out(f"<body><p>{'9' * 300}").misplaced] == [Fault.OUTSIDE]
    tall = '<p style="break-inside: avoid; line-height: 60cm">一行'
    assert [found.fault for found in lay_out(f"<body>{tall}").misplaced] == [Fault.OUTSIDE]


LEDGERS = {
    "xigang-2024": "budgets/dalian-xigang/2024/133-yingshang.yaml",
    "xigang-2025": "budgets/dalian-xigang/2025/103-zhengfuban.yaml",
    "xinxiang": "budgets/xinxiang-jingkai/2024/112-xingzhengshenpi.yaml",
    "yingkou": "budgets/yingkou/2024/041002-yingshangzhongxin.yaml",
}


@pytest.mark.parametrize("name", LEDGERS)
def test_every_form_has_room_for_the_largest_amounts(name: str, repository: Repository) -> None:
    """Wherever a table prints an amount, it could be as large as a ledger takes one."""
    published = composed(repository, LEDGERS[name])
    tables = tuple(map(with_largest, published.tables))
    assert tables != published.tables
    assert Output(replace(published, blocks=tables)).misplaced == ()


def with_largest(table: Table) -> Table:
    """The first rows of a table with the largest amount for every one that is printed."""
    return replace(
        table,
        grids=tuple(
            replace(
                grid,
                rows=tuple(
                    replace(
                        row,
                        cells=tuple(
                            replace(cell, text=MOST) if column.kind is Kind.AMOUNT and cell.text else cell
                            for cell, column in zip(row.cells, grid.columns, strict=True)
                        ),
                    )
                    for row in grid.rows[:2]
                ),
            )
            for grid in table.grids
        ),
    )


def test_type_shrinks_no_further_than_amounts_need() -> None:
    sizes = [table_layout(table, sample().theme).size for table in sized()]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 9
    assert sizes[-1] == 5.5


def sized() -> Iterator[Table]:
    return (wide_table(columns, BILLIONS, anchor=f"t-{columns}") for columns in range(2, 16))


# Dots are not among them: beside Latin letters the engine breaks their lines too late, and that is found.
PIECES = (DIGITS, URL, NAME, MOST, clauses()[:400], "合计", "A" * 90, "“”，。（）" * 9, "")
WORDS = st.sampled_from(PIECES)
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map("，".join)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    width = draw(st.integers(1, 6))
    rows = draw(st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=1, max_size=4))
    return document(text_table(*rows, anchor="t-1"), wide_table(draw(st.integers(1, 9)), anchor="t-2"))


@given(documents())
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.generate],  # every step of shrinking would be another layout
    suppress_health_check=[HealthCheck.too_slow],
)
def test_any_texts_have_room(made: Document) -> None:
    assert lay_out(render_html(made)).misplaced == ()
