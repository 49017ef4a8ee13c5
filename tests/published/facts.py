"""The published facts, read from the two text files of a document (README.md explains their form)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from tests.published.readers.content import Table

TABLES = "〔附表〕"
"""Stands in the flow of paragraphs where one or more tables stand."""

CAPTION_MARKS = ("副题", "表号", "抬头", "单位行")
_TABLE_LINE = re.compile(r"(#|副题|表号|抬头|单位行|字段|块|栏|注) (.+)")
_SENTENCE_LINE = re.compile(r"(封|目录|目|#{1,4}|表目|数|文) (.+)|附表")


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A published table; *label* and *unit* are what the data file says of its caption."""

    table: Table
    label: str
    unit: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the number of its paragraph; *mark* says what it is."""

    mark: str
    text: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a document says."""

    tables: tuple[PublishedTable, ...]
    sentences: tuple[Sentence, ...]

    def marked(self, *marks: str) -> tuple[str, ...]:
        """The sentences with one of the marks."""
        return tuple(sentence.text for sentence in self.sentences if sentence.mark in marks)

    @property
    def prose(self) -> tuple[Sentence, ...]:
        """Every sentence but the cover and the contents list."""
        return tuple(sentence for sentence in self.sentences if sentence.mark not in {"封", "目录", "目"})

    @property
    def flow(self) -> tuple[str, ...]:
        """The paragraphs, with `TABLES` where tables stand among them."""
        paragraphs = groupby(self.prose, key=lambda sentence: sentence.paragraph)
        return tuple("".join(sentence.text for sentence in group) for _, group in paragraphs)


def read_facts(tables: str, sentences: str) -> Facts:
    """Read both files."""
    return Facts(
        tuple(table for block in blocks_of(tables) for table in _tables(block)),
        tuple(_sentences(sentences)),
    )


def blocks_of(text: str) -> tuple[str, ...]:
    """Split a file of tables into the text of each table."""
    return tuple(filter(None, text.strip().split("\n\n")))


def name_of(block: str) -> str:
    """The name by which a deviation calls a table."""
    return next(_tables(block)).table.name


def _tables(block: str) -> Iterator[PublishedTable]:
    """Yield one table a 块; title and caption hold for each, the fields go with the first."""
    marked = [_marked(line) for line in block.splitlines()]
    parts = [index for index, (mark, _) in enumerate(marked) if mark == "块"] or [0]
    caption = [line for line in marked[: parts[0]] if line[0] != "字段"]
    starts = [0, *parts[1:]]
    for start, end in zip(starts, [*parts[1:], len(marked)], strict=True):
        yield _table([*(caption if start else []), *marked[start:end]])


def _marked(line: str) -> tuple[str, str]:
    match = _TABLE_LINE.fullmatch(line)
    return (match[1], match[2]) if match else ("", line)


def _table(marked: list[tuple[str, str]]) -> PublishedTable:
    def all_of(*marks: str) -> tuple[str, ...]:
        return tuple(text for mark, text in marked if mark in marks)

    (title,), (header,) = all_of("#"), all_of("栏")
    table = Table(
        title=title,
        caption=all_of(*CAPTION_MARKS),
        fields=tuple(_field(text) for text in all_of("字段")),
        part="".join(all_of("块")),
        header=tuple(tuple(_cells(path, ">")) for path in _cells(header, "|")),
        rows=tuple(tuple(_cells(row, "|")) for row in all_of("")),
        notes=all_of("注"),
    )
    unit = "".join(all_of("单位行")).replace(":", "：").rpartition("：")[2].strip()
    return PublishedTable(table, "".join(all_of("表号")), unit)


def _field(text: str) -> tuple[str, str]:
    label, _, value = text.partition(":")
    return label.strip(), value.strip()


def _cells(line: str, separator: str) -> list[str]:
    return [cell.strip() for cell in line.split(separator)]


def _sentences(text: str) -> Iterator[Sentence]:
    for number, paragraph in enumerate(_paragraphs(text)):
        for line in paragraph:
            match = _SENTENCE_LINE.fullmatch(line)
            if match is None:
                raise ValueError(f"no mark of a sentence: {line}")
            yield Sentence(match[1], match[2], number) if match[1] else Sentence("附表", TABLES, number)


def _paragraphs(text: str) -> Iterator[list[str]]:
    """Only running text has several sentences to a paragraph; any other line stands alone."""
    for block in text.strip().split("\n\n"):
        lines = block.splitlines()
        if lines[0].startswith(("数 ", "文 ")):
            yield lines
        else:
            yield from ([line] for line in lines)
