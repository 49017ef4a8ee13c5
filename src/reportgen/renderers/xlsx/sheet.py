"""One worksheet: cells collected in printed lines, then written with row heights that show all of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil
from typing import Any

from xlsxwriter.utility import xl_range

from reportgen.document.theme import Page, TableStyle
from reportgen.renderers.layout.tables import MM_PER_POINT, text_width
from reportgen.renderers.xlsx.formula import Sum

# Column widths are counted in digits of this face, which every reader of workbooks has.
DEFAULT_FACE = "宋体"
GENERAL = "General"
TEXT = "@"

MM_PER_INCH = 25.4
CELL_PADDING = 1.0
LONGEST_CELL = 16_000  # Excel holds 32,767 UTF-16 units, up to two for each character
_TALLEST_ROW = 409.0
_LINE = 1.45
# Where two faces stand on one line, it is as high as the higher of them above and below the base line.
_MIXED_LINE = 1.6
# In em, as DejaVu Sans has them, which readers without Chinese faces take.
_WIDEST_LATIN = 0.65
_WIDEST = {
    **dict.fromkeys("MWm%@", 1.0),
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZw&#+<=>~", 0.84),
    **dict.fromkeys(" !'(),./:;I[]fijlrt|", 0.42),
}
# A Latin word with the blanks behind it, or any other character.
_WORDS = re.compile(r"[!-~]+ *|.", re.DOTALL)
_ABOVE_AND_BELOW = 2.0
_INDENT = 3.5
_PIXELS_PER_INCH = 96
_PAPER_A4 = 9
_SCALED_TO_PAGE = 1.3
_LONGEST_TEXT_FORMAT = 255
# What Excel would mark in green: codes are texts, and a total does not add up every number near it.
_NO_MISTAKES = ("number_stored_as_text", "formula_range", "formula_differs", "empty_cell_reference")
_REMARK = {"font_name": DEFAULT_FACE, "font_size": 9, "x_scale": 1.6, "y_scale": 0.6}


Content = str | float | Sum


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a cell looks: *size* in points, *indent* in levels, *number* an Excel number format.

    A *heading* is set in the face of the heads of tables, everything else in that of their text.
    """

    heading: bool = False
    size: float = 11.0
    bold: bool = False
    align: str = "left"
    border: bool = False
    indent: int = 0
    number: str = GENERAL
    link: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A cell or, over several lines or columns, a merged range; counted from 0."""

    line: int
    column: int
    lines: int = 1
    columns: int = 1


def text_format(text: str) -> str:
    """Return the number format that keeps *text* a text when it is edited.

    Older versions of Excel show ### for long texts that are formatted so.
    """
    return TEXT if len(text) <= _LONGEST_TEXT_FORMAT else GENERAL


class Styles:
    """The cell formats of a workbook, one for each style in use."""

    def __init__(self, workbook: Any, faces: TableStyle) -> None:  # noqa: ANN401 - xlsxwriter ships no types
        self._workbook = workbook
        self._faces = faces
        self._formats: dict[Style, Any] = {}

    def __getitem__(self, style: Style) -> Any:  # noqa: ANN401
        if style not in self._formats:
            face = self._faces.head if style.heading else self._faces.text
            self._formats[style] = self._workbook.add_format(_properties(style, face.office))
        return self._formats[style]


def _properties(style: Style, face: str) -> dict[str, str | float | bool]:
    is_text = style.number in {GENERAL, TEXT}
    link: dict[str, str | float | bool] = {"font_color": "#0563C1", "underline": 1} if style.link else {}
    return {
        "font_name": face,
        "font_size": style.size,
        "bold": style.bold,
        "align": style.align,
        "valign": "vcenter",
        "text_wrap": is_text,
        "shrink": not is_text,
        "border": int(style.border),
        "indent": style.indent,
        "num_format": style.number,
        **link,
    }


def lines_needed(text: str, width: float, size: float) -> int:
    """Return how many lines *text* takes in a cell *width* mm wide at *size* points.

    A reader without the face that the workbook names takes another: Chinese characters are as wide in all of
    them, Latin letters and digits are not, and so they are counted as wide as they may be.

    >>> lines_needed("一般公共预算支出", 40, 9), lines_needed("一般公共预算支出", 20, 9)
    (1, 2)
    >>> lines_needed("SUPERVISION@WWW.COM", 40, 9)
    2
    """
    room = (width - 2 * CELL_PADDING) / (size * MM_PER_POINT)
    return sum(_lines(part, room) for part in text.split("\n"))


def _lines(text: str, room: float) -> int:
    """Count the lines of a paragraph; a Latin word that does not fit on the rest of a line takes the next."""
    words = [(widest(word), word.isascii()) for word in _WORDS.findall(text)]
    if sum(width for width, _ in words) <= room:
        return 1
    # A wrapped line ends up to one character early, because no line begins with a closing mark.
    room = max(room - 1, 1.0)
    used = 0.0
    for width, latin in words:
        rest = -used % room
        used += rest + width if latin and width > rest and used else width
    return max(1, ceil(round(used / room, 6)))


def widest(text: str) -> float:
    """Return the width of *text* in em in the widest face that is likely."""
    return sum(_WIDEST.get(char, _WIDEST_LATIN) if char.isascii() else text_width(char) for char in text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    area: Area
    content: Content
    style: Style
    link: str
    remark: str


class Sheet:
    """A worksheet under construction; *widths* are the column widths in mm.

    Excel shows no row taller than 409 points, so a printed line that needs more becomes
    several rows with its cells merged over them.
    """

    def __init__(self, worksheet: Any, styles: Styles, widths: Sequence[float]) -> None:  # noqa: ANN401
        self._worksheet = worksheet
        self._styles = styles
        self._widths = tuple(widths)
        self._placed: list[_Placed] = []
        self._end = 0
        self._heights: list[float] = []
        self._first_rows: tuple[int, ...] = (0,)

    @property
    def widths(self) -> tuple[float, ...]:
        """The width of each column in mm."""
        return self._widths

    @property
    def columns(self) -> int:
        """The number of columns."""
        return len(self._widths)

    @property
    def end(self) -> int:
        """The line below everything placed so far."""
        return self._end

    def put(self, area: Area, content: Content, style: Style, link: str = "", remark: str = "") -> None:
        """Place a text, a number, a sum or (empty text) a blank.

        *link* is an address in the workbook, *remark* what is said when the cell is pointed at.
        """
        self._placed.append(_Placed(area=area, content=content, style=style, link=link, remark=remark))
        self._end = max(self._end, area.line + area.lines)

    def row(self, line: int) -> int:
        """Return the first worksheet row of a line of the finished sheet."""
        return self._first_rows[line]

    def height_above(self, line: int) -> float:
        """Return the height in points of everything above a line of the finished sheet."""
        return sum(self._heights[:line])

    def finish(self) -> None:
        """Write everything placed."""
        self._heights = self._needed_heights()
        parts = [ceil(height / _TALLEST_ROW) for height in self._heights]
        self._first_rows = tuple(accumulate(parts, initial=0))
        for line, (height, count) in enumerate(zip(self._heights, parts, strict=True)):
            for row in range(self.row(line), self.row(line + 1)):
                self._worksheet.set_row(row, height / count)
        for column, width in enumerate(self._widths):
            self._worksheet.set_column_pixels(column, column, round(width / MM_PER_INCH * _PIXELS_PER_INCH))
        for placed in self._placed:
            self._write(placed)

    def _needed_heights(self) -> list[float]:
        heights = [0.0] * self.end
        for placed in sorted(self._placed, key=lambda placed: placed.area.lines):
            lines = slice(placed.area.line, placed.area.line + placed.area.lines)
            lacking = self._height(placed) - sum(heights[lines])
            if lacking > 0:
                heights[lines] = [height + lacking / placed.area.lines for height in heights[lines]]
        return [round(height, 2) for height in heights]

    def _height(self, placed: _Placed) -> float:
        area, style = placed.area, placed.style
        width = sum(self._widths[area.column : area.column + area.columns]) - style.indent * _INDENT
        text = placed.content if isinstance(placed.content, str) else ""
        lines = lines_needed(text, width, style.size)
        mixed = lines > 1 and any(char.isascii() and not char.isspace() for char in text)
        return lines * style.size * (_MIXED_LINE if mixed else _LINE) + _ABOVE_AND_BELOW

    def _write(self, placed: _Placed) -> None:
        """Write a cell over its rows; a text longer than a cell can hold goes on in the next."""
        first, end = self.row(placed.area.line), self.row(placed.area.line + placed.area.lines)
        count = ceil(len(placed.content) / LONGEST_CELL) if isinstance(placed.content, str) else 1
        if count <= 1:
            self._write_rows(placed, first, end - 1)
            return
        assert isinstance(placed.content, str)
        for index in range(count):
            piece = placed.content[index * LONGEST_CELL : (index + 1) * LONGEST_CELL]
            rows = [first + (end - first) * part // count for part in (index, index + 1)]
            self._write_rows(replace(placed, content=piece), rows[0], rows[1] - 1)

    def _write_rows(self, placed: _Placed, first: int, last: int) -> None:
        area, style = placed.area, self._styles[placed.style]
        if first != last or area.columns > 1:
            right = area.column + area.columns - 1
            self._worksheet.merge_range(first, area.column, last, right, "", style)
        if placed.link:
            self._worksheet.write_url(first, area.column, f"internal:{placed.link}", style, placed.content)
        else:
            self._write_content(first, area.column, placed.content, style)
        if placed.remark:
            self._worksheet.write_comment(first, area.column, placed.remark, _REMARK)

    def _write_content(self, row: int, column: int, content: Content, style: Any) -> None:  # noqa: ANN401
        match content:
            case Sum(value=value) if formula := content.formula(self.row):
                self._worksheet.write_formula(row, column, formula, style, value)
            case Sum(value=value) | float(value):
                self._worksheet.write_number(row, column, value, style)
            case "":
                self._worksheet.write_blank(row, column, None, style)
            case str():
                self._worksheet.write_string(row, column, content, style)

    def print_on(self, page: Page, *, landscape: bool) -> None:
        """Set up the finished sheet for A4, one page wide, with the page number beneath."""
        sheet = self._worksheet
        sheet.set_paper(_PAPER_A4)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, int(self._nearly_fits(page)))
        sheet.center_horizontally()
        sheet.set_margins(
            *(margin / MM_PER_INCH for margin in (page.left, page.right, page.top, page.bottom))
        )
        sheet.set_footer("&C— &P / &N —", {"margin": page.bottom / 2 / MM_PER_INCH})
        used = (0, 0, self.row(self.end) - 1, self.columns - 1)
        sheet.print_area(*used)
        sheet.ignore_errors(dict.fromkeys(_NO_MISTAKES, xl_range(*used)))

    def _nearly_fits(self, page: Page) -> bool:
        """Say whether the sheet is so little taller than the page that it should be scaled to it."""
        scale = min(1.0, page.text_width / sum(self._widths))
        height = scale * self.height_above(self.end) * MM_PER_POINT
        return height <= _SCALED_TO_PAGE * page.text_height

    def repeat(self, first: int, end: int) -> None:
        """Repeat the lines from *first* up to *end* at the top of each page of the finished sheet."""
        self._worksheet.repeat_rows(self.row(first), self.row(end) - 1)

    def freeze(self, line: int, column: int) -> None:
        """Keep what is above *line* and left of *column* in view in the finished sheet."""
        self._worksheet.freeze_panes(self.row(line), column)
