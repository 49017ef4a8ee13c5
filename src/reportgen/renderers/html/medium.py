"""What the page for paper and the page for a screen do differently with the same markup."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Protocol

from markupsafe import Markup

from reportgen.document.document import Column, Figure, Grid, Table
from reportgen.document.theme import TableStyle
from reportgen.findings.diagnostics import Span
from reportgen.renderers.html.markup import element
from reportgen.renderers.html.screen_columns import ScreenColumns
from reportgen.renderers.layout.head_lines import Header, broken_header

_AS_LAID_OUT = ScreenColumns((), frozenset())


class Medium(Protocol):
    """What an element carries besides its text, depending on where the page is shown."""

    def figure(self, figure: Figure, text: str, /) -> Markup:
        """Return a figure of the text."""
        ...

    def target(self, anchor: str, /) -> str:
        """Return the id that a link to *anchor* leads to."""
        ...

    def table_id(self, table: Table, /) -> str:
        """Return the id of the whole table, empty for none; its heading has the anchor of the document."""
        ...

    def table_mark(self, table: Table, /) -> Markup:
        """Return what stands beside the title of a table."""
        ...

    def row_ids(self, table: Table, /) -> Iterator[Iterator[str]]:
        """Return the ids of the rows of each grid, empty for none."""
        ...

    def header(
        self, columns: tuple[Column, ...], widths: Sequence[float], size: float, style: TableStyle, /
    ) -> Header:
        """Return the rows of the head of a grid whose columns are *widths* mm wide, set in *size* pt."""
        ...

    def columns(self, grid: Grid, /) -> ScreenColumns:
        """Return what the columns of a grid need and which stay in sight."""
        ...

    def heads_row(self, label: str, /) -> bool:
        """Tell whether a label heads its row."""
        ...

    def sources_title(self, sources: tuple[Span, ...], /) -> str:
        """Return what a number says of its ledger lines under the pointer."""
        ...


def exact_value(figure: Figure, content: str) -> Markup:
    """Return the element that keeps the exact value of a figure."""
    return element("data", content, value=f"{figure.value:f}", data_fact=figure.fact)


class Paper:
    """The page that is laid out as the PDF: nothing that paper cannot show, for every element costs time."""

    def figure(self, figure: Figure, text: str, /) -> Markup:
        """Return a figure of the text with its exact value."""
        return exact_value(figure, text)

    def target(self, anchor: str, /) -> str:
        """Return the anchor itself."""
        return anchor

    def table_id(self, _table: Table, /) -> str:
        """Return none."""
        return ""

    def table_mark(self, _table: Table, /) -> Markup:
        """Return nothing."""
        return Markup()

    def row_ids(self, _table: Table, /) -> Iterator[Iterator[str]]:
        """Return none."""
        return repeat(repeat(""))

    def header(
        self, columns: tuple[Column, ...], widths: Sequence[float], size: float, style: TableStyle, /
    ) -> Header:
        """Return the rows of the head with headings broken between words."""
        return broken_header(columns, widths, size, style)

    def columns(self, _grid: Grid, /) -> ScreenColumns:
        """Return that the columns are as they were laid out."""
        return _AS_LAID_OUT

    def heads_row(self, _label: str, /) -> bool:
        """Return that a blank label heads its row too, or that of another panel would."""
        return True

    def sources_title(self, _sources: tuple[Span, ...], /) -> str:
        """Return nothing."""
        return ""
