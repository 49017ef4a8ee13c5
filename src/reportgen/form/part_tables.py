"""Which tables stand in which parts, after a form has dropped or moved some of those that it inherits.

A form that writes 部分 or 附录 anew says the order there; in what it inherits, its tables.yaml does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from reportgen.findings.diagnostics import Diagnostic, Related, Span
from reportgen.findings.rules import BAD_TABLE_SPEC, UNKNOWN_NAME
from reportgen.findings.suggestions import did_you_mean
from reportgen.form.tables.keys import AFTER, BEFORE
from reportgen.form.tables.overlay import Place, TableChanges
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Node, Scalar, Sequence
from reportgen.source.reading import Findings

_PARTS, _APPENDIX = "部分", "附录"
_OF_A_PART = ("附表", "列表")
_WORDS = "正文"

_List = tuple[Node, ...]


def with_changes(
    main: MappingNode, own: MappingNode, changes: TableChanges, findings: Findings
) -> MappingNode:
    """Return *main*, in which *own* lies over what it inherits, with the tables that *changes* leaves."""
    inherited = tuple(key for key in (_PARTS, _APPENDIX) if own.get(key) is None)

    def dropped(items: _List) -> _List:
        return tuple(item for item in items if _text(item) not in changes.dropped)

    changed = _each_list(main, inherited, dropped)
    for part, before in zip(_parts(changed), _parts(main), strict=True):
        _report_empty(part, before, changes, findings)
    for key, place in changes.moved:
        if place.target.text in _listed(changed, inherited):
            changed = _each_list(changed, inherited, partial(_moved, key, place))
        elif key.text not in _listed(changed, (_PARTS, _APPENDIX)):
            verb = AFTER if place.behind else BEFORE
            sentence = f"“部分”和“附录”里没有列表“{key.text}”，写“{verb}”也不会印出"
            hint = f"请在 profile.yaml 的“附表”或“附录”里写上“{key.text}”。"
            findings.report(BAD_TABLE_SPEC, place.target.span, sentence, hint)
    return changed


def unknown_table(key: str, span: Span, tables: Iterable[str], dropped: Mapping[str, Span]) -> Diagnostic:
    """Say that there is no table *key*, and where it was dropped if it was."""
    if key not in dropped:
        return Diagnostic(UNKNOWN_NAME, span, f"没有表“{key}”", did_you_mean(key, tables))
    hint = "请改写这里（沿用的模板就换掉印它的那一块），或者留下这张表。"
    related = (Related(dropped[key], "在这里去掉"),)
    return Diagnostic(UNKNOWN_NAME, span, f"没有表“{key}”，它去掉了", hint, related)


def _moved(key: Scalar, place: Place, items: _List) -> _List:
    rest = [item for item in items if _text(item) != key.text]
    names = [_text(item) for item in rest]
    if place.target.text in names:
        rest.insert(names.index(place.target.text) + place.behind, key)
    return tuple(rest)


def _each_list(main: MappingNode, keys: tuple[str, ...], change: Callable[[_List], _List]) -> MappingNode:
    """Return *main* with every list of tables under *keys* changed."""

    def changed(node: Node) -> Node:
        return replace(node, items=change(node.items)) if isinstance(node, Sequence) else node

    def of_part(part: Node) -> Node:
        return _with_values(part, _OF_A_PART, changed) if isinstance(part, MappingNode) else part

    def of_parts(parts: Node) -> Node:
        if not isinstance(parts, Sequence):
            return parts
        return replace(parts, items=tuple(of_part(part) for part in parts.items))

    main = _with_values(main, (_APPENDIX,) if _APPENDIX in keys else (), changed)
    return _with_values(main, (_PARTS,) if _PARTS in keys else (), of_parts)


def _with_values(node: MappingNode, keys: tuple[str, ...], change: Callable[[Node], Node]) -> MappingNode:
    entries = tuple((key, change(value) if key.text in keys else value) for key, value in node.entries)
    return replace(node, entries=entries)


def _parts(main: MappingNode) -> tuple[Node, ...]:
    parts = main.get(_PARTS)
    return parts.items if isinstance(parts, Sequence) else ()


def _tables_of(part: Node) -> Iterator[Node]:
    for key in _OF_A_PART:
        listed = part.get(key) if isinstance(part, MappingNode) else None
        yield from listed.items if isinstance(listed, Sequence) else ()


def _listed(main: MappingNode, keys: tuple[str, ...]) -> set[str]:
    appendix = main.get(_APPENDIX) if _APPENDIX in keys else None
    items = [item for part in _parts(main) if _PARTS in keys for item in _tables_of(part)]
    items += appendix.items if isinstance(appendix, Sequence) else ()
    return {_text(item) for item in items}


def _report_empty(part: Node, before: Node, changes: TableChanges, findings: Findings) -> None:
    """A part that lost all its tables would print its title and nothing beneath."""
    gone = [_text(item) for item in _tables_of(before) if _text(item) in changes.dropped]
    if not gone or not isinstance(part, MappingNode) or part.get(_WORDS) or any(_tables_of(part)):
        return
    title = part.get("标题")
    sentence = f"去掉“{gone[-1]}”以后，沿用的部分“{_text(title)}”里什么也没有"
    hint = "请在 profile.yaml 里写上“部分”，不写这一部分。"
    findings.report(BAD_TABLE_SPEC, changes.dropped[gone[-1]], sentence, hint)


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""
