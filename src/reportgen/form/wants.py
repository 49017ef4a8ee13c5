"""What a form prints of a ledger, read in its templates and in the tables that it places."""

import re
from collections.abc import Iterable, Iterator, Mapping

from reportgen.form.tables.printed import performance_keys
from reportgen.form.tables.spec import Head, RowSpec, TableSpec
from reportgen.ledger.dimensions import (
    ACCOUNT,
    PROCUREMENT,
    PROTECTION,
    PURCHASED_SERVICES,
    TRANSFERS,
    Condition,
)
from reportgen.ledger.wants import Wants

_SECTIONS = {
    "采购": PROCUREMENT,
    "购买服务": PURCHASED_SERVICES,
    "转移支付": TRANSFERS,
}
_LISTS = (PROCUREMENT, PURCHASED_SERVICES, TRANSFERS, PROTECTION)
_FACT = re.compile(r"(?<![\w.])(?:采购|购买服务|转移支付)(?:\.\w+)+")
_HEADING = re.compile(r"项目\.说明\.(\w+)")
_DESCRIBED = re.compile(r"\bin 说明项目\b")
_EXTENDS = re.compile(r"{%-?\s*extends\s+[\"']([^\"']+)[\"']")
_INLINE = re.compile(r"^!表 (\S+)", re.MULTILINE)


def wants_of(
    bodies: Iterable[str],
    templates: Mapping[str, str],
    placed: Iterable[str],
    tables: Mapping[str, TableSpec],
    descriptions: int,
) -> Wants:
    """Return what is printed.

    *bodies* are the templates of the parts, *templates* the texts of all, *placed* the keys of the tables in
    the parts and at the end, *descriptions* how many projects the form says that it describes.
    """
    text = "\n".join(_texts(bodies, templates))
    facts = dict.fromkeys(_FACT.findall(text))
    keys = dict.fromkeys([*placed, *_INLINE.findall(text)])
    specs = [tables[key] for key in keys if key in tables]
    department, projects = performance_keys(specs)
    asked = {_SECTIONS[fact.partition(".")[0]] for fact in facts}
    for spec in specs:
        asked |= {account for condition in _conditions(spec) for account in condition.get(ACCOUNT, ())}
    least = descriptions or (1 if _DESCRIBED.search(text) else 0)
    return Wants(
        sections=tuple(name for name in _LISTS if name in asked),
        declared=tuple(fact for fact in facts if fact.startswith("采购.预留")),
        headings=tuple(dict.fromkeys(_HEADING.findall(text))),
        descriptions=least,
        targets=bool(department.fields or department.indicators),
        project_targets=bool(projects.fields or projects.indicators),
    )


def _texts(bodies: Iterable[str], templates: Mapping[str, str]) -> Iterator[str]:
    """Yield the texts of the templates and of those that they extend."""
    for body in dict.fromkeys(bodies):
        name, seen = body, set()
        while name in templates and name not in seen:
            seen.add(name)
            yield templates[name]
            found = _EXTENDS.search(templates[name])
            name = found[1] if found else ""


def _conditions(spec: TableSpec) -> Iterator[Condition]:
    yield from spec.scope
    for panel in (panel for block in spec.blocks for panel in block.panels):
        yield from panel.scope
        yield from _of_heads(panel.columns)
        yield from _of_rows((*panel.rows, *panel.foot))


def _of_heads(heads: Iterable[Head]) -> Iterator[Condition]:
    for head in heads:
        yield from head.conditions
        yield from _of_heads(head.children)


def _of_rows(rows: Iterable[RowSpec]) -> Iterator[Condition]:
    for row in rows:
        condition = getattr(row, "condition", None)
        yield from [condition] if condition else []
        yield from _of_rows(row.children)
