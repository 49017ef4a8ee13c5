"""Word files as LibreOffice opens them: printed, and written again."""

import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from reportgen.document.document import Document, Paragraph, Part, Role, Table
from reportgen.document.theme import PartStart, Rules
from reportgen.renderers.output import Output
from reportgen.repository.repository import Repository
from tests.conftest import Convert, composed
from tests.renderers.sample import long_table, sample

pytestmark = pytest.mark.xdist_group("office")

LEDGERS = {
    "xigang-2024": "budgets/dalian-xigang/2024/133-yingshang.yaml",
    "xigang-2025": "budgets/dalian-xigang/2025/103-zhengfuban.yaml",
    "xinxiang": "budgets/xinxiang-jingkai/2024/112-xingzhengshenpi.yaml",
    "gaoxin": "budgets/dalian-gaoxin/2024/yingshang.yaml",
    "yingkou": "budgets/yingkou/2024/041002-yingshangzhongxin.yaml",
}
ALL = ["sample", "odd", *LEDGERS]
# Blank pages that stand between parts are printed too.
PDF = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
MARK = re.compile(r"^—(\d+)—|—(\d+)—$")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@dataclass(frozen=True)
class Opened:
    """A document, its Word file, what LibreOffice prints, and the PDF that is built beside it."""

    document: Document
    pages: Mapping[str, int]
    word: bytes
    folder: Path
    name: str
    pdf: bytes

    @cached_property
    def printed(self) -> list[str]:
        return texts(PdfReader(self.folder / f"{self.name}.pdf"))

    @cached_property
    def beside(self) -> list[str]:
        return texts(PdfReader(BytesIO(self.pdf)))

    @cached_property
    def rewritten(self) -> Any:
        return docx.Document(str(self.folder / "again" / f"{self.name}.docx"))


def texts(reader: PdfReader) -> list[str]:
    return [squeezed(page.extract_text()) for page in reader.pages]


def invented() -> Iterator[tuple[str, Document]]:
    yield "sample", sample()
    theme = sample().theme
    table = replace(theme.table, rules=Rules.THREE)
    yield "odd", replace(sample(), theme=replace(theme, part_start=PartStart.ODD, table=table))


@pytest.fixture(scope="session")
def office(
    repository: Repository,
    built_file: Callable[[str, str], Path],
    convert: Convert,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Opened]:
    folder = tmp_path_factory.mktemp("office")
    opened = {}
    for name, document in invented():
        output = Output(document)
        opened[name] = Opened(
            document, output.pages, output.render("docx"), folder, name, output.render("pdf")
        )
    for name, ledger in LEDGERS.items():
        word, pdf = (built_file(ledger, suffix).read_bytes() for suffix in ("docx", "pdf"))
        opened[name] = Opened(composed(repository, ledger), pages_of(pdf), word, folder, name, pdf)
    files = [folder / f"{name}.docx" for name in opened]
    for file in files:
        file.write_bytes(opened[file.stem].word)
    for target, place in ((PDF, folder), ("docx", folder / "again")):
        convert(files, target, place)
    return opened


def pages_of(pdf: bytes) -> dict[str, int]:
    """The pages of the anchors of a PDF."""
    reader = PdfReader(BytesIO(pdf))
    places = (
        (name, reader.get_destination_page_number(at)) for name, at in reader.named_destinations.items()
    )
    return {name: page + 1 for name, page in places if page is not None}


@pytest.fixture(params=ALL)
def opened(request: pytest.FixtureRequest, office: dict[str, Opened]) -> Opened:
    return office[request.param]


def test_it_has_as_many_pages_as_the_pdf(opened: Opened) -> None:
    assert len(opened.printed) == len(opened.beside)


def test_headings_and_tables_stand_on_the_pages_of_the_contents(opened: Opened) -> None:
    titles = {
        block.anchor: squeezed(block.title if isinstance(block, Table) else block.text)
        for block in opened.document.blocks
        if isinstance(block, Part | Paragraph | Table) and block.anchor
    }
    listed = [(titles[entry.anchor], opened.pages[entry.anchor]) for entry in opened.document.contents]
    assert [title for title, page in listed if title not in opened.printed[page - 1]] == []


def test_contents_print_those_pages(opened: Opened) -> None:
    contents = re.sub(r"\.{3,}", "…", MARK.sub("", "".join(opened.printed[:4])))
    for entry in opened.document.contents:
        assert f"{squeezed(entry.text)}…{opened.pages[entry.anchor]}" in contents


def test_every_page_has_its_number_but_the_cover_and_blank_ones(opened: Opened) -> None:
    numbered = [number for number, page in enumerate(opened.printed, start=1) if f"—{number}—" in page]
    blank = [number for number, page in enumerate(opened.printed, start=1) if not page]
    assert sorted({1, *numbered, *blank}) == list(range(1, len(opened.printed) + 1))
    assert 1 not in numbered
    assert blank == [number for number, page in enumerate(opened.beside, start=1) if not page]
    assert bool(blank) == (opened.name == "odd")


def test_numbers_stand_on_the_outer_side(opened: Opened) -> None:
    pages = PdfReader(opened.folder / f"{opened.name}.pdf").pages
    numbered = [number for number, text in enumerate(opened.printed, start=1) if f"—{number}—" in text]
    sides = {number: number_place(pages[number - 1]) for number in numbered}
    assert sides == {number: "right" if number % 2 else "left" for number in numbered}


