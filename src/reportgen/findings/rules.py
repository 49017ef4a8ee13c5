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
LAST_YEAR_PARTS = _warning("H203", "last-year-parts", Actor.DEPARTMENT)
LAST_YEAR_IN_ANOTHER_UNIT = _warning("H204", "last-year-in-another-unit", Actor.DEPARTMENT)
PROJECT_GONE = _warning("H205", "project-gone", Actor.DEPARTMENT)
CHANGE_WITHOUT_CAUSE = _warning("H206", "change-without-cause", Actor.DEPARTMENT)
PROJECT_RENAMED = _warning("H207", "project-renamed", Actor.DEPARTMENT)
PROJECT_CARRIED_FROM_NOWHERE = _warning("H208", "project-carried-from-nowhere", Actor.DEPARTMENT)
EMPTY_REASON = _warning("H224", "empty-reason", Actor.DEPARTMENT)
SAME_REASON = _warning("H225", "same-reason", Actor.DEPARTMENT)
REASON_BEGINS_AS_PRINTED = _warning("H226", "reason-begins-as-printed", Actor.DEPARTMENT)
REASON_OF_ANOTHER_FACT = _warning("H227", "reason-of-another-fact", Actor.DEPARTMENT)
NO_CHANGE_BESIDE_A_CHANGE = _warning("H228", "no-change-beside-a-change", Actor.DEPARTMENT)
NO_MONEY_BESIDE_MONEY = _warning("H229", "no-money-beside-money", Actor.DEPARTMENT)
REASON_OF_LAST_YEAR = _warning("H230", "reason-of-last-year", Actor.DEPARTMENT)
EVENT_OF_ANOTHER_YEAR = _warning("H231", "event-of-another-year", Actor.DEPARTMENT)
FIGURE_BESIDE_THE_CHANGE = _warning("H232", "figure-beside-the-change", Actor.DEPARTMENT)

# Figures in words.
WRONG_ARITHMETIC = _error("F101", "wrong-arithmetic", Actor.DEPARTMENT)
TYPED_COUNT_OR_SHARE = _warning("F201", "typed-count-or-share", Actor.DEPARTMENT)
NEARLY_A_FACT = _warning("F202", "nearly-a-fact", Actor.DEPARTMENT)
UNLINKED_FIGURE = _warning("F203", "unlinked-figure", Actor.DEPARTMENT)
PARTS_AGAINST_WHOLE = _warning("F204", "parts-against-whole", Actor.DEPARTMENT)
RATE_AGAINST_AMOUNTS = _warning("F205", "rate-against-amounts", Actor.DEPARTMENT)
PRICE_AGAINST_AMOUNT = _warning("F206", "price-against-amount", Actor.DEPARTMENT)

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
LEDGER_IN_WAN = _warning("L208", "ledger-in-wan", Actor.DEPARTMENT)
LINE_STANDS_OUT = _warning("L209", "line-stands-out", Actor.DEPARTMENT)
ZERO_LINE = _warning("L210", "zero-line", Actor.DEPARTMENT)
LINE_TWICE = _warning("L211", "line-twice", Actor.DEPARTMENT)
CARRY_OVER_UNSPENT = _warning("L212", "carry-over-unspent", Actor.DEPARTMENT)
PAY_RATIO = _warning("L213", "pay-ratio", Actor.DEPARTMENT)

# Performance indicators.
OPERATOR_TWICE = _error("I101", "operator-twice", Actor.DEPARTMENT)
OPERATOR_MISSING = _error("I102", "operator-missing", Actor.DEPARTMENT)
INDICATOR_VALUE_AGAINST_OPERATOR = _error("I103", "value-against-operator", Actor.DEPARTMENT)
VALUE_NOT_A_NUMBER = _error("I104", "value-not-a-number", Actor.DEPARTMENT)
UNIT_TWICE = _error("I105", "unit-twice", Actor.DEPARTMENT)
RATE_ABOVE_THE_WHOLE = _error("I106", "rate-above-the-whole", Actor.DEPARTMENT)
SATISFACTION_AT_MOST = _error("I107", "satisfaction-at-most", Actor.DEPARTMENT)
OPERATOR_WRITTEN_OTHERWISE = _warning("I201", "operator-written-otherwise", Actor.DEPARTMENT)
INDICATOR_INCOMPLETE = _warning("I202", "indicator-incomplete", Actor.DEPARTMENT)
UNIT_AGAINST_NAME = _warning("I203", "unit-against-name", Actor.DEPARTMENT)
SHARE_ABOVE_THE_WHOLE = _warning("I204", "share-above-the-whole", Actor.DEPARTMENT)
FULL_SATISFACTION = _warning("I205", "full-satisfaction", Actor.DEPARTMENT)
FRACTION_WITH_PERCENT = _warning("I206", "fraction-with-percent", Actor.DEPARTMENT)
DIRECTION_AGAINST_NAME = _warning("I207", "direction-against-name", Actor.DEPARTMENT)
LEVELS_THAT_DIFFER = _warning("I208", "levels-that-differ", Actor.DEPARTMENT)
INDICATOR_TWICE = _warning("I209", "indicator-twice", Actor.DEPARTMENT)
PROJECTS_ALIKE = _warning("I210", "projects-alike", Actor.DEPARTMENT)
WEIGHTS_NOT_A_HUNDRED = _warning("I211", "weights-not-a-hundred", Actor.DEPARTMENT)
COST_ABOVE_MONEY = _warning("I212", "cost-above-money", Actor.DEPARTMENT)
LONGER_THAN_THE_YEAR = _warning("I213", "longer-than-the-year", Actor.DEPARTMENT)
MISSING_LEVEL = _warning("I214", "missing-level", Actor.DEPARTMENT)
GOAL_AGAINST_INDICATOR = _warning("I215", "goal-against-indicator", Actor.DEPARTMENT)

