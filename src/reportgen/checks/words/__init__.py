"""Rules of words: what no printed word may be, wherever it stands.

A rule is a function of one passage, registered with `check_words`; it knows the year, the lists of words
beside the classification, and the ledger where there is one.
What stands in braces is no word: `OBJECT` takes the place of each of its characters.
"""

from reportgen.checks.words import (
    arithmetic,
    brackets,
    characters,
    confusions,
    leftovers,
    levels,
    linking,
    names,
    punctuation,
    reasons,
    repeats,
    terms,
    years,
)

__all__ = [
    "arithmetic",
    "brackets",
    "characters",
    "confusions",
    "leftovers",
    "levels",
    "linking",
    "names",
    "punctuation",
    "reasons",
    "repeats",
    "terms",
    "years",
]
