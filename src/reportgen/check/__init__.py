"""Rules on a ledger that it does not take a document to see; they do their own sums."""

from collections.abc import Iterator

from reportgen.check.balance import unbalanced_funds, unbalanced_units
from reportgen.check.codes import foreign_funds, unverified_codes
from reportgen.check.declared import declared_otherwise
from reportgen.check.procurement import procurement_above_project
from reportgen.diagnostics import Diagnostic
from reportgen.model import Budget

RULES = (
    unbalanced_funds,
    unbalanced_units,
    unverified_codes,
    foreign_funds,
    procurement_above_project,
    declared_otherwise,
)


def check_budget(budget: Budget) -> Iterator[Diagnostic]:
    """Run every rule."""
    for rule in RULES:
        yield from rule(budget)
