from dataclasses import replace
from itertools import chain

import pytest

from reportgen.document.document import Cell, Column, Grid, Kind, Row, Table
from reportgen.form.theme import base_theme
from reportgen.renderers.html.page import render_html
from reportgen.renderers.html.screen import render_web
from reportgen.renderers.layout.head_lines import head_lines
from reportgen.renderers.layout.tables import MM_PER_POINT, table_layout, text_width, tied_rows
from tests.renderers.sample import empty_table, sample

THEME = base_theme()


def rows(outer: int, *inner: int) -> tuple[Row, ...]:
    """Rows of a cell merged over *outer* of them, beside cells merged over so many as *inner* says."""
    starts = {sum(inner[:index]) for index in range(len(inner))}
    return tuple(
        Row(
            (Cell("", continues=number % outer > 0), Cell("", continues=number not in starts)),
            (0, 0),
        )
        for number in range(sum(inner))
    )


@pytest.mark.parametrize(
    ("tied", "groups"),
    [
        (rows(8, 3, 5), [8]),
        (rows(3, 3, 3), [3, 3]),
        (rows(21, 7, 7, 7), [7, 7, 7]),
        (rows(18, 3, 6, 4, 5), [3, 6, 4, 5]),
        (rows(13, 3, 3, 7), [6, 7]),
        (rows(20, 20), [4, 4, 4, 8]),
    ],
)
def test_rows_of_merged_cells_that_are_too_long_part_between_the_cells_inside(
    tied: tuple[Row, ...], groups: list[int]
) -> None:
    segments = list(tied_rows(tied))
    assert [len(segment) for segment in segments] == groups
    assert list(chain.from_iterable(segments)) == list(range(len(tied)))


def amounts_under(*headings: str) -> Table:
    columns = (
        Column(heading=("项目",), kind=Kind.TEXT),
        *(Column(heading=(heading,), kind=Kind.AMOUNT) for heading in headings),
    )
    row = Row((Cell("合计"), *(Cell("1.00") for _ in headings)), (0,) * len(columns))
    return replace(empty_table(), grids=(Grid(None, columns, (row,)),), landscape=False)


def test_the_shortest_headings_stand_on_one_line_where_there_is_no_room_for_all() -> None:
    headings = ("工资福利支出", "上级补助收入", *["国有资本经营预算"] * 5)
    table = amounts_under(*headings)
    layout = table_layout(table, THEME)
    rooms = [(width - 2 * THEME.table.padding) / layout.size / MM_PER_POINT for width in layout.widths[0][1:]]
    whole = [room > text_width(heading) for heading, room in zip(headings, rooms, strict=True)]
    assert whole == [True] * 2 + [False] * 5


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("上级补助收入", 6.1, ["上级补助收入"]),
        ("上级补助收入", 5.9, ["上级补助", "收入"]),
        ("政府性基金", 4.0, ["政府性", "基金"]),
        ("财政专户管理资金", 5.0, ["财政专户", "管理资金"]),
    ],
)
def test_headings_break_between_words(text: str, room: float, lines: list[str]) -> None:
    assert head_lines(text, room).split("\n") == lines


@pytest.mark.parametrize("text", ["国有资本经营预算", "部门（单位）代码", "权重(%)", "5G建设"])
def test_headings_are_left_alone_where_words_take_more_lines_or_are_hard_to_tell(text: str) -> None:
    assert head_lines(text, 3.1) == text
    assert head_lines("绩效指标值", 2.3) == "绩效指标值"


def test_paper_breaks_headings_and_a_screen_does_so_itself() -> None:
    broken = amounts_under(*["政府性基金预算拨款收入"] * 7)
    document = replace(sample(), blocks=(broken,))
    assert "政府性基金\n预算拨款\n收入" in render_html(document)
    assert "政府性基金预算拨款收入</th>" in render_web(document)
