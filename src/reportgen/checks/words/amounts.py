"""Amounts of money in words against the facts: equal, nearly, or nothing."""

from reportgen.checks.registry import Setting
from reportgen.checks.words.clauses import part_before
from reportgen.checks.words.nearness import LAST_YEAR, equals, slip
from reportgen.checks.words.numbers import Kind, Told
from reportgen.checks.words.verdicts import (
    Link,
    Verdict,
    called,
    equal_to,
    hangs_on_nothing,
    near_to,
    spoken_of,
)
from reportgen.ledger.known import KnownFigure
from reportgen.source.figures import Figure
from reportgen.source.passages import Passage, Role

# Digits from the first to the last that is not zero: of a hundred amounts one equals a number of four digits
# by chance once in a hundred times, one of two digits mostly.
_TELLING_DIGITS = 4
_OWN_DIGITS = 2


def of_money(item: Told, passage: Passage, setting: Setting) -> Verdict | None:
    """Say what an amount is; None for a stated one that is no fact which its sentence names.

    A fact that the sentence names goes before one that is equal by chance.
    """
    figure, owner = item.figure, passage.owner
    named = spoken_of(figure, passage, setting)
    equal = next((known for known in named if equals(figure, known.value)), None)
    if equal and (equal.value or item.kind is Kind.MONEY):
        return equal_to(item, equal, owner)
    if item.kind is Kind.STATED or (figure.value == 0 and not named):
        return None
    if passage.role is Role.REASON and (change := _typed_change(item, passage, setting)):
        return change
    other = next(
        (known for known in setting.figures.seen_from(owner) if _is_meant(figure, known, owner)), None
    )
    return _nearly(item, named, other, passage, setting) or (
        equal_to(item, other, owner) if other else hangs_on_nothing(item, "金额")
    )


def _is_meant(figure: Figure, known: KnownFigure, owner: str) -> bool:
    """Whether an amount is a fact that its sentence does not name, and not so by chance."""
    digits = len(figure.value.normalize().as_tuple().digits)
    is_own = bool(owner) and known.owner == owner
    return digits >= (_OWN_DIGITS if is_own else _TELLING_DIGITS) and equals(figure, known.value)


def _nearly(
    item: Told, named: list[KnownFigure], other: KnownFigure | None, passage: Passage, setting: Setting
) -> Verdict | None:
    """Say which fact an amount nearly is; *other* is one that it equals without being spoken of."""
    owner = passage.owner
    if other and owner and other.owner == owner:
        return None
    own = next((known for known in named if known.owner == owner), None) if owner else None
    if other and own and other.owner != owner:
        return near_to(item, own, owner, f"这是{called(other, owner)}的数")
    is_old = _speaks_of_last_year(passage, item.figure, setting)
    for known in named:
        difference = slip(item.figure, known)
        if difference and not (difference == LAST_YEAR and is_old):
            return near_to(item, known, owner, difference)
    return None


def _typed_change(item: Told, passage: Passage, setting: Setting) -> Verdict | None:
    """Say that an amount in a reason is the change itself, which the form prints."""
    known = setting.figures.of(passage.key)
    if known is None or known.before is None or not equals(item.figure, abs(known.value - known.before)):
        return None
    sentence = f"原因里写死了“{item.figure.written}”，它就是“{passage.key}”的增减额"
    return Verdict(item, Link.EQUAL, sentence, "请删去这个数：增减额由程序算出、由表式印出。")


def _speaks_of_last_year(passage: Passage, figure: Figure, setting: Setting) -> bool:
    before = part_before(passage.text, figure.start)
    return bool(setting.phrase("上年").search(before)) or f"{setting.year - 1}年" in before
