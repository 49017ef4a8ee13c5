"""What a theme says is what stands on the pages of the PDF."""

import re
from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
from pypdf import PageObject, PdfReader

from reportgen.document.document import Cell, Document, Kind
from reportgen.document.theme import NumberPlace, PartStart, Rules, Theme
from reportgen.form.theme import base_theme
from reportgen.renderers.html.page import render_html
from reportgen.renderers.pdf.layout import lay_out
from tests.renderers.sample import body, long_table, sample

MIDDLE = 0.5
NUMBER = re.compile(r"— (\d+) —")


@cache
def printed(theme: Theme) -> PdfReader:
    return set_under(replace(sample(), theme=theme))


def set_under(document: Document) -> PdfReader:
    return PdfReader(BytesIO(lay_out(render_html(document)).write()))


def runs(page: PageObject) -> list[tuple[float, float, str]]:
    """Return the pieces of text of a page with their places: from the left and from the foot, in points."""
    found: list[tuple[float, float, str]] = []

    def visit(text: str, matrix: list[float], text_matrix: list[float], *_: object) -> None:
        if text.strip():
            x = text_matrix[4] * matrix[0] + matrix[4]
            found.append((x, text_matrix[5] * matrix[3] + matrix[5], text.strip()))

    page.extract_text(visitor_text=visit)
    return found


def number_sides(reader: PdfReader) -> dict[int, float]:
    """Return where each page number begins, as a part of the width of its page."""
    return {
        int(match[1]): x / float(page.mediabox.width)
        for page in reader.pages
        for x, _, text in runs(page)
        if (match := NUMBER.fullmatch(text))
    }


def test_page_numbers_stand_on_the_outer_side() -> None:
    sides = number_sides(printed(base_theme()))
    assert len(sides) > 8
    assert all((side > MIDDLE) == (number % 2 == 1) for number, side in sides.items())


def test_page_numbers_stand_in_the_middle_where_the_theme_says_so() -> None:
    theme = base_theme()
    centred = replace(theme, page_number=replace(theme.page_number, place=NumberPlace.CENTRE))
    assert {round(side, 1) for side in number_sides(printed(centred)).values()} <= {0.4, 0.5}


def test_cover_has_no_number() -> None:
    assert 1 not in number_sides(printed(base_theme()))


def test_parts_open_on_odd_pages_where_the_theme_says_so() -> None:
    reader = printed(replace(base_theme(), part_start=PartStart.ODD))
    texts = [page.extract_text() for page in reader.pages]
    parts = [number for number, text in enumerate(texts, 1) if re.match("第.部分", text.strip())]
    assert len(parts) == 3
    assert all(number % 2 == 1 for number in parts)
    blank = [number for number, text in enumerate(texts, 1) if not text.strip()]
    assert blank
    assert all(number % 2 == 0 for number in blank)
    assert not {*blank} & {*number_sides(reader)}


def test_page_holds_twenty_two_lines() -> None:
    text = body("为贯彻落实中央、省、市关于优化营商环境建设的决策部署" * 60)
    page = set_under(replace(sample(), blocks=(text,))).pages[2]
    lines = {round(y) for _, y, run in runs(page) if not NUMBER.fullmatch(run)}
    assert len(lines) == 22


def test_following_pages_of_a_table_print_its_title_as_continued() -> None:
    table = long_table()
    texts = [re.sub(r"\s", "", page.extract_text()) for page in printed(base_theme()).pages]
    heading = re.sub(r"\s", "", f"{table.title}{table.label}")
    continued = re.sub(r"\s", "", f"{table.label}{table.title}（续表）")
    (first,) = [number for number, text in enumerate(texts) if heading in text]
    numbers = [number for number, text in enumerate(texts) if continued in text]
    assert numbers
    assert numbers == list(range(first + 1, first + 1 + len(numbers)))
    assert sum("（续表）" in text for text in texts) == len(numbers)


def test_titles_are_not_repeated_where_the_theme_leaves_that_empty() -> None:
    theme = base_theme()
    plain = printed(replace(theme, table=replace(theme.table, continued="")))
    assert not any("续表" in page.extract_text() for page in plain.pages)


def test_decimal_points_stand_under_each_other() -> None:
    amounts = ("1,111.11", "8,888.88", "4.10", "708,111,711.17")
    table = long_table()
    grid = table.grids[0]
    place = next(index for index, column in enumerate(grid.columns) if column.kind is Kind.AMOUNT)
    rows = tuple(
        replace(
            grid.rows[0],
            cells=tuple(Cell(amount if at == place else "") for at in range(len(grid.columns))),
        )
        for amount in amounts
    )
    page = set_under(replace(sample(), blocks=(replace(table, grids=(replace(grid, rows=rows),)),))).pages[2]
    starts = {text: x for x, _, text in runs(page) if text in amounts}
    character = (starts["4.10"] - starts["1,111.11"]) / (len("1,111.11") - len("4.10"))
    ends = {round(starts[text] + len(text) * character, 2) for text in amounts}
    assert len(ends) == 1


@pytest.mark.parametrize("rules", Rules)
def test_lines_of_tables_are_those_of_the_theme(rules: Rules) -> None:
    theme = base_theme()
    reader = set_under(
        replace(
            sample(), blocks=(long_table(),), theme=replace(theme, table=replace(theme.table, rules=rules))
        )
    )
    drawn = reader.pages[2].get_contents()
    assert drawn is not None
    lines = len(re.findall(rb"\bre\b|\bl\b", drawn.get_data()))
    assert (lines > 100) == (rules is Rules.GRID)
