"""The words of a form as passages: its sentences line by line, its titles, labels and terms."""

from collections.abc import Iterable, Iterator

from reportgen.findings.diagnostics import Span
from reportgen.source.parsing import Mapping, Node, Scalar, Sequence, Source
from reportgen.source.passages import Passage, Role, masked

_GLOSSARY = "glossary.yaml"


def passages_of_templates(templates: Iterable[tuple[str, Span]]) -> Iterator[Passage]:
    """Yield each line of the templates that has words."""
    for text, span in templates:
        written = text.split("\n")
        for number, line in enumerate(masked(text).split("\n")):
            if line.strip():
                place = Span(span.path, span.line + number)
                yield Passage(
                    written=written[number], text=line, role=Role.SENTENCE, key="", span=place, group=number
                )


def passages_of_sources(sources: Iterable[Source]) -> Iterator[Passage]:
    """Yield the values of the files of a form, the terms and meanings of its glossary among them."""
    for source in sources:
        role = Role.TERM if source.path.endswith(_GLOSSARY) else Role.LABEL
        yield from _values(source.root, role, "", 0) if source.root else ()


def _values(node: Node, role: Role, key: str, group: int) -> Iterator[Passage]:
    match node:
        case Scalar():
            if node.text.strip():
                yield Passage(
                    written=node.text, text=masked(node.text), role=role, key=key, span=node.span, group=group
                )
        case Sequence(items):
            for number, item in enumerate(items):
                yield from _values(item, role, key, number)
        case Mapping(entries):
            for name, value in entries:
                yield from _values(value, role, name.text, group)
