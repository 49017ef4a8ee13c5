"""Reads the Word file by its paragraph styles and table marks."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from tests.published.readers.content import Content, Table
from tests.published.readers.grid import Cell, make_tables

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n"}
_COVER = {"Title", "Date"}


@dataclass(slots=True)
class _Sheet:
    """What stands under a table's title until other text follows."""

    title: str
    caption: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def take(self, style: str, element: etree._Element) -> bool:
        """Take in an element that belongs here."""
        match style:
            case "TableSubtitle" | "TableCaption":
                self.caption += filter(None, _text(element).split("\t"))
            case "TableNote":
                self.notes.append(_text(element))
            case "tbl":
                above = max((cell.row + 1 for cell in self.cells), default=0)
                self.cells += _cells(element, above)
            case "Spacer":
                pass
            case _:
                return False
        return True

    def tables(self) -> Iterator[Table]:
        return make_tables(self.title, self.caption, self.cells, self.notes)


def read_docx(path: Path) -> Content:
    """Read the body of the document."""
    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
    elements = [(_style(element), element) for element in body.iterchildren(f"{_W}p", f"{_W}tbl")]
    contents = [element for style, element in elements if style.startswith("TOC")]
    cover = [element for style, element in elements if style in _COVER]
    text = [pair for pair in elements if pair[1] not in contents and pair[1] not in cover]
    return Content(
        tuple(filter(None, map(_text, cover))),
        tuple(_text(entry).partition("\t")[0] for entry in contents),
        tuple(_blocks(text)),
    )


def _style(element: etree._Element) -> str:
    if element.tag == f"{_W}tbl":
        return "tbl"
    style = element.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else style.get(f"{_W}val", "")


def _text(element: etree._Element) -> str:
    """The text that is shown; the codes of fields are not."""
    pieces = [piece for run in element.iter(f"{_W}r") for piece in run]
    return "".join(_CHARACTERS.get(str(piece.tag), _shown(piece)) for piece in pieces)


def _shown(piece: etree._Element) -> str:
    return piece.text or "" if piece.tag == f"{_W}t" else ""


def _blocks(elements: list[tuple[str, etree._Element]]) -> Iterator[str | Table]:
    sheet: _Sheet | None = None
    number: list[str] = []
    for style, element in elements:
        if sheet and sheet.take(style, element):
            continue
        if sheet:
            yield from sheet.tables()
        sheet = _Sheet(_text(element), number) if style == "TableTitle" else None
        number = [_text(element)] if style == "TableNumber" else []
        if sheet is None and not number and _text(element):
            yield _text(element)
    if sheet:
        yield from sheet.tables()


def _cells(table: etree._Element, first_row: int) -> Iterator[Cell]:
    """Yield the cells that stand alone or begin a merged range, as tall as what continues them."""
    drawn: list[Cell] = []
    continued: set[tuple[int, int]] = set()
    for number, row in enumerate(table.iterchildren(f"{_W}tr"), start=first_row):
        heading = row.find(f"{_W}trPr/{_W}tblHeader") is not None
        column = 0
        for cell in row.iterchildren(f"{_W}tc"):
            columns = int(_property(cell, "gridSpan", "1") or "1")
            if _property(cell, "vMerge", "continue") == "continue":
                continued.add((number, column))
            else:
                text = "\n".join(map(_text, cell.iterchildren(f"{_W}p")))
                drawn.append(Cell(text, number, column, 1, columns, heading=heading))
            column += columns
    for begun in drawn:
        rows = 1
        while (begun.row + rows, begun.column) in continued:
            rows += 1
        yield replace(begun, rows=rows)


def _property(cell: etree._Element, name: str, default: str) -> str | None:
    """The value of a property of the cell, *default* where it is there without one, None where it is not."""
    found = cell.find(f"{_W}tcPr/{_W}{name}")
    return None if found is None else found.get(f"{_W}val", default)
