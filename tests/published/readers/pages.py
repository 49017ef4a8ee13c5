"""Reads the PDF file as it meets the eye: words by their place, tables by their ruled lines."""

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from pathlib import Path

from lxml import etree

from tests.published.readers.content import Content, Table
from tests.published.readers.grid import Cell, make_tables
from tests.published.readers.ruled import Sheet
from tests.published.readers.rulings import Box, read_rulings

# The number of a page, and the title at the head of the pages that a table goes on to.
_IN_MARGIN = re.compile(r"— ?\d+ ?—|.*（续表）")
_LEADER = re.compile(r"( ?\.){2,} ?\d+$")
_CENTRED = 1.0
_ROWS_OF_A_PAGE = 1000
_WORD = "{http://www.w3.org/1999/xhtml}word"
_PAGE = "{http://www.w3.org/1999/xhtml}page"


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands."""

    text: str
    box: Box


_Line = list[Word]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the lines of text above, below or without a grid, the cells of the grid and its sides."""

    above: list[_Line]
    cells: list[Cell]
    below: list[_Line]
    left: float
    right: float


def read_pdf(path: Path) -> Content:
    """Read the file: the cover, the contents with their dotted lines, then text and tables."""
    cover, *pages = [
        _page(words, lines) for words, lines in zip(_words(path), read_rulings(path), strict=True)
    ]
    listing = list(_contents_pages(pages))
    contents = [line for page in listing for line in _texts(page.above)]
    return Content(
        tuple(_texts(cover.above)), tuple(_entries(contents)), tuple(_blocks(pages[len(listing) :]))
    )


def _words(path: Path) -> list[list[Word]]:
    command = ["pdftotext", "-bbox", str(path), "-"]
    found = subprocess.run(command, check=True, capture_output=True).stdout
    return [[_word(element) for element in page.iter(_WORD)] for page in etree.fromstring(found).iter(_PAGE)]


def _word(element: etree._Element) -> Word:
    edges = (float(element.get(name, "")) for name in ("xMin", "yMin", "xMax", "yMax"))
    return Word(element.text or "", Box(*edges))


def _page(words: list[Word], lines: list[Box]) -> Page:
    drawn = list(Sheet(lines).cells())
    cells = list(_cells(words, drawn))
    free = [line for line in _lines(_outside(words, drawn)) if not _IN_MARGIN.fullmatch(_text(line))]
    top = min((box.top for _, box in drawn), default=float("inf"))
    left = min((box.left for _, box in drawn), default=0.0)
    right = max((box.right for _, box in drawn), default=0.0)
    above = [line for line in free if line[0].box.top < top]
    return Page(above, cells, free[len(above) :], left, right)


def _outside(words: list[Word], drawn: list[tuple[range, Box]]) -> list[Word]:
    return [word for word in words if not any(box.holds(word.box.middle) for _, box in drawn)]


def _cells(words: list[Word], drawn: list[tuple[range, Box]]) -> Iterator[Cell]:
    """A row is a heading if each of its cells has text and every line of it stands in the middle."""
    filled = [
        (rows, box, _lines([word for word in words if box.holds(word.box.middle)])) for rows, box in drawn
    ]
    plain = {rows.start for rows, box, lines in filled if not _is_centred(lines, box)}
    for rows, box, lines in filled:
        left, right = round(box.left), round(box.right)
        text = "".join(_texts(lines))
        yield Cell(
            text,
            rows.start,
            left,
            len(rows),
            right - left,
            heading=rows.start not in plain,
        )


def _is_centred(lines: list[_Line], box: Box) -> bool:
    margins = [(line[0].box.left - box.left, box.right - line[-1].box.right) for line in lines]
    return bool(margins) and all(abs(left - right) / 2 < _CENTRED for left, right in margins)


def _lines(words: list[Word]) -> list[_Line]:
    """Put words that stand at the same height on one line."""
    lines: list[_Line] = []
    for word in sorted(words, key=lambda word: word.box.middle[1]):
        if lines and lines[-1][-1].box.top < word.box.middle[1] < lines[-1][-1].box.bottom:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.box.left) for line in lines]


def _text(line: _Line) -> str:
    return " ".join(word.text for word in line)


def _texts(lines: list[_Line]) -> list[str]:
    return [_text(line) for line in lines]


def _contents_pages(pages: list[Page]) -> Iterator[Page]:
    for page in pages:
        if not any(_LEADER.search(line) for line in _texts(page.above)):
            return
        yield page


def _entries(lines: Sequence[str]) -> Iterator[str]:
    """Yield the title of the contents and its entries without leaders and page numbers."""
    entry = ""
    for index, line in enumerate(lines):
        entry += _LEADER.sub("", line)
        if index == 0 or _LEADER.search(line):
            yield entry
            entry = ""


def _blocks(pages: list[Page]) -> Iterator[str | Table]:
    """A page that begins with its grid goes on with the table of the page before."""
    starts = [index for index, page in enumerate(pages) if page.above or not page.cells]
    for start, end in pairwise([*starts, len(pages)]):
        first, *following = pages[start:end]
        if not first.cells:
            yield from _texts(first.above)
            continue
        cells = [
            _moved(cell, number * _ROWS_OF_A_PAGE)
            for number, page in enumerate([first, *following])
            for cell in page.cells
        ]
        heading = _table_heading(first)
        yield from _texts(first.above[: len(first.above) - len(heading)])
        title, caption = _heading(heading)
        below = [line for page in [first, *following] for line in page.below]
        size = max(map(_height, heading))
        notes, text = ([line for line in below if (_height(line) < size) is small] for small in (True, False))
        yield from make_tables(title, caption, cells, ["".join(_texts(notes))] if notes else [])
        yield from _texts(text)


def _moved(cell: Cell, rows: int) -> Cell:
    return replace(cell, row=cell.row + rows)


def _table_heading(page: Page) -> list[_Line]:
    """The lines of the title, which stand in the middle, and the smaller ones above and beneath it.

    A line of running text is of the same size, but begins at the left or fills the width.
    """
    size = max(map(_height, page.above))
    big = [index for index, line in enumerate(page.above) if _height(line) == size]
    title = list(takewhile(lambda index: _is_inset(page.above[index], page), reversed(big)))
    start = title[-1] if title else len(page.above)
    while start > 0 and _height(page.above[start - 1]) < size:
        start -= 1
    return page.above[start:]


def _is_inset(line: _Line, page: Page) -> bool:
    left, right = line[0].box.left - page.left, page.right - line[-1].box.right
    return left > _CENTRED and abs(left - right) / 2 < _CENTRED


def _heading(lines: list[_Line]) -> tuple[str, list[str]]:
    """Part the title, the lines in the largest type, from the texts above and beneath it."""
    size = max(map(_height, lines))
    title = [line for line in lines if _height(line) == size]
    caption = [word.text for line in lines if _height(line) != size for word in line]
    return "".join(_texts(title)), caption


def _height(line: _Line) -> float:
    return round(line[0].box.bottom - line[0].box.top, 1)
