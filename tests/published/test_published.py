"""What we build says what was published: every table cell by cell, every sentence word for word."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path

import pytest

from tests.published.comparison import (
    data_form,
    differences,
    flow,
    prose_differences,
    squeeze,
    table_differences,
)
from tests.published.deviations import Deviation, Published, read_published
from tests.published.facts import TABLES, Sentence
from tests.published.readers import READERS
from tests.published.readers.content import Content, Table


def _kind(sentence: Sentence) -> str:
    return "figures" if sentence.mark == "数" else "words"


DOCUMENTS = [read_published(path.parent) for path in sorted(Path(__file__).parent.glob("*/deviations.yaml"))]
# The data file has no cover and no contents, and the workbook a list of its sheets.
PAGED = sorted(set(READERS) - {"json", "xlsx"})

Read = Callable[[Path, str], Content]

each_format = pytest.mark.parametrize("suffix", sorted(READERS))
each_document = pytest.mark.parametrize("published", DOCUMENTS, ids=lambda published: published.name)


each_table = pytest.mark.parametrize(
    ("published", "number"),
    [
        pytest.param(published, number, id=f"{published.name}-{number + 1:02}")
        for published in DOCUMENTS
        for number in range(len(published.expected.tables))
    ],
)
each_sentence = pytest.mark.parametrize(
    ("published", "sentence"),
    [
        pytest.param(published, sentence, id=f"{published.name}-{number:03}-{_kind(sentence)}")
        for published in DOCUMENTS
        for number, sentence in enumerate(published.expected.prose)
        if sentence.text != TABLES
    ],
)
each_deviation = pytest.mark.parametrize(
    ("published", "deviation"),
    [
        pytest.param(published, deviation, id=f"{published.name}-{number:02}")
        for published in DOCUMENTS
        for number, deviation in enumerate(published.deviations, start=1)
    ],
)


def _tables(published: Published, suffix: str) -> list[Table]:
    tables = published.expected.tables
    return [data_form(table) if suffix == "json" else table.table for table in tables]


def _flow(published: Published, suffix: str) -> list[str]:
    """The paragraphs; the data file does not say where tables stand among them."""
    return [text for text in published.expected.flow if text != TABLES or suffix != "json"]


def _own_flow(content: Content, suffix: str) -> list[str]:
    return list(content.paragraphs) if suffix == "json" else flow(content)


def _report(found: Iterable[object]) -> str:
    return "\n".join(map(str, found))


@each_format
@each_document
def test_has_the_tables_in_order(published: Published, suffix: str, read: Read) -> None:
    theirs = [squeeze(table.name) for table in _tables(published, suffix)]

    assert [squeeze(table.name) for table in read(published.ledger, suffix).tables] == theirs


@each_format
@each_table
def test_table_is_as_published(published: Published, number: int, suffix: str, read: Read) -> None:
    theirs = _tables(published, suffix)[number]
    ours = read(published.ledger, suffix).tables

    assert number < len(ours), f"{theirs.name} is missing"
    found = _report(table_differences(theirs, ours[number]))
    assert not found, found


@each_format
@each_sentence
def test_sentence_is_as_published(published: Published, sentence: Sentence, suffix: str, read: Read) -> None:
    theirs = squeeze("".join(_flow(published, suffix)))
    ours = squeeze("".join(_own_flow(read(published.ledger, suffix), suffix)))
    text = squeeze(sentence.text)

    if ours.count(text) != theirs.count(text):
        nearest = get_close_matches(text, ours.split("。"), n=1, cutoff=0)
        pytest.fail(f"published {theirs.count(text)} times “{sentence.text}”, ours at best “{nearest}”")


@each_format
@each_document
def test_says_nothing_else(published: Published, suffix: str, read: Read) -> None:
    ours = _own_flow(read(published.ledger, suffix), suffix)

    found = _report(prose_differences(_flow(published, suffix), ours))
    assert not found, found


@pytest.mark.parametrize("suffix", sorted(set(READERS) - {"pdf"}))
@each_document
def test_has_the_same_paragraphs(published: Published, suffix: str, read: Read) -> None:
    """A page of the PDF shows lines and not where a paragraph ends."""
    theirs = [squeeze(text) for text in _flow(published, suffix)]

    assert [squeeze(text) for text in _own_flow(read(published.ledger, suffix), suffix)] == theirs


@pytest.mark.parametrize("suffix", PAGED)
@each_document
def test_has_the_same_cover_and_contents(published: Published, suffix: str, read: Read) -> None:
    ours = read(published.ledger, suffix)
    contents = [squeeze(text) for text in published.expected.marked("目录", "目")]

    assert squeeze("".join(ours.cover)) == squeeze("".join(published.expected.marked("封")))
    assert [squeeze(text) for text in ours.contents] == contents


@pytest.mark.parametrize("suffix", PAGED)
@each_deviation
def test_deviation_is_real(published: Published, deviation: Deviation, suffix: str, read: Read) -> None:
    """Without any one of the listed deviations ours would not be as published."""
    others = (other for other in published.deviations if other is not deviation)

    assert any(differences(published.with_deviations(others), read(published.ledger, suffix)))


@each_document
def test_deviations_say_why(published: Published) -> None:
    assert all(deviation.reason.strip() for deviation in published.deviations)
    assert not any("\n" in deviation.reason.strip() for deviation in published.deviations)
