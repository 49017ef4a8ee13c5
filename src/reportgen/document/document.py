"""The renderer-neutral document: what is printed, in order, with the sources of every figure.

A document is a sequence of blocks (part titles, paragraphs, lists of tables, tables).
Nothing here knows Word, Excel, HTML or PDF, and a renderer decides nothing about content.
"""

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date as Day  # noqa: N812 - a field of `Document` is called date
from decimal import Decimal
from enum import Enum
from itertools import groupby
from typing import Self

from reportgen.document.theme import Theme
from reportgen.findings.diagnostics import Span
from reportgen.money import AmountFormat


@dataclass(frozen=True, slots=True)
class Term:
    """One operand of a formula: *sign* stands before it; *value* is 元, or a count where *unit* is empty."""

    sign: str
    name: str
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Formula:
    """What a figure is computed from, in words that a reader understands.

    *terms* give its value, taken from left to right; a figure of one term or none has no terms.
    *condition* names the dimensions of the ledger lines that it sums, with the values that they have.
    *lines* is the number of ledger lines, None for a figure that is computed from others.
    """

    name: str
    terms: tuple[Term, ...] = ()
    condition: tuple[tuple[str, str], ...] = ()
    lines: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number printed in a paragraph.

    *start* counts characters of the paragraph's text from 0.
    *value* is 元 for amounts, a fraction for rates, an integer for counts and years; a change is signed.
    *fact* is the dotted path of the vocabulary, *template* the line that prints it, *sources* are the ledger
    lines behind it, each once.
    *formula* is None for years and dates, which nobody computes.
    """

    text: str
    start: int
    unit: str
    value: Decimal
    fact: str
    template: Span
    sources: tuple[Span, ...]
    formula: Formula | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """An amount as a chart shows it: *text* is printed, *value* is 元."""

    text: str
    value: Decimal
    fact: str
    sources: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Amounts side by side; each of *rows* has a label and one bar for each of *series*."""

    key: str
    title: str
    unit: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Bar, ...]], ...]


