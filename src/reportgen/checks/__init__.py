"""Independent rules on a ledger and on words: `check_budget` and `check_passages` run all of them.

A check is a function registered with its rule: with `registry.check`, or with `check_words` for those in
`words`.
`glyphs` finds what fonts cannot print.
Checks do their own sums and import nothing that composes, so that a fault there cannot hide here.
"""

from reportgen.checks import (
    amounts,
    assets,
    balance,
    codes,
    declared,
    history,
    indicators,
    items,
    last_year,
    left_out,
    procurement,
    services,
    three_public,
    units,
    words,
)
from reportgen.checks.registry import check_budget, check_passages, check_wants

__all__ = [
    "amounts",
    "assets",
    "balance",
    "check_budget",
    "check_passages",
    "check_wants",
    "codes",
    "declared",
    "history",
    "indicators",
    "items",
    "last_year",
    "left_out",
    "procurement",
    "services",
    "three_public",
    "units",
    "words",
]