def number_place(page: Any) -> str:
    """The side of the page on which its number stands."""
    places: list[float] = []

    def visit(text: str, _: Any, matrix: Any, *__: Any) -> None:
        if "—" in text:
            places.append(matrix[4] / float(page.mediabox.width))

    page.extract_text(visitor_text=visit)
    return "right" if places[-1] > 2 / 3 else "left" if places[-1] < 1 / 3 else "middle"


def test_parts_begin_on_odd_pages_where_the_theme_says_so(office: dict[str, Opened]) -> None:
    odd = office["odd"]
    parts = [block for block in odd.document.blocks if isinstance(block, Part)]
    assert [odd.pages[part.anchor] % 2 for part in parts] == [1] * len(parts)
    for part in parts:
        assert squeezed(part.text) in odd.printed[odd.pages[part.anchor] - 1]


def test_everything_is_printed_in_the_order_of_the_pdf(opened: Opened) -> None:
    blocks = [
        block.title if isinstance(block, Table) else block.text
        for block in opened.document.blocks
        if isinstance(block, Part | Paragraph | Table)
    ]
    for printed in (opened.printed, opened.beside):
        text = "".join(MARK.sub("", page) for page in printed)
        place = 0
        for block in blocks:
            place = text.index(squeezed(block)[:24], place)


def test_both_print_the_same_characters(opened: Opened) -> None:
    assert characters(opened.printed) == characters(opened.beside)


def characters(printed: list[str]) -> dict[str, int]:
    """How often each character is printed; leaders depend on the face."""
    text = "".join(printed).replace(".", "")
    return {char: text.count(char) for char in sorted(set(text))}


def test_the_continued_title_stands_on_the_following_pages_of_a_long_table(
    office: dict[str, Opened],
) -> None:
    pages = office["sample"].printed
    title = squeezed("附表2 一般公共预算支出表（续表）")
    first = office["sample"].pages["table-2"]
    following = range(first + 1, office["sample"].pages["table-3"])
    assert [number for number, page in enumerate(pages, start=1) if title in page] == list(following)
    assert len(following) > 1
    assert sum("（续表）" in page for page in pages) == len(following)


def test_the_head_of_a_long_table_is_on_each_of_its_pages_and_its_rows_are_whole(
    office: dict[str, Opened],
) -> None:
    sample_pages = office["sample"].pages
    pages = office["sample"].printed[sample_pages["table-2"] - 1 : sample_pages["table-3"] - 1]
    for column in long_table().grids[0].columns:
        assert all(column.heading[-1] in page for page in pages)
    for row in long_table().grids[0].rows:
        assert any("".join(squeezed(cell.text) for cell in row.cells) in page for page in pages)


def breaks(pdf: bytes, document: Document) -> Iterator[tuple[str, str]]:
    """The ends of the lines within paragraphs, each with the beginning of the next."""
    layout = ["pdftotext", "-layout", "-", "-"]
    done = subprocess.run(layout, input=pdf, check=True, capture_output=True)
    lines = [squeezed(line) for line in done.stdout.decode().splitlines() if line.strip()]
    text = "\n".join(squeezed(block.text) for block in document.blocks if isinstance(block, Paragraph))
    for line, following in pairwise(lines):
        end, start = line[-6:], following[:6]
        if len(end) == len(start) == 6 and end + start in text:
            yield end, start


def test_no_line_breaks_within_a_number_or_before_punctuation(opened: Opened) -> None:
    word = (opened.folder / f"{opened.name}.pdf").read_bytes()
    for end, start in (*breaks(word, opened.document), *breaks(opened.pdf, opened.document)):
        assert not (end[-1].isdigit() and start[0].isdigit()), (end, start)
        assert start[0] not in "，。、；：？！）》”%", (end, start)


def test_no_line_of_the_pdf_breaks_between_a_number_and_its_unit(opened: Opened) -> None:
    found = list(breaks(opened.pdf, opened.document))
    assert len(found) > 10 or len(opened.pages) < 5
    for end, start in found:
        assert not (end[-1].isdigit() and start.startswith(("万元", "元", "%", "年", "个", "辆"))), (
            end,
            start,
        )


def test_headings_do_not_stand_at_the_foot_of_a_page(opened: Opened) -> None:
    headings = {
        squeezed(block.text)
        for block in opened.document.blocks
        if isinstance(block, Paragraph) and block.role is Role.HEADING
    }
    for page in opened.printed:
        text = MARK.sub("", page)
        assert not [heading for heading in headings if text.endswith(heading) and text != heading]


def paragraphs(word: Any) -> list[str]:
    found = ("".join(p.xpath(".//w:t/text()")) for p in word.element.xpath("//w:body//w:p"))
    return [text for text in found if text.strip()]


def test_text_is_the_same_after_libreoffice_has_written_the_file(opened: Opened) -> None:
    assert paragraphs(opened.rewritten) == paragraphs(docx.Document(BytesIO(opened.word)))


def test_an_edited_file_opens_again_and_keeps_everything(office: dict[str, Opened], tmp_path: Path) -> None:
    word = docx.Document(BytesIO(office["xigang-2024"].word))
    before = paragraphs(word)
    (first, *_) = (p for p in word.paragraphs if p.style is not None and p.style.name == "Body Text")
    first.insert_paragraph_before("补充一句。", "Body Text")
    word.tables[0].rows[-1].cells[0].text = "合计改写"
    word.save(str(tmp_path / "edited.docx"))
    edited = docx.Document(str(tmp_path / "edited.docx"))
    assert len(edited.sections) == len(word.sections)
    assert set(before) - set(paragraphs(edited)) <= {"总计", "支出总计", "收入总计"}
    assert {"补充一句。", "合计改写"} <= set(paragraphs(edited))
