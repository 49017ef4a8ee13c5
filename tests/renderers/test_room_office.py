"""Word files and workbooks lose nothing when LibreOffice opens them, in whatever face it takes."""

import re
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from reportgen.document.document import Document
from reportgen.renderers.output import Output
from tests.conftest import Convert
from tests.renderers.sample import body
from tests.renderers.stress import DIGITS, DOTS, MOST, NAME, document, stress, tall_rows, text_table

pytestmark = pytest.mark.xdist_group("office")

POINTS_PER_MM = 72 / 25.4
LATIN = (
    "GB/T 9704—2012 服务 v2.0 服务 e-mail@gov.cn",
    "服务 WWW budget 12.5% e-mail@gov.cn （一） e-mail@gov.cn ， MMMM ，",
    "，WWWGB/T 9704—2012MMMMMMMM，12.5%，。WWW服务v2.0，。。12.5%。WWWbudget",
    "MMMMSUPERVISIONWWW政务WWWdisclosure，服务12.5%WWWSUPERVISION12.5%",
    "政务SUPERVISION（一）政务disclosure政务，（一）服务budget（一）服务（一）SUPERVISION",
)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def printed(made: Document, convert: Convert, folder: Path) -> PdfReader:
    file = folder / "made.docx"
    file.write_bytes(Output(made).render("docx"))
    convert([file], "pdf", folder)
    return PdfReader(folder / "made.pdf")


def test_rows_taller_than_a_page_keep_all_clauses(convert: Convert, tmp_path: Path) -> None:
    reader = printed(tall_rows(), convert, tmp_path)
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    # One in each of five tables, and a second in two of them.
    assert Counter(re.findall(r"第(\d+)条", text)) == {str(number): 7 for number in range(1, 71)}


def test_word_keeps_every_text_on_the_paper(convert: Convert, tmp_path: Path) -> None:
    reader = printed(stress(), convert, tmp_path)
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    assert text.count(DIGITS[:60]) >= 6
    assert text.count("…") == 2 * len(DOTS)
    assert text.count("第70条") == 2
    assert text.count(MOST) == 5 * (7 + 7 + 10) + 2
    assert text.count(NAME[-20:]) >= 2
    for page in reader.pages:
        assert max(places(page), default=0) <= float(page.mediabox.width)


def places(page: object) -> list[float]:
    """Where pieces of text begin, from the left edge of the paper."""
    found: list[float] = []
    page.extract_text(visitor_text=lambda _, __, matrix, *___: found.append(matrix[4]))  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("face", ["", "DejaVu Sans"])
def test_rows_of_a_workbook_are_as_high_as_their_texts(face: str, convert: Convert, tmp_path: Path) -> None:
    """LibreOffice finds the height of a row where the file says none; merged cells count for none."""
    rows = [LATIN[number:] + LATIN[:number] for number in range(len(LATIN))]
    tables = [text_table(*(row[:width] for row in rows), anchor=f"t-{width}") for width in (2, 3, 5)]
    made = tmp_path / "made.xlsx"
    made.write_bytes(Output(document(*tables, *map(body, (*LATIN, DIGITS)))).render("xlsx"))
    convert([made], "fods", tmp_path)
    flat = made.with_suffix(".fods")
    text = re.sub(r' style:row-height="[^"]*"', "", flat.read_text("utf-8"))
    text = text.replace('use-optimal-row-height="false"', 'use-optimal-row-height="true"')
    if face:
        text = re.sub(r'(style:font-name(?:-asian|-complex)?)="[^"]*"', rf'\1="{face}"', text)
    flat.write_text(text, "utf-8")
    convert([flat], "xlsx", tmp_path / "fitted")
    ours, fitted = (load_workbook(file) for file in (made, tmp_path / "fitted" / "made.xlsx"))
    wrapped = 0
    for own, other in zip(ours, fitted, strict=True):
        for line in range(1, own.max_row + 1):
            given, needed = own.row_dimensions[line].height, other.row_dimensions[line].height
            assert needed <= given + 0.3, (own.title, line)
            wrapped += needed > 20
    assert wrapped > 10
