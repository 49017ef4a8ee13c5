"""Rules and the functions that find what breaks them: whoever adds a check registers it with its rule.

There are checks of a ledger as a whole, and checks of words, which look at one passage after the other,
whoever wrote it: the department or the keeper of the form.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from reportgen.classification.tables import Classification
from reportgen.classification.word_lists import NEVER, WordLists
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import Rule, Severity
from reportgen.ledger.known import NOTHING_KNOWN, KnownFigures
from reportgen.ledger.model import Budget
from reportgen.ledger.names import NO_NAMES, Names
from reportgen.ledger.wants import Wants
from reportgen.source.passages import Passage, Places, Role

Check = Callable[[Budget], Iterator[Diagnostic]]
WantedCheck = Callable[[Budget, Wants], Iterator[Diagnostic]]

CHECKS: dict[Rule, Check] = {}
WANTED_CHECKS: dict[Rule, WantedCheck] = {}
# Of one rule in one text: reports list twenty of a kind, and thousands would be placed one by one.
_MOST_REMARKS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a check of words knows besides the words.

    *year* is that of the budget, *lists* are the lists of words beside the classification.
    *budget* is None where the words of a form are looked at apart from any ledger; *names* are those of its
    department and of the others in the repository, for a form those of all.
    *classification* is that of the year.
    *figures* are the facts of the budget in its form, as plain values.
    """

    year: int
    lists: WordLists
    budget: Budget | None = None
    names: Names = NO_NAMES
    classification: Classification | None = None
    figures: KnownFigures = NOTHING_KNOWN

    def phrase(self, name: str) -> re.Pattern[str]:
        """Return the pattern that the list `phrases` has under *name*."""
        return self.lists.made(_phrases).get(name, NEVER)


def _phrases(lists: WordLists) -> dict[str, re.Pattern[str]]:
    return {entry.text("名"): entry.pattern("式") for entry in lists["phrases"]}


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong with the characters of a passage from *start* to *end*, and the way out."""

    start: int
    end: int
    sentence: str
    hint: str = ""
    related: tuple[Related, ...] = ()


WordCheck = Callable[[Passage, Setting], Iterator[Remark]]


@dataclass(frozen=True, slots=True)
class _Registered:
    function: WordCheck
    roles: frozenset[Role]


WORD_CHECKS: dict[Rule, _Registered] = {}


def check(rule: Rule) -> Callable[[Check], Check]:
    """Register a function as what finds the budgets that break *rule*, which it alone reports."""

    def register(function: Check) -> Check:
        _register(rule)
        CHECKS[rule] = function
        return function

    return register


def check_wanted(rule: Rule) -> Callable[[WantedCheck], WantedCheck]:
    """Register a function that holds a budget against what its form prints."""

    def register(function: WantedCheck) -> WantedCheck:
        _register(rule)
        WANTED_CHECKS[rule] = function
        return function

    return register


def check_words(rule: Rule, *roles: Role) -> Callable[[WordCheck], WordCheck]:
    """Register a function as what finds the words that break *rule*; without *roles* it looks at all."""

    def register(function: WordCheck) -> WordCheck:
        _register(rule)
        WORD_CHECKS[rule] = _Registered(function, frozenset(roles or Role))
        return function

    return register


def _register(rule: Rule) -> None:
    taken = rule in CHECKS or rule in WANTED_CHECKS or rule in WORD_CHECKS
    assert not taken, f"{rule.code} has a check already"


def check_budget(budget: Budget) -> Iterator[Diagnostic]:
    """Run every check of a ledger."""
    for rule, function in CHECKS.items():
        for finding in function(budget):
            assert finding.rule is rule, f"{function.__name__} reports {finding.code}, not {rule.code}"
            yield finding


def check_wants(budget: Budget, wants: Wants) -> Iterator[Diagnostic]:
    """Run every check of a ledger against what its form prints."""
    for rule, function in WANTED_CHECKS.items():
        for finding in function(budget, wants):
            assert finding.rule is rule, f"{function.__name__} reports {finding.code}, not {rule.code}"
            yield finding


def check_passages(passages: Iterable[Passage], setting: Setting, places: Places) -> Iterator[Diagnostic]:
    """Run every check of words on each passage, and say one thing of the same characters.

    Where two rules see something wrong with them, the error goes before the warning, then the lower code.
    """
    order = sorted(WORD_CHECKS, key=lambda rule: (rule.severity is not Severity.ERROR, rule.code))
    by_role = {
        role: [(rule, WORD_CHECKS[rule].function) for rule in order if role in WORD_CHECKS[rule].roles]
        for role in Role
    }
    for passage in passages:
        taken: list[tuple[int, int]] = []
        for rule, function in by_role[passage.role]:
            for remark in islice(function(passage, setting), _MOST_REMARKS):
                if any(start < remark.end and remark.start < end for start, end in taken):
                    continue
                taken.append((remark.start, remark.end))
                span = places.span(passage, remark.start, remark.end)
                yield Diagnostic(rule, span, remark.sentence, remark.hint, remark.related)
