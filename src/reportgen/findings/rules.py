"""The registry of codes: what each stands for, whether it holds up building, and who acts.

A code is never used again.
Whoever looks for the name of a rule finds its definition, its uses and its tests.
"""

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """Errors hold up building, warnings do not."""

    ERROR = "error"
    WARNING = "warning"


class Actor(Enum):
    """Who can put a finding right: the department, the keeper of the form, or whoever runs the program.

    `FILE` stands for whoever keeps the file in which the finding lies.
    """

    DEPARTMENT = "部门"
    FORM = "表式"
    CLASSIFICATION = "科目"
    MACHINE = "运行的人"
    FILE = "写文件的人"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code stands for; *name* reads well after “allow”."""

    code: str
    name: str
    severity: Severity
    actor: Actor


RULES: dict[str, Rule] = {}


def _rule(code: str, name: str, severity: Severity, actor: Actor) -> Rule:
    assert code not in RULES, f"{code} is taken"
    RULES[code] = Rule(code, name, severity, actor)
    return RULES[code]


def _error(code: str, name: str, actor: Actor) -> Rule:
    return _rule(code, name, Severity.ERROR, actor)


def _warning(code: str, name: str, actor: Actor) -> Rule:
    return _rule(code, name, Severity.WARNING, actor)


# Built files.
MISSING_FONT = _error("A101", "missing-font", Actor.MACHINE)
TEXT_WITHOUT_ROOM = _error("A102", "text-without-room", Actor.FORM)
UNWRITABLE_OUTPUT = _error("A103", "unwritable-output", Actor.MACHINE)

# The file.
UNREADABLE_FILE = _error("E101", "unreadable-file", Actor.FILE)
NOT_UTF8 = _error("E102", "not-utf8", Actor.FILE)
YAML_SYNTAX = _error("E103", "yaml-syntax", Actor.FILE)
DUPLICATE_KEY = _error("E104", "duplicate-key", Actor.FILE)
FORBIDDEN_YAML = _error("E105", "forbidden-yaml", Actor.FILE)
UNPRINTABLE_CHARACTER = _error("E106", "unprintable-character", Actor.FILE)
CHARACTER_WITHOUT_GLYPH = _error("E107", "character-without-glyph", Actor.FILE)
NOT_AS_IT_LOOKS = _error("E108", "not-as-it-looks", Actor.FILE)
NOT_A_LEDGER_FILE = _error("E109", "not-a-ledger-file", Actor.FILE)

# What it says.
NOT_A_MAPPING = _error("E201", "not-a-mapping", Actor.FILE)
MISSING_KEY = _error("E202", "missing-key", Actor.FILE)
UNKNOWN_KEY = _error("E203", "unknown-key", Actor.FILE)
WRONG_TYPE = _error("E204", "wrong-type", Actor.FILE)
NOT_AN_AMOUNT = _error("E205", "not-an-amount", Actor.FILE)
UNKNOWN_VALUE = _error("E206", "unknown-value", Actor.FILE)
UNKNOWN_CODE = _error("E207", "unknown-code", Actor.DEPARTMENT)
UNKNOWN_UNIT = _error("E208", "unknown-unit", Actor.DEPARTMENT)
UNKNOWN_PROJECT = _error("E209", "unknown-project", Actor.DEPARTMENT)
DUPLICATE_ENTRY = _error("E210", "duplicate-entry", Actor.FILE)
NOT_A_DATE = _error("E211", "not-a-date", Actor.FILE)
UNKNOWN_PROFILE = _error("E212", "unknown-profile", Actor.DEPARTMENT)
NOT_A_COUNT = _error("E213", "not-a-count", Actor.FILE)
UNKNOWN_FACT = _error("E214", "unknown-fact", Actor.DEPARTMENT)
BAD_REGION = _error("E215", "bad-region", Actor.DEPARTMENT)
MISPLACED_FILE = _error("E216", "misplaced-file", Actor.DEPARTMENT)
FORM_OF_ANOTHER_PLACE = _error("E217", "form-of-another-place", Actor.DEPARTMENT)
BAD_THEME = _error("E218", "bad-theme", Actor.FORM)
DEPARTMENT_TWICE = _error("E219", "department-twice", Actor.DEPARTMENT)
NAME_TWICE = _error("E220", "name-twice", Actor.DEPARTMENT)

# Comments that allow warnings.
BAD_ALLOWANCE = _error("E401", "bad-allowance", Actor.FILE)
UNUSED_ALLOWANCE = _warning("E402", "unused-allowance", Actor.FILE)

# History.
NO_PREVIOUS_YEAR = _error("H101", "no-previous-year", Actor.DEPARTMENT)
MISSING_REASON = _error("H102", "missing-reason", Actor.DEPARTMENT)
REASON_FOR_NO_CHANGE = _error("H103", "reason-for-no-change", Actor.DEPARTMENT)
ANOTHER_LAST_YEAR = _error("H104", "another-last-year", Actor.DEPARTMENT)
UNUSED_DECLARATION = _warning("H201", "unused-declaration", Actor.DEPARTMENT)
REASON_AGAINST_THE_CHANGE = _warning("H202", "reason-against-the-change", Actor.DEPARTMENT)

# The ledger.
UNBALANCED_FUND = _error("L101", "unbalanced-fund", Actor.DEPARTMENT)
UNBALANCED_UNIT = _error("L102", "unbalanced-unit", Actor.DEPARTMENT)
CLOSED_CODE = _error("L103", "closed-code", Actor.DEPARTMENT)
NEGATIVE_AMOUNT = _error("L104", "negative-amount", Actor.DEPARTMENT)
DECLARED_AGAINST_LINES = _error("L105", "declared-against-lines", Actor.DEPARTMENT)
NAME_OF_ANOTHER_CODE = _error("L106", "name-of-another-code", Actor.DEPARTMENT)
UNVERIFIED_CODE = _warning("L201", "unverified-code", Actor.FORM)
FUND_OF_ANOTHER_BUDGET = _warning("L202", "fund-of-another-budget", Actor.DEPARTMENT)
UNDEFINED_CODE = _warning("L203", "undefined-code", Actor.FORM)
PROCUREMENT_ABOVE_PROJECT = _warning("L204", "procurement-above-project", Actor.DEPARTMENT)
THREE_PUBLIC_BESIDE_CODE = _error("L205", "three-public-beside-code", Actor.DEPARTMENT)
DECLARED_OTHERWISE = _warning("L206", "declared-otherwise", Actor.DEPARTMENT)
UNOFFICIAL_NAME = _warning("L207", "unofficial-name", Actor.DEPARTMENT)

# Prose.
TEMPLATE_FAULT = _error("P101", "template-fault", Actor.FORM)
UNKNOWN_FACT_IN_TEMPLATE = _error("P102", "unknown-fact-in-template", Actor.FORM)
FIGURE_WITHOUT_UNIT = _error("P103", "figure-without-unit", Actor.FORM)
TYPED_NUMBER = _error("P104", "typed-number", Actor.FORM)
LOST_TEXT = _error("P105", "lost-text", Actor.FORM)
TYPED_ORDINAL = _error("P106", "typed-ordinal", Actor.FILE)
FACT_NOT_DISCLOSED = _error("P107", "fact-not-disclosed", Actor.DEPARTMENT)
TYPED_AMOUNT = _warning("P201", "typed-amount", Actor.DEPARTMENT)
UNUSED_TEMPLATE = _warning("P202", "unused-template", Actor.FORM)

# Words.
LEFTOVER = _error("W101", "leftover", Actor.FILE)
UNFINISHED = _warning("W102", "unfinished", Actor.FILE)
YEAR_OUT_OF_PLACE = _warning("W110", "year-out-of-place", Actor.FILE)
NO_SUCH_DAY = _error("W111", "no-such-day", Actor.FILE)
PERIOD_REVERSED = _warning("W112", "period-reversed", Actor.FILE)
PERIOD_OUTSIDE_THE_YEAR = _warning("W113", "period-outside-the-year", Actor.FILE)
ASSETS_OF_ANOTHER_DAY = _warning("W114", "assets-of-another-day", Actor.DEPARTMENT)
PUBLISHED_OUT_OF_SEASON = _warning("W115", "published-out-of-season", Actor.DEPARTMENT)
DOUBLED_WORDS = _warning("W201", "doubled-words", Actor.FILE)
SAID_TWICE = _warning("W202", "said-twice", Actor.FILE)
WRONG_PUNCTUATION = _warning("W203", "wrong-punctuation", Actor.FILE)
WRONG_ENDING = _warning("W204", "wrong-ending", Actor.FILE)
HALF_WIDTH_PUNCTUATION = _warning("W205", "half-width-punctuation", Actor.FILE)
UNPAIRED_MARK = _warning("W206", "unpaired-mark", Actor.FILE)
MISSING_SEPARATOR = _warning("W207", "missing-separator", Actor.FILE)
FULL_WIDTH_CHARACTER = _warning("W208", "full-width-character", Actor.FILE)
LOOK_ALIKE = _warning("W209", "look-alike", Actor.FILE)
WORD_MISTAKEN = _warning("W210", "word-mistaken", Actor.FILE)
ANOTHER_DEPARTMENT = _warning("W301", "another-department", Actor.FILE)
ANOTHER_PLACE = _warning("W302", "another-place", Actor.FILE)
NAME_MISSPELT = _warning("W303", "name-misspelt", Actor.DEPARTMENT)
TERM_MISSPELT = _warning("W304", "term-misspelt", Actor.FILE)
ANOTHER_LEVEL = _warning("W305", "another-level", Actor.FILE)
ENDED_TERM = _warning("W306", "ended-term", Actor.FILE)

# Tables.
MONEY_WITHOUT_PLACE = _error("T101", "money-without-place", Actor.FORM)
MONEY_SHOWN_TWICE = _error("T102", "money-shown-twice", Actor.FORM)
DIMENSION_NOT_DISCLOSED = _warning("T103", "dimension-not-disclosed", Actor.FORM)
INDICATOR_WITHOUT_PLACE = _error("T104", "indicator-without-place", Actor.DEPARTMENT)
NO_LINES_OF_LAST_YEAR = _error("T105", "no-lines-of-last-year", Actor.FORM)
ROUNDING_RESIDUE = _warning("T106", "rounding-residue", Actor.FORM)
WORDS_WITHOUT_PLACE = _error("T107", "words-without-place", Actor.DEPARTMENT)
BAD_TABLE_SPEC = _error("T201", "bad-table-spec", Actor.FORM)
UNKNOWN_NAME = _error("T202", "unknown-name", Actor.FORM)
NO_FORM_OF_VOLUME = _error("T203", "no-form-of-volume", Actor.FORM)
NOT_ACROSS_DEPARTMENTS = _error("T204", "not-across-departments", Actor.FORM)
SEVERAL_FORMS_OF_VOLUME = _error("T205", "several-forms-of-volume", Actor.FORM)
