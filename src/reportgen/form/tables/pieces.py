"""Lists that several tables share (片段), written 《name》 where they are used."""

import re
from collections.abc import Iterable, Iterator, Mapping

from reportgen.findings.rules import BAD_TABLE_SPEC
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Node, Scalar, Sequence
from reportgen.source.reading import Findings

_PIECE = re.compile(r"《(.+)》")


def written_out(node: Node, pieces: Mapping[str, Node]) -> Node:
    """Write pieces out wherever they stand."""
    match node:
        case Scalar():
            name = _PIECE.fullmatch(node.text)
            if name is None or name[1] not in pieces:
                return node
            others = {other: piece for other, piece in pieces.items() if other != name[1]}
            return written_out(pieces[name[1]], others)
        case Sequence(items):
            return Sequence(tuple(_members(items, pieces)), node.span)
        case MappingNode(entries):
            written = tuple((key, written_out(value, pieces)) for key, value in entries)
            return MappingNode(written, node.span)


def _members(items: Iterable[Node], pieces: Mapping[str, Node]) -> Iterator[Node]:
    for item in items:
        written = written_out(item, pieces)
        if isinstance(item, Scalar) and isinstance(written, Sequence):
            yield from written.items
        else:
            yield written


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
