"""`# reportgen: allow L204 —— 原因`: a comment that lets a warning pass where it stands, and says why.

It holds for its own line and the line below; where a text in lines (`|`, `>`) begins there, for all of its
lines, which cannot hold a comment.
In a template it stands in a comment of the template: `{# reportgen: allow W305 —— 原因 #}`.
Comments are no part of the nodes, so they are read from the lines of the file.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from reportgen.findings.diagnostics import Diagnostic, Span, has_errors
from reportgen.findings.rules import BAD_ALLOWANCE, RULES, UNUSED_ALLOWANCE, Severity

# The comment begins with it: behind other words, or beyond the edge of a screen, nobody sees it.
_MARK = re.compile(r"(?:^|[ \t])(# *reportgen:.*)$|\{(# *reportgen:(?:(?!-?#\}|\{# *reportgen:).)*+)-?#\}")
_ALLOWANCE = re.compile(r"# *reportgen: *allow +([A-Z]\d+)(?: *(?:-+|—+|[:：]) *| +|$)(.*)")
_BLOCK = re.compile(r": *[|>][+-]?[1-9]?[+-]? *(?:#.*)?$")
_FORM = "请写成 # reportgen: allow L204 —— 原因。"


@dataclass(frozen=True, slots=True)
class Allowance:
    """The comment that allows *code* as far down as the line *last*."""

    code: str
    span: Span
    last: int

    @property
    def key(self) -> tuple[str, str]:
        """What it can hold for: a code in a file."""
        return self.code, self.span.path


def read_allowances(text: str, path: str) -> tuple[list[Allowance], list[Diagnostic]]:
    """Return the allowances in a file and what is wrong with them."""
    allowances: list[Allowance] = []
    findings: list[Diagnostic] = []
    for found in _comments(text, path):
        if isinstance(found, Diagnostic):
            findings.append(found)
        else:
            allowances.append(found)
    return allowances, findings


def _comments(text: str, path: str) -> Iterator[Allowance | Diagnostic]:
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        mark = _MARK.search(line)
        if mark:
            comment = (mark[1] or mark[2]).rstrip()
            span = Span(path, number, mark.start(mark.lastindex or 0) + 1, len(comment))
            yield _allowance(comment, span, _last_line(lines, number))


def _last_line(lines: list[str], number: int) -> int:
    """Return the last line that a comment on line *number* holds for."""
    for header in (number, number + 1):
        if header <= len(lines) and _BLOCK.search(lines[header - 1]):
            indent = _indent(lines[header - 1])
            below = enumerate(islice(lines, header, None), header)
            last = (n for n, line in below if line.strip() and _indent(line) <= indent)
            return max(number + 1, next(last, len(lines)))
    return number + 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _allowance(comment: str, span: Span, last: int) -> Allowance | Diagnostic:
    found = _ALLOWANCE.fullmatch(comment)
    if found is None:
        return Diagnostic(BAD_ALLOWANCE, span, "看不懂这条 reportgen 注释", _FORM)
    code, reason = found.groups()
    if code not in RULES:
        return Diagnostic(BAD_ALLOWANCE, span, f"没有编号 {code}", "编号见 docs/messages.md。")
    if RULES[code].severity is Severity.ERROR:
        return Diagnostic(BAD_ALLOWANCE, span, f"{code} 是错误，不能豁免", "只有警告可以豁免；错误请改正。")
    if not reason:
        return Diagnostic(BAD_ALLOWANCE, span, f"豁免 {code} 没有写原因", _FORM)
    return Allowance(code, span, last)


def without_allowed(findings: Iterable[Diagnostic], allowances: Iterable[Allowance]) -> list[Diagnostic]:
    """Drop the findings that are allowed and report the allowances that allow nothing.

    After an error not everything was looked at, so that nobody can tell which allowances are idle.
    """
    findings, allowances = list(findings), list(allowances)
    lines: dict[tuple[str, str], list[int]] = {}
    for finding in sorted(findings, key=_line):
        lines.setdefault((finding.code, finding.span.path), []).append(finding.span.line)
    kept = not_covered(findings, allowances)
    for allowance in () if has_errors(kept) else allowances:
        found = lines.get(allowance.key, [])
        first = bisect_left(found, allowance.span.line)
        if first == len(found) or found[first] > allowance.last:
            sentence = f"这里没有 {allowance.code} 可以豁免"
            kept.append(
                Diagnostic(UNUSED_ALLOWANCE, allowance.span, sentence, "请删去这条注释，或移到警告所在的行。")
            )
    return kept


def not_covered(findings: Iterable[Diagnostic], allowances: Iterable[Allowance]) -> list[Diagnostic]:
    """Return the findings that no allowance of their code holds for."""
    reach = _reach(allowances)
    return [finding for finding in findings if not _is_covered(finding, reach)]


def _reach(allowances: Iterable[Allowance]) -> dict[tuple[str, str], tuple[list[int], list[int]]]:
    """Return by code and file where allowances begin, and how far down those so far hold."""
    found: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
    for allowance in sorted(allowances, key=_line):
        begins, ends = found.setdefault(allowance.key, ([], []))
        begins.append(allowance.span.line)
        ends.append(max((allowance.last, *ends[-1:])))
    return found


def _is_covered(finding: Diagnostic, reach: dict[tuple[str, str], tuple[list[int], list[int]]]) -> bool:
    begins, ends = reach.get((finding.code, finding.span.path), ([], []))
    above = bisect_right(begins, finding.span.line)
    return above > 0 and ends[above - 1] >= finding.span.line


def _line(item: Diagnostic | Allowance) -> int:
    return item.span.line
