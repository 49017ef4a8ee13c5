"""What of a form's templates a document can print, and how they refer to one another.

A form that extends another replaces templates and blocks of it and drops parts: what it does not print any
more is rendered nowhere, and must not be held against it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes

from reportgen.composing.narrative.faults import UNUSABLE
from reportgen.composing.narrative.syntax import admitted, check_source
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import TEMPLATE_FAULT, UNKNOWN_NAME, UNUSED_TEMPLATE
from reportgen.findings.suggestions import did_you_mean
from reportgen.form.layers import TEMPLATE_ENDING, TemplateText

# Templates are the same for all ledgers of a form: they are parsed once a process, a few dozen at a time.
KEPT = 256
_SHOWN = 12  # names in a hint
_REFERRING = (nodes.Include, nodes.Import, nodes.FromImport)
_BLOCK_TAG = re.compile(
    r"\{#.*?#\}|\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}"
    r"|\{%[-+]?\s*(?:block\s+(?P<name>\w+)|(?P<end>endblock\b))[^%]*%\}",
    re.DOTALL,
)


class _AnyFilter(dict[str, Callable[..., object]]):
    """Knows every filter: what a template names does not depend on which there are."""

    def get(self, key: str, default: object = None) -> Callable[..., object]:
        del key, default
        return str


_PARSER = Environment(trim_blocks=True, lstrip_blocks=True, optimized=False)  # noqa: S701 - it renders nothing
_PARSER.filters = _AnyFilter()


@lru_cache(KEPT)
def parsed(text: str) -> nodes.Template:
    """Return the syntax tree of a template; it must not be changed.

    Raises:
        TemplateSyntaxError: or one of `UNUSABLE`: the text is no template.
    """
    check_source(text)
    return admitted(_PARSER.parse(text))


@lru_cache(KEPT)
def tokens(text: str) -> tuple[tuple[int, str, str], ...]:
    """Return lines, kinds and texts of the tokens of a template; errors as for `parsed`."""
    return tuple(_PARSER.lex(text))


@dataclass(frozen=True, slots=True)
class _Reference:
    """Where templates are included or imported; *names* are empty where they are computed."""

    names: tuple[str, ...]
    line: int
    may_lack: bool


@dataclass(frozen=True, slots=True)
class _Scope:
    """What stands in a template or in a block of it, and not in a block within."""

    blocks: tuple[str, ...]
    references: tuple[_Reference, ...]
    names: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A template's blocks and macros, what it gives to its blocks, and the name of what it extends.

    *given* are its macros, what it sets and imports, and the members that its loops go through: a block sees
    what stands around it, also where another template writes it anew.
    """

    top: _Scope
    blocks: Mapping[str, _Scope]
    macros: tuple[str, ...]
    given: frozenset[str]
    extends: str
    extends_computed: bool
    extends_line: int


@lru_cache(KEPT)
def outline(text: str) -> Outline:
    """Return the outline of a template; errors as for `parsed`."""
    tree = parsed(text)
    every = list(_nodes(tree))
    extends = next((node for node in every if isinstance(node, nodes.Extends)), None)
    name = extends.template if extends else None
    return Outline(
        top=_scope(tree),
        blocks={node.name: _scope(node) for node in every if isinstance(node, nodes.Block)},
        macros=tuple(node.name for node in every if isinstance(node, nodes.Macro)),
        given=frozenset(name for node in every for name in _given(node)),
        extends=str(name.value) if isinstance(name, nodes.Const) else "",
        extends_computed=name is not None and not isinstance(name, nodes.Const),
        extends_line=extends.lineno if extends else 0,
    )


