"""Reads the HTML file."""

from collections.abc import Iterator
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from tests.published.readers.content import Content, Table
from tests.published.readers.grid import Cell, make_tables

# What a page adds to the document: charts, formulas, and where the script shows them.
_ADDED = "self::section[@class='charts'] or self::details or self::div"


def read_html(path: Path) -> Content:
    """Read the page."""
    page = html.fromstring(path.read_text(encoding="utf-8"))
    return Content(
        _texts(page, "//header/p"),
        _texts(page, "//nav/p | //nav//li"),
        tuple(block for element in _find(page, f"//main/*[not({_ADDED})]") for block in _blocks(element)),
    )


def _texts(element: HtmlElement, path: str) -> tuple[str, ...]:
    return tuple(found.text_content() for found in _find(element, path))


def _find(element: HtmlElement, path: str) -> list[HtmlElement]:
    found = element.xpath(path)
    assert isinstance(found, list)
    return [item for item in found if isinstance(item, HtmlElement)]


def _blocks(element: HtmlElement) -> Iterator[str | Table]:
    match element.tag:
        case "section":
            (title,) = _texts(element, "./h2")
            caption = _texts(element, "./*[not(self::h2 or self::a)][following-sibling::div]")
            notes = _texts(element, "./p[preceding-sibling::div]")
            yield from make_tables(title, caption, list(_cells(element)), notes)
        case "ul":
            yield from _texts(element, "./li")
        case _:
            yield element.text_content()


def _cells(section: HtmlElement) -> Iterator[Cell]:
    """Place each cell in the first free columns of its row, as a browser does."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(_find(section, ".//tr")):
        column = 0
        for cell in line:
            while (row, column) in taken:
                column += 1
            rows, columns = (int(cell.get(span, "1")) for span in ("rowspan", "colspan"))
            taken.update((row + down, column + right) for down in range(rows) for right in range(columns))
            in_head = cell.getparent().getparent().tag == "thead"
            yield Cell(
                cell.text_content(),
                row,
                column,
                rows,
                columns,
                heading=in_head,
            )
