"""What a template must not do, found without rendering it, also in branches that this year does not take.

A typed number or ordinal, a name that is not in the vocabulary, text that would be lost
because a template that extends another prints nothing but the blocks of that other.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from reportgen.composing.narrative.faults import UNUSABLE
from reportgen.facts.facts import Container, Parts
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import (
    LOST_TEXT,
    TEMPLATE_FAULT,
    TYPED_NUMBER,
    TYPED_ORDINAL,
    UNKNOWN_FACT_IN_TEMPLATE,
)
from reportgen.findings.suggestions import did_you_mean
from reportgen.form.profile import TemplateText

_DIGITS = re.compile(r"[0-9０-９]+(?:[.,][0-9]+)*")
_CHINESE_AMOUNT = re.compile(
    r"[一二三四五六七八九十百千两][一二三四五六七八九十百千万亿两]*(?:元|%|个百分点)"
)
_ORDINAL = re.compile(
    r"^\s*(?:#+~?|-+)?\s*(?:（[一二三四五六七八九十0-9]+）|[一二三四五六七八九十]+、|[0-9]+[、.．])"
)
_REFERENCES = {"extends", "include", "import", "from"}


@dataclass(frozen=True, slots=True)
class _Trees:
    """The templates of a form as syntax trees, by the names that templates use and by path."""

    by_name: Mapping[str, nodes.Template]
    by_path: Mapping[str, nodes.Template]

    def parents(self, tree: nodes.Template) -> Iterator[nodes.Template]:
        """Yield the templates that *tree* extends, the nearest first."""
        seen = [tree]
        while (parent := self._parent(seen[-1])) is not None and parent not in seen:
            seen.append(parent)
            yield parent

    def _parent(self, tree: nodes.Template) -> nodes.Template | None:
        extends = tree.find(nodes.Extends)
        name = extends.template if extends else None
        return self.by_name.get(name.value) if isinstance(name, nodes.Const) else None


def lint(
    environment: Environment, templates: Mapping[str, TemplateText], names: Mapping[str, object]
) -> Iterator[Diagnostic]:
    """Check every template of a form, once, against the vocabulary *names*."""
    trees = _trees(templates)
    for template in {template.span.path: template for template in templates.values()}.values():
        try:
            yield from _faults(environment, template, trees, names)
        except (TemplateSyntaxError, *UNUSABLE):
            continue  # rendering reports it, in Chinese


def _faults(
    environment: Environment, template: TemplateText, trees: _Trees, names: Mapping[str, object]
) -> Iterator[Diagnostic]:
    path = template.span.path
    tokens = _tokens(template.text)
    if path not in trees.by_path:
        return
    tree = trees.by_path[path]
    yield from _typed_ordinals(template.text, path)
    yield from _typed_numbers(tokens, path)
    yield from _escapes(tokens, path)
    unknown = list(_unknown_filters(tree, path, environment))
    yield from unknown
    if unknown:
        return  # Jinja cannot say which names a template uses before its filters are known
    parents = list(trees.parents(tree))
    yield from _lost_text(tree, path, parents)
    used = _names(template.text)
    macros = {macro.name for parent in parents for macro in parent.find_all(nodes.Macro)} | used.macros
    yield from _unknown_names(used, path, {**names, **dict.fromkeys(macros)})
    yield from _unknown_members(used, path, names)


class _AnyFilter(dict[str, Callable[..., object]]):
    """Knows every filter: what a template names does not depend on which there are."""

    def get(self, key: str, default: object = None) -> Callable[..., object]:
        del key, default
        return str


# Templates are the same for all ledgers of a form: they are parsed once a process, a few dozen at a time.
_KEPT = 256
_PARSER = Environment(trim_blocks=True, lstrip_blocks=True, optimized=False)  # noqa: S701 - it renders nothing
_PARSER.filters = _AnyFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What a template names: the macros it has, what it takes from outside, and members of what."""

    macros: frozenset[str]
    undeclared: frozenset[str]
    lines: Mapping[str, int]
    members: tuple[tuple[tuple[str, ...], int], ...]


@lru_cache(_KEPT)
def _tree(text: str) -> nodes.Template:
    return _PARSER.parse(text)


@lru_cache(_KEPT)
def _tokens(text: str) -> tuple[tuple[int, str, str], ...]:
    return tuple(_PARSER.lex(text))


@lru_cache(_KEPT)
def _names(text: str) -> _Names:
    tree = _tree(text)
    names = list(tree.find_all(nodes.Name))
    local = {node.name for node in names if node.ctx in ("store", "param")}
    chains = ((_chain(node), node.lineno) for node in tree.find_all(nodes.Getattr))
    return _Names(
        macros=frozenset(macro.name for macro in tree.find_all(nodes.Macro)),
        undeclared=frozenset(meta.find_undeclared_variables(tree)),
        lines={node.name: node.lineno for node in reversed(names)},
        members=tuple((chain, line) for chain, line in chains if chain and chain[0] not in local),
    )


def _trees(templates: Mapping[str, TemplateText]) -> _Trees:
    by_name: dict[str, nodes.Template] = {}
    by_path: dict[str, nodes.Template] = {}
    for name, template in templates.items():
        path = template.span.path
        if path not in by_path:
            try:
                by_path[path] = _tree(template.text)
            except (TemplateSyntaxError, *UNUSABLE):
                continue
        by_name[name] = by_path[path]
    return _Trees(by_name, by_path)


