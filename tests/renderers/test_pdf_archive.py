"""What the PDFs of whole documents keep: the five published ones, and a sixth with heads of three rows."""

import re
import shutil
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import page
import pikepdf
import pytest
import weasyprint
from pypdf import PdfReader

from reportgen.document.document import Document, Paragraph, Part, Role, Table
from reportgen.renderers.data.tables import csv_files
from reportgen.renderers.html.page import render_html
from reportgen.renderers.output import Output
from reportgen.repository.repository import Repository
from tests.conftest import ROOT, composed
from tests.renderers.glyphs import composite_fonts, shown_characters, wrong_glyphs
from tests.renderers.headings import cell_count, squeezed, wrong_headings
from tests.renderers.tags import Node, Tagged, tagged

LEDGERS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "budgets").glob("*/*/*.yaml"))
SIXTH = "budgets/liuxian/2024/001-quan.yaml"

# Each document is read in one process only.
each_document = pytest.mark.parametrize(
    "ledger",
    [pytest.param(ledger, marks=pytest.mark.xdist_group(ledger)) for ledger in (*LEDGERS, SIXTH)],
)
STANDARDS = {"a-3a": page.ValidationProfile.PDF_A_3A, "ua-1": page.ValidationProfile.PDF_UA_1}


class Made(NamedTuple):
    document: Document
    pdf: bytes
    json: bytes
    read: Tagged


