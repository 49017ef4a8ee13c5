"""What a user did wrong, as values: a code, a place, one sentence, one way out.

A diagnostic's code is never reused.
A code that `rules.RULES` does not name cannot be reported.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.findings.rules import RULES, Severity


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file: *path* is relative to the repository root, *line* and *column* count from 1.

    A *width* of 0 stands for the file as a whole.
    """

    path: str
    line: int
    column: int = 1
    width: int = 1

    @property
    def place(self) -> str:
        """The place as `file:line`, as figures cite their sources."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that has to do with a diagnostic."""

    span: Span
    note: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: what is wrong, where, and what to do about it."""

    code: str
    span: Span
    sentence: str
    hint: str = ""
    related: tuple[Related, ...] = ()

    def __post_init__(self) -> None:
        if self.code not in RULES:
            raise KeyError(self.code)

    @property
    def severity(self) -> Severity:
        """The severity that the registry gives to the code."""
        return RULES[self.code].severity

    @property
    def is_error(self) -> bool:
        """Whether this finding holds up building."""
        return self.severity is Severity.ERROR

    @property
    def headline(self) -> str:
        """The one line that editors, grep and CI parse: `file:line:column: severity[CODE] sentence`."""
        span = self.span
        return f"{span.path}:{span.line}:{span.column}: {self.severity.value}[{self.code}] {self.sentence}"


def sorted_by_place(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Order findings by place and drop exact repeats."""
    return sorted(dict.fromkeys(findings), key=lambda finding: (finding.span, finding.code, finding.sentence))


def has_errors(findings: Iterable[Diagnostic]) -> bool:
    """Whether any of the findings holds up building."""
    return any(finding.is_error for finding in findings)
