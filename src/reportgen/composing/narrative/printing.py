"""Facts → figures of a text: amounts, rates, counts and dates, each rounded once, when it is printed."""

from collections.abc import Mapping
from decimal import Decimal

from jinja2 import Undefined

from reportgen.composing.narrative.faults import MISSING, Faults
from reportgen.composing.narrative.marks import Book, Noted, Printed, template_span
from reportgen.document.document import Formula
from reportgen.facts.derived import share_of
from reportgen.facts.facts import Amount, Day, Number, Rate, Selection, as_amount
from reportgen.facts.formulas import Formulas
from reportgen.facts.vocabulary import YEARS
from reportgen.findings.rules import TEMPLATE_FAULT
from reportgen.ledger.postings import Gap
from reportgen.money import WAN_YUAN, YUAN, AmountFormat, format_decimal, round_half_up

_HUNDRED = Decimal(100)

Printable = Amount | Rate | Number | Day


class Printing:
    """Prints facts into the book of figures; *wording* says how many digits a form prints."""

    def __init__(self, faults: Faults, formulas: Formulas, wording: Mapping[str, str]) -> None:
        self.book = Book()
        self._faults = faults
        self._formulas = formulas
        self._wording = wording
        cut = wording["金额尾零"] == "去"
        self.wan = AmountFormat(unit=WAN_YUAN, grouped=False, strip_zeros=cut, zero="0")
        self.yuan = AmountFormat(unit=YUAN, grouped=False, strip_zeros=True, zero="0")

    def amount(self, fact: object, amounts: AmountFormat) -> object:
        """Print an amount in 元 or 万元."""
        amount = self.as_amount(fact, f"|{amounts.unit}")
        if amount is None:
            return MISSING
        text = amounts.render(amount.value)
        return self._printed(text, amounts.unit, amount.value, amount, self._formulas.of(amount))

    def size(self, change: Amount) -> Printed:
        """Print how large a change is, in 万元; its value stays signed."""
        text = self.wan.render(abs(change.value))
        return self._printed(text, WAN_YUAN, change.value, change, self._formulas.of(change))

    def percent(self, rate: object, places: int | None = None) -> object:
        """Print a share in percent."""
        if isinstance(rate, str):
            return rate
        if not isinstance(rate, Rate):
            return self._faults.fault(TEMPLATE_FAULT, "“|百分比”只能用于 占(…)")
        digits = int(self._wording["占比小数"]) if places is None else places
        text = format_decimal(round_half_up(rate.value * _HUNDRED, digits), strip_zeros=True)
        return self._printed(text, "%", rate.value, rate, self._formulas.of(rate))

    def change_rate(self, rate: Rate) -> Printed:
        """Print how large the rate of a change is, in percent; its value stays signed."""
        places = int(self._wording["变动率小数"])
        cut = self._wording["变动率尾零"] == "去"
        text = format_decimal(round_half_up(abs(rate.value) * _HUNDRED, places), strip_zeros=cut)
        return self._printed(text, "%", rate.value, rate, self._formulas.of(rate))

    def number(self, number: Number) -> str:
        """Print a count or a year."""
        if number.gap:
            return self._faults.not_disclosed(number.path, number.gap)
        formula = None if number.path in YEARS else self._formulas.of(number)
        return str(self._printed(str(number.value), "", Decimal(number.value), number, formula))

    def counted(self, number: object) -> object:
        """Print a count that a template asked for by a filter."""
        if isinstance(number, CountedNumber):
            return str(number)
        return self._faults.fault(TEMPLATE_FAULT, "“|数”只能用于个数")

    def date(self, day: object) -> object:
        """Print a date as documents do, its numbers as figures."""
        if isinstance(day, Undefined):
            return str(day)
        if not isinstance(day, Day):
            return self._faults.fault(TEMPLATE_FAULT, "“|日期”只能用于日期")
        parts = ((day.value.year, "年"), (day.value.month, "月"), (day.value.day, "日"))
        return "".join(
            f"{self._printed(str(number), '', Decimal(number), day, None)}{unit}" for number, unit in parts
        )

    def share(self, part: object, whole: object) -> object:
        """Return what share *part* is of *whole*: two amounts, or two counts."""
        over, under = self._share_of(part), self._share_of(whole)
        if over is None or under is None:
            return MISSING
        if isinstance(over, Number) != isinstance(under, Number):
            return self._faults.fault(TEMPLATE_FAULT, "“占”的两项应当都是金额，或都是个数")
        if under.value == 0:
            sentence = f"“{under.path}”是零，不能作比重的分母"
            return self._faults.fault(TEMPLATE_FAULT, sentence, "请先用 {% if %} 判断。")
        return share_of(over, under)

    def as_amount(self, fact: object, what: str) -> Amount | None:
        """Return the amount of a fact that nobody doubts; None is reported. *what* was asked of it."""
        if isinstance(fact, Undefined):
            str(fact)
            return None
        amount = as_amount(fact) if isinstance(fact, Amount | Selection) else None
        if amount is None:
            self._faults.fault(TEMPLATE_FAULT, f"“{what}”只能用于金额", "请写一个金额，如 收入.合计。")
            return None
        return self.settled(amount)

    def settled(self, amount: Amount, key: str = "另列") -> Amount | None:
        """Return the amount, or report why nobody knows it; *key* is where the ledger may declare it."""
        if amount.gap:
            self._faults.not_disclosed(amount.path, amount.gap, key)
            return None
        return amount

    def _share_of(self, fact: object) -> Amount | Number | None:
        if not isinstance(fact, CountedNumber):
            return self.as_amount(fact, "占")
        if fact.number.gap:
            self._faults.not_disclosed(fact.number.path, fact.number.gap)
            return None
        return fact.number

    def _printed(
        self, text: str, unit: str, value: Decimal, fact: Printable, formula: Formula | None
    ) -> Printed:
        noted = Noted(
            text=text,
            unit=unit,
            value=value,
            fact=fact.path,
            sources=fact.sources,
            at=template_span(),
            formula=formula,
        )
        return Printed(self.book, noted)

    def report(self, path: str, gap: Gap) -> None:
        """Report a fact that a template works with and nobody knows."""
        self._faults.not_disclosed(path, gap)


class CountedNumber:
    """A count or a year in a template: prints as a figure, compares as a number."""

    __slots__ = ("_number", "_printing")

    def __init__(self, printing: Printing, number: Number) -> None:
        self._printing = printing
        self._number = number

    @property
    def number(self) -> Number:
        """The fact behind it."""
        return self._number

    def __str__(self) -> str:
        return self._printing.number(self._number)

    def __int__(self) -> int:
        return self._known()

    def __bool__(self) -> bool:
        return self._known() != 0

    def __eq__(self, other: object) -> bool:
        return self._known() == other

    def __hash__(self) -> int:
        return hash(self._number.value)

    def __lt__(self, other: int) -> bool:
        return self._known() < other

    def __gt__(self, other: int) -> bool:
        return self._known() > other

    def _known(self) -> int:
        """Return the value that a template works with, and report it where nobody knows it."""
        if self._number.gap:
            self._printing.report(self._number.path, self._number.gap)
        return self._number.value
