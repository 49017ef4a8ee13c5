"""Where a table fits: orientation, type size and column widths, the same in every format.

Widths are worked out from the printed texts in em (a Chinese character is one em wide, others half),
so that no amount is broken, labels wrap last, and PDF and Word agree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil
from unicodedata import east_asian_width

from reportgen.document.document import Column, Grid, Kind, Row, Table
from reportgen.document.theme import Page, Theme

MM_PER_POINT = 25.4 / 72


# A merged cell does not survive a page break, so its rows stay together; longer runs are cut.
_MERGED_ROWS = 8
_CUT_ROWS = 4
# In em: what keeps a text from being broken by a rounding or by the lines of its cell.
_SPARE = 0.3
_GAP = 0.25
_LONGEST_LABEL = 26.0
_LONGEST_FIELD_LABEL = 12.0
_LONGEST_HEADING = 8.0
_WHOLE_HEADING = 4.0
_NARROWEST_AMOUNT = 5.0
_NARROWEST_TEXT = 2.3
_HEADING_LINES = 3
_WRAPPED_LABEL = 10.0
_PRESSED_LABEL = 4.0
_WRAPPED_SHARE = 0.75
# In points: no official document is set in smaller type than 七号, and type shrinks by half points.
_SMALLEST_SIZE = 5.5
_SIZE_STEP = 0.5


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How one table is set: its page, type size in points and the column widths of each grid in mm."""

    landscape: bool
    page: Page
    size: float
    widths: tuple[tuple[float, ...], ...]

    def opens_page(self, table: Table) -> bool:
        """Whether *table* begins a page: one among paragraphs does only where the page must turn."""
        return self.landscape or not table.in_text


def text_width(text: str) -> float:
    """Return the width of *text* in em.

    >>> text_width("合计"), text_width("1,234.50")
    (2.0, 4.0)
    """
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.5 for char in text)


def title_pieces(title: str, department: str) -> tuple[str, ...]:
    """Return the pieces between which a long title breaks.

    A line ends behind the name of the department, or before the second name that it bears in brackets.

    >>> title_pieces("2024年示例中心（示例分中心）概况", "示例中心（示例分中心）")
    ('2024年示例中心', '（示例分中心）', '概况')
    """
    if not department:
        return (title,)
    before, department, after = title.partition(department)
    name, bracket, alias = department.partition("（")
    return tuple(filter(None, (before + name, bracket + alias, after)))


def field_label_width(table: Table, layout: TableLayout, size: float, theme: Theme) -> float:
    """Return the width in mm of the labels of the fields of *table*, set in type of *size* points.

    They leave the amounts beside them the room that these need, for an amount is never broken.
    """
    em, padding = size * MM_PER_POINT, 2 * theme.table.padding
    widest = max((text_width(field.label) for field in table.fields), default=0.0)
    wanted = (min(widest, _LONGEST_FIELD_LABEL) + _SPARE) * em + padding
    amounts = [text_width(field.cell.text) for field in table.fields if field.kind is Kind.AMOUNT]
    share = layout.page.text_width / max(map(len, table.field_rows), default=1)
    left = share - (max(amounts, default=0.0) + _SPARE) * em - padding
    return max(min(wanted, left), _NARROWEST_TEXT * em + padding)


def continued_title(table: Table, theme: Theme) -> str:
    """Return what stands above *table* on the pages that it goes on to, or nothing."""
    continued = theme.table.continued
    return f"{table.label} {table.title}".strip() + continued if continued else ""


def tied_rows(rows: tuple[Row, ...]) -> Iterator[range]:
    """Return the rows that stand on one page: those of a merged cell together, unless it is too long.

    A longer run is cut where the fewest merged cells go on.
    """
    going_on = [sum(cell.continues for cell in row.cells) for row in rows]
    start = 0
    for stop in range(1, len(rows) + 1):
        if stop < len(rows) and going_on[stop]:
            continue
        while stop - start > _MERGED_ROWS:
            cut = _cut(going_on, start)
            yield range(start, cut)
            start = cut
        yield range(start, stop)
        start = stop


