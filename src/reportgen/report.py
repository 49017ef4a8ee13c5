"""Findings as text for people, JSON for programs, or annotations for GitHub."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from reportgen.diagnostics import Diagnostic, render_text
from reportgen.files import UnreadableError, read_text

FORMATS = ("text", "json", "github")
_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY_ESCAPES = _ESCAPES | {":": "%3A", ",": "%2C"}


def render_findings(findings: Iterable[Diagnostic], format: str, root: Path) -> str:  # noqa: A002
    """Return all findings in one of `FORMATS`, with a line break at the end; nothing for nothing."""
    if format == "json":
        return json.dumps([_as_json(finding) for finding in findings], ensure_ascii=False, indent=2) + "\n"
    if format == "github":
        return "".join(f"{_as_annotation(finding)}\n" for finding in findings)
    line = _line_reader(root)
    return "".join(f"{render_text(finding, line(finding))}\n" for finding in findings)


def _line_reader(root: Path) -> Callable[[Diagnostic], str | None]:
    texts: dict[str, list[str]] = {}

    def line(finding: Diagnostic) -> str | None:
        path = finding.span.path
        if path not in texts:
            try:
                texts[path] = [line.removesuffix("\r") for line in read_text(root, path).split("\n")]
            except UnreadableError:
                texts[path] = []
        number = finding.span.line
        return texts[path][number - 1] if 0 < number <= len(texts[path]) else None

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
        "message": finding.sentence,
        "hint": finding.hint,
        "related": [
            {"path": related.span.path, "line": related.span.line, "note": related.note}
            for related in finding.related
        ],
    }


def _as_annotation(finding: Diagnostic) -> str:
    span = finding.span
    message = finding.sentence + (f"\n{finding.hint}" if finding.hint else "")
    path = _escaped(span.path, _PROPERTY_ESCAPES)
    where = f"file={path},line={span.line},col={span.column},title={finding.code}"
    return f"::{finding.severity.value} {where}::{_escaped(message, _ESCAPES)}"


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return "".join(escapes.get(char, char) for char in text)
