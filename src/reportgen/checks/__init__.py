"""Independent rules on a ledger: `check_budget` runs all of them, `glyphs` finds what fonts cannot print.

They do their own sums and import nothing that composes, so that a fault there cannot hide here.
"""

from collections.abc import Iterator

from reportgen.checks.balance import unbalanced_funds, unbalanced_units
from reportgen.checks.codes import foreign_funds, unverified_codes
from reportgen.checks.declared import declared_otherwise
from reportgen.checks.procurement import procurement_above_project
from reportgen.findings.diagnostics import Diagnostic
from reportgen.ledger.model import Budget

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