def _lost_text(tree: nodes.Template, path: str, parents: list[nodes.Template]) -> Iterator[Diagnostic]:
    """What Jinja drops without a word in a template that extends another."""
    if not parents:
        return
    blocks = [block.name for parent in parents for block in parent.find_all(nodes.Block)]
    macros = [macro.name for parent in parents for macro in parent.find_all(nodes.Macro)]
    for node in tree.body:
        if isinstance(node, nodes.Block) and node.name not in blocks:
            hint = did_you_mean(node.name, blocks) or _blocks_hint(blocks)
            sentence = f"沿用的模板里没有“{node.name}”这一块，写在里面的都不会印出"
            yield Diagnostic(LOST_TEXT, Span(path, node.lineno), sentence, hint)
        elif isinstance(node, nodes.Macro) and node.name in macros:
            sentence = f"沿用的模板里已有宏“{node.name}”，这里写的不起作用"
            yield Diagnostic(LOST_TEXT, Span(path, node.lineno), sentence, "请另取名字，或改写用到它的块。")
        elif _prints(node):
            sentence = "沿用别的模板时，写在块外面的都不会印出"
            yield Diagnostic(LOST_TEXT, Span(path, _first_line(node)), sentence, _blocks_hint(blocks))


def _blocks_hint(blocks: list[str]) -> str:
    if not blocks:
        return "沿用的模板里一块也没有；请先在那里用 {% block 名字 %} 把要换的部分标出来。"
    return f"请写在 {{% block 名字 %}} 里，可用的名字：{'、'.join(blocks)}。"


def _prints(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Block | nodes.Macro | nodes.Extends | nodes.Assign | nodes.AssignBlock):
        return False
    return any(_is_visible(output) for output in (node, *node.find_all(nodes.Output)))


def _is_visible(node: nodes.Node) -> bool:
    pieces = node.nodes if isinstance(node, nodes.Output) else ()
    return any(not isinstance(piece, nodes.TemplateData) or piece.data.strip() for piece in pieces)


def _first_line(node: nodes.Node) -> int:
    """The line of the first visible text; Jinja counts the line breaks before it as its own."""
    first = next(iter(node.iter_child_nodes()), node)
    text = first.data if isinstance(first, nodes.TemplateData) else ""
    return first.lineno + text[: len(text) - len(text.lstrip())].count("\n")


def _typed_numbers(tokens: Iterable[tuple[int, str, str]], path: str) -> Iterator[Diagnostic]:
    reference = False
    for line, kind, text in tokens:
        if kind in {"block_begin", "block_end"}:
            reference = False
        if kind == "name" and text in _REFERENCES:
            reference = True
        if kind == "data" or (kind == "string" and not reference):
            yield from _numbers_in(text, line, path)


def _escapes(tokens: Iterable[tuple[int, str, str]], path: str) -> Iterator[Diagnostic]:
    """What a backslash stands for shows in no diff: a number, a heading, a character that is refused."""
    for line, kind, text in tokens:
        if kind == "string" and "\\" in text:
            sentence = "模板的引号里不能用反斜杠：它代表的字看不出来"
            yield Diagnostic(TEMPLATE_FAULT, Span(path, line), sentence, "请把字直接写出来。")


def _numbers_in(text: str, line: int, path: str) -> Iterator[Diagnostic]:
    for offset, part in enumerate(text.split("\n")):
        visible = _ORDINAL.sub("", part)
        for found in (*_DIGITS.findall(visible), *_CHINESE_AMOUNT.findall(visible)):
            sentence = f"模板里写死了数字“{found}”"
            hint = "请换成指标，如 {{ 年度 }}、{{ 收入.合计|万元 }}；法定的界限写在 profile.yaml 的“门槛”里。"
            yield Diagnostic(TYPED_NUMBER, Span(path, line + offset), sentence, hint)


def _typed_ordinals(text: str, path: str) -> Iterator[Diagnostic]:
    for number, line in enumerate(text.split("\n"), 1):
        found = _ORDINAL.match(line)
        if found:
            sentence = f"模板里写死了序号“{found[0].strip()}”"
            hint = "标题用 #，条目用 -，序号由 profile.yaml 的“编号”生成。"
            yield Diagnostic(TYPED_ORDINAL, Span(path, number), sentence, hint)


def _unknown_filters(tree: nodes.Template, path: str, environment: Environment) -> Iterator[Diagnostic]:
    for node in tree.find_all(nodes.Filter):
        if node.name not in environment.filters:
            hint = did_you_mean(node.name, environment.filters)
            yield Diagnostic(TEMPLATE_FAULT, Span(path, node.lineno), f"没有过滤器“{node.name}”", hint)


def _unknown_names(used: _Names, path: str, names: Mapping[str, object]) -> Iterator[Diagnostic]:
    for name in sorted(used.undeclared - set(names)):
        span = Span(path, used.lines.get(name, 1))
        yield Diagnostic(UNKNOWN_FACT_IN_TEMPLATE, span, f"没有“{name}”这个名字", did_you_mean(name, names))


def _unknown_members(used: _Names, path: str, names: Mapping[str, object]) -> Iterator[Diagnostic]:
    """Follow dotted names from the vocabulary; names that a loop or macro gives are only known later."""
    for chain, line in used.members:
        fact = names.get(chain[0])
        for name in chain[1:]:
            if not isinstance(fact, Container) or isinstance(fact, Parts):
                break
            member = fact.member(name)
            if member is None:
                hint = did_you_mean(name, fact.names()) or f"可用的名字：{'、'.join(fact.names()[:12])}。"
                sentence = f"“{fact.path}”里没有“{name}”"
                yield Diagnostic(UNKNOWN_FACT_IN_TEMPLATE, Span(path, line), sentence, hint)
                break
            fact = member


def _chain(node: nodes.Node) -> tuple[str, ...]:
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        above = _chain(node.node)
        return (*above, node.attr) if above else ()
    return ()
