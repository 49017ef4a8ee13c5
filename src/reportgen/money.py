"""Exact amounts in 元 and the one rounding rule of the project.

Every amount is a `Decimal` in 元 from the ledger to the last formatting step.
Rounding is half up (四舍五入), once, to what a form prints.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

YUAN = "元"
WAN_YUAN = "万元"

_SCALE = {YUAN: 0, WAN_YUAN: 4}
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,2})?")


def parse_amount(text: str) -> Decimal | None:
    """Read a plain decimal in 元, at most 15 digits and two places; anything else is None.

    >>> parse_amount("580848.00")
    Decimal('580848.00')
    >>> parse_amount("1,000"), parse_amount("1e3"), parse_amount("0.005"), parse_amount("０.５")
    (None, None, None, None)
    """
    return Decimal(text) if _PLAIN.fullmatch(text) else None


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Round to *places* decimals, half away from zero: the only rounding in the project.

    >>> round_half_up(Decimal("2.675"), 2), round_half_up(Decimal("-0.005"), 2)
    (Decimal('2.68'), Decimal('-0.01'))
    """
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFormat:
    """How a form prints an amount.

    *unit* is 元 or 万元, *zero* the text printed for an amount that is exactly zero (None: as any other).
    """

    unit: str = YUAN
    places: int = 2
    grouped: bool = True
    strip_zeros: bool = False
    zero: str | None = None

    def scaled(self, amount: Decimal) -> Decimal:
        """Return *amount* (元) in this format's unit, rounded to its places."""
        return round_half_up(amount.scaleb(-_SCALE[self.unit]), self.places)

    def number(self, amount: Decimal) -> Decimal:
        """Return the number printed for *amount* (元), in this format's unit, with the places that it shows.

        >>> AmountFormat(unit=WAN_YUAN, places=6, strip_zeros=True).number(Decimal("597380.00"))
        Decimal('59.738')
        """
        return self._shown(self.scaled(amount))

    def number_of(self, units: int) -> Decimal:
        """Return the number printed for *units* of the last place."""
        return self._shown(Decimal(units).scaleb(-self.places))

    def in_last_units(self, amount: Decimal) -> Decimal:
        """Return *amount* (元) exactly, counted in units of the last printed place.

        >>> AmountFormat(unit=WAN_YUAN).in_last_units(Decimal("2782029.86"))
        Decimal('27820.2986')
        """
        return amount.scaleb(self.places - _SCALE[self.unit])

    def render_last_units(self, units: int) -> str:
        """Print a number of units of the last place.

        >>> AmountFormat(unit=WAN_YUAN).render_last_units(27821)
        '278.21'
        """
        return self.render_number(self.number_of(units))

    def render_number(self, number: Decimal) -> str:
        """Print a number that is already in this format's unit and rounded to its places."""
        return format_decimal(number, grouped=self.grouped, strip_zeros=self.strip_zeros)

    def render(self, amount: Decimal) -> str:
        """Print *amount* (元).

        >>> AmountFormat().render(Decimal("2782029.86"))
        '2,782,029.86'
        >>> AmountFormat(unit=WAN_YUAN, grouped=False, strip_zeros=True).render(Decimal("3545955.50"))
        '354.6'
        >>> AmountFormat(unit=WAN_YUAN, places=6, strip_zeros=True).render(Decimal("597380.00"))
        '59.738'
        >>> AmountFormat(zero="").render(Decimal("0.00"))
        ''
        """
        word = self.word(amount)
        return self.render_number(self.number(amount)) if word is None else word

    def word(self, amount: Decimal) -> str | None:
        """Return what is printed in place of a number: the form's word for nothing, None for other amounts.

        >>> AmountFormat(zero="—").word(Decimal("0.00")), AmountFormat(zero="0.00").word(Decimal(0))
        ('—', None)
        """
        return self.zero if amount == 0 and self.zero != self.render_number(self.number(amount)) else None

    def _shown(self, number: Decimal) -> Decimal:
        return _without_trailing_zeros(number) if self.strip_zeros else number


def format_decimal(value: Decimal, *, grouped: bool = False, strip_zeros: bool = False) -> str:
    """Print a number that is already rounded.

    >>> format_decimal(Decimal("17.0")), format_decimal(Decimal("5.0"), strip_zeros=True)
    ('17.0', '5')
    """
    shown = _without_trailing_zeros(value) if strip_zeros else value
    return f"{shown:,f}" if grouped else f"{shown:f}"


def _without_trailing_zeros(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()
