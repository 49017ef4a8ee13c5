"""A chart as horizontal bars in SVG, with its numbers as a table for those who do not see it.

Lengths are percentages of whatever width there is, while type keeps its size: a chart is read on a phone too.
Bars of last year are drawn in outline, so that colour alone tells nothing.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from markupsafe import Markup

from reportgen.document.document import Bar, Chart
from reportgen.money import round_half_up
from reportgen.renderers.html.markup import element
from reportgen.renderers.html.medium import Medium

# In CSS pixels: a line of text, a bar, and the room beneath the bars of a row.
_LINE, _BAR, _GAP = 24, 22, 14
_TEXT_RISE = 7
# The longest bar leaves this much of the width, in percent, for its number.
_LONGEST = Decimal(68)
_SERIES = ("now", "before")


def chart_section(chart: Chart, name: str, words: Mapping[str, str], medium: Medium) -> Markup:
    """Return a chart with its title and its numbers; *name* begins its ids."""
    title = element("h2", chart.title, id=name)
    numbers = element("details", element("summary", words["数值"]), _numbers(chart, name, words, medium))
    return element("figure", title, *_legend(chart), _drawing(chart, name), numbers, aria_labelledby=name)


def _legend(chart: Chart) -> Iterator[Markup]:
    unit = element("span", chart.unit)
    if len(chart.series) > 1:
        keys = (
            element("span", _swatch(series), text, class_="key")
            for series, text in zip(_SERIES, chart.series, strict=True)
        )
        yield element("p", *keys, unit, class_="legend")
    else:
        yield element("p", unit, class_="legend")


def _swatch(series: str) -> Markup:
    return element("svg", _rect("0", "100%", 0, series), class_="swatch", aria_hidden="true")


def _drawing(chart: Chart, name: str) -> Markup:
    """Return the bars; those who do not see them are told every number."""
    height = len(chart.rows) * (_LINE + len(chart.series) * _BAR + _GAP)
    told = "；".join(_told(chart, label, bars) for label, bars in chart.rows)
    described = element("title", chart.title, id=f"{name}-title"), element("desc", told, id=f"{name}-desc")
    return element(
        "svg",
        *described,
        *_rows(chart),
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
        width="100%",
        height=height,
    )


def _told(chart: Chart, label: str, bars: tuple[Bar, ...]) -> str:
    values = [f"{bar.text}{chart.unit}" for bar in bars]
    if len(values) > 1:
        values = [f"{series} {value}" for series, value in zip(chart.series, values, strict=True)]
    return f"{label} {'，'.join(values)}"


def _rows(chart: Chart) -> Iterator[Markup]:
    longest = max(bar.value for _, bars in chart.rows for bar in bars)
    top = 0
    for label, bars in chart.rows:
        yield _text(label, "0", top + _LINE - _TEXT_RISE)
        top += _LINE
        for series, bar in zip(_SERIES, bars, strict=False):
            length = f"{_length(bar.value, longest)}%"
            yield _rect("0", length, top, series)
            yield _text(bar.text, length, top + _BAR - _TEXT_RISE, class_="value", dx="6")
            top += _BAR
        top += _GAP


def _length(value: Decimal, longest: Decimal) -> Decimal:
    """Return the length of a bar; an amount below zero has none, its number says what it is."""
    return round_half_up(max(value, Decimal(0)) / longest * _LONGEST, 2) if longest > 0 else Decimal(0)


def _rect(x: str, width: str, y: int, series: str) -> Markup:
    return element("rect", x=x, y=str(y), width=width, height=str(_BAR - 4), class_=series)


def _text(text: str, x: str, y: int, **attributes: str) -> Markup:
    return element("text", text, x=x, y=str(y), **attributes)


def _numbers(chart: Chart, name: str, words: Mapping[str, str], medium: Medium) -> Markup:
    series = [f"{text}（{chart.unit}）" for text in chart.series]
    head = (element("th", text, scope="col") for text in (words["项目"], *series))
    rows = (
        element("tr", element("th", label, scope="row"), *(_number(bar, medium) for bar in bars))
        for label, bars in chart.rows
    )
    parts = element("thead", element("tr", *head)), element("tbody", *rows)
    return element("table", *parts, aria_labelledby=name)


def _number(bar: Bar, medium: Medium) -> Markup:
    return element(
        "td", bar.text, class_="amount", data_value=f"{bar.value:f}", title=medium.sources_title(bar.sources)
    )
