"""Which keys under 绩效 of a ledger the tables of a form print, and which names their texts hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from reportgen.form.tables.cell_text import slots
from reportgen.form.tables.spec import (
    FRAME,
    INDICATORS,
    PROJECT_INDICATORS,
    TASKS,
    Generator,
    Head,
    PanelSpec,
    RowSpec,
    TableSpec,
)

_FIELDS, _PROJECT_FIELDS, _ARRANGED = "绩效.", "项目.绩效.", "项目.各指标."
_INDICATOR, _TASK = "指标.", "任务."


@dataclass(slots=True)
class PerformanceKeys:
    """The keys of one 绩效 that the tables of a form print, in the order in which they are met."""

    fields: dict[str, None] = field(default_factory=dict)
    indicators: dict[str, None] = field(default_factory=dict)
    tasks: dict[str, None] = field(default_factory=dict)


def performance_keys(specs: Iterable[TableSpec]) -> tuple[PerformanceKeys, PerformanceKeys]:
    """Return the keys under 绩效 of the department that *specs* print, and those of its projects."""
    department, projects = PerformanceKeys(), PerformanceKeys()
    for spec in specs:
        _read(spec, department, projects)
    return department, projects


def printed_names(spec: TableSpec) -> dict[str, None]:
    """Return the names in braces of all texts of a table."""
    panels = (panel for block in spec.blocks for panel in block.panels)
    return {**_names_around(spec), **_named(chain.from_iterable(map(_panel_texts, panels)))}


def _read(spec: TableSpec, department: PerformanceKeys, projects: PerformanceKeys) -> None:
    for block in spec.blocks:
        for panel in block.panels:
            _read_panel(panel, department, projects)
    names = printed_names(spec)
    department.fields |= _beneath(names, _FIELDS)
    projects.fields |= _beneath(names, _PROJECT_FIELDS)
    arranged = dict.fromkeys(name.rpartition(".")[2] for name in names if name.startswith(_ARRANGED))
    projects.indicators |= dict.fromkeys(FRAME) | arranged if arranged else {}


def _read_panel(panel: PanelSpec, department: PerformanceKeys, projects: PerformanceKeys) -> None:
    """Read the names of indicators and tasks: whose they are goes with the rows."""
    names = _named(_panel_texts(panel))
    overs = {row.over for row in _rows((*panel.rows, *panel.foot)) if isinstance(row, Generator)}
    if INDICATORS in overs:
        department.indicators |= _beneath(names, _INDICATOR)
    if PROJECT_INDICATORS in overs:
        projects.indicators |= _beneath(names, _INDICATOR)
    if TASKS in overs:
        department.tasks |= _beneath(names, _TASK)


def _names_around(spec: TableSpec) -> dict[str, None]:
    texts = [spec.title, spec.contents_title, spec.subtitle, spec.unit_line, spec.lead]
    for item in chain.from_iterable(spec.fields):
        texts += [item.label, item.template or ""]
    return _named([*texts, *(block.name or "" for block in spec.blocks)])


def _panel_texts(panel: PanelSpec) -> Iterator[str]:
    yield from _heading_texts(panel.columns)
    for row in _rows((*panel.rows, *panel.foot)):
        yield row.label
        yield from row.fill.values()


def _heading_texts(heads: Iterable[Head]) -> Iterator[str]:
    for head in heads:
        yield head.name
        yield head.template or ""
        yield from _heading_texts(head.children)


def _rows(specs: Iterable[RowSpec]) -> Iterator[RowSpec]:
    for spec in specs:
        yield spec
        yield from _rows(spec.children)


def _named(texts: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys(chain.from_iterable(map(slots, texts)))


def _beneath(names: Iterable[str], prefix: str) -> dict[str, None]:
    return {name.removeprefix(prefix): None for name in names if name.startswith(prefix)}
