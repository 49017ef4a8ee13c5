"""What a user did wrong, as values: a code, a place, one sentence, one way out.

A diagnostic's code is never reused.
The registry `RULES` names every code with its severity; a code that is not in it cannot be reported.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from unicodedata import east_asian_width

from reportgen.characters import visible


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


class Severity(Enum):
    """Errors hold up building, warnings do not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code stands for; *name* reads well after “allow”."""

    name: str
    severity: Severity


def _rules(severity: Severity, **names: str) -> dict[str, Rule]:
    return {code: Rule(name, severity) for code, name in names.items()}


RULES = {
    **_rules(
        Severity.ERROR,
        E101="unreadable-file",
        E102="not-utf8",
        E103="yaml-syntax",
        E104="duplicate-key",
        E105="forbidden-yaml",
        E106="unprintable-character",
        E107="character-without-glyph",
        E108="not-as-it-looks",
        E109="not-a-ledger-file",
        E201="not-a-mapping",
        E202="missing-key",
        E203="unknown-key",
        E204="wrong-type",
        E205="not-an-amount",
        E206="unknown-value",
        E207="unknown-code",
        E208="unknown-unit",
        E209="unknown-project",
        E210="duplicate-entry",
        E211="not-a-date",
        E212="unknown-profile",
        E213="not-a-count",
        E214="unknown-fact",
        E215="bad-region",
        E216="misplaced-file",
        E217="form-of-another-place",
        E218="bad-theme",
        E219="department-twice",
        E220="name-twice",
        E401="bad-allowance",
        L101="unbalanced-fund",
        L102="unbalanced-unit",
        L103="closed-code",
        L104="negative-amount",
        L105="declared-against-lines",
        L106="name-of-another-code",
        L205="three-public-beside-code",
        T101="money-without-place",
        T102="money-shown-twice",
        T104="indicator-without-place",
        T105="no-lines-of-last-year",
        T107="words-without-place",
        T201="bad-table-spec",
        T202="unknown-name",
        T203="no-form-of-volume",
        T204="not-across-departments",
        T205="several-forms-of-volume",
        P101="template-fault",
        P102="unknown-fact-in-template",
        P103="figure-without-unit",
        P104="typed-number",
        P105="lost-text",
        P106="typed-ordinal",
        P107="fact-not-disclosed",
        H101="no-previous-year",
        H102="missing-reason",
        H103="reason-for-no-change",
        H104="another-last-year",
        A101="missing-font",
    ),
    **_rules(
        Severity.WARNING,
        E402="unused-allowance",
        L201="unverified-code",
        L202="fund-of-another-budget",
        L203="undefined-code",
        L204="procurement-above-project",
        L207="unofficial-name",
        L206="declared-otherwise",
        P201="typed-amount",
        T103="dimension-not-disclosed",
        T106="rounding-residue",
        H201="unused-declaration",
        H202="reason-against-the-change",
    ),
}


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


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the known words nearest to *word*, or an empty text.

    >>> did_you_mean("项目支岀", ["项目支出", "基本支出"])
    '是否应为“项目支出”？'
    """
    matches = get_close_matches(word, list(known), n=2, cutoff=0.5)
    return f"是否应为{'或'.join(f'“{match}”' for match in matches)}？" if matches else ""


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
    lines += [f"{margin} = 另见：{related.span.place} {related.note}" for related in finding.related]
    if finding.hint:
        lines.append(f"{margin} = 提示：{finding.hint}")
    return "\n".join(lines)
