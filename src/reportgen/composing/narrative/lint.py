"""What a template must not do, found without rendering it, also in branches that this year does not take.

A typed number or ordinal, a name that is not in the vocabulary, text that would be lost
because a template that extends another prints nothing but the blocks of that other.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from reportgen.composing.narrative.faults import UNUSABLE
from reportgen.composing.narrative.inheritance import (
    KEPT,
    Inheritance,
    Outline,
    parsed,
    tokens,
)
from reportgen.facts.facts import Container, Parts
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import (
    LOST_TEXT,
    TEMPLATE_FAULT,
    TYPED_NUMBER,
    TYPED_ORDINAL,
    UNKNOWN_FACT_IN_TEMPLATE,
)
from reportgen.findings.suggestions import listing, sought
from reportgen.source.reading import Findings

_DIGITS = re.compile(r"[0-9０-９]+(?:[.,][0-9]+)*")
_CHINESE_AMOUNT = re.compile(
    r"(?<![一二三四五六七八九十百千万亿两])[万亿]*+"  # so that a run of numerals is gone through once
    r"([一二三四五六七八九十百千两][一二三四五六七八九十百千万亿两]*+(?:元|%|个百分点))"
)
_ORDINAL = re.compile(
    r"^\s*+(?:#++~?+|-++)?+\s*+(?:（[一二三四五六七八九十0-9]+）|[一二三四五六七八九十]+、|[0-9]+[、.．])"
)
_NO_BLOCKS = "沿用的模板里一块也没有；请先在那里用 {% block 名字 %} 把要换的部分标出来。"
_WRITE_IN_BLOCKS = "请写在 {% block 名字 %} 里，可用的名字"
_REFERENCES = {"extends", "include", "import", "from"}


def lint(
    environment: Environment, inheritance: Inheritance, names: Mapping[str, object]
) -> Iterator[Diagnostic]:
    """Check what a form can print of its templates, once, against the vocabulary *names*."""
    for path, text in inheritance.printed.items():
        try:
            yield from _faults(environment, text, path, inheritance.parents(path), names)
        except (TemplateSyntaxError, *UNUSABLE):
            continue  # rendering reports it, in Chinese


def _faults(
    environment: Environment,
    text: str,
    path: str,
    parents: tuple[Outline, ...],
    names: Mapping[str, object],
) -> Iterator[Diagnostic]:
    tree = parsed(text)
    yield from _typed_ordinals(text, path)
    yield from _typed_numbers(tokens(text), path)
    yield from _escapes(tokens(text), path)
    unknown = _unknown_filters(tree, path, environment)
    yield from unknown
    if unknown:
        return  # Jinja cannot say which names a template uses before its filters are known
    yield from _lost_text(tree, path, parents)
    used = _names(text)
    given = {name for parent in parents for name in parent.given}
    yield from _unknown_names(used, path, {**names, **dict.fromkeys((*used.macros, *given))})
    yield from _unknown_members(used, path, {key: fact for key, fact in names.items() if key not in given})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What a template names: the macros it has, what it takes from outside, and members of what."""

    macros: frozenset[str]
    undeclared: frozenset[str]
    lines: Mapping[str, int]
    members: tuple[tuple[tuple[str, ...], int], ...]


@lru_cache(KEPT)
def _names(text: str) -> _Names:
    tree = parsed(text)
    names = list(tree.find_all(nodes.Name))
    local = {node.name for node in names if node.ctx in ("store", "param")}
    chains = ((_chain(node), node.lineno) for node in tree.find_all(nodes.Getattr))
    return _Names(
        macros=frozenset(macro.name for macro in tree.find_all(nodes.Macro)),
        undeclared=frozenset(meta.find_undeclared_variables(tree)),
        lines={node.name: node.lineno for node in reversed(names)},
        members=tuple((chain, line) for chain, line in chains if chain and chain[0] not in local),
    )


def _lost_text(tree: nodes.Template, path: str, parents: tuple[Outline, ...]) -> Findings:
    """What Jinja drops without a word in a template that extends another."""
    findings = Findings()
    if not parents:
        return findings
    blocks = [name for parent in parents for name in parent.blocks]
    macros = [name for parent in parents for name in parent.macros]
    for node in tree.body:
        if isinstance(node, nodes.Block) and node.name not in blocks:
            hint = sought(node.name, blocks, _WRITE_IN_BLOCKS, blocks) if blocks else _NO_BLOCKS
            sentence = f"沿用的模板里没有“{node.name}”这一块，写在里面的都不会印出"
            findings.report(LOST_TEXT, Span(path, node.lineno), sentence, hint)
        elif isinstance(node, nodes.Macro) and node.name in macros:
            sentence = f"沿用的模板里已有宏“{node.name}”，这里写的不起作用"
            findings.report(LOST_TEXT, Span(path, node.lineno), sentence, "请另取名字，或改写用到它的块。")
        elif _prints(node):
            sentence = "沿用别的模板时，写在块外面的都不会印出"
            hint = listing(_WRITE_IN_BLOCKS, blocks) if blocks else _NO_BLOCKS
            findings.report(LOST_TEXT, Span(path, _first_line(node)), sentence, hint)
    return findings


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


def _unknown_filters(tree: nodes.Template, path: str, environment: Environment) -> Findings:
    findings = Findings()
    for node in tree.find_all(nodes.Filter):
        if node.name not in environment.filters:
            hint = sought(node.name, environment.filters)
            findings.report(TEMPLATE_FAULT, Span(path, node.lineno), f"没有过滤器“{node.name}”", hint)
    return findings


def _unknown_names(used: _Names, path: str, names: Mapping[str, object]) -> Findings:
    findings = Findings()
    for name in sorted(used.undeclared - set(names)):
        span = Span(path, used.lines.get(name, 1))
        findings.report(UNKNOWN_FACT_IN_TEMPLATE, span, f"没有“{name}”这个名字", sought(name, names))
    return findings


def _unknown_members(used: _Names, path: str, names: Mapping[str, object]) -> Findings:
    """Follow dotted names from the vocabulary; names that a loop or macro gives are only known later."""
    findings = Findings()
    for chain, line in used.members:
        fact = names.get(chain[0])
        for name in chain[1:]:
            if not isinstance(fact, Container) or isinstance(fact, Parts):
                break
            member = fact.member(name)
            if member is None:
                hint = sought(name, fact.names(), "可用的名字", fact.names()[:12])
                sentence = f"“{fact.path}”里没有“{name}”"
                findings.report(UNKNOWN_FACT_IN_TEMPLATE, Span(path, line), sentence, hint)
                break
            fact = member
    return findings


def _chain(node: nodes.Node) -> tuple[str, ...]:
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        above = _chain(node.node)
        return (*above, node.attr) if above else ()
    return ()
