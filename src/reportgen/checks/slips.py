"""How an amount may have been mistyped: which slip of the pen leads from what is written to what is right."""

from decimal import Decimal

CENTS = Decimal(100)
# 万元 typed as 元, or the other way round.
_WAN = 10_000
_ZEROS = (1, 2, 3)
EXCHANGED = "两位数字颠倒"


def slip(written: Decimal, right: Decimal) -> str:
    """Say in Chinese by what slip *right* (元) became *written*; empty for none that is known.

    >>> slip(Decimal("231700.00"), Decimal("213700.00"))
    '两位数字颠倒'
    >>> slip(Decimal("58.08"), Decimal("580800.00"))
    '按万元写了'
    >>> slip(Decimal("180000.00"), Decimal("18000.00"))
    '多写了一个零'
    >>> slip(Decimal("18000.00"), Decimal("19000.00"))
    ''
    """
    if written <= 0 or right <= 0 or written == right:
        return ""
    if right == written * _WAN:
        return "按万元写了"
    if written == right * _WAN:
        return "多乘了一万"
    for zeros, count in zip(_ZEROS, "一两三", strict=True):
        if written == right * 10**zeros:
            return f"多写了{count}个零"
        if right == written * 10**zeros:
            return f"少写了{count}个零"
    return EXCHANGED if _exchanged(_digits(written), _digits(right)) else ""


def _digits(amount: Decimal) -> str:
    return str(int(amount * CENTS))


def _exchanged(written: str, right: str) -> bool:
    """Whether one has two digits in each other's places."""
    if len(written) != len(right):
        return False
    match [place for place, digit in enumerate(written) if digit != right[place]]:
        case [first, second]:
            return written[first] == right[second] and written[second] == right[first]
    return False
