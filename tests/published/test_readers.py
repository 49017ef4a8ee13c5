"""What goes into a file comes out of it again, in every format."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache

import pytest

from reportgen.document.document import (
    Cell,
    Column,
    Document,
    Field,
    Grid,
    Kind,
    LabelPlace,
    Paragraph,
    Part,
    Row,
    Table,
)
from reportgen.renderers.data.document import render_json
from reportgen.renderers.docx.document import render_docx
from reportgen.renderers.html.page import render_html
from reportgen.renderers.html.screen import render_web
from reportgen.renderers.pdf.layout import lay_out
from reportgen.renderers.xlsx.workbook import render_xlsx
from tests.published import comparison
from tests.published.facts import TABLES
from tests.published.readers import READERS
from tests.published.readers import content as read
from tests.renderers.sample import (
    YUAN,
    all_on_page,
    amount,
    empty_table,
    long_table,
    performance_sheet,
    sample,
)

# One worker makes the fixtures of the module.
pytestmark = pytest.mark.xdist_group("readers")

RENDERERS: Mapping[str, Callable[[Document], bytes]] = {
    "docx": lambda document: render_docx(document, all_on_page(3, document)),
    "html": lambda document: render_web(document).encode(),
    "json": lambda document: render_json(document, ()),
    "pdf": lambda document: lay_out(render_html(document)).write(),
    "xlsx": render_xlsx,
}

each_format = pytest.mark.parametrize("suffix", sorted(READERS))


def _sheet_of_two_blocks() -> Table:
    """Fields above two grids, the second with a merged cell and a text that fills most of a page."""
    money = Grid(
        "资金情况",
        (
            Column(heading=("项目",), kind=Kind.TEXT),
            Column(heading=("资金", "合计"), kind=Kind.AMOUNT, format=YUAN),
            Column(heading=("资金", "拨款"), kind=Kind.AMOUNT, format=YUAN),
        ),
        (Row((Cell("基本支出"), amount("1,234.50"), amount("")), (0, 0, 0)),),
    )
    sheet = performance_sheet(0)
    (indicators,) = sheet.grids
    long = Row((Cell("产出指标"), *(Cell("") for _ in range(4)), Cell("逐年提高，" * 100)), (0,) * 6)
    merged = [
        Row(
            (Cell("", continues=True), Cell(f"指标{n}"), *(Cell("") for _ in range(4))),
            (0,) * 6,
        )
        for n in range(40)
    ]
    return replace(
        sheet,
        field_rows=((Field("部门", Cell("示例局")),),),
        grids=(money, replace(indicators, rows=(*indicators.rows, long, *merged))),
        notes=("注一：示例。", "注二：示例。"),
        anchor="table-two",
    )


def _numbered(place: LabelPlace) -> Iterator[Table]:
    """Tables with the number on a line of its own and a text to the left of the unit."""
    for table in (empty_table(), long_table()):
        yield replace(table, label_place=place, lead="部门名称：示例局")


DOCUMENTS = {
    "sample": sample(),
    "two-blocks": replace(sample(), blocks=(*sample().blocks[:2], _sheet_of_two_blocks())),
    "numbers-above": replace(sample(), blocks=tuple(_numbered(LabelPlace.ABOVE))),
    "numbers-beneath": replace(sample(), blocks=tuple(_numbered(LabelPlace.BENEATH))),
    "tables-only": replace(sample(), blocks=(performance_sheet(1),), cover=("示例",)),
}
each_document = pytest.mark.parametrize("name", DOCUMENTS)


def _tables(document: Document, suffix: str) -> Iterator[read.Table]:
    for table in document.tables:
        caption = (
            (table.label, table.unit) if suffix == "json" else (table.above, *table.beneath, *table.caption)
        )
        for index, grid in enumerate(table.grids):
            yield read.Table(
                title=table.title,
                caption=tuple(filter(None, caption)),
                fields=tuple((field.label, field.cell.text) for field in table.fields if index == 0),
                part=grid.part or "",
                header=tuple(column.heading for column in grid.columns),
                rows=tuple(tuple(cell.text for cell in row.cells) for row in grid.rows),
                notes=table.notes if grid is table.grids[-1] else (),
            )


def _prose(document: Document) -> Iterator[str]:
    for block in document.blocks:
        match block:
            case Part() | Paragraph():
                yield block.text
            case Table():
                yield ""
            case _:
                yield from (table.listed for table in block.tables)


Read = Callable[[str, str], read.Content]


@pytest.fixture(scope="module")
def reread(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """What the file of a document says; each file is made once."""
    folder = tmp_path_factory.mktemp("reread")

    @cache
    def content(name: str, suffix: str) -> read.Content:
        path = folder / f"{name}.{suffix}"
        path.write_bytes(RENDERERS[suffix](DOCUMENTS[name]))
        return READERS[suffix](path)

    return content


@each_document
@each_format
def test_tables_come_out_as_they_went_in(name: str, suffix: str, reread: Read) -> None:
    tables = reread(name, suffix).tables

    for expected, found in zip(_tables(DOCUMENTS[name], suffix), tables, strict=True):
        assert list(comparison.table_differences(expected, found)) == []


@each_document
@each_format
def test_prose_comes_out_as_it_went_in(name: str, suffix: str, reread: Read) -> None:
    found = reread(name, suffix).paragraphs

    assert list(comparison.prose_differences(list(_prose(DOCUMENTS[name])), found)) == []


@pytest.mark.parametrize("suffix", ["docx", "html", "pdf"])
def test_cover_and_contents_come_out_as_they_went_in(suffix: str, reread: Read) -> None:
    document = DOCUMENTS["sample"]
    found = reread("sample", suffix)

    assert found.cover == document.cover
    assert found.contents == (document.contents_title, *(entry.text for entry in document.contents))


@pytest.mark.parametrize("suffix", ["docx", "html", "pdf", "xlsx"])
def test_tables_stand_in_their_place(suffix: str, reread: Read) -> None:
    found = reread("two-blocks", suffix)

    assert comparison.flow(found)[-1] == TABLES
    assert len(comparison.flow(found)) == len(found.paragraphs) + 1
