"""What is computed from facts: changes against last year, their rates, and shares."""

from decimal import Decimal

from reportgen.facts.facts import Amount, Derivation, DerivationKind, Number, Operand, Rate
from reportgen.findings.diagnostics import Span
from reportgen.ledger.dimensions import LAST_YEAR, THIS_YEAR


def change_of(amount: Amount, before: Amount) -> Amount:
    """Return the signed change of an amount in 元 against *before*, the same fact of last year."""
    operands = Operand("", amount, THIS_YEAR), Operand("−", before, LAST_YEAR)
    derivation = Derivation(DerivationKind.CHANGE, amount, operands)
    return Amount(
        path=derivation.path,
        value=amount.value - before.value,
        sources=_union(amount.sources, before.sources),
        derivation=derivation,
    )


def rate_of_change(amount: Amount, before: Amount) -> Rate:
    """Return the change of an amount as a signed fraction of *before*, which is not zero."""
    change = change_of(amount, before)
    operands = Operand("", change), Operand("÷", before, LAST_YEAR)
    derivation = Derivation(DerivationKind.CHANGE_RATE, amount, operands)
    return Rate(change.value / before.value, change.sources, derivation)


def share_of(part: Amount | Number, whole: Amount | Number) -> Rate:
    """Return what fraction *part* is of *whole*, which is not zero: two amounts, or two counts."""
    derivation = Derivation(DerivationKind.SHARE, part, (Operand("", part), Operand("÷", whole)))
    return Rate(Decimal(part.value) / whole.value, _union(part.sources, whole.sources), derivation)


def _union(*sources: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return all places once, in order."""
    return tuple(dict.fromkeys(span for group in sources for span in group))