@pytest.fixture(scope="session")
def sixth(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    folder = tmp_path_factory.mktemp("sixth").resolve()
    shutil.copytree(ROOT / "tests" / "sixth", folder, dirs_exist_ok=True)
    (folder / "classification").symlink_to(ROOT / "classification")
    return Repository(folder)


@pytest.fixture(scope="session")
def make(
    repository: Repository, sixth: Repository, built_file: Callable[[str, str], Path]
) -> Callable[[str], Made]:
    """A document with the files that make has built of it; of the sixth, which make does not build."""

    @cache
    def made(ledger: str) -> Made:
        if ledger == SIXTH:
            document = composed(sixth, ledger)
            output = Output(document)
            pdf, json = output.render("pdf"), output.render("json")
        else:
            document = composed(repository, ledger)
            pdf, json = (built_file(ledger, suffix).read_bytes() for suffix in ("pdf", "json"))
        return Made(document, pdf, json, tagged(pdf))

    return made


@pytest.fixture
def made(ledger: str, make: Callable[[str], Made]) -> Made:
    return make(ledger)


@each_document
@pytest.mark.parametrize("standard", STANDARDS)
def test_standard_is_kept(made: Made, standard: str) -> None:
    report = page.validate_pdf_bytes(made.pdf, profile=STANDARDS[standard])
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant
    assert report.rules.total > 50


@each_document
def test_cells_name_the_headings_above_and_beside_them(made: Made) -> None:
    assert wrong_headings(made.document, made.read) == []
    assert cell_count(made.document) > 100 or not made.document.tables


def test_cells_that_the_engine_tags_by_itself_do_not(sixth: Repository) -> None:
    document = composed(sixth, SIXTH)
    raw = weasyprint.HTML(string=render_html(document)).write_pdf(pdf_tags=True)
    faults = wrong_headings(document, tagged(raw))
    assert len(faults) > 100


@each_document
def test_contents_print_the_pages_of_the_headings(made: Made) -> None:
    items = made.read.root.all("TOCI")
    assert len(items) == len(made.document.contents)
    for item, entry in zip(items, made.document.contents, strict=True):
        text = squeezed(entry.text)
        found = re.fullmatch(re.escape(text) + r"(\d+)", squeezed(item.text))
        assert found
        assert int(found[1]) == heading_page(made, entry.anchor)


@each_document
def test_contents_lead_to_the_pages_of_the_headings(made: Made) -> None:
    reader = PdfReader(BytesIO(made.pdf))
    for item, entry in zip(made.read.root.all("TOCI"), made.document.contents, strict=True):
        (link,) = item.all("Link")
        assert link.links
        for text, target in link.links:
            assert text == entry.text
            number = reader.get_destination_page_number(reader.named_destinations[target])
            assert number is not None
            assert number + 1 == heading_page(made, entry.anchor)


@each_document
def test_bookmarks_lead_to_the_pages_of_all_headings(made: Made) -> None:
    reader = PdfReader(BytesIO(made.pdf))
    found = [
        (squeezed(str(entry.title)), (reader.get_destination_page_number(entry) or 0) + 1)
        for entry in flat(reader.outline)
    ]
    assert found == [(squeezed(heading.text), heading.page) for heading in headings(made)]


@each_document
def test_headings_are_tagged_by_their_level(made: Made) -> None:
    wanted = []
    for block in made.document.blocks:
        match block:
            case Part(text=text):
                wanted.append(("H1", squeezed(text)))
            case Table(title=text):
                wanted.append(("H2", squeezed(text)))
            case Paragraph(role=Role.HEADING, level=level, text=text):
                wanted.append((f"H{level + 1}", squeezed(text)))
            case _:
                pass
    assert [(heading.kind, squeezed(heading.text)) for heading in headings(made)] == wanted


@each_document
def test_text_outside_the_structure_is_what_every_page_repeats(made: Made) -> None:
    assert made.read.orphans == 0
    heads = {squeezed(row.text) for group in made.read.root.all("THead") for row in group.kids}
    continued = made.document.theme.table.continued
    titles = {squeezed(table.label + table.title) + continued for table in made.document.tables}
    for number, text in enumerate(made.read.artifacts[1:], start=2):
        page_number = f"— {number} —"
        assert text.endswith(page_number)
        left = squeezed(text.removesuffix(page_number))
        running = next((title for title in titles if continued and left.endswith(title)), "")
        head = left.removesuffix(running)
        assert not head.strip(".") or any(head.startswith(row) for row in heads)


@each_document
def test_a_table_or_paragraph_that_goes_on_over_pages_is_one(made: Made) -> None:
    tables = sum(len(table.grids) + bool(table.fields) for table in made.document.tables)
    assert len(made.read.root.all("Table")) == tables
    paragraphs = [
        squeezed(block.text)
        for block in made.document.blocks
        if isinstance(block, Paragraph) and block.role is not Role.HEADING
    ]
    tagged_paragraphs = [squeezed(node.text) for node in made.read.root.all("P")]
    assert [text for text in tagged_paragraphs if text in set(paragraphs)] == paragraphs


@each_document
def test_tables_and_json_are_attached(made: Made) -> None:
    with pikepdf.open(BytesIO(made.pdf)) as opened:
        files = list(opened.Root.AF)
        assert {str(file.AFRelationship) for file in files} == {"/Data"}
        assert [file.objgen for file in files] == [
            file.objgen for file in list(opened.Root.Names.EmbeddedFiles.Names)[1::2]
        ]
        found = [(str(file.UF), str(file.Desc), file.EF.F.read_bytes()) for file in files]
        assert [str(file.EF.F.Subtype) for file in files[:2]] == ["/application/json", "/text/csv"][
            : len(files)
        ]
    first = (f"{made.document.stem}.json", made.document.title, made.json)
    assert found == [first, *((file.name, file.title, file.data) for file in csv_files(made.document))]


@each_document
def test_fonts_are_embedded_and_show_the_characters_that_they_say(made: Made) -> None:
    with pikepdf.open(BytesIO(made.pdf)) as opened:
        fonts = composite_fonts(opened)
        assert len(fonts) >= 2
        assert all("/FontFile3" in font.DescendantFonts[0].FontDescriptor for font in fonts)
        assert {
            str(font.get("/Subtype")) for one in opened.pages for font in one.Resources.Font.values()
        } == {"/Type0"}
    assert len(shown_characters(made.pdf)) > 200
    assert wrong_glyphs(made.pdf) == []


@each_document
def test_readers_show_title_and_language(made: Made) -> None:
    with pikepdf.open(BytesIO(made.pdf)) as opened:
        assert opened.Root.Lang == "zh-CN"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert opened.docinfo.Title == made.document.title
        assert opened.docinfo.Author == made.document.department
        assert all(one.Tabs == "/S" for one in opened.pages)
        metadata = opened.open_metadata()
        assert metadata["dc:title"] == made.document.title
        assert metadata["dc:creator"] == [made.document.department]


def headings(made: Made) -> list[Node]:
    return made.read.root.all("H1", "H2", "H3", "H4")


def heading_page(made: Made, anchor: str) -> int:
    """The page of the heading at an anchor: the headings of the PDF are those of the document, in order."""
    anchors = [
        block.anchor
        for block in made.document.blocks
        if isinstance(block, Part | Table) or (isinstance(block, Paragraph) and block.role is Role.HEADING)
    ]
    return dict(zip(anchors, headings(made), strict=True))[anchor].page


def flat(outline: list[Any]) -> list[Any]:
    return [item for entry in outline for item in (flat(entry) if isinstance(entry, list) else [entry])]
