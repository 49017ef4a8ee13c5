"""`# reportgen: allow L204 —— 原因`: a comment that lets a warning pass where it stands, and says why.

It holds for its own line and the line below.
Comments are no part of the nodes, so they are read from the lines of the file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportgen.findings.diagnostics import Diagnostic, Span, has_errors
from reportgen.findings.rules import BAD_ALLOWANCE, RULES, UNUSED_ALLOWANCE, Severity

# The comment begins with it: behind other words, or beyond the edge of a screen, nobody sees it.
_MARK = re.compile(r"(?:^|[ \t])(# *reportgen:.*)$")
_ALLOWANCE = re.compile(r"# *reportgen: *allow +([A-Z]\d+)(?: *(?:-+|—+|[:：]) *| +|$)(.*)")
_FORM = "请写成 # reportgen: allow L204 —— 原因。"


@dataclass(frozen=True, slots=True)
class Allowance:
    """The comment that allows *code*."""

    code: str
    span: Span

    def covers(self, finding: Diagnostic) -> bool:
        """Whether the finding is a warning of this code on the line of the comment or below it."""
        below = finding.span.line - self.span.line
        return finding.code == self.code and finding.span.path == self.span.path and below in {0, 1}


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
    for number, line in enumerate(text.splitlines(), 1):
        mark = _MARK.search(line)
        if mark:
            span = Span(path, number, mark.start(1) + 1, len(mark[1].rstrip()))
            yield _allowance(mark[1], span)


def _allowance(comment: str, span: Span) -> Allowance | Diagnostic:
    found = _ALLOWANCE.fullmatch(comment.rstrip())
    if found is None:
        return Diagnostic(BAD_ALLOWANCE, span, "看不懂这条 reportgen 注释", _FORM)
    code, reason = found.groups()
    if code not in RULES:
        return Diagnostic(BAD_ALLOWANCE, span, f"没有编号 {code}", "编号见 docs/messages.md。")
    if RULES[code].severity is Severity.ERROR:
        return Diagnostic(BAD_ALLOWANCE, span, f"{code} 是错误，不能豁免", "只有警告可以豁免；错误请改正。")
    if not reason:
        return Diagnostic(BAD_ALLOWANCE, span, f"豁免 {code} 没有写原因", _FORM)
    return Allowance(code, span)


def without_allowed(findings: Iterable[Diagnostic], allowances: Iterable[Allowance]) -> list[Diagnostic]:
    """Drop the findings that are allowed and report the allowances that allow nothing.

    After an error not everything was looked at, so that nobody can tell which allowances are idle.
    """
    allowances = list(allowances)
    kept: list[Diagnostic] = []
    used: set[Allowance] = set()
    for finding in findings:
        covering = {allowance for allowance in allowances if allowance.covers(finding)}
        used |= covering
        if not covering:
            kept.append(finding)
    for allowance in () if has_errors(kept) else allowances:
        if allowance not in used:
            sentence = f"这里没有 {allowance.code} 可以豁免"
            kept.append(
                Diagnostic(UNUSED_ALLOWANCE, allowance.span, sentence, "请删去这条注释，或移到警告所在的行。")
            )
    return kept
