"""The registry of codes: what each stands for, and whether it holds up building."""

from dataclasses import dataclass
from enum import Enum


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
