"""What a user did wrong, as values: a code, a place, one sentence, one way out.

What can be reported is a rule of `rules`: its code, its severity and who acts are said there once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from reportgen.findings.characters import visible
from reportgen.findings.rules import Actor, Rule, Severity


class Span(NamedTuple):
    """A place in a file: *path* is relative to the repository root, *line* and *column* count from 1.

    A *width* of 0 stands for the file as a whole.
    There is one for each of the tens of thousands of values that are read: a tuple is made the fastest.
    """

    path: str
    line: int
    column: int = 1
    width: int = 1

    @property
    def place(self) -> str:
        """The place as `file:line`, as figures cite their sources."""
        return f"{self.path}:{self.line}"


_KEEPERS = {"templates": Actor.FORM, "classification": Actor.CLASSIFICATION, "reportgen": Actor.MACHINE}


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that has to do with a diagnostic."""

    span: Span
    note: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: what is wrong, where, and what to do about it."""

    rule: Rule
    span: Span
    sentence: str
    hint: str = ""
    related: tuple[Related, ...] = ()

    @property
    def code(self) -> str:
        """The code that users know the rule by."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """The severity of the rule."""
        return self.rule.severity

    @property
    def actor(self) -> Actor:
        """Who can put it right: for faults of any file, whoever keeps the one in which it lies."""
        if self.rule.actor is not Actor.FILE:
            return self.rule.actor
        return _KEEPERS.get(self.span.path.partition("/")[0], Actor.DEPARTMENT)

    @property
    def is_error(self) -> bool:
        """Whether this finding holds up building."""
        return self.severity is Severity.ERROR

    @property
    def headline(self) -> str:
        """The one line that editors, grep and CI parse: `file:line:column: severity[CODE] sentence`."""
        span = self.span
        place = f"{visible(span.path)}:{span.line}:{span.column}"
        return f"{place}: {self.severity.value}[{self.code}] {visible(self.sentence)}"


def sorted_by_place(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Order findings by place and drop exact repeats."""
    return sorted(dict.fromkeys(findings), key=lambda finding: (finding.span, finding.code, finding.sentence))


def has_errors(findings: Iterable[Diagnostic]) -> bool:
    """Whether any of the findings holds up building."""
    return any(finding.is_error for finding in findings)
