"""How a typed amount may come of a fact and not be it: slips of fingers, of units, of years."""

from decimal import Decimal

from reportgen.ledger.known import KnownFigure
from reportgen.money import round_half_up
from reportgen.source.figures import Figure

_WAN_YUAN = Decimal(10_000)
# The coarsest step in 元 that counts as exact: 万元 with two places, as forms print it.
_EXACT = Decimal(100)
# Powers of ten between 角 and 亿 that a slip of units makes.
_UNITS = {power: f"差 {10 ** abs(power):,} 倍" for power in (-8, -4, -3, -2, -1, 1, 2, 3, 4, 8)}
LAST_YEAR = "这是上年的数"
_FEWEST_DIGITS = 3  # of two numbers that are held against each other digit by digit


def equals(figure: Figure, value: Decimal) -> bool:
    """Whether a number is an amount (元) as a form would print it, or exactly."""
    if figure.is_rough:
        return False
    return figure.value in {value, rounded(value, min(figure.step, _EXACT))}


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """Round an amount to multiples of *step*, a power of ten."""
    return round_half_up(value / step, 0) * step


def slip(figure: Figure, known: KnownFigure) -> str:
    """Return how a typed amount differs from the fact that it nearly is; empty where it is another number."""
    if known.before not in {None, known.value} and equals(figure, known.before or Decimal(0)):
        return LAST_YEAR
    if not known.value or figure.value == known.value:
        return ""
    if not figure.value:
        return "写的是零"
    return _rounding(figure, known.value) or _unit(figure, known.value) or _digits(figure, known.value)


def _rounding(figure: Figure, value: Decimal) -> str:
    is_near = rounded(value, figure.step) == figure.value or abs(figure.value - value) < figure.step
    return "四舍五入的位数不同" if is_near else ""


def _unit(figure: Figure, value: Decimal) -> str:
    fitting = (
        difference
        for power, difference in _UNITS.items()
        if figure.value == value.scaleb(power)
        or (figure.step <= _EXACT and equals(figure, value.scaleb(power)))
    )
    return next(fitting, "")


def _digits(figure: Figure, value: Decimal) -> str:
    unit = min(figure.step, _EXACT)
    typed, right = str(int(figure.value / unit)), str(int(rounded(value, unit) / unit))
    typed, right = _without_common_zeros(typed, right)
    if min(len(typed), len(right)) < _FEWEST_DIGITS:
        return ""
    if len(typed) == len(right):
        other = [place for place, pair in enumerate(zip(typed, right, strict=True)) if pair[0] != pair[1]]
        if len(other) == 1:
            return "有一位数字不同"
        if len(other) == 2 and [typed[place] for place in other] == [right[place] for place in other[::-1]]:  # noqa: PLR2004
            return "有两位数字颠倒"
    if abs(len(typed) - len(right)) == 1 and _lacks_one(*sorted((typed, right), key=len)):
        return "多了或少了一位数字"
    return ""


def _without_common_zeros(first: str, second: str) -> tuple[str, str]:
    common = 0
    while common < min(len(first), len(second)) - 1 and first[-1 - common] == second[-1 - common] == "0":
        common += 1
    return (first[:-common], second[:-common]) if common else (first, second)


def _lacks_one(short: str, long: str) -> bool:
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
