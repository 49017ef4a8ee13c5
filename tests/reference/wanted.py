"""What a form wants of a ledger beyond the keys of all: found in its templates and its tables."""

from collections.abc import Iterable, Iterator, Mapping

from jinja2 import Environment, nodes

from reportgen.form.profile import Profile
from reportgen.form.tables.printed import performance_keys, printed_names
from reportgen.form.tables.spec import Head, RowSpec, TableSpec
from reportgen.ledger.dimensions import ACCOUNT, PROCUREMENT, PROTECTION, PURCHASED_SERVICES, TRANSFERS
from reportgen.ledger.keys import ASSETS, DEPARTMENT
from reportgen.ledger.model import COUNTED

Names = dict[str, None]

_JINJA = Environment(autoescape=True)
_TABLE = "!表 "
# Facts that are counted or listed from what the ledger has under the key.
_ASSETS = {"车辆总数": "车辆", "车": "车辆"}
_SECTIONS = {"采购": PROCUREMENT, "购买服务": PURCHASED_SERVICES, "转移支付": TRANSFERS}


def wanted(profile: Profile) -> dict[str, Names]:
    """Return the keys that the form prints, by where they stand in a ledger."""
    printed = list(_printed_nodes(profile))
    facts = list(dict.fromkeys(fact for node in printed if len(fact := _path(node)) > 1))
    specs = [profile.tables[key] for key in _tables(profile, printed)]
    names = [tuple(name.split(".")) for spec in specs for name in printed_names(spec)]
    declarable = (*profile.facts.declarable, *COUNTED)
    assets = _members(facts, "资产", (*ASSETS.names, *_ASSETS))
    department, projects = performance_keys(specs)
    return {
        "部门": _members([*facts, *names], "部门", DEPARTMENT.names),
        "文字": _members(facts, "文字"),
        "项目说明": {fact[-1]: None for fact in facts if "说明" in fact[1:-1]},
        "另列": {path: None for path in declarable if tuple(path.split(".")) in facts},
        "资产": {_ASSETS.get(name, name): None for name in assets},
        "采购等": _sections(facts, specs),
        "绩效": department.fields,
        "绩效 / 指标": department.indicators,
        "绩效 / 任务": department.tasks,
        "项目支出 / 绩效": projects.fields,
        "项目支出 / 绩效 / 指标": projects.indicators,
    }


def _members(facts: Iterable[tuple[str, ...]], root: str, known: Iterable[str] | None = None) -> Names:
    members = dict.fromkeys(fact[1] for fact in facts if len(fact) > 1 and fact[0] == root)
    return members if known is None else {name: None for name in known if name in members}


def _sections(facts: Iterable[tuple[str, ...]], specs: Iterable[TableSpec]) -> Names:
    """The lists of a ledger that a template speaks of or a table shows."""
    asked = {section for fact in facts for root, section in _SECTIONS.items() if fact[0] == root}
    for spec in specs:
        asked |= {account for condition in _conditions(spec) for account in condition.get(ACCOUNT, ())}
    return {name: None for name in (PROCUREMENT, PURCHASED_SERVICES, TRANSFERS, PROTECTION) if name in asked}


def _conditions(spec: TableSpec) -> Iterator[Mapping[str, tuple[str, ...]]]:
    yield from spec.scope
    for panel in (panel for block in spec.blocks for panel in block.panels):
        yield from panel.scope
        yield from _of_heads(panel.columns)
        yield from _of_rows((*panel.rows, *panel.foot))


def _of_heads(heads: Iterable[Head]) -> Iterator[Mapping[str, tuple[str, ...]]]:
    for head in heads:
        yield from head.conditions
        yield from _of_heads(head.children)


def _of_rows(rows: Iterable[RowSpec]) -> Iterator[Mapping[str, tuple[str, ...]]]:
    for row in rows:
        condition = getattr(row, "condition", None)
        yield from [condition] if condition else []
        yield from _of_rows(row.children)


def _tables(profile: Profile, printed: Iterable[nodes.Node]) -> Names:
    """The tables that the form places: in its parts, at its end, and in its templates."""
    placed = [key for part in profile.parts for key in (*part.tables, *part.lists)]
    texts = [node.data for node in printed if isinstance(node, nodes.TemplateData)]
    lines = [line for text in texts for line in text.split("\n")]
    inline = [line.removeprefix(_TABLE).strip() for line in lines if line.startswith(_TABLE)]
    return dict.fromkeys([*placed, *profile.appendix, *inline])


def _printed_nodes(profile: Profile) -> Iterator[nodes.Node]:
    """Yield what is printed: of each template that of the root, with the nearest of each block."""
    texts = [profile.title, *profile.cover, *profile.closing, *(part.title for part in profile.parts)]
    for text in texts:
        yield from _with_beneath(_JINJA.parse(text.text), {})
    for body in dict.fromkeys(part.body for part in profile.parts if part.body):
        chain = list(_chain(profile, body))
        blocks = {block.name: block for tree in reversed(chain) for block in tree.find_all(nodes.Block)}
        yield from _with_beneath(chain[-1], blocks)


def _chain(profile: Profile, name: str) -> Iterator[nodes.Template]:
    tree = _JINJA.parse(profile.templates[name].text)
    yield tree
    extends = tree.find(nodes.Extends)
    if extends and isinstance(extends.template, nodes.Const):
        yield from _chain(profile, extends.template.value)


def _with_beneath(node: nodes.Node, blocks: Mapping[str, nodes.Block]) -> Iterator[nodes.Node]:
    """Yield the node and all beneath it, blocks in the words of the nearest template."""
    yield node
    for child in node.iter_child_nodes():
        yield from _with_beneath(blocks[child.name] if isinstance(child, nodes.Block) else child, blocks)


def _path(node: nodes.Node) -> tuple[str, ...]:
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        above = _path(node.node)
        return (*above, node.attr) if above else ()
    return ()
