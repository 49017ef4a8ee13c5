"""A form that extends another: what it says anew is laid over what it inherits (沿用).

Dictionaries and the map of tables merge by key; within a table, a value that is written replaces the old.
What stands in its lists changes by verbs (`edits`), under 改列 or 改行 of a table or under 改片段.
A table with nothing behind its key is dropped, one with 在后 or 在前 moves.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from reportgen.findings.diagnostics import Span
from reportgen.findings.rules import BAD_TABLE_SPEC, NOT_A_MAPPING, UNKNOWN_KEY, UNKNOWN_NAME
from reportgen.findings.suggestions import sought
from reportgen.form.tables.edits import Entries, Verbs, edited_entries, entries_of
from reportgen.form.tables.keys import (
    AFTER,
    BEFORE,
    EDIT_COLUMNS,
    EDIT_PIECES,
    EDIT_ROWS,
    FORM_EDITS,
    REMOVED,
    TABLE_EDITS,
)
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Node, Scalar, Sequence
from reportgen.source.reading import Findings

_MERGED = ("口径", "清单", "片段", "标签", "金额", "尾差批注")
_EDITS = {EDIT_COLUMNS: ("列",), EDIT_ROWS: ("行", "底行")}
_TABLES = "表"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table is to stand: behind *target* or before it."""

    behind: bool
    target: Scalar


@dataclass(frozen=True, slots=True)
class TableChanges:
    """Which tables of a form drop out, by the places where it says so, and which move, in order."""

    dropped: Mapping[str, Span]
    moved: tuple[tuple[Scalar, Place], ...]


def changes_of(base: MappingNode | None, own: MappingNode | None) -> TableChanges:
    """Return which of the tables that it inherits a form drops, and which it moves to where."""
    tables = entries_of(own.get(_TABLES)).values() if own else ()
    names = {key.text for key, _ in tables} | set(entries_of(base.get(_TABLES) if base else None))
    return TableChanges(
        {key.text: key.span for key, value in tables if isinstance(value, Scalar) and value.is_absent},
        tuple(
            (key, place)
            for key, value in tables
            for place in list(_places(value))[:1]
            if place.target.text in names - {key.text}
        ),
    )


def _places(table: Node) -> Iterator[Place]:
    for name in (AFTER, BEFORE):
        target = table.get(name) if isinstance(table, MappingNode) else None
        if isinstance(target, Scalar) and target.text:
            yield Place(name == AFTER, target)


def placed(tables: Entries, name: str, entry: tuple[Scalar, Node], place: Place) -> Entries:
    """Return *tables* with the entry *name* at its place, and nowhere else."""
    ordered: Entries = {}
    for other, value in tables.items():
        if other == place.target.text and not place.behind:
            ordered[name] = entry
        if other != name:
            ordered[other] = value
        if other == place.target.text and place.behind:
            ordered[name] = entry
    return ordered


def without_keys(node: Node, keys: Iterable[str]) -> Node:
    """Return a mapping without *keys*; anything else as it is."""
    if not isinstance(node, MappingNode):
        return node
    return replace(node, entries=tuple(pair for pair in node.entries if pair[0].text not in keys))


def lay_alone(own: MappingNode, findings: Findings) -> MappingNode:
    """Return the tables of a form that extends none: it has nothing that it could change."""
    tables = entries_of(own.get(_TABLES))
    nodes = [own, *(table for _, table in tables.values() if isinstance(table, MappingNode))]
    for edit, _ in (pair for node in nodes for pair in node.entries):
        if edit.text in (*FORM_EDITS.names, *TABLE_EDITS.names):
            sentence = f"“{edit.text}”改的是沿用的表式，而这个表式没有“沿用”"
            findings.report(UNKNOWN_KEY, edit.span, sentence, "请在 profile.yaml 里写“沿用”，或者直接改表。")
    alone = {name: (key, without_keys(table, TABLE_EDITS.names)) for name, (key, table) in tables.items()}
    entries = {name: entry for name, entry in entries_of(own).items() if name not in FORM_EDITS.names}
    if alone:
        key, node = entries[_TABLES]
        entries[_TABLES] = (key, MappingNode(tuple(alone.values()), node.span))
    return MappingNode(tuple(entries.values()), own.span)


