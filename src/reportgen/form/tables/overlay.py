"""A form that extends another: what it says anew is laid over what it inherits (沿用).

Dictionaries and the map of tables merge by key; within a table, a value that is written replaces the old.
Inside lists of headings and row labels four verbs go by name, and one that finds its name nowhere is an
error: `{在后: X, 加: Y}`, `{在前: X, 加: Y}`, `{删: X}`, `{换: X, 为: Y}`, under 改列 or 改行 of a table
or under 改片段.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from reportgen.findings.rules import BAD_TABLE_SPEC, UNKNOWN_NAME
from reportgen.findings.suggestions import did_you_mean
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Node, Scalar, Sequence
from reportgen.source.reading import Findings

_PIECE = re.compile(r"《(.+)》")
_MERGED = ("口径", "清单", "片段", "标签", "金额", "尾差批注")
_AFTER, _BEFORE, _ADD, _DROP, _CHANGE, _TO = "在后", "在前", "加", "删", "换", "为"
_REPLACING = (_DROP, _CHANGE)
_EDITS = {"改列": ("列",), "改行": ("行", "底行")}
_NESTED = ("栏", "块")
_PIECE_EDITS, _REMOVED, _TABLES = "改片段", "去掉", "表"

Entries = dict[str, tuple[Scalar, Node]]


def lay_over(base: MappingNode, own: MappingNode, findings: Findings) -> MappingNode:
    """Return the tables of a form that extends the form of *base*."""
    overlay = _Overlay(findings)
    merged = _entries(base) | {
        key: value for key, value in _entries(own).items() if key not in (*_MERGED, _PIECE_EDITS, _TABLES)
    }
    for key in _MERGED:
        if own.get(key) is not None or base.get(key) is not None:
            merged[key] = merge_key(base, own, key)
    overlay.edit_pieces(merged, own.get(_PIECE_EDITS))
    pieces = (
        {name: node for name, (_, node) in _entries(merged["片段"][1]).items()} if "片段" in merged else {}
    )
    tables = _entry(base, _TABLES)
    if tables and own.get(_TABLES) is not None:
        merged[_TABLES] = overlay.tables(tables, own.get(_TABLES), pieces)
    return MappingNode(tuple(merged.values()), own.span)


def merge_key(base: MappingNode, own: MappingNode, key: str) -> tuple[Scalar, Node]:
    """Merge the mapping under *key* of both, key by key; anything but a mapping is replaced."""
    old, new = _entry(base, key), _entry(own, key)
    if old is None or new is None:
        found = new or old
        assert found is not None
        return found
    if isinstance(old[1], MappingNode) and isinstance(new[1], MappingNode):
        return new[0], MappingNode(tuple((_entries(old[1]) | _entries(new[1])).values()), new[1].span)
    return new


def _entry(node: MappingNode, key: str) -> tuple[Scalar, Node] | None:
    return _entries(node).get(key)


def _entries(node: Node) -> Entries:
    return {key.text: (key, value) for key, value in node.entries} if isinstance(node, MappingNode) else {}


@dataclass(slots=True, kw_only=True)
class _Verb:
    """One edit, and how often it has found its name."""

    node: MappingNode
    kind: str
    name: str
    items: tuple[Node, ...]
    found: int = 0


class _Overlay:
    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def edit_pieces(self, merged: Entries, edits: Node | None) -> None:
        """Apply 改片段; every table that uses the piece sees the change."""
        pieces = _entries(merged["片段"][1]) if "片段" in merged else {}
        if edits is not None and not isinstance(edits, MappingNode):
            self._findings.report(BAD_TABLE_SPEC, edits.span, "“改片段”应当写成 {片段: [改动]}")
        for name, (key, verbs) in _entries(edits).items() if edits else ():
            if name not in pieces:
                self._findings.report(UNKNOWN_NAME, key.span, f"没有片段“{name}”", did_you_mean(name, pieces))
                continue
            pieces[name] = (pieces[name][0], self._edited(pieces[name][1], verbs))
        if pieces:
            label, node = merged["片段"]
            merged["片段"] = (label, MappingNode(tuple(pieces.values()), node.span))

    def tables(
        self, base: tuple[Scalar, Node], own: Node | None, pieces: Mapping[str, Node]
    ) -> tuple[Scalar, Node]:
        """Lay the tables of *own* over those of *base*, in order."""
        found = _entries(base[1])
        if own is not None and not isinstance(own, MappingNode):
            self._findings.report(BAD_TABLE_SPEC, own.span, "“表”应当由“表名: 内容”组成")
        for name, (key, value) in _entries(own).items() if own else ():
            if isinstance(value, Scalar) and value.is_absent:
                if name not in found:
                    self._findings.report(
                        UNKNOWN_NAME, key.span, f"没有表“{name}”可以去掉", did_you_mean(name, found)
                    )
                found.pop(name, None)
                continue
            table = self._table(found.get(name), value, pieces)
            found = self._placed(found, name, (key, table))
        return base[0], MappingNode(tuple(found.values()), base[1].span)

    def _table(self, base: tuple[Scalar, Node] | None, own: Node, pieces: Mapping[str, Node]) -> Node:
        if base is None or not isinstance(base[1], MappingNode) or not isinstance(own, MappingNode):
            return own
        entries = _entries(base[1])
        dropped = own.get(_REMOVED)
        if dropped is not None and not isinstance(dropped, Sequence):
            self._findings.report(BAD_TABLE_SPEC, dropped.span, "“去掉”应当是列表", "写成 去掉: [键]。")
        for item in dropped.items if isinstance(dropped, Sequence) else ():
            if not isinstance(item, Scalar) or entries.pop(item.text, None) is None:
                self._findings.report(
                    UNKNOWN_NAME, item.span, "这张表里没有要去掉的键", "请核对“去掉”里的名字。"
                )
        for key, keys in _EDITS.items():
            verbs = own.get(key)
            if verbs is not None:
                entries = self._edited_table(entries, keys, verbs, pieces)
        special = (*_EDITS, _REMOVED)
        entries |= {name: entry for name, entry in _entries(own).items() if name not in special}
        return MappingNode(tuple(entries.values()), own.span)

    def _edited_table(
        self, entries: Entries, keys: tuple[str, ...], verbs: Node, pieces: Mapping[str, Node]
    ) -> Entries:
        """Edit the table with its pieces written in, so that no other table sees the change."""
        read = self._verbs(verbs)

        def edit(node: Node) -> Node:
            return _edit(_written_out(node, pieces), read)

        edited = _at_keys(entries, keys, edit)
        self._report_unfound(read)
        return edited

    def _edited(self, node: Node, verbs: Node) -> Node:
        read = self._verbs(verbs)
        edited = _edit(node, read)
        self._report_unfound(read)
        return edited

    def _verbs(self, node: Node) -> list[_Verb]:
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
        for kind, with_items in ((_AFTER, _ADD), (_BEFORE, _ADD), (_CHANGE, _TO), (_DROP, "")):
            name = node.get(kind) if isinstance(node, MappingNode) else None
            if isinstance(node, MappingNode) and isinstance(name, Scalar):
                new = node.get(with_items) if with_items else None
                if set(_entries(node)) != {kind, *filter(None, [with_items])}:
                    break
                items = new.items if isinstance(new, Sequence) else () if new is None else (new,)
                return _Verb(node=node, kind=kind, name=name.text, items=items)
        hint = "写成 {在后: X, 加: Y}、{在前: X, 加: Y}、{删: X} 或 {换: X, 为: Y}。"
        self._findings.report(BAD_TABLE_SPEC, node.span, "看不懂这个改动", hint)
        return None

    def _report_unfound(self, verbs: Iterable[_Verb]) -> None:
        for verb in verbs:
            if not verb.found:
                sentence = f"要改的“{verb.name}”在沿用的表式里哪里都没有"
                self._findings.report(UNKNOWN_NAME, verb.node.span, sentence, "请核对名字，连同空格。")

    def _placed(self, tables: Entries, name: str, entry: tuple[Scalar, Node]) -> Entries:
        """Put a table behind the one that 在后 names; without it, where it was or at the end."""
        key, node = entry
        after = node.get(_AFTER) if isinstance(node, MappingNode) else None
        if not isinstance(node, MappingNode) or not isinstance(after, Scalar):
            return {**tables, name: entry}
        rest = tuple(pair for pair in node.entries if pair[0].text != _AFTER)
        placed = key, replace(node, entries=rest)
        if after.text not in tables:
            self._findings.report(
                UNKNOWN_NAME, after.span, f"没有表“{after.text}”", did_you_mean(after.text, tables)
            )
            return {**tables, name: placed}
        ordered: Entries = {}
        for other, value in tables.items():
            if other != name:
                ordered[other] = value
            if other == after.text:
                ordered[name] = placed
        return ordered


def _at_keys(entries: Entries, keys: tuple[str, ...], edit: Callable[[Node], Node]) -> Entries:
    """Apply *edit* under *keys*, also in panels and blocks."""
    edited: Entries = {}
    for name, (key, node) in entries.items():
        if name in keys:
            edited[name] = (key, edit(node))
        elif name in _NESTED and isinstance(node, Sequence):
            parts = tuple(
                MappingNode(tuple(_at_keys(_entries(part), keys, edit).values()), part.span)
                for part in node.items
            )
            edited[name] = (key, Sequence(parts, node.span))
        else:
            edited[name] = (key, node)
    return edited


def _written_out(node: Node, pieces: Mapping[str, Node]) -> Node:
    """Write pieces out wherever they stand."""
    match node:
        case Scalar():
            name = _PIECE.fullmatch(node.text)
            if name is None or name[1] not in pieces:
                return node
            others = {other: piece for other, piece in pieces.items() if other != name[1]}
            return _written_out(pieces[name[1]], others)
        case Sequence(items):
            return Sequence(tuple(_members(items, pieces)), node.span)
        case MappingNode(entries):
            written = tuple((key, _written_out(value, pieces)) for key, value in entries)
            return MappingNode(written, node.span)


def _members(items: Iterable[Node], pieces: Mapping[str, Node]) -> Iterator[Node]:
    for item in items:
        written = _written_out(item, pieces)
        if isinstance(item, Scalar) and isinstance(written, Sequence):
            yield from written.items
        else:
            yield written


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
        names = [item.text] if isinstance(item, Scalar) else list(_entries(item))
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
            case kind if kind == _AFTER:
                after += verb.items
            case kind if kind == _BEFORE:
                before += verb.items
            case _:
                here = verb.items
    return (*before, *here, *after)


def without_circles(pieces: Mapping[str, Node], findings: Findings) -> dict[str, Node]:
    """Return *pieces* with those emptied that are written with themselves."""
    uses = {name: set(_pieces_in(node)) for name, node in pieces.items()}
    for _ in uses:
        uses = {name: mine.union(*(uses.get(used, ()) for used in mine)) for name, mine in uses.items()}
    circular = [name for name, mine in uses.items() if name in mine]
    for name in circular:
        findings.report(BAD_TABLE_SPEC, pieces[name].span, f"片段“{name}”用到了自己")
    return {**pieces, **{name: Sequence((), pieces[name].span) for name in circular}}


def _pieces_in(node: Node) -> Iterator[str]:
    match node:
        case Scalar():
            name = _PIECE.fullmatch(node.text)
            yield from (name[1],) if name else ()
        case Sequence(items):
            for item in items:
                yield from _pieces_in(item)
        case MappingNode(entries):
            for _, value in entries:
                yield from _pieces_in(value)
