"""Changes of the lists that a form inherits: four verbs that go by name.

They are `{在后: X, 加: Y}`, `{在前: X, 加: Y}`, `{删: X}` and `{换: X, 为: Y}`; one that finds its name
nowhere is an error.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from reportgen.findings.rules import BAD_TABLE_SPEC, UNKNOWN_NAME
from reportgen.findings.suggestions import sought
from reportgen.form.tables.keys import AFTER, BEFORE, CHANGE, DROP, VERBS
from reportgen.form.tables.pieces import written_out
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Node, Scalar, Sequence
from reportgen.source.reading import Findings

Entries = dict[str, tuple[Scalar, Node]]
_REPLACING = (DROP, CHANGE)
_NESTED = ("栏", "块")


def entries_of(node: Node | None) -> Entries:
    """Return keys and values of a mapping by the texts of its keys; none of anything else."""
    return {key.text: (key, value) for key, value in node.entries} if isinstance(node, MappingNode) else {}


def edited_entries(
    entries: Entries, keys: tuple[str, ...], verbs: "Verbs", pieces: Mapping[str, Node]
) -> Entries:
    """Edit the lists of a table with its pieces written in, so that no other table sees the change."""
    changed = _at_keys(entries, keys, lambda node: verbs.edit(written_out(node, pieces)))
    verbs.report_unfound()
    return changed


@dataclass(slots=True, kw_only=True)
class _Verb:
    """One edit, and how often it has found its name."""

    node: MappingNode
    kind: str
    name: str
    items: tuple[Node, ...]
    found: int = 0


class Verbs:
    """The verbs that *node* writes; what is wrong with them is reported."""

    def __init__(self, node: Node, findings: Findings) -> None:
        self._findings = findings
        self._names: dict[str, None] = {}
        self._verbs = self._read(node)

    def applied(self, node: Node) -> Node:
        """Return *node* with the verbs applied to every list beneath it."""
        changed = self.edit(node)
        self.report_unfound()
        return changed

    def edit(self, node: Node) -> Node:
        """Apply the verbs to one of several nodes."""
        self._names |= dict.fromkeys(_members(node))
        return _edit(node, self._verbs)

    def report_unfound(self) -> None:
        """Report the verbs that found their names in no node."""
        for verb in self._verbs:
            if not verb.found:
                sentence = f"要改的“{verb.name}”在沿用的表式里哪里都没有"
                hint = sought(verb.name, self._names, otherwise="请核对名字，连同空格。")
                self._findings.report(UNKNOWN_NAME, verb.node.span, sentence, hint)

    def _read(self, node: Node) -> list[_Verb]:
        items = node.items if isinstance(node, Sequence) else (node,)
        verbs = [verb for item in items if (verb := self._verb(item)) is not None]
        replaced: set[str] = set()
        for verb in verbs:
            if verb.kind in _REPLACING and verb.name in replaced:
                self._findings.report(
                    BAD_TABLE_SPEC, verb.node.span, f"“{verb.name}”已经删去或换掉，不能再改一次"
                )
            replaced |= {verb.name} if verb.kind in _REPLACING else set()
        return verbs

    def _verb(self, node: Node) -> _Verb | None:
        for record in VERBS:
            kind, *with_items = record.names
            name = node.get(kind) if isinstance(node, MappingNode) else None
            if isinstance(node, MappingNode) and isinstance(name, Scalar):
                if set(entries_of(node)) != set(record.names):
                    continue
                new = node.get(with_items[0]) if with_items else None
                items = new.items if isinstance(new, Sequence) else () if new is None else (new,)
                return _Verb(node=node, kind=kind, name=name.text, items=items)
        hint = "写成 {在后: X, 加: Y}、{在前: X, 加: Y}、{删: X} 或 {换: X, 为: Y}。"
        self._findings.report(BAD_TABLE_SPEC, node.span, "看不懂这个改动", hint)
        return None


def _at_keys(entries: Entries, keys: tuple[str, ...], edit: Callable[[Node], Node]) -> Entries:
    """Apply *edit* under *keys*, also in panels and blocks."""
    edited: Entries = {}
    for name, (key, node) in entries.items():
        if name in keys:
            edited[name] = (key, edit(node))
        elif name in _NESTED and isinstance(node, Sequence):
            parts = tuple(
                MappingNode(tuple(_at_keys(entries_of(part), keys, edit).values()), part.span)
                for part in node.items
            )
            edited[name] = (key, Sequence(parts, node.span))
        else:
            edited[name] = (key, node)
    return edited


def _members(node: Node) -> Iterator[str]:
    """Yield the names of the members of every list beneath *node*."""
    items = node.items if isinstance(node, Sequence) else ()
    for item in items:
        yield from [item.text] if isinstance(item, Scalar) else entries_of(item)
    values = (value for _, value in node.entries) if isinstance(node, MappingNode) else items
    for value in values:
        yield from _members(value)


def _edit(node: Node, verbs: list[_Verb]) -> Node:
    """Apply verbs to every list beneath *node*."""
    match node:
        case Sequence(items):
            return Sequence(tuple(_edited_members(items, verbs)), node.span)
        case MappingNode(entries):
            return MappingNode(tuple((key, _edit(value, verbs)) for key, value in entries), node.span)
        case _:
            return node


def _edited_members(items: Iterable[Node], verbs: list[_Verb]) -> Iterator[Node]:
    for item in items:
        names = [item.text] if isinstance(item, Scalar) else list(entries_of(item))
        mine = [verb for verb in verbs if verb.name in names]
        yield from _applied(_edit(item, verbs), mine)


def _applied(item: Node, verbs: Iterable[_Verb]) -> tuple[Node, ...]:
    """Return what stands in the place of a member: the verbs that name it apply in the order written."""
    before: tuple[Node, ...] = ()
    here: tuple[Node, ...] = (item,)
    after: tuple[Node, ...] = ()
    for verb in verbs:
        verb.found += 1
        match verb.kind:
            case kind if kind == AFTER:
                after += verb.items
            case kind if kind == BEFORE:
                before += verb.items
            case _:
                here = verb.items
    return (*before, *here, *after)
