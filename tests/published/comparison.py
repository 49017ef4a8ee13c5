"""Holds what a built file says against the published facts and names each difference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from tests.published.facts import TABLES, Facts, PublishedTable
from tests.published.readers.content import Content, Table

_HALF_WIDTH = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
_SHOWN = 30

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place, what is published there and what we say."""

    place: str
    published: str
    ours: str

    def __str__(self) -> str:
        return f"{self.place}: published “{self.published}”, ours “{self.ours}”"


def squeeze(text: str) -> str:
    """Leave out what is layout and not content: blanks, and the width of brackets and punctuation.

    >>> squeeze("公务用车购置费（万元） 0.00") == squeeze("公务用车购置费(万元)0.00")
    True
    """
    return "".join(text.split()).translate(_HALF_WIDTH)


def data_form(published: PublishedTable) -> Table:
    """The published table as the data file gives it: number and unit stand for the lines above the grid."""
    caption = tuple(text for text in (published.label, published.unit) if text)
    return replace(published.table, caption=caption)


def table_differences(published: Table, ours: Table) -> Iterator[Difference]:
    """Compare two tables part by part and cell by cell."""
    name = published.name
    for what, theirs, own in (
        ("title", published.title, ours.title),
        ("caption", "".join(published.caption), "".join(ours.caption)),
        ("part", published.part, ours.part),
        ("notes", "".join(published.notes), "".join(ours.notes)),
        (
            "fields",
            " | ".join(label for label, _ in published.fields),
            " | ".join(label for label, _ in ours.fields),
        ),
        ("header", _header(published), _header(ours)),
    ):
        yield from _unless_same(f"{name}, {what}", theirs, own)
    for (label, theirs), (_, own) in zip(published.fields, ours.fields, strict=False):
        yield from _unless_same(f"{name}, field {label}", theirs, own)
    yield from _row_differences(published, ours)


def _header(table: Table) -> str:
    return " | ".join(" > ".join(path) for path in table.header)


def _unless_same(place: str, published: str, ours: str) -> Iterator[Difference]:
    if squeeze(published) != squeeze(ours):
        yield Difference(place, published, ours)


def _row_differences(published: Table, ours: Table) -> Iterator[Difference]:
    theirs, own = ([_squeezed(row) for row in table.rows] for table in (published, ours))
    for kind, start, end, own_start, own_end in SequenceMatcher(
        None, theirs, own, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            continue
        both = min(end - start, own_end - own_start)
        for index in range(both):
            row = published.rows[start + index]
            place = f"{published.name}, row {start + index + 1} “{_label(row)}”"
            yield from _cell_differences(place, published.header, row, ours.rows[own_start + index])
        for index in range(start + both, end):
            yield Difference(f"{published.name}, row {index + 1}", " | ".join(published.rows[index]), "")
        for row in ours.rows[own_start + both : own_end]:
            yield Difference(f"{published.name}, after row {end}", "", " | ".join(row))


def _squeezed(row: Row) -> Row:
    return tuple(map(squeeze, row))


def _label(row: Row) -> str:
    return next(filter(None, row), "")


def _cell_differences(place: str, header: Sequence[Row], published: Row, ours: Row) -> Iterator[Difference]:
    if len(published) != len(ours):
        yield Difference(place, " | ".join(published), " | ".join(ours))
        return
    for path, theirs, own in zip(header, published, ours, strict=True):
        yield from _unless_same(f"{place}, column “{' > '.join(path)}”", theirs, own)


def flow(content: Content) -> list[str]:
    """The paragraphs, with one mark wherever one or more tables stand."""
    found: list[str] = []
    for block in content.blocks:
        text = TABLES if isinstance(block, Table) else block
        if text != TABLES or found[-1:] != [TABLES]:
            found.append(text)
    return found


def prose_differences(published: Sequence[str], ours: Sequence[str]) -> Iterator[Difference]:
    """Compare running text character by character, wherever lines and paragraphs end."""
    theirs, own = squeeze("".join(published)), squeeze("".join(ours))
    # Aligning is slow: what both begin and end with is left out of it.
    head = _common(theirs, own)
    tail = _common(theirs[head:][::-1], own[head:][::-1])
    changed, changed_own = (text[head : len(text) - tail] for text in (theirs, own))
    for kind, start, end, own_start, own_end in SequenceMatcher(
        None, changed, changed_own, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            before = theirs[max(0, head + start - _SHOWN) : head + start]
            yield Difference(f"after “{before}”", changed[start:end], changed_own[own_start:own_end])


def _common(one: str, other: str) -> int:
    """With how many characters both begin."""
    unlike = (index for index, (left, right) in enumerate(zip(one, other, strict=False)) if left != right)
    return next(unlike, min(len(one), len(other)))


def differences(published: Facts, ours: Content) -> Iterator[Difference]:
    """Compare all of a document that is printed on pages."""
    theirs = [table.table for table in published.tables]
    yield from _unless_same("cover", "".join(published.marked("封")), "".join(ours.cover))
    yield from _unless_same("contents", " | ".join(published.marked("目录", "目")), " | ".join(ours.contents))
    yield from _unless_same("tables", _titles(theirs), _titles(ours.tables))
    for table, own in zip(theirs, ours.tables, strict=False):
        yield from table_differences(table, own)
    yield from prose_differences(published.flow, flow(ours))


def _titles(tables: Sequence[Table]) -> str:
    return " | ".join(table.name for table in tables)
