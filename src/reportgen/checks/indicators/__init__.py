"""Rules of performance indicators: what no indicator may say, whatever its form calls the columns.

`reading` makes indicators of the records of a ledger by the names that forms give their columns; the other
modules each look at one thing.
What stands in braces is not known here, so that no rule speaks of it.
"""

from reportgen.checks.indicators import cost, goals, levels, likeness, operators, rates, units, weights

__all__ = ["cost", "goals", "levels", "likeness", "operators", "rates", "units", "weights"]
