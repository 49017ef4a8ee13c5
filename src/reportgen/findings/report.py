"""Findings as text for people, JSON for programs, or annotations for GitHub."""

import json
from collections.abc import Callable, Iterable, Mapping
from unicodedata import east_asian_width

from reportgen.findings.characters import visible
from reportgen.findings.diagnostics import Diagnostic, Span

Texts = Callable[[str], str]
FORMATS = ("text", "json", "github")
_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY_ESCAPES = _ESCAPES | {":": "%3A", ",": "%2C"}


def display_width(text: str) -> int:
    """Return how many terminal columns *text* takes: a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def excerpt(source_line: str, span: Span) -> str:
    """Quote the line with a caret under the place.

    >>> print(excerpt("    项目支岀: 12.30", Span("x.yaml", 7, 5, 4)))
      |
    7 |     项目支岀: 12.30
      |     ^^^^^^^^
    """
    gutter = str(span.line)
    blank = " " * len(gutter)
    start, end = span.column - 1, span.column - 1 + span.width
    before, marked = visible(source_line[:start]), visible(source_line[start:end])
    pad = " " * display_width(before)
    caret = "^" * max(1, display_width(marked))
    return f"{blank} |\n{gutter} | {before}{marked}{visible(source_line[end:])}\n{blank} | {pad}{caret}"


def render_text(finding: Diagnostic, source_line: str | None) -> str:
    """Show a finding in full: headline, the user's own line with a caret, related places, hint."""
    lines = [finding.headline]
    margin = " " * len(str(finding.span.line))
    if source_line is not None and finding.span.width:
        lines.append(excerpt(source_line, finding.span))
    seen = (f"{related.span.place} {related.note}" for related in finding.related)
    lines += [f"{margin} = 另见：{visible(place)}" for place in seen]
    if finding.hint:
        lines.append(f"{margin} = 提示：{visible(finding.hint)}")
    return "\n".join(lines)


def render_findings(findings: Iterable[Diagnostic], format: str, texts: Texts) -> str:  # noqa: A002
    """Return all findings in one of `FORMATS`, with a line break at the end; nothing for nothing.

    *texts* returns what a file holds, for the lines that are quoted; nothing where it is not to be read.
    """
    if format == "json":
        return json.dumps([_as_json(finding) for finding in findings], ensure_ascii=False, indent=2) + "\n"
    if format == "github":
        return "".join(f"{_as_annotation(finding)}\n" for finding in findings)
    line = _line_reader(texts)
    return "".join(f"{render_text(finding, line(finding))}\n" for finding in findings)


def _line_reader(texts: Texts) -> Callable[[Diagnostic], str | None]:
    kept: dict[str, list[str]] = {}

    def line(finding: Diagnostic) -> str | None:
        path, number = finding.span.path, finding.span.line
        if path not in kept:
            kept[path] = texts(path).split("\n")
        lines = kept[path]
        return lines[number - 1].removesuffix("\r") if 0 < number <= len(lines) and any(lines) else None

    return line


def _as_json(finding: Diagnostic) -> dict[str, object]:
    span = finding.span
    return {
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "width": span.width,
        "severity": finding.severity.value,
        "code": finding.code,
        "actor": finding.actor.value,
        "message": finding.sentence,
        "hint": finding.hint,
        "related": [
            {"path": related.span.path, "line": related.span.line, "note": related.note}
            for related in finding.related
        ],
    }


def _as_annotation(finding: Diagnostic) -> str:
    span = finding.span
    hint = f"\n{visible(finding.hint)}" if finding.hint else ""
    message = visible(finding.sentence) + hint
    path = _escaped(visible(span.path), _PROPERTY_ESCAPES)
    where = f"file={path},line={span.line},col={span.column},title={finding.code}"
    return f"::{finding.severity.value} {where}::{_escaped(message, _ESCAPES)}"


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return "".join(escapes.get(char, char) for char in text)
