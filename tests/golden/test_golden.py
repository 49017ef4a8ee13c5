"""The invented document as text that a reviewer reads in a diff; make golden rewrites the files."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from docx.document import Document as WordDocument
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from reportgen.document.document import Document, Paragraph, Part, Table, TableList, header_grid
from reportgen.renderers.output import Output

HERE = Path(__file__).parent
Golden = Callable[[Path, str], None]


@pytest.fixture
def output(example_document: Document) -> Output:
    return Output(example_document)


def joined(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n".replace(" \n", "\n") for line in lines)


def test_document(example_document: Document, golden: Golden) -> None:
    golden(HERE / "document.txt", joined(describe(example_document)))


def describe(document: Document) -> Iterator[str]:
    yield from (f"封面 {line}" for line in document.cover)
    yield f"日期 {document.date}"
    yield from (f"目录 {entry.level} {entry.text}" for entry in document.contents)
    for block in document.blocks:
        match block:
            case Part():
                yield f"部分 {block.ordinal}｜{block.title}"
            case Paragraph():
                yield f"{block.role.value}{block.level or ''} {block.text} ← {block.place.place}"
                yield from (f"    {figure_line(block, index)}" for index in range(len(block.figures)))
            case TableList():
                yield from (f"表目 {table.listed}" for table in block.tables)
            case Table():
                yield from describe_table(block)


def figure_line(paragraph: Paragraph, index: int) -> str:
    figure = paragraph.figures[index]
    lines = " ".join(str(span.line) for span in figure.sources)
    return f"{figure.start}:{figure.text}{figure.unit} = {figure.fact} {figure.value} ← {lines}"


def describe_table(table: Table) -> Iterator[str]:
    yield f"表 {table.label}｜{table.title}｜{table.unit_line}"
    yield from (f"  字段 {field.label}: {field.cell.text}" for field in table.fields)
    for grid in table.grids:
        for row in header_grid(grid.columns):
            yield "  头 " + " | ".join(f"{cell.text}({cell.columns}×{cell.rows})" for cell in row)
        for body in grid.rows:
            yield f"  {'　' * body.depth}" + " | ".join(cell.text for cell in body.cells)
    yield from (f"  注 {note}" for note in table.notes)


def test_word(output: Output, golden: Golden) -> None:
    document = docx.Document(io.BytesIO(output.render("docx")))
    golden(HERE / "docx.txt", joined(describe_word(document)))


def describe_word(document: WordDocument) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, WordParagraph):
            style = block.style.name if block.style else ""
            yield f"{style}: {block.text}".replace("\n", "⏎").replace("\t", "⇥")
        elif isinstance(block, WordTable):
            for row in block.rows:
                yield "  | " + " | ".join(cell.text for cell in row.cells)


def test_excel(output: Output, golden: Golden) -> None:
    data = output.render("xlsx")
    values, formulas = (openpyxl.load_workbook(io.BytesIO(data), data_only=only) for only in (True, False))
    golden(HERE / "xlsx.txt", joined(describe_workbook(values, formulas)))


def describe_workbook(workbook: openpyxl.Workbook, formulas: openpyxl.Workbook) -> Iterator[str]:
    for sheet in workbook.worksheets:
        merged = " ".join(sorted(str(cells) for cells in sheet.merged_cells.ranges))
        yield f"工作表 {sheet.title} {sheet.page_setup.orientation} 合并 {merged}"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    shown = "" if cell.data_type == "s" else f" [{cell.number_format}]"
                    formula = formulas[sheet.title][cell.coordinate]
                    written = f" {formula.value}" if formula.data_type == "f" else ""
                    yield f"  {cell.coordinate} {cell.value}{shown}{written}"


def test_pdf(output: Output, golden: Golden) -> None:
    reader = pypdf.PdfReader(io.BytesIO(output.render("pdf")))
    golden(HERE / "pdf.txt", joined(describe_pages(reader)))


def describe_pages(reader: pypdf.PdfReader) -> Iterator[str]:
    for number, page in enumerate(reader.pages, 1):
        yield f"第 {number} 页"
        yield from (f"  {line.strip()}" for line in page.extract_text().splitlines() if line.strip())


def test_data(output: Output, golden: Golden) -> None:
    data = json.loads(output.render("json"))
    data["fonts"] = [font.rsplit(" ", 1)[0] for font in data["fonts"]]
    golden(HERE / "data.json", json.dumps(data, ensure_ascii=False, indent=1) + "\n")
