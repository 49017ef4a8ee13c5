"""What we build says what was published: every table cell by cell, every sentence word for word.

Each test looks at one document in one format and lists all that differs in it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import zip_longest
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
from tests.published.deviations import Published, read_published
from tests.published.facts import TABLES, Facts
from tests.published.readers import READERS
from tests.published.readers.content import Content, Table

FOLDERS = {path.parent.name: path.parent for path in sorted(Path(__file__).parent.glob("*/deviations.yaml"))}
# The data file has no cover and no contents, and the workbook a list of its sheets.
PAGED = sorted(set(READERS) - {"json", "xlsx"})


@dataclass(frozen=True)
class Held:
    """A published document with our deviations, and what our file of one format says."""

    published: Published
    suffix: str
    ours: Content

    @property
    def expected(self) -> Facts:
        return _expected(self.published.name)

    @property
    def tables(self) -> list[Table]:
        tables = self.expected.tables
        return [data_form(table) if self.suffix == "json" else table.table for table in tables]

    @property
    def flow(self) -> list[str]:
        """The paragraphs; the data file does not say where tables stand among them."""
        return [text for text in self.expected.flow if text != TABLES or self.suffix != "json"]

    @property
    def own_flow(self) -> list[str]:
        return list(self.ours.paragraphs) if self.suffix == "json" else flow(self.ours)


@cache
def _published(name: str) -> Published:
    return read_published(FOLDERS[name])


@cache
def _expected(name: str) -> Facts:
    return _published(name).expected


@pytest.fixture
def held(name: str, suffix: str, read: Callable[[str, str], Content]) -> Held:
    published = _published(name)
    return Held(published, suffix, read(published.ledger.as_posix(), suffix))


def _each_document(suffixes: Iterable[str]) -> pytest.MarkDecorator:
    """Every document in these formats; a file is read by one worker only."""
    files = [
        pytest.param(name, suffix, id=f"{name}-{suffix}", marks=pytest.mark.xdist_group(f"{name}-{suffix}"))
        for name in FOLDERS
        for suffix in suffixes
    ]
    return pytest.mark.parametrize(("name", "suffix"), files)


each_file = _each_document(sorted(READERS))
each_paged_file = _each_document(PAGED)


def _report(found: Iterable[object]) -> str:
    return "\n".join(map(str, found))


@each_file
def test_has_the_tables_in_order(held: Held) -> None:
    assert [squeeze(table.name) for table in held.ours.tables] == [
        squeeze(table.name) for table in held.tables
    ]


@each_file
def test_tables_are_as_published(held: Held) -> None:
    found = _report(_in_tables(held.tables, held.ours.tables))
    assert not found, found


def _in_tables(published: Iterable[Table], ours: Iterable[Table]) -> Iterator[object]:
    for theirs, own in zip_longest(published, ours):
        if theirs is None or own is None:
            yield f"{own.name} is not published" if theirs is None else f"{theirs.name} is missing"
        else:
            yield from table_differences(theirs, own)


@each_file
def test_sentences_are_as_published(held: Held) -> None:
    found = _report(_other_sentences(held))
    assert not found, found


def _other_sentences(held: Held) -> Iterator[str]:
    """Each sentence that ours does not say as often as the published document."""
    theirs, ours = (squeeze("".join(texts)) for texts in (held.flow, held.own_flow))
    for sentence in held.expected.prose:
        text = squeeze(sentence.text)
        if sentence.text != TABLES and ours.count(text) != theirs.count(text):
            nearest = get_close_matches(text, ours.split("。"), n=1, cutoff=0)
            kind = "figures" if sentence.mark == "数" else "words"
            yield f"{kind}: published {theirs.count(text)} times “{sentence.text}”, ours at best “{nearest}”"


@each_file
def test_says_nothing_else(held: Held) -> None:
    found = _report(prose_differences(held.flow, held.own_flow))
    assert not found, found


@_each_document(sorted(set(READERS) - {"pdf"}))
def test_has_the_same_paragraphs(held: Held) -> None:
    """A page of the PDF shows lines and not where a paragraph ends."""
    assert [squeeze(text) for text in held.own_flow] == [squeeze(text) for text in held.flow]


@each_paged_file
def test_has_the_same_cover_and_contents(held: Held) -> None:
    contents = [squeeze(text) for text in held.expected.marked("目录", "目")]

    assert squeeze("".join(held.ours.cover)) == squeeze("".join(held.expected.marked("封")))
    assert [squeeze(text) for text in held.ours.contents] == contents


@each_paged_file
def test_deviations_are_real(held: Held) -> None:
    """Without any one of the listed deviations ours would not be as published."""
    needless = [
        deviation
        for deviation in held.published.deviations
        if not any(
            differences(
                held.published.with_deviations(
                    other for other in held.published.deviations if other is not deviation
                ),
                held.ours,
            )
        )
    ]
    assert needless == []


@pytest.mark.parametrize("name", FOLDERS)
def test_deviations_say_why(name: str) -> None:
    reasons = [deviation.reason.strip() for deviation in _published(name).deviations]
    assert all(reasons)
    assert not any("\n" in reason for reason in reasons)
