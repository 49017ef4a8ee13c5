"""Limits of checks, as data: `classification/words/check_limits.yaml`."""

from decimal import Decimal

from reportgen.classification.word_lists import WordLists
from reportgen.ledger.model import Budget


def limit(budget: Budget, name: str) -> Decimal:
    """Return the limit *name*, in the unit that its entry says."""
    return budget.classification.words.made(_limits)[name]


def _limits(lists: WordLists) -> dict[str, Decimal]:
    return {entry.text("名"): Decimal(entry.text("值")) for entry in lists["check_limits"]}