def lay_over(base: MappingNode, own: MappingNode, findings: Findings) -> MappingNode:
    """Return the tables of a form that extends the form of *base*."""
    overlay = _Overlay(findings)
    merged = entries_of(base) | {
        key: value for key, value in entries_of(own).items() if key not in (*_MERGED, EDIT_PIECES, _TABLES)
    }
    for key in _MERGED:
        if own.get(key) is not None or base.get(key) is not None:
            merged[key] = merge_key(base, own, key)
    overlay.edit_pieces(merged, own.get(EDIT_PIECES))
    pieces = (
        {name: node for name, (_, node) in entries_of(merged["片段"][1]).items()} if "片段" in merged else {}
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
        return new[0], MappingNode(tuple((entries_of(old[1]) | entries_of(new[1])).values()), new[1].span)
    return new


def _entry(node: MappingNode, key: str) -> tuple[Scalar, Node] | None:
    return entries_of(node).get(key)


class _Overlay:
    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def edit_pieces(self, merged: Entries, edits: Node | None) -> None:
        """Apply 改片段; every table that uses the piece sees the change."""
        pieces = entries_of(merged["片段"][1]) if "片段" in merged else {}
        if edits is not None and not isinstance(edits, MappingNode):
            self._findings.report(BAD_TABLE_SPEC, edits.span, "“改片段”应当写成 {片段: [改动]}")
        for name, (key, verbs) in entries_of(edits).items() if edits else ():
            if name not in pieces:
                self._findings.report(UNKNOWN_NAME, key.span, f"没有片段“{name}”", sought(name, pieces))
                continue
            pieces[name] = (pieces[name][0], Verbs(verbs, self._findings).applied(pieces[name][1]))
        if pieces:
            label, node = merged["片段"]
            merged["片段"] = (label, MappingNode(tuple(pieces.values()), node.span))

    def tables(
        self, base: tuple[Scalar, Node], own: Node | None, pieces: Mapping[str, Node]
    ) -> tuple[Scalar, Node]:
        """Lay the tables of *own* over those of *base*, in order."""
        found = entries_of(base[1])
        if own is not None and not isinstance(own, MappingNode):
            self._findings.report(BAD_TABLE_SPEC, own.span, "“表”应当由“表名: 内容”组成")
        for name, (key, value) in entries_of(own).items() if own else ():
            if isinstance(value, Scalar):
                self._drop(found, key, value)
                continue
            if name not in found and self._changes_nothing(key, value, found):
                continue
            table = self._table(found.get(name), value, pieces)
            place = self._place(key, table, found)
            moved = without_keys(table, (AFTER, BEFORE))
            found = placed(found, name, (key, moved), place) if place else {**found, name: (key, moved)}
        return base[0], MappingNode(tuple(found.values()), base[1].span)

    def _drop(self, tables: Entries, key: Scalar, value: Scalar) -> None:
        if not value.is_absent:
            hint = f"要去掉沿用的表，就在“{key.text}:”后面什么也不写。"
            self._findings.report(NOT_A_MAPPING, value.span, f"表“{key.text}”应当由“键: 值”组成", hint)
        elif tables.pop(key.text, None) is None:
            sentence = f"没有表“{key.text}”可以去掉"
            self._findings.report(UNKNOWN_NAME, key.span, sentence, sought(key.text, tables))

    def _table(self, base: tuple[Scalar, Node] | None, own: Node, pieces: Mapping[str, Node]) -> Node:
        if base is None or not isinstance(base[1], MappingNode) or not isinstance(own, MappingNode):
            return own
        entries = entries_of(base[1])
        dropped = own.get(REMOVED)
        if dropped is not None and not isinstance(dropped, Sequence):
            self._findings.report(BAD_TABLE_SPEC, dropped.span, "“去掉”应当是列表", "写成 去掉: [键]。")
        for item in dropped.items if isinstance(dropped, Sequence) else ():
            name = item.text if isinstance(item, Scalar) else ""
            if entries.pop(name, None) is None:
                hint = sought(name, entries, "沿用的这张表里写了", entries)
                self._findings.report(UNKNOWN_NAME, item.span, "这张表里没有要去掉的键", hint)
        for edits, keys in _EDITS.items():
            verbs = own.get(edits)
            if verbs is not None:
                entries = edited_entries(entries, keys, Verbs(verbs, self._findings), pieces)
        special = (*_EDITS, REMOVED)
        entries |= {name: entry for name, entry in entries_of(own).items() if name not in special}
        return MappingNode(tuple(entries.values()), own.span)

    def _changes_nothing(self, key: Scalar, own: Node, tables: Entries) -> bool:
        """Report changes of a table that is not inherited: its name is a slip of the pen."""
        edits = [edit for edit, _ in entries_of(own).values() if edit.text in (*_EDITS, REMOVED)]
        for edit in edits:
            sentence = f"“{edit.text}”改的是沿用的表，沿用的表式里没有表“{key.text}”"
            self._findings.report(UNKNOWN_NAME, edit.span, sentence, sought(key.text, tables))
        return bool(edits)

    def _place(self, key: Scalar, table: Node, tables: Entries) -> Place | None:
        """Return where a table is to stand, if it says so and there is such a place."""
        places = list(_places(table))
        for place in places[1:]:
            self._findings.report(BAD_TABLE_SPEC, place.target.span, "“在后”和“在前”只能写一个")
        if not places:
            for name in (AFTER, BEFORE):
                node = table.get(name) if isinstance(table, MappingNode) else None
                if node is not None:
                    self._findings.report(BAD_TABLE_SPEC, node.span, f"“{name}”应当是一张表的键")
            return None
        target = places[0].target
        if target.text in tables and target.text != key.text:
            return places[0]
        others = [name for name in tables if name != key.text]
        what = "表不能排在自己旁边" if target.text == key.text else f"没有表“{target.text}”"
        self._findings.report(UNKNOWN_NAME, target.span, what, sought(target.text, others))
        return None
