"""How documents look: paper, faces, sizes, lines, page numbers, as values that every renderer follows.

A theme is read from data (`base/theme.yaml`, and the `theme.yaml` of a profile laid over it).
Lengths are mm on paper; sizes, lines and spaces of type are points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page in mm; the width and height between the margins is what tables and text may use."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float

    @property
    def text_width(self) -> float:
        """The width between the margins in mm."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """The height between the margins in mm."""
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Face:
    """A face: the name that Office files ask for, and the families that the PDF takes the first one of.

    *bold* sets text bold where no family of its own stands in for the face.
    """

    office: str
    families: tuple[str, ...]
    bold: bool


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a kind of text is set: face, size, line height and the space below, in points."""

    face: Face
    size: float
    line: float
    below: float


@dataclass(frozen=True, slots=True)
class Leading:
    """The spacing of table rows: line height in em, padding above and below in points."""

    line_height: float
    padding: float

    def height(self, lines: Sequence[int], size: float, rule: float) -> float:
        """Return the height in points of rows that hold so many *lines* each, with a rule under each row."""
        return sum(lines) * size * self.line_height + len(lines) * (2 * self.padding + rule)


class Rules(Enum):
    """Which lines a table has: all round every cell, or above, below and under the head."""

    GRID = "全框"
    THREE = "三线"


class NumberPlace(Enum):
    """Where a page number stands: on the outer side, right on odd pages, or in the middle."""

    OUTER = "外侧"
    CENTRE = "居中"


class PartStart(Enum):
    """Where a part begins: on the next page, or on the next odd one as duplex printing wants."""

    ANY = "任意页"
    ODD = "单数页"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableStyle:
    """How tables are set.

    *sizes* are the type sizes to choose from, largest first, in points; *rule* is the width of a line
    in points, *padding* the room left and right of a cell's text in mm.
    *continued* is what the title gets on the pages that a table goes on to; empty for no title there.
    """

    head: Face
    text: Face
    sizes: tuple[float, ...]
    loose: Leading
    tight: Leading
    padding: float
    rules: Rules
    rule: float
    continued: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumber:
    """The number of a page: its words before and after, its place, its distance in mm below the text."""

    style: TextStyle
    before: str
    after: str
    place: NumberPlace
    distance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Everything about the look of a document."""

    portrait: Page
    landscape: Page
    part_start: PartStart
    cover: TextStyle
    cover_top: float
    cover_date: TextStyle
    contents_title: TextStyle
    contents_top: TextStyle
    contents: TextStyle
    part_title: TextStyle
    headings: tuple[TextStyle, TextStyle, TextStyle]
    body: TextStyle
    first_line: float
    table_title: TextStyle
    table_note: TextStyle
    table: TableStyle
    page_number: PageNumber

    def page(self, *, landscape: bool) -> Page:
        """Return the page that lies as asked."""
        return self.landscape if landscape else self.portrait

    @property
    def families(self) -> tuple[tuple[str, ...], ...]:
        """The families of each face that the PDF is set in, once each, in order of first use."""
        styles = (self.body, self.headings[0], self.cover, self.page_number.style, self.contents_top)
        more = (self.part_title, *self.headings, self.contents, self.table_title, self.table_note)
        faces = [*(style.face for style in (*styles, *more)), self.table.head, self.table.text]
        return tuple(dict.fromkeys(face.families for face in faces))
