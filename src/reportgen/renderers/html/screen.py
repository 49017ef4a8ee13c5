"""The page for a screen: the document with links, formulas and charts, in one file that fetches nothing.

The public page names no ledger lines; a preview for the people who wrote the ledger does.
"""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

from markupsafe import Markup

from reportgen.document.document import Column, Document, Figure, Grid, Table, header_grid
from reportgen.document.theme import TableStyle
from reportgen.findings.diagnostics import Span
from reportgen.renderers.html.anchors import row_ids, table_ids
from reportgen.renderers.html.chart import chart_section
from reportgen.renderers.html.formula_list import FormulaList, places
from reportgen.renderers.html.markup import element, join, link
from reportgen.renderers.html.medium import exact_value
from reportgen.renderers.html.page import blocks, contents, cover, page
from reportgen.renderers.html.screen_columns import ScreenColumns, screen_columns
from reportgen.renderers.layout.head_lines import Header

_TOP, _MAIN = "top", "main"
# Styles stand in the page and on its columns, the one script is named by its hash, nothing else is allowed.
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'unsafe-inline'; script-src 'sha256-{}'; base-uri 'none'\">\n"
)


def render_web(document: Document, *, preview: bool = False) -> str:
    """Return the document as one HTML page; a *preview* shows the ledger lines of every number."""
    screen = Screen(document, preview=preview)
    return page(document, _body(document, screen), _asset("screen.css"), _policy())


class Screen:
    """A page on a screen: figures lead to their formulas, tables and rows can be linked to."""

    def __init__(self, document: Document, *, preview: bool) -> None:
        self.formulas = FormulaList(document.words, preview=preview)
        self._words = document.words
        self._preview = preview
        self._table_ids = table_ids(document.tables)

    def figure(self, figure: Figure, text: str, /) -> Markup:
        """Return a figure of the text, as a link to its formula."""
        name = self.formulas.enter(figure)
        if not name:
            return exact_value(figure, text)
        return exact_value(figure, link(name, text, aria_describedby=name))

    def target(self, anchor: str, /) -> str:
        """Return the id that a link to *anchor* leads to."""
        return self._table_ids.get(anchor, anchor)

    def table_id(self, table: Table, /) -> str:
        """Return the id of the whole table."""
        return self.target(table.anchor)

    def table_mark(self, table: Table, /) -> Markup:
        """Return the link of the table to itself."""
        said = " ".join(filter(None, (self._words["本表链接"], table.label, table.title)))
        return link(self.table_id(table), "#", class_="mark", aria_label=said)

    def header(
        self, columns: tuple[Column, ...], _widths: Sequence[float], _size: float, _style: TableStyle, /
    ) -> Header:
        """Return the rows of the head of a grid: a screen has widths of its own, and breaks them itself."""
        return header_grid(columns)

    def row_ids(self, table: Table, /) -> Iterator[Iterator[str]]:
        """Return the ids of the rows of each grid."""
        return row_ids(table, self.table_id(table))

    def columns(self, grid: Grid, /) -> ScreenColumns:
        """Return what the columns of a grid need and which stay in sight."""
        return screen_columns(grid)

    def heads_row(self, label: str, /) -> bool:
        """Tell whether a label heads its row: a heading that says nothing is none."""
        return bool(label)

    def sources_title(self, sources: tuple[Span, ...], /) -> str:
        """Return the ledger lines of a number, in a preview."""
        return places(sources) if self._preview else ""


@cache
def _asset(name: str) -> str:
    return files("reportgen.renderers.html").joinpath(name).read_text("utf-8")


@cache
def _policy() -> str:
    return _POLICY.format(b64encode(sha256(_asset("screen.js").encode()).digest()).decode())


def _body(document: Document, screen: Screen) -> Iterator[Markup]:
    words = document.words
    yield link(_MAIN, words["跳到正文"], class_="skip")
    yield element("div", cover(document), id=_TOP)
    if document.contents:
        yield contents(document, screen)
    charts = _charts(document, screen)
    printed = join(blocks(document, screen))
    # The list is complete when everything else is written.
    tip = element("div", id="tip", role="tooltip", hidden="hidden")
    yield element("main", charts, printed, screen.formulas.section(), tip, id=_MAIN, tabindex="-1")
    yield element("footer", element("p", document.title), element("p", link(_TOP, words["回到开头"])))
    yield Markup("<script>%s</script>") % Markup(_asset("screen.js"))  # noqa: S704 - our own file


def _charts(document: Document, screen: Screen) -> Markup:
    if not document.charts:
        return Markup()
    title = element("h1", document.charts_title, id="charts")
    drawn = (
        chart_section(chart, f"chart-{number}", document.words, screen)
        for number, chart in enumerate(document.charts, 1)
    )
    return element("section", title, *drawn, class_="charts", aria_labelledby="charts")
