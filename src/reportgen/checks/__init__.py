"""Independent rules on a ledger: `check_budget` runs all of them, `glyphs` finds what fonts cannot print.

A check is a function registered with its rule (`registry.check`).
Checks do their own sums and import nothing that composes, so that a fault there cannot hide here.
"""

from reportgen.checks import balance, codes, declared, procurement
from reportgen.checks.registry import check_budget

__all__ = ["balance", "check_budget", "codes", "declared", "procurement"]
