"""The comparison can fail: it finds any one changed figure and names exactly its place."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.published.comparison import Difference, prose_differences, table_differences
from tests.published.facts import Facts, read_facts
from tests.published.readers.content import Table

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("*/tables.txt"))

each_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def _facts(folder: Path) -> Facts:
    texts = ((folder / name).read_text(encoding="utf-8") for name in ("tables.txt", "sentences.txt"))
    return read_facts(*texts)


def _other_digit(text: str) -> str:
    """Change the last digit."""
    place = max(index for index, char in enumerate(text) if char.isdigit())
    return f"{text[:place]}{(int(text[place]) + 1) % 10}{text[place + 1 :]}"


def _with_cell(table: Table, row: int, column: int, text: str) -> Table:
    cells = table.rows[row]
    changed = (*cells[:column], text, *cells[column + 1 :])
    return replace(table, rows=(*table.rows[:row], changed, *table.rows[row + 1 :]))


def _places(table: Table) -> Iterator[tuple[int, int]]:
    for row, cells in enumerate(table.rows):
        yield from ((row, column) for column, text in enumerate(cells) if any(map(str.isdigit, text)))


@each_folder
def test_finds_any_changed_digit_of_a_table(folder: Path) -> None:
    for published in _facts(folder).tables:
        table = published.table
        for row, column in _places(table):
            text = table.rows[row][column]
            changed = _with_cell(table, row, column, _other_digit(text))
            label = next(filter(None, table.rows[row]))
            path = " > ".join(table.header[column])
            place = f"{table.name}, row {row + 1} “{label}”, column “{path}”"
            assert list(table_differences(table, changed)) == [Difference(place, text, _other_digit(text))]


@each_folder
def test_finds_any_changed_digit_of_a_sentence(folder: Path) -> None:
    flow = list(_facts(folder).flow)
    for index, text in enumerate(flow):
        if any(map(str.isdigit, text)):
            ours = [*flow[:index], _other_digit(text), *flow[index + 1 :]]
            (found,) = prose_differences(flow, ours)
            assert len(found.published) == len(found.ours) == 1


@each_folder
def test_finds_missing_added_and_exchanged_rows(folder: Path) -> None:
    for published in _facts(folder).tables:
        table = published.table
        row = table.rows[0]
        shorter, longer = replace(table, rows=table.rows[1:]), replace(table, rows=(*table.rows, row))
        exchanged = replace(table, rows=table.rows[::-1])
        line = " | ".join(row)

        assert list(table_differences(table, shorter)) == [Difference(f"{table.name}, row 1", line, "")]
        after = f"{table.name}, after row {len(table.rows)}"
        assert list(table_differences(table, longer)) == [Difference(after, "", line)]
        assert len(table.rows) == 1 or any(table_differences(table, exchanged))


def test_finds_a_changed_heading_field_caption_and_note() -> None:
    table = Table(
        "支出表",
        ("附表1", "金额单位：元"),
        (("单位", "甲"),),
        "",
        (("合计",),),
        (("1",),),
        ("注：无",),
    )

    for changed, place in (
        (replace(table, caption=("金额单位：元", "附表1")), "支出表（甲）, caption"),
        (replace(table, fields=(("单位", "乙"),)), "支出表（甲）, field 单位"),
        (replace(table, fields=()), "支出表（甲）, fields"),
        (replace(table, part="一"), "支出表（甲）, part"),
        (replace(table, header=(("基本支出", "合计"),)), "支出表（甲）, header"),
        (replace(table, notes=()), "支出表（甲）, notes"),
    ):
        assert [found.place for found in table_differences(table, changed)] == [place]
