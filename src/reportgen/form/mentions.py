"""Keys that a form defines and that nothing of it mentions: slips of the pen, since nobody reads them."""

import re
from collections.abc import Collection, Iterable, Iterator

from reportgen.findings.rules import UNKNOWN_KEY
from reportgen.findings.suggestions import did_you_mean, sought
from reportgen.ledger.catalogue import RESERVED
from reportgen.source.parsing import Mapping, Node, Scalar, Sequence
from reportgen.source.reading import MOST_SOUGHT, Findings

_DELIMITERS = re.compile(r"\{[{%]|[%}]\}")


def texts_in(node: Node) -> Iterator[str]:
    """Yield the texts beneath *node* that hold expressions."""
    if isinstance(node, Scalar):
        yield from (node.text,) if "{{" in node.text else ()
    values = node.items if isinstance(node, Sequence) else ()
    for value in (*values, *((value for _, value in node.entries) if isinstance(node, Mapping) else ())):
        yield from texts_in(value)


def report_unmentioned(
    name: str,
    keys: Iterable[Scalar],
    texts: Iterable[str],
    findings: Findings,
    others: Collection[str] | None = None,
) -> None:
    """Report which of *keys* no text prints as a member of *name*.

    With *others*, which it may have been, every such key is reported; without, those near to a member that
    is printed: a limit of the law is no fault because no text speaks of it.
    """
    mentioned = _members(name, texts)
    if mentioned is None:
        return
    unmentioned = [key for key in keys if key.text not in mentioned]
    near = sorted({*(others or ()), *mentioned})
    if others is None:
        unmentioned = [key for key in unmentioned[:MOST_SOUGHT] if did_you_mean(key.text, near)]
    for key in unmentioned:
        sentence = f"未知的键“{key.text}”：没有模板用到“{name}.{key.text}”"
        hint = sought(key.text, near, otherwise="请在模板里用到它，或者删去这一行。")
        findings.report(UNKNOWN_KEY, key.span, sentence, hint)


def report_unknown(keys: Iterable[Scalar], known: Collection[str], findings: Findings) -> None:
    """Report which of *keys* are none of *known*."""
    for key in keys:
        if key.text not in known:
            hint = sought(key.text, known, "可用的键", known)
            findings.report(UNKNOWN_KEY, key.span, f"未知的键“{key.text}”", hint)


def report_no_facts(keys: Iterable[Scalar], facts: Collection[str], findings: Findings) -> None:
    """Report which of *keys* begin the name of none of *facts*."""
    known = (*facts, *RESERVED)
    for key in keys:
        if not any(_is_within(key.text, path) or _is_within(path, key.text) for path in known):
            sentence = f"未知的键“{key.text}”：没有名称这样开头的指标"
            findings.report(UNKNOWN_KEY, key.span, sentence, sought(key.text, facts))


def _is_within(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}.")


def _members(name: str, texts: Iterable[str]) -> set[str] | None:
    """Return the members of *name* that expressions write out; None where they are computed."""
    use = re.compile(rf"(?<![\w.]){name}(?!\w)(?:\s*\.\s*(\w+)|\s*\[\s*['\"]([^'\"]*)['\"]\s*\])?")
    found = [match for text in texts for inner in _expressions(text) for match in use.finditer(inner)]
    if any(match[1] is None and match[2] is None for match in found):
        return None
    return {match[1] or match[2] for match in found}


def _expressions(text: str) -> Iterator[str]:
    """Yield what stands between `{{` or `{%` and the end that follows it.

    A pattern of both would read the rest of a text anew for each beginning without an end.
    """
    start = -1
    for found in _DELIMITERS.finditer(text):
        if found[0].startswith("{"):
            start = found.end() if start < 0 else start
        elif start >= 0:
            yield text[start : found.start()]
            start = -1
