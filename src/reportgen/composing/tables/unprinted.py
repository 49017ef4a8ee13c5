"""Words of the ledger that no table of the form prints: a key with a slip of the pen must not vanish."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.rules import WORDS_WITHOUT_PLACE
from reportgen.findings.suggestions import did_you_mean
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
from reportgen.ledger.model import Budget, Performance, Words

_FIELDS, _PROJECT_FIELDS, _ARRANGED = "绩效.", "项目.绩效.", "项目.各指标."
_INDICATOR, _TASK = "指标.", "任务."


@dataclass(slots=True)
class _Names:
    """The keys of one 绩效 that the tables of a form print."""

    fields: set[str] = field(default_factory=set)
    indicators: set[str] = field(default_factory=set)
    tasks: set[str] = field(default_factory=set)


def words_without_place(budget: Budget, specs: Iterable[TableSpec]) -> Iterator[Diagnostic]:
    """Report each key under 绩效 of the department and of its projects that *specs* do not print."""
    department, projects = _Names(), _Names()
    for spec in specs:
        _read(spec, department, projects)
    if budget.performance:
        yield from _unprinted(budget.performance, department)
    for project in budget.projects:
        if project.performance:
            yield from _unprinted(project.performance, projects)


def without_place(key: str, words: Words, names: Iterable[str]) -> Diagnostic:
    """Say that the text under *key* would vanish, and which of the form's own *names* may be meant."""
    known = sorted(names)
    printed = f"表式印的是：{'、'.join(known)}。" if known else "表式不印这样的文字。"
    hint = did_you_mean(key, known) or printed
    return Diagnostic(WORDS_WITHOUT_PLACE, words.span, f"“{key}”在表式里没有地方印出", hint)


def _unprinted(performance: Performance, names: _Names) -> Iterator[Diagnostic]:
    groups = (
        (names.fields, (performance.fields,)),
        (names.indicators, performance.indicators),
        (names.tasks, performance.tasks),
    )
    for known, records in groups:
        for key, words in _first_of_each(records).items():
            if key not in known:
                yield without_place(key, words, known)


def _first_of_each(records: Iterable[Mapping[str, Words]]) -> dict[str, Words]:
    """Return the first text under each key: one slip is often repeated in every indicator."""
    first: dict[str, Words] = {}
    for record in records:
        for key, words in record.items():
            if words.text:
                first.setdefault(key, words)
    return first


def _read(spec: TableSpec, department: _Names, projects: _Names) -> None:
    paths = set(_slots([spec.title, spec.contents_title, spec.subtitle, spec.unit_line, spec.lead]))
    for item in chain.from_iterable(spec.fields):
        paths |= set(_slots([item.label, item.template or ""]))
    for block in spec.blocks:
        paths |= set(slots(block.name or ""))
        for panel in block.panels:
            paths |= _read_panel(panel, department, projects)
    department.fields |= _beneath(paths, _FIELDS)
    projects.fields |= _beneath(paths, _PROJECT_FIELDS)
    arranged = {path.rpartition(".")[2] for path in paths if path.startswith(_ARRANGED)}
    projects.indicators |= {*arranged, *FRAME} if arranged else set()


def _read_panel(panel: PanelSpec, department: _Names, projects: _Names) -> set[str]:
    """Return the names that a panel prints; those of indicators and tasks go with its rows."""
    rows = list(_rows((*panel.rows, *panel.foot)))
    texts = (text for row in rows for text in _row_texts(row))
    paths = set(_slots([*_heading_texts(panel.columns), *texts]))
    overs = {row.over for row in rows if isinstance(row, Generator)}
    if INDICATORS in overs:
        department.indicators |= _beneath(paths, _INDICATOR)
    if PROJECT_INDICATORS in overs:
        projects.indicators |= _beneath(paths, _INDICATOR)
    if TASKS in overs:
        department.tasks |= _beneath(paths, _TASK)
    return paths


def _rows(specs: Iterable[RowSpec]) -> Iterator[RowSpec]:
    for spec in specs:
        yield spec
        yield from _rows(spec.children)


def _row_texts(row: RowSpec) -> Iterator[str]:
    yield row.label
    yield from row.fill.values()


def _heading_texts(heads: Iterable[Head]) -> Iterator[str]:
    for head in heads:
        yield head.name
        yield head.template or ""
        yield from _heading_texts(head.children)


def _slots(texts: Iterable[str]) -> Iterator[str]:
    return chain.from_iterable(map(slots, texts))


def _beneath(paths: Iterable[str], prefix: str) -> set[str]:
    return {path.removeprefix(prefix) for path in paths if path.startswith(prefix)}
