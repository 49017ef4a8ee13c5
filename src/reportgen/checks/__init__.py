"""Independent rules on a ledger and on words: `check_budget` and `check_passages` run all of them.

A check is a function registered with its rule: with `registry.check`, or with `check_words` for those in
`words`.
`glyphs` finds what fonts cannot print.
Checks do their own sums and import nothing that composes, so that a fault there cannot hide here.
"""

from reportgen.checks import balance, codes, declared, procurement, words
from reportgen.checks.registry import check_budget, check_passages

__all__ = ["balance", "check_budget", "check_passages", "codes", "declared", "procurement", "words"]