# Rules of the trade.
PROJECT_UNDER_BASIC_ITEM = _warning("L301", "project-under-basic-item", Actor.DEPARTMENT)
BASIC_UNDER_PROJECT_ITEM = _warning("L302", "basic-under-project-item", Actor.DEPARTMENT)
ITEM_OF_ANOTHER_UNIT_TYPE = _warning("L303", "item-of-another-unit-type", Actor.DEPARTMENT)
KIND_AGAINST_ECONOMIC = _warning("L304", "kind-against-economic", Actor.DEPARTMENT)
PAY_FROM_PROJECT = _warning("L305", "pay-from-project", Actor.DEPARTMENT)
OUTSIDE_ITS_ITEM = _warning("L306", "outside-its-item", Actor.DEPARTMENT)
REVENUE_OF_AN_INSTITUTION = _warning("L307", "revenue-of-an-institution", Actor.DEPARTMENT)
UNIT_WITHOUT_MONEY = _warning("L308", "unit-without-money", Actor.DEPARTMENT)
UNIT_TYPE_AGAINST_NAME = _warning("L309", "unit-type-against-name", Actor.DEPARTMENT)
THREE_PUBLIC_OUTSIDE = _warning("L310", "three-public-outside", Actor.DEPARTMENT)
VEHICLES_WITHOUT_COSTS = _warning("L311", "vehicles-without-costs", Actor.DEPARTMENT)
RESERVED_ABOVE_ALL = _error("L312", "reserved-above-all", Actor.DEPARTMENT)
PROCUREMENT_ABOVE_ALL = _warning("L313", "procurement-above-all", Actor.DEPARTMENT)
PROCUREMENT_OF_ANOTHER_UNIT = _warning("L314", "procurement-of-another-unit", Actor.DEPARTMENT)
CATEGORY_AGAINST_ITEM = _warning("L315", "category-against-item", Actor.DEPARTMENT)
EQUIPMENT_WITHOUT_PROCUREMENT = _warning("L316", "equipment-without-procurement", Actor.DEPARTMENT)
SERVICES_ABOVE_PROJECT = _warning("L317", "services-above-project", Actor.DEPARTMENT)
SERVICES_OUTSIDE_PROCUREMENT = _warning("L318", "services-outside-procurement", Actor.DEPARTMENT)
CATALOGUE_LEVELS_DIFFER = _warning("L319", "catalogue-levels-differ", Actor.DEPARTMENT)
UNIT_OUTSIDE_DEPARTMENT = _warning("L320", "unit-outside-department", Actor.DEPARTMENT)
CODE_OF_ANOTHER_LENGTH = _warning("L321", "code-of-another-length", Actor.DEPARTMENT)
CODE_TWICE = _error("L322", "code-twice", Actor.DEPARTMENT)
CATEGORY_AGAINST_NUMBER = _warning("L323", "category-against-number", Actor.DEPARTMENT)
TOTAL_AMONG_KINDS = _error("L324", "total-among-kinds", Actor.DEPARTMENT)
KIND_OF_VEHICLE_MISSPELT = _warning("L325", "kind-of-vehicle-misspelt", Actor.DEPARTMENT)
ASSETS_WITHOUT_VEHICLES = _warning("L326", "assets-without-vehicles", Actor.DEPARTMENT)

# What is left out.
SECTION_LEFT_OUT = _warning("L401", "section-left-out", Actor.DEPARTMENT)
KIND_OF_VEHICLE_LEFT_OUT = _warning("L402", "kind-of-vehicle-left-out", Actor.DEPARTMENT)
NO_DUTIES = _error("L403", "no-duties", Actor.DEPARTMENT)
FEW_DESCRIPTIONS = _warning("L404", "few-descriptions", Actor.DEPARTMENT)
HEADING_WITHOUT_WORDS = _warning("L405", "heading-without-words", Actor.DEPARTMENT)
WHOLE_TARGETS_LEFT_OUT = _warning("L406", "whole-targets-left-out", Actor.DEPARTMENT)
PROJECT_WITHOUT_INDICATORS = _warning("L407", "project-without-indicators", Actor.DEPARTMENT)

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
