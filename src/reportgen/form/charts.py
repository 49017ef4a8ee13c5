"""What a form says of the charts on a page (图示): defaults of the package, and what a profile changes."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.findings.rules import UNKNOWN_VALUE
from reportgen.form.profile_keys import CHART, CHARTS, NO_CHART
from reportgen.money import WAN_YUAN
from reportgen.source.fields import Fields, fields_in
from reportgen.source.parsing import Mapping, Node, Scalar
from reportgen.source.reading import Findings

KEY = "图示"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSpec:
    """A chart of the *parts* of a selection, or of *items*, a label and the path of an amount each.

    The items are for budgets whose parts are not known. *compared* adds a bar of last year to each.
    """

    key: str
    title: Scalar
    items: tuple[tuple[str, Scalar], ...]
    parts: Scalar | None
    compared: bool


@dataclass(frozen=True, slots=True)
class ChartSpecs:
    """The charts of a form in order; *series* names this year's bars and last year's."""

    title: str
    unit: str
    series: tuple[Scalar, ...]
    charts: tuple[ChartSpec, ...]


NO_CHARTS = ChartSpecs("", WAN_YUAN, (), ())


def read_charts(base: Node, own: Node | None, findings: Findings) -> ChartSpecs:
    """Read the charts of a form: *own* is laid over *base*, key by key, and 不画 takes away."""
    merged = base if own is None else _laid(base, own)
    if isinstance(merged, Scalar):
        _check_none(merged, KEY, findings)
        return NO_CHARTS
    fields = fields_in(merged, CHARTS, findings, f"“{KEY}”")
    if fields is None:
        return NO_CHARTS
    series = [fields.scalar(key) for key in ("本年", "上年")]
    return ChartSpecs(
        fields.text("标题"),
        fields.choice("单位") or WAN_YUAN,
        tuple(scalar for scalar in series if scalar),
        tuple(_charts(fields, findings)),
    )


def _laid(base: Node, own: Node) -> Node:
    if not (isinstance(base, Mapping) and isinstance(own, Mapping)):
        return own
    entries = {key.text: (key, value) for key, value in base.entries}
    for key, value in own.entries:
        before = entries.get(key.text)
        entries[key.text] = (key, _laid(before[1], value) if before else value)
    return Mapping(tuple(entries.values()), own.span)


def _check_none(scalar: Scalar, key: str, findings: Findings) -> None:
    (none,) = NO_CHART.values
    if scalar.text != none:
        findings.report(UNKNOWN_VALUE, scalar.span, f"“{key}”不能是“{scalar.text}”", f"不要图时写“{none}”。")


def _charts(fields: Fields, findings: Findings) -> Iterator[ChartSpec]:
    for key, node in fields.entries("图"):
        if isinstance(node, Scalar):
            _check_none(node, key.text, findings)
            continue
        own = fields_in(node, CHART, findings, f"“{key.text}”")
        title = own.scalar("标题") if own else None
        if own and title:
            yield _chart(key.text, title, own)


def _chart(key: str, title: Scalar, fields: Fields) -> ChartSpec:
    items = fields.entries("各项")
    return ChartSpec(
        key=key,
        title=title,
        items=tuple((label.text, path) for label, path in items if isinstance(path, Scalar)),
        parts=fields.scalar("分列"),
        compared=fields.flag("比上年"),
    )
