"""Amounts, shares and counts typed into words of a ledger: they hang on a fact, nearly, or on nothing.

A typed number stays behind when the ledger changes, and then the text contradicts the table beside it.
"""

from collections.abc import Iterator

from reportgen.checks.registry import Remark, Setting, check_words
from reportgen.checks.words.amounts import of_money
from reportgen.checks.words.arithmetic import faulty_spans
from reportgen.checks.words.counts import of_counts
from reportgen.checks.words.numbers import Kind, amounts
from reportgen.checks.words.shares import of_share
from reportgen.checks.words.verdicts import Link, Verdict
from reportgen.findings.rules import NEARLY_A_FACT, TYPED_AMOUNT, TYPED_COUNT_OR_SHARE, UNLINKED_FIGURE
from reportgen.source.passages import LEDGER_ROLES, Passage, Role

_ROLES = tuple(role for role in LEDGER_ROLES if role not in (Role.NAME, Role.OFFICE))


@check_words(TYPED_AMOUNT, *_ROLES)
def typed_amounts(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """An amount typed into words that equals a fact stays behind when the ledger changes."""
    return _remarks(passage, setting, Link.EQUAL, {Kind.MONEY, Kind.STATED})


@check_words(TYPED_COUNT_OR_SHARE, *_ROLES)
def typed_counts_and_shares(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """A count or a share that equals a fact, typed into words."""
    yield from _remarks(passage, setting, Link.EQUAL, {Kind.SHARE})
    yield from (_remark(verdict) for verdict in of_counts(passage, setting) if verdict.link is Link.EQUAL)


@check_words(NEARLY_A_FACT, *_ROLES)
def nearly_facts(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """A number that nearly is the fact that its sentence names: a digit, the unit, the year, the whole."""
    yield from _remarks(passage, setting, Link.NEAR, {Kind.MONEY, Kind.SHARE})
    yield from (_remark(verdict) for verdict in of_counts(passage, setting) if verdict.link is Link.NEAR)


@check_words(UNLINKED_FIGURE, *(role for role in _ROLES if role is not Role.REASON))
def unlinked_figures(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """An amount of money or a share of the budget that is no fact: nobody can tell where it comes from."""
    return _remarks(passage, setting, Link.NONE, {Kind.MONEY, Kind.SHARE})


def verdicts(passage: Passage, setting: Setting) -> Iterator[Verdict]:
    """Say of each amount and share of a passage what it has to do with the facts of the budget."""
    if not setting.figures.figures:
        return
    found = amounts(passage, setting)
    wrong = faulty_spans(passage, setting) if found else ()
    for item in found:
        if any(start <= item.figure.start and item.figure.end <= end for start, end in wrong):
            continue
        judge = of_share if item.kind is Kind.SHARE else of_money
        verdict = judge(item, passage, setting)
        if verdict:
            yield verdict


def _remarks(passage: Passage, setting: Setting, link: Link, kinds: set[Kind]) -> Iterator[Remark]:
    for verdict in verdicts(passage, setting):
        if verdict.link is link and verdict.told.kind in kinds:
            yield _remark(verdict)


def _remark(verdict: Verdict) -> Remark:
    figure = verdict.told.figure
    return Remark(figure.start, figure.end, verdict.sentence, verdict.hint)