class Role(Enum):
    """What a paragraph is."""

    HEADING = "heading"
    BODY = "body"
    ITEM = "item"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A heading, a paragraph, a numbered item or a closing line; *text* includes its ordinal.

    *level* is 1–3 for headings and items, 0 for body text and closing lines.
    *anchor* is set where the contents or a bookmark leads here; *contents* is the level in the contents list.
    *place* is where the words come from.
    """

    text: str
    role: Role
    level: int
    figures: tuple[Figure, ...]
    place: Span
    anchor: str = ""
    contents: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The title of a part, on a new page: 第一部分 above 示例市……概况.

    *figures* count from the beginning of `text`.
    *place* is where its words come from, if a single line says them.
    *lists* names tables (by key) that the contents list shows under the part, wherever they stand.
    """

    ordinal: str
    title: str
    figures: tuple[Figure, ...]
    anchor: str
    place: Span | None = None
    contents: int | None = 1
    lists: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The title on one line, as the contents print it: a blank parts it from words, not from a colon."""
        blank = " " if self.ordinal[-1:].isalnum() else ""
        return f"{self.ordinal}{blank}{self.title}"


class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One leaf column; *heading* is its path through the header, top first, *format* that of its amounts."""

    heading: tuple[str, ...]
    kind: Kind
    format: AmountFormat | None = None


Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell; *value* is the exact amount in 元 behind an amount cell, else None.

    *printed* is the number that an amount cell prints, in the unit of its column and with the places shown:
    what rounding made of the value, 0 where the form prints a word for nothing. It is None for texts.
    *continues* marks a blank cell that repeats the one above it and is merged with it.
    *parts* are the row and column of the cells of the same grid, all below or above or all beside this one,
    whose printed amounts add up to the printed amount of this one; no cell is a part of itself, at however
    many removes. *remark* says where the printed parts do not add up to it.
    """

    text: str
    _: KW_ONLY
    value: Decimal | None = None
    printed: Decimal | None = None
    # Sources and parts are left out of the hash, which layouts are kept by and many of them would make slow.
    sources: tuple[Span, ...] = field(default=(), hash=False)
    continues: bool = False
    parts: tuple[Place, ...] = field(default=(), hash=False)
    remark: str = ""

    @classmethod
    def of_amount(cls, value: Decimal, amounts: AmountFormat, sources: tuple[Span, ...] = ()) -> Self:
        """Return the cell of an amount in 元 as a form prints it.

        >>> cell = Cell.of_amount(Decimal("12345.60"), AmountFormat(unit="万元"))
        >>> cell.text, cell.printed
        ('1.23', Decimal('1.23'))
        """
        return cls(amounts.render(value), value=value, printed=amounts.number(value), sources=sources)

    def number(self, amounts: AmountFormat | None) -> Decimal | None:
        """Return the number in a cell of a column of *amounts*; None for a text or a word for nothing."""
        if amounts is None or self.value is None or amounts.word(self.value) is not None:
            return None
        return self.printed

    def rounded_to(self, units: int, amounts: AmountFormat) -> Self:
        """Return the cell as it prints *units* of the last place, where its value alone gives others."""
        printed = amounts.number_of(units)
        return replace(self, text=amounts.render_number(printed), printed=printed)


@dataclass(frozen=True, slots=True)
class Row:
    """One body row with exactly one cell for each column; *depth* is its place in the tree of row labels.

    Panels that stand side by side have trees of their own: *depths* holds for each column how far it is set
    in, *place* the depth of the row where the label does not stand in the first column.
    """

    cells: tuple[Cell, ...]
    depths: tuple[int, ...]
    total: bool = False
    place: int = 0

    @property
    def depth(self) -> int:
        """The depth of the row in its tree, the first of those side by side."""
        return self.place or self.depths[0]


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value above a grid; *format* is how an amount is printed."""

    label: str
    cell: Cell
    kind: Kind = Kind.TEXT
    format: AmountFormat | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns × rows. *part* names the block in a table of several blocks."""

    part: str | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class LabelPlace(Enum):
    """Where the number of a table stands: above its title, on the line of the unit, or beneath the title."""

    ABOVE = "题上"
    BESIDE = "同行"
    BENEATH = "题下"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as printed: heading, label/value fields, grids, source notes.

    *label* is the number as printed (附表4), *unit_line* the text that names the unit (金额单位：元),
    *lead* what stands to the left of it (部门名称：…); they are empty where the form prints none.
    *listed* is its line in the contents list, empty for none.
    *field_rows* keeps which fields share a line.
    A table *in_text* stands among paragraphs and begins no page unless it lies across.
    """

    key: str
    label: str
    title: str
    subtitle: str
    unit: str
    unit_line: str
    field_rows: tuple[tuple[Field, ...], ...]
    grids: tuple[Grid, ...]
    notes: tuple[str, ...]
    anchor: str
    listed: str = ""
    contents: int | None = None
    landscape: bool | None = None
    lead: str = ""
    label_place: LabelPlace = LabelPlace.BESIDE
    in_text: bool = False

    @property
    def above(self) -> str:
        """The line above the title, or nothing."""
        return self._label_at(LabelPlace.ABOVE)

    @property
    def beneath(self) -> tuple[str, ...]:
        """The lines between the title and the caption."""
        return tuple(filter(None, (self._label_at(LabelPlace.BENEATH), self.subtitle)))

    @property
    def caption(self) -> tuple[str, str]:
        """The line directly above the grid: what stands at its left and at its right end."""
        left = (self._label_at(LabelPlace.BESIDE), self.lead)
        return "\u3000".join(filter(None, left)), self.unit_line

    def _label_at(self, place: LabelPlace) -> str:
        return self.label if self.label_place is place else ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """All label/value pairs in order."""
        return tuple(field for row in self.field_rows for field in row)


@dataclass(frozen=True, slots=True)
class TableList:
    """The list of the tables of a part, as printed on its title page."""

    tables: tuple[Table, ...]


