"""Where a table fits: orientation, type size and column widths, the same in every format.

Widths are worked out from the printed texts in em (a Chinese character is one em wide, others half),
so that no amount is broken, labels wrap last, and PDF and Word agree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from reportgen.document import Column, Grid, Kind, Table

MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
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


PORTRAIT = Page(210, 297, top=37, right=26, bottom=35, left=28)
LANDSCAPE = Page(297, 210, top=24, right=20, bottom=20, left=20)

TABLE_SIZES = (9.0, 8.5, 8.0, 7.5)
CELL_PADDING = 1.0
LINE_HEIGHT = 1.35
_LONGEST_LABEL = 26.0
_NARROWEST_AMOUNT = 5.0
_NARROWEST_TEXT = 2.0
_WRAPPED_LABEL = 10.0


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How one table is set: *widths* holds the column widths of each grid in mm."""

    landscape: bool
    size: float
    widths: tuple[tuple[float, ...], ...]

    @property
    def page(self) -> Page:
        """The page that the table stands on."""
        return LANDSCAPE if self.landscape else PORTRAIT


def text_width(text: str) -> float:
    """Return the width of *text* in em.

    >>> text_width("合计"), text_width("1,234.50")
    (2.0, 4.0)
    """
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.5 for char in text)


def table_layout(table: Table) -> TableLayout:
    """Choose the first setting that fits: portrait before landscape, large type before small."""
    orientations = (False, True) if table.landscape is None else (table.landscape,)
    settings = [
        (landscape, size)
        for landscape in orientations
        for size in (TABLE_SIZES if landscape else TABLE_SIZES[:2])
    ]
    for landscape, size in settings:
        available = (LANDSCAPE if landscape else PORTRAIT).text_width
        fitted = [_fit(grid, size, available) for grid in table.grids]
        if all(fitted):
            return TableLayout(landscape, size, tuple(widths for widths in fitted if widths))
    landscape, size = settings[-1]
    available = (LANDSCAPE if landscape else PORTRAIT).text_width
    return TableLayout(landscape, size, tuple(_squeeze(grid, size, available) for grid in table.grids))


def _fit(grid: Grid, size: float, available: float) -> tuple[float, ...] | None:
    """Return widths in mm that fill *available*, or None where labels would have to wrap too much."""
    least, natural = _widths(grid, size)
    if sum(least) > available:
        return None
    return _share(least, natural, available)


def _squeeze(grid: Grid, size: float, available: float) -> tuple[float, ...]:
    least, _ = _widths(grid, size)
    return tuple(width * available / sum(least) for width in least)


def _share(least: Sequence[float], natural: Sequence[float], available: float) -> tuple[float, ...]:
    """Give each column its least width, then what it would like, then an even part of what is left."""
    wanted = [want - low for low, want in zip(least, natural, strict=True)]
    spare = available - sum(least)
    given = min(1.0, spare / sum(wanted)) if sum(wanted) else 0.0
    widths = [low + want * given for low, want in zip(least, wanted, strict=True)]
    stretch = available / sum(widths)
    return tuple(round(width * stretch, 3) for width in widths)


def _widths(grid: Grid, size: float) -> tuple[list[float], list[float]]:
    em = size * MM_PER_POINT
    pairs = [_column_width(column, texts) for column, texts in _columns(grid)]
    return (
        [low * em + 2 * CELL_PADDING for low, _ in pairs],
        [want * em + 2 * CELL_PADDING for _, want in pairs],
    )


def _columns(grid: Grid) -> Iterator[tuple[Column, list[str]]]:
    for index, column in enumerate(grid.columns):
        indent = "　" * max((row.depths[index] for row in grid.rows), default=0)
        yield column, [indent + row.cells[index].text for row in grid.rows]


def _column_width(column: Column, texts: list[str]) -> tuple[float, float]:
    """Return the least and the natural width of a column in em."""
    longest = max((text_width(text) for text in texts), default=0.0)
    head = text_width(column.heading[-1])
    if column.kind is Kind.AMOUNT:
        amount = max(longest + 0.5, _NARROWEST_AMOUNT)
        return amount, max(amount, min(head, 8.0))
    natural = min(max(longest, min(head, 6.0)), _LONGEST_LABEL)
    least = natural if natural <= _WRAPPED_LABEL else max(_WRAPPED_LABEL, natural * 0.6)
    return max(least, _NARROWEST_TEXT), max(natural, _NARROWEST_TEXT)
