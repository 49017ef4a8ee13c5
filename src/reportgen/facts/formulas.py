"""How a fact is computed, in words that a reader of the document understands.

A sum of ledger lines is taken apart by the first dimension in which the lines differ; a change, a rate and a
share name the facts that they are computed from.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from reportgen.classification.tables import CATEGORY as CATEGORY_DIGITS
from reportgen.classification.tables import ITEM as ITEM_DIGITS
from reportgen.classification.tables import SECTION as SECTION_DIGITS
from reportgen.classification.tables import CodeTable
from reportgen.document.document import Formula, Term
from reportgen.facts.facts import Amount, Basis, Derivation, Number, Operand, Rate
from reportgen.ledger.dimensions import (
    ACCOUNT,
    CATEGORY,
    ECONOMIC,
    FUNCTION,
    FUND,
    PROCUREMENT_CATEGORY,
    PROJECT_NAME,
    THREE_PUBLIC,
)
from reportgen.ledger.model import NO_THREE_PUBLIC
from reportgen.ledger.postings import Posting
from reportgen.money import YUAN

# What a published budget shows anyway: names of single lines and of units stay in the ledger.
_SPLITS = (
    (ACCOUNT, None),
    (FUND, None),
    (CATEGORY, None),
    (THREE_PUBLIC, None),
    (PROCUREMENT_CATEGORY, None),
    (FUNCTION, CATEGORY_DIGITS),
    (FUNCTION, ITEM_DIGITS),
    (ECONOMIC, CATEGORY_DIGITS),
    (ECONOMIC, SECTION_DIGITS),
    (PROJECT_NAME, None),
)
_MOST_TERMS = 8
# Lines that a dimension says nothing of are no term that a reader could name.
_NAMELESS = {"", NO_THREE_PUBLIC}
_ECONOMIC_PARTS = ("经济类", "款", "公用款")
_STEP = "·"


class Formulas:
    """Writes the formulas of the facts of one budget.

    *words* say what readers do not know by the names of the facts. Sums are taken apart where *detailed*: a
    budget that is published without its tables keeps their amounts.
    """

    def __init__(self, tables: Mapping[str, CodeTable], words: Mapping[str, str], *, detailed: bool) -> None:
        self._tables = tables
        self._words = words
        self._detailed = detailed
        self._known: dict[tuple[str, Decimal], Formula] = {}

    def of(self, fact: Amount | Rate | Number) -> Formula:
        """Return how *fact* is computed."""
        key = fact.path, Decimal(fact.value)
        if key not in self._known:
            self._known[key] = self._formula(fact)
        return self._known[key]

    def _formula(self, fact: Amount | Rate | Number) -> Formula:
        name, derivation = self._name(fact), _derivation(fact)
        if derivation:
            return Formula(name, tuple(map(self._term, derivation.operands)))
        basis = fact.basis if isinstance(fact, Amount) else None
        if basis is None:
            return Formula(name, lines=len(fact.sources))
        return Formula(name, tuple(self._terms(basis)), tuple(self._condition(basis)), len(fact.sources))

    def _term(self, operand: Operand) -> Term:
        fact = operand.fact
        unit = "" if isinstance(fact, Number) else YUAN
        return Term(operand.sign, f"{operand.year}{self._name(fact)}", Decimal(fact.value), unit)

    def _name(self, fact: Amount | Rate | Number) -> str:
        """Write a path with the names of its codes; what is computed of another fact stands behind its name.

        A share is named by its part, for the terms name the whole.
        """
        derivation = _derivation(fact)
        if derivation:
            return f"{self._name(derivation.of)} {self._word(derivation.kind.value)}"
        return _STEP.join(self._steps(list(filter(None, fact.path.split(".")))))

    def _steps(self, steps: Sequence[str]) -> Iterator[str]:
        """Write the steps of a path; one that only says what the code behind it is a code of is left out."""
        for before, step, after in zip(("", *steps), steps, (*steps[1:], ""), strict=False):
            if step.isdecimal() and before:
                yield self._coded(ECONOMIC if before in _ECONOMIC_PARTS else FUNCTION, step)
            elif not after.isdecimal():
                yield self._word(step)

    def _word(self, name: str) -> str:
        return self._words.get(name, name)

    def _coded(self, dimension: str, value: str) -> str:
        """Write a code with its name, any other value as it is."""
        table = self._tables.get(dimension)
        entry = table.lookup(value) if table else None
        return f"{value} {entry.name}" if entry else value

    def _condition(self, basis: Basis) -> Iterator[tuple[str, str]]:
        for dimension, values in basis.condition.items():
            yield self._word(dimension), "、".join(self._coded(dimension, value) for value in values)

    def _terms(self, basis: Basis) -> Iterator[Term]:
        for dimension, digits in _SPLITS if self._detailed else ():
            sums = _sums(basis.postings, dimension, digits)
            if 1 < len(sums) <= _MOST_TERMS and _NAMELESS.isdisjoint(sums):
                values = sums if digits is None else sorted(sums)
                for sign, value in zip(("", *"+" * len(sums)), values, strict=False):
                    yield Term(sign, self._coded(dimension, value), sums[value], YUAN)
                return


def _derivation(fact: Amount | Rate | Number) -> Derivation | None:
    return None if isinstance(fact, Number) else fact.derivation


def _sums(postings: Sequence[Posting], dimension: str, digits: int | None) -> Mapping[str, Decimal]:
    """Return the sums by the values of a dimension, or by as many digits of its codes; none are under ""."""
    sums: dict[str, Decimal] = {}
    for posting in postings:
        value = posting.dimensions.get(dimension, "")
        if digits is not None:
            value = value[:digits] if len(value) >= digits else ""
        sums[value] = sums.get(value, Decimal(0)) + posting.amount
    return sums