def _cut(going_on: Sequence[int], start: int) -> int:
    """Return where to cut a run that begins at *start*: as late as it is good, or soon where no place is."""
    places = range(start + 1, start + _MERGED_ROWS + 1)
    fewest = min(going_on[place] for place in places)
    good = [place for place in places if going_on[place] == fewest]
    return start + _CUT_ROWS if len(good) == len(places) else good[-1]


@lru_cache(maxsize=1024)
def table_layout(table: Table, theme: Theme) -> TableLayout:
    """Choose the first setting that fits: whole labels before wrapped ones, portrait, large type.

    Where none does, type is set smaller than the theme has it, the page is turned though the form has it
    upright, and labels are pressed: an amount that runs over its cell is worse than each of these.
    """
    settings = list(_settings(table, theme))
    for wrapping in (False, True):
        for landscape, room in settings:
            fitted = [_fit(grid, room, wrapping=wrapping) for grid in table.grids]
            if all(fitted):
                widths = tuple(found for found in fitted if found)
                return TableLayout(landscape, theme.page(landscape=landscape), room.size, widths)
    resorts = [settings[-1], *_last_resorts(table, theme)]
    for label in (_WRAPPED_LABEL, _PRESSED_LABEL):
        for landscape, room in resorts:
            fitted = [_squeeze(grid, room, label) for grid in table.grids]
            if all(fitted):
                widths = tuple(found for found in fitted if found)
                return TableLayout(landscape, theme.page(landscape=landscape), room.size, widths)
    landscape, room = resorts[-1]
    widths = tuple(_stretched(_floors(grid, room, _PRESSED_LABEL), room.available) for grid in table.grids)
    return TableLayout(landscape, theme.page(landscape=landscape), room.size, widths)


def _settings(table: Table, theme: Theme) -> Iterator[tuple[bool, "_Room"]]:
    for landscape in (False, True) if table.landscape is None else (table.landscape,):
        width = theme.page(landscape=landscape).text_width
        for size in sizes_for(theme, landscape=landscape):
            yield landscape, _Room(size, theme.table.padding, width)


def _last_resorts(table: Table, theme: Theme) -> Iterator[tuple[bool, "_Room"]]:
    """Yield the settings in type smaller than the table would have, and those on a page that is turned."""
    upright = table.landscape is False
    usual = sizes_for(theme, landscape=not upright)[-1]
    sizes = tuple(_shrinking(theme))
    settings = [(not upright, size) for size in sizes if size < usual]
    if upright:
        settings += ((True, size) for size in sizes)
    for landscape, size in settings:
        yield landscape, _Room(size, theme.table.padding, theme.page(landscape=landscape).text_width)


def _shrinking(theme: Theme) -> Iterator[float]:
    """Yield the sizes of the theme, and then smaller ones."""
    yield from theme.table.sizes
    size = theme.table.sizes[-1] - _SIZE_STEP
    while size >= _SMALLEST_SIZE:
        yield size
        size -= _SIZE_STEP


def sizes_for(theme: Theme, *, landscape: bool) -> tuple[float, ...]:
    """Return the type sizes to choose from: rather than the smallest, a table takes a wider page."""
    return theme.table.sizes if landscape else theme.table.sizes[:2]


@dataclass(frozen=True, slots=True)
class _Room:
    """What columns are fitted into: type *size* in points, *padding* of a cell and width in mm."""

    size: float
    padding: float
    available: float


def _fit(grid: Grid, room: _Room, *, wrapping: bool) -> tuple[float, ...] | None:
    """Return widths in mm that fill the room, or None where columns would be too narrow."""
    wishes = [_wishes(column, texts, room) for column, texts in _columns(grid)]
    available = room.available
    if sum(wish.least if wrapping else wish.label for wish in wishes) > available:
        return None
    widths = _grown([wish.least for wish in wishes], [wish.label for wish in wishes], available)
    for wanted in ([wish.folded for wish in wishes], [wish.heading for wish in wishes]):
        widths = _completed(widths, wanted, available)
    return _stretched(widths, available)