def _nodes(top: nodes.Node, *, into_blocks: bool = True) -> Iterator[nodes.Node]:
    """Go through what stands beneath a node, in order, however deep it is."""
    waiting = list(top.iter_child_nodes())[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        if into_blocks or not isinstance(node, nodes.Block):
            waiting += list(node.iter_child_nodes())[::-1]


def _scope(node: nodes.Node) -> _Scope:
    inner = list(_nodes(node, into_blocks=False))
    return _Scope(
        tuple(child.name for child in inner if isinstance(child, nodes.Block)),
        tuple(_reference(child) for child in inner if isinstance(child, _REFERRING)),
        frozenset(child.name for child in inner if isinstance(child, nodes.Name)),
    )


def _reference(node: nodes.Include | nodes.Import | nodes.FromImport) -> _Reference:
    names = node.template.items if isinstance(node.template, nodes.List | nodes.Tuple) else [node.template]
    constants = tuple(str(name.value) for name in names if isinstance(name, nodes.Const))
    may_lack = len(names) > 1 or (isinstance(node, nodes.Include) and node.ignore_missing)
    return _Reference(constants, node.lineno, may_lack)


def _given(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Macro) or (isinstance(node, nodes.Name) and node.ctx != "load"):
        yield node.name
    elif isinstance(node, nodes.Import):
        yield node.target
    elif isinstance(node, nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in node.names)


@dataclass(frozen=True, slots=True)
class _Level:
    """A template in a chain of extension."""

    path: str
    outline: Outline


@dataclass(slots=True)
class Inheritance:
    """The templates of a form, of which *bodies* are the names of those that its parts print.

    *printed* holds what can be printed by path, blocks that are replaced emptied; *faults* are references
    that lead nowhere, *broken* the bodies that cannot be rendered because of them.
    """

    templates: Mapping[str, TemplateText]
    bodies: Iterable[str]
    printed: dict[str, str] = field(init=False, default_factory=dict)
    faults: list[Diagnostic] = field(init=False, default_factory=list)
    broken: set[str] = field(init=False, default_factory=set)
    _unreadable: set[str] = field(init=False, default_factory=set)
    _sound: dict[str, bool] = field(init=False, default_factory=dict)
    _live: dict[str, set[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Follow the references from every body."""
        self.broken = {body for body in self.bodies if not self._follow(body)}
        by_path = {template.span.path: template.text for template in self.templates.values()}
        readable = {path: live for path, live in self._live.items() if path not in self._unreadable}
        self.printed = {path: _emptied(by_path[path], live) for path, live in readable.items()}

    def parents(self, path: str) -> tuple[Outline, ...]:
        """Return what can be printed of the templates that one at *path* extends, the nearest first."""
        name = next(name for name, template in self.templates.items() if template.span.path == path)
        chain = self._chain(name, [])
        return tuple(outline(self.printed[level.path]) for level in chain[1:])

    def unused(self, folder: str) -> Iterator[Diagnostic]:
        """Say which templates that lie in *folder* are printed nowhere; with faults nobody can tell."""
        if self.faults or self._unreadable:
            return
        files = {name: template.span.path for name, template in self.templates.items() if "/" not in name}
        for name, path in files.items():
            if path.startswith(f"{folder}/") and path not in self.printed:
                others = [other for other in files if other != name]
                hint = (
                    did_you_mean(name, others, TEMPLATE_ENDING)
                    or f"请在“部分”里写“正文: {name}”，或者删去这个文件。"
                )
                yield Diagnostic(
                    UNUSED_TEMPLATE, Span(path, 1), f"没有地方用到模板“{name}”，它不会印出", hint
                )

    def _follow(self, name: str) -> bool:
        """Note what a template prints, and return whether all that it refers to is there."""
        if name in self._sound:
            return self._sound[name]
        self._sound[name] = True
        faults: list[Diagnostic] = []
        chain = self._chain(name, faults)
        for path in (self.templates[name].span.path, *(level.path for level in chain)):
            self._live.setdefault(path, set())
        printed = _Printed(chain)
        for place, block in printed.blocks:
            self._live[chain[place].path].add(block)
        for path, reference in printed.references:
            faults += self._unknown_references(path, reference)
        self.faults += [fault for fault in faults if fault not in self.faults]
        computed = chain and chain[-1].outline.extends_computed
        others = {other for _, reference in printed.references for other in reference.names}
        if computed or any(not reference.names for _, reference in printed.references):
            others = set(self.templates)  # what is computed may be any of them
        sound = [self._follow(other) for other in sorted(others) if other in self.templates]
        self._sound[name] = not faults and all(sound)
        return self._sound[name]

    def _chain(self, name: str, faults: list[Diagnostic]) -> list[_Level]:
        """Return a template and what it extends; it ends where a template cannot be read."""
        chain: list[_Level] = []
        while (level := self._level(name)) is not None:
            chain.append(level)
            name = level.outline.extends
            span = Span(level.path, level.outline.extends_line)
            if not name:
                break
            if name not in self.templates:
                faults.append(self._unknown(name, span))
                break
            if self.templates[name].span.path in [above.path for above in chain]:
                faults.append(self._circle(name, span))
                break
        return chain

    def _level(self, name: str) -> _Level | None:
        template = self.templates[name]
        try:
            return _Level(template.span.path, outline(template.text))
        except (TemplateSyntaxError, *UNUSABLE):
            self._unreadable.add(template.span.path)  # rendering reports it, in Chinese
            return None

    def _unknown_references(self, path: str, reference: _Reference) -> Iterator[Diagnostic]:
        for name in reference.names:
            if name not in self.templates and not reference.may_lack:
                yield self._unknown(name, Span(path, reference.line))

    def _unknown(self, name: str, span: Span) -> Diagnostic:
        known = [other for other in self.templates if "/" in other]
        hint = (
            did_you_mean(name, self.templates, TEMPLATE_ENDING)
            or f"可用的模板：{'、'.join(known[:_SHOWN])}。"
        )
        return Diagnostic(UNKNOWN_NAME, span, f"没有模板“{name}”", hint)

    def _circle(self, name: str, span: Span) -> Diagnostic:
        file = name.rpartition("/")[2]
        others = [
            other
            for other, template in self.templates.items()
            if other.endswith(f"/{file}") and template.span.path != span.path
        ]
        hint = f'请写 {{% extends "{others[-1]}" %}}。' if others else "请把文字直接写在这里。"
        return Diagnostic(TEMPLATE_FAULT, span, f"模板“{name}”沿用了自己", hint)


class _Printed:
    """Which blocks of a chain are printed, by the place of the template in it, and what it refers to."""

    def __init__(self, chain: list[_Level]) -> None:
        self._chain = chain
        self.blocks: set[tuple[int, str]] = set()
        self.references: list[tuple[str, _Reference]] = []
        for place, level in enumerate(chain):
            self._visit(level.outline.top, place, shows=level is chain[-1])

    def _visit(self, scope: _Scope, place: int, *, shows: bool) -> None:
        level = self._chain[place]
        self.references += [(level.path, reference) for reference in scope.references]
        called = level.outline.blocks if "self" in scope.names else ()
        for name in (*(scope.blocks if shows else ()), *called):
            self._resolve(name, 0)

    def _resolve(self, name: str, first: int) -> None:
        """The nearest template that has a block prints it, and those above where it says so."""
        found = [place for place in range(first, len(self._chain)) if name in self._blocks(place)]
        if not found or (found[0], name) in self.blocks:
            return
        self.blocks.add((found[0], name))
        scope = self._blocks(found[0])[name]
        self._visit(scope, found[0], shows=True)
        if "super" in scope.names:
            self._resolve(name, found[0] + 1)

    def _blocks(self, place: int) -> Mapping[str, _Scope]:
        return self._chain[place].outline.blocks


def _emptied(text: str, live: set[str]) -> str:
    """Return *text* with nothing in the blocks that are not *live*, on the same lines."""
    kept: list[str] = []
    start, open_blocks, dead = 0, 0, 0
    for tag in _BLOCK_TAG.finditer(text):
        if tag["name"]:
            open_blocks += 1
            if not dead and tag["name"] not in live:
                kept.append(text[start : tag.end()])
                start, dead = tag.end(), open_blocks
        elif tag["end"]:
            if dead == open_blocks:
                kept.append("\n" * text.count("\n", start, tag.start()))
                start, dead = tag.start(), 0
            open_blocks -= 1
    return "".join((*kept, text[start:]))
