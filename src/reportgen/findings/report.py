"""Findings as text for people, JSON for programs, or annotations for GitHub."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from unicodedata import east_asian_width

from reportgen.findings.characters import visible
from reportgen.findings.diagnostics import Diagnostic, Span

Texts = Callable[[str], str]
FORMATS = ("text", "json", "github")
_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY_ESCAPES = _ESCAPES | {":": "%3A", ",": "%2C"}


_MOST = 20  # findings of a kind in a file: whoever mends these knows the rest
_BEFORE, _MARKED, _BEHIND = 120, 120, 120  # columns of a line that are quoted: those of real ledgers fit
_LONGEST = 300  # columns of a sentence or a hint
_CUT = "…"


@dataclass(frozen=True, slots=True)
class _Listed:
    """A finding, and how many more of its kind its file holds from here on where they are not listed."""

    finding: Diagnostic
    more: int = 0


def display_width(text: str) -> int:
    """Return how many terminal columns *text* takes: a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def excerpt(source_line: str, span: Span) -> str:
    """Quote what is around the place with a caret under it.

    >>> print(excerpt("    项目支岀: 12.30", Span("x.yaml", 7, 5, 4)))
      |
    7 |     项目支岀: 12.30
      |     ^^^^^^^^
    """
    gutter = str(span.line)
    blank = " " * len(gutter)
    start, end = span.column - 1, span.column - 1 + span.width
    before = _end_of(source_line[max(0, start - _BEFORE - 1) : start], _BEFORE)
    marked = _beginning_of(source_line[start : min(end, start + _MARKED + 1)], _MARKED)
    behind = "" if marked.endswith(_CUT) else _beginning_of(source_line[end : end + _BEHIND + 1], _BEHIND)
    pad = " " * display_width(before)
    caret = "^" * max(1, display_width(marked))
    return f"{blank} |\n{gutter} | {before}{marked}{behind}\n{blank} | {pad}{caret}"


def _beginning_of(text: str, columns: int) -> str:
    """Return *text* as it is shown, cut behind so many columns."""
    shown = visible(text)
    widths = accumulate(map(display_width, shown))
    fitting = sum(width <= columns for width in widths)
    return shown if fitting == len(shown) else shown[:fitting] + _CUT


def _end_of(text: str, columns: int) -> str:
    """Return *text* as it is shown, cut before its last columns."""
    shown = visible(text)
    widths = accumulate(map(display_width, reversed(shown)))
    fitting = sum(width <= columns for width in widths)
    return shown if fitting == len(shown) else _CUT + shown[len(shown) - fitting :]


def _short(text: str) -> str:
    """Return a sentence as it is shown, without the middle of what it quotes where that is long."""
    if len(text) <= _LONGEST // 2:
        return visible(text)
    half = _LONGEST // 2
    shown = visible(text[: half + 1]), visible(text[-half - 1 :])
    whole = visible(text) if len(text) <= _LONGEST else ""
    if whole and display_width(whole) <= _LONGEST:
        return whole
    return _beginning_of(shown[0], half) + _end_of(shown[1], half).removeprefix(_CUT)


def _sentence(listed: _Listed) -> str:
    return f"另有 {listed.more} 处同类，第一处在这里" if listed.more else _short(listed.finding.sentence)


def _in_short(findings: Iterable[Diagnostic]) -> Iterator[_Listed]:
    """Yield the first findings of each kind in each file, and one that counts the others."""
    findings = list(findings)
    kinds = Counter((finding.span.path, finding.code) for finding in findings)
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        kind = finding.span.path, finding.code
        seen[kind] += 1
        if seen[kind] <= _MOST:
            yield _Listed(finding)
        elif seen[kind] == _MOST + 1:
            yield _Listed(finding, kinds[kind] - _MOST)


def render_text(finding: Diagnostic, source_line: str | None) -> str:
    """Show a finding in full: headline, the user's own line with a caret, related places, hint."""
    return _as_text(_Listed(finding), source_line)


def _as_text(listed: _Listed, source_line: str | None) -> str:
    finding = listed.finding
    lines = [replace(finding, sentence=_sentence(listed)).headline]
    if listed.more:
        return lines[0]
    margin = " " * len(str(finding.span.line))
    if source_line is not None and finding.span.width:
        lines.append(excerpt(source_line, finding.span))
    seen = (f"{related.span.place} {related.note}" for related in finding.related)
    lines += [f"{margin} = 另见：{_short(place)}" for place in seen]
    if finding.hint:
        lines.append(f"{margin} = 提示：{_short(finding.hint)}")
    return "\n".join(lines)


def render_findings(findings: Iterable[Diagnostic], format: str, texts: Texts) -> str:  # noqa: A002
    """Return findings in one of `FORMATS`, with a line break at the end; nothing for nothing.

    The first twenty of a kind in a file are listed and the others counted, in every format.
    *texts* returns what a file holds, for the lines that are quoted; nothing where it is not to be read.
    """
    listed = _in_short(findings)
    if format == "json":
        return json.dumps([_as_json(each) for each in listed], ensure_ascii=False, indent=2) + "\n"
    if format == "github":
        return "".join(f"{_as_annotation(each)}\n" for each in listed)
    line = _line_reader(texts)
    return "".join(f"{_as_text(each, line(each.finding))}\n" for each in listed)


def _line_reader(texts: Texts) -> Callable[[Diagnostic], str | None]:
    kept: dict[str, list[str]] = {}

    def line(finding: Diagnostic) -> str | None:
        path, number = finding.span.path, finding.span.line
        if path not in kept:
            kept[path] = texts(path).split("\n")
        lines = kept[path]
        return lines[number - 1].removesuffix("\r") if 0 < number <= len(lines) and any(lines) else None

    return line


def _as_json(listed: _Listed) -> dict[str, object]:
    finding, span = listed.finding, listed.finding.span
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
        **({"more": listed.more} if listed.more else {}),
    }


def _as_annotation(listed: _Listed) -> str:
    finding, span = listed.finding, listed.finding.span
    message = _sentence(listed)
    if finding.hint and not listed.more:
        message += f"\n{_short(finding.hint)}"
    path = _escaped(visible(span.path), _PROPERTY_ESCAPES)
    where = f"file={path},line={span.line},col={span.column},title={finding.code}"
    return f"::{finding.severity.value} {where}::{_escaped(message, _ESCAPES)}"


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return "".join(escapes.get(char, char) for char in text)