def _squeeze(grid: Grid, room: _Room, label: float) -> tuple[float, ...] | None:
    """Return widths for a grid that is too wide, or None where its amounts do not fit.

    Long labels give way, down to *label* em.
    """
    wishes = [_wishes(column, texts, room) for column, texts in _columns(grid)]
    available = room.available
    floors = _floors(grid, room, label)
    if sum(floors) > available:
        return None
    widths = _completed(floors, [wish.narrow for wish in wishes], available)
    return _stretched(_grown(widths, [wish.least for wish in wishes], available), available)


def _floors(grid: Grid, room: _Room, label: float) -> list[float]:
    """Return the widths in mm below which no column can go, where a label may be *label* em wide."""
    return [_wishes(column, texts, room, label).floor for column, texts in _columns(grid)]


def _stretched(widths: Sequence[float], available: float) -> tuple[float, ...]:
    return tuple(round(width * available / sum(widths), 3) for width in widths)


def _grown(widths: Sequence[float], wanted: Sequence[float], available: float) -> list[float]:
    """Give each column what it still wants, or the same share of it where there is not enough."""
    lacking = [max(0.0, want - width) for width, want in zip(widths, wanted, strict=True)]
    left = max(0.0, available - sum(widths))
    share = min(1.0, left / sum(lacking)) if any(lacking) else 0.0
    return [width + lack * share for width, lack in zip(widths, lacking, strict=True)]


def _completed(widths: Sequence[float], wanted: Sequence[float], available: float) -> list[float]:
    """Give columns all that they still want, those that lack least first, and others nothing.

    Half of what a heading wants does not keep it from being broken.
    """
    grown = list(widths)
    lacking = [round(want - width, 3) for width, want in zip(widths, wanted, strict=True)]
    for lack in sorted({lack for lack in lacking if lack > 0}):
        columns = [index for index, own in enumerate(lacking) if own == lack]
        if sum(grown) + len(columns) * lack > available:
            break
        for index in columns:
            grown[index] += lack
    return grown


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wishes:
    """Widths in mm: what a column may be pressed to, what it must have, what its labels like.

    *narrow* holds the heading in three lines, *folded* in two, *heading* as a whole, unless that is too wide.
    """

    floor: float
    narrow: float
    least: float
    label: float
    folded: float
    heading: float


def _columns(grid: Grid) -> Iterator[tuple[Column, list[str]]]:
    for index, column in enumerate(grid.columns):
        yield column, ["　" * row.depths[index] + row.cells[index].text for row in grid.rows]


def _gaps(text: str) -> float:
    """Return the width in em of the gaps that LibreOffice leaves between Chinese and Latin characters.

    >>> _gaps("2024年12月")
    0.75
    """
    wide = [text_width(char) > text_width("0") for char in text]
    return _GAP * sum(left != right for left, right in pairwise(wide))


def _wishes(column: Column, texts: list[str], room: _Room, pressed: float = _WRAPPED_LABEL) -> _Wishes:
    em = room.size * MM_PER_POINT
    longest = max((text_width(text) + _gaps(text) for text in texts), default=0.0) + _SPARE
    heading = text_width(column.heading[-1])
    folded = ceil(heading / _HEADING_LINES) + _SPARE
    if column.kind is Kind.AMOUNT:
        label = least = max(longest, _NARROWEST_AMOUNT + _SPARE)
        floor = max(longest, _NARROWEST_TEXT)
    else:
        unbroken = heading + _SPARE if heading <= _WHOLE_HEADING else _NARROWEST_TEXT
        label = min(max(longest, folded, unbroken), _LONGEST_LABEL)
        floor = min(label, pressed)
        least = max(floor, label * _WRAPPED_SHARE) if label > _WRAPPED_LABEL else label
    halved = max(label, ceil(heading / 2) + _SPARE)
    whole = max(label, heading + _SPARE) if heading <= _LONGEST_HEADING else halved

    def in_mm(width: float) -> float:
        return width * em + 2 * room.padding

    return _Wishes(
        floor=in_mm(floor),
        narrow=in_mm(min(max(floor, folded), least)),
        least=in_mm(least),
        label=in_mm(label),
        folded=in_mm(halved),
        heading=in_mm(whole),
    )