Block = Part | Paragraph | TableList | Table


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of the contents list; *page* is set where the anchor stands in what is bound behind."""

    text: str
    level: int
    anchor: str
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Everything that is printed, in order.

    *cover* holds the lines of the cover, *date* the date of the ledger.
    A document without *contents_title* has no contents list.
    *short_name* is what titles may call the department, *bound* are the contents of what is bound behind.
    *charts*, under their own title, are for a screen only.
    *words* are what a page on a screen says of itself, by fixed names.
    *stamp* is the date for the properties of files where the ledger has none.
    """

    region: str
    year: int
    stem: str
    department: str
    title: str
    cover: tuple[str, ...]
    contents_title: str
    date: Day | None
    blocks: tuple[Block, ...]
    theme: Theme
    dated_cover: bool = True
    short_name: str = ""
    charts: tuple[Chart, ...] = ()
    charts_title: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    stamp: Day | None = None
    bound: tuple[ContentsEntry, ...] = ()

    def named(self, title: str) -> str:
        """Return the name of the department that stands in *title*: a long title breaks beside it."""
        return next((name for name in (self.department, self.short_name) if name and name in title), "")

    @property
    def file_date(self) -> Day | None:
        """The date that the properties of files bear, which nothing prints."""
        return self.date or self.stamp

    @property
    def contents(self) -> tuple[ContentsEntry, ...]:
        """The contents list: every block with a place in it, tables that a part lists under the part."""
        return (*_contents(self.blocks), *self.bound) if self.contents_title else ()

    @property
    def cover_date(self) -> Day | None:
        """The date where the cover prints one."""
        return self.date if self.dated_cover else None

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


def _contents(blocks: tuple[Block, ...]) -> Iterator[ContentsEntry]:
    lists = {key for block in blocks if isinstance(block, Part) for key in block.lists}
    elsewhere: dict[str, list[ContentsEntry]] = {key: [] for key in lists}
    for block in blocks:
        if isinstance(block, Table) and block.key in lists:
            elsewhere[block.key] += _entries(block)
    for block in blocks:
        if not (isinstance(block, Table) and block.key in lists):
            yield from _entries(block)
        if isinstance(block, Part):
            yield from (entry for key in block.lists for entry in elsewhere[key])


def _entries(block: Block) -> Iterator[ContentsEntry]:
    match block:
        case Table(contents=int(level)):
            yield ContentsEntry(block.listed or block.title, level, block.anchor)
        case Part(contents=int(level)) | Paragraph(contents=int(level)):
            yield ContentsEntry(block.text, level, block.anchor)
        case _:
            pass


def chinese_date(day: Day) -> str:
    """Write a date as documents print it.

    >>> chinese_date(Day(2024, 2, 5))
    '2024年2月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One merged cell of a header."""

    text: str
    column: int
    columns: int
    rows: int


def header_grid(columns: tuple[Column, ...]) -> tuple[tuple[HeaderCell, ...], ...]:
    """Derive the merged header from the headings of the columns, one tuple a header row.

    >>> columns = tuple(Column(heading=path, kind=Kind.AMOUNT) for path in (
    ...     ("合计",), ("基本支出", "小计"), ("基本支出", "人员经费")))
    >>> for row in header_grid(columns):
    ...     print([(cell.text, cell.column, cell.columns, cell.rows) for cell in row])
    [('合计', 0, 1, 2), ('基本支出', 1, 2, 1)]
    [('小计', 1, 1, 1), ('人员经费', 2, 1, 1)]
    """
    height = max(len(column.heading) for column in columns)
    numbered = tuple(enumerate(columns))
    return tuple(tuple(_header_row(numbered, level, height)) for level in range(height))


def _header_row(numbered: tuple[tuple[int, Column], ...], level: int, height: int) -> Iterator[HeaderCell]:
    for path, group in groupby(numbered, key=lambda pair: pair[1].heading[: level + 1]):
        leaves = list(group)
        if len(path) != level + 1:
            continue
        if all(len(column.heading) == level + 1 for _, column in leaves):
            yield from (HeaderCell(path[-1], index, 1, height - level) for index, _ in leaves)
        else:
            yield HeaderCell(path[-1], leaves[0][0], len(leaves), 1)
