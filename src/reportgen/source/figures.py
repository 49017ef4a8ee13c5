"""Numbers as sentences write them, read with their unit, their place and how exact they are.

One reader for every writing: 16.16万元, 161,600元, 十六万一千六百元, １６．１６ 万元, 0.07亿元, 4.3%.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache

_HUNDRED = Decimal(100)
# Characters of another width that stand for one of the numbers' own; each is one character, so places stay.
_WIDE = str.maketrans("０１２３４５６７８９．％￥／＝＋＊×✕", "0123456789.%¥/=+*××")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    **{character: value for value, character in enumerate("壹贰叁肆伍陆柒捌玖", 1)},
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MULTIPLES = {"万": 4, "亿": 8}
_SMALL = {"十": 1, "百": 2, "千": 3}
_CHINESE = "".join((*_DIGITS, *_TENS))
# A wide comma groups digits only before 元: elsewhere it parts clauses.
_PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:，\d{3})+(?=(?:\.\d+)? ?元)(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<hundredths>百分之(?:(?P<of>{_PLAIN})|(?P<spoken>[{_CHINESE}点]+)))"
    r"|(?P<mixed>(?<![\d.,])\d+(?:亿零?\d+万(?:零?\d+)?|[亿万]零?\d+千?)(?= ?元)) ?元"
    rf"|(?P<digits>(?<![\d.]){_PLAIN})(?P<about>[余多]?)(?P<scale> ?(?:[十百千]?[万亿]+|[百千])(?!分))?"
    r"(?P<over>[余多]?)(?P<unit> ?(?:个百分点|元|%|‰))?"
    rf"|(?P<words>[{_CHINESE}][{_CHINESE}万亿点]*)(?P<some>[余多]?)(?P<what>个百分点|元)?"
)
_PIECES = re.compile(r"(\d+)([万亿千]*)")
# Several rules read the numbers of the same text one after the other: so many texts a ledger has.
_KEPT = 512


class Unit(Enum):
    """What a number counts: money in 元, a fraction in percent, percentage points, or whatever follows it."""

    MONEY = "元"
    PERCENT = "%"
    POINTS = "个百分点"
    OTHER = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of a text; *value* is exact: in 元 for money, in percent for fractions.

    *step* is what one unit of its last digit is worth, *written* the characters from *start* to *end*.
    *multiple* is the power of ten that its unit of money stands for: 4 for 万元, 0 for 元.
    *is_rough* where the text says that it is not exact (20余万元), *is_spoken* for Chinese numerals.
    """

    unit: Unit
    value: Decimal
    step: Decimal
    start: int
    end: int
    written: str
    multiple: int = 0
    is_rough: bool = False
    is_spoken: bool = False


def narrow(text: str) -> str:
    """Return *text* with full-width digits and signs as narrow ones, character by character.

    >>> narrow("１６．１６万元")
    '16.16万元'
    """
    return text.translate(_WIDE)


@lru_cache(_KEPT)
def read_figures(text: str) -> tuple[Figure, ...]:
    """Return every number of *text* in order; Chinese numerals too, ordinals and parts of words among them.

    >>> [(f.written, str(f.value)) for f in read_figures("共161,600元，占百分之四点三，即十六万一千六百元")]
    [('161,600元', '161600'), ('百分之四点三', '4.3'), ('十六万一千六百元', '161600')]
    >>> [str(f.value) for f in read_figures("0.07亿元，２０余万元，1.5千万元，2万份")]
    ['7000000.00', '200000', '15000000.0', '20000']
    >>> [str(f.value) for f in read_figures("16万1600元，1亿2000万元，3万5千元")]
    ['161600', '120000000', '35000']
    """
    found = (_figure(match, text) for match in _NUMBER.finditer(narrow(text)))
    return tuple(figure for figure in found if figure)


def _figure(found: re.Match[str], text: str) -> Figure | None:
    if found["hundredths"]:
        return _hundredths(found, text)
    if found["mixed"]:
        return _mixed(found, text)
    return _spoken(found, text) if found["words"] else _in_digits(found, text)


def _hundredths(found: re.Match[str], text: str) -> Figure | None:
    value = Decimal(found["of"].replace(",", "")) if found["of"] else numeral(found["spoken"])
    if value is None:
        return None
    return _made(found, text, Unit.PERCENT, value, _last_place(value))


def _mixed(found: re.Match[str], text: str) -> Figure:
    """Read 16万1600元 and 1亿2000万元."""
    pieces = _PIECES.findall(found["mixed"])
    powers = [sum(_SMALL.get(sign, 0) + _MULTIPLES.get(sign, 0) for sign in signs) for _, signs in pieces]
    value = sum(
        (Decimal(digits).scaleb(power) for (digits, _), power in zip(pieces, powers, strict=True)), Decimal(0)
    )
    return replace(
        _made(found, text, Unit.MONEY, value, Decimal(1).scaleb(powers[-1])),
        multiple=powers[-1],
        is_spoken=False,
    )


def _in_digits(found: re.Match[str], text: str) -> Figure:
    number = Decimal(re.sub("[,，]", "", found["digits"]))
    unit = _UNITS.get((found["unit"] or "").strip(), Unit.OTHER)
    scale = (found["scale"] or "").strip()
    power = sum(_SMALL.get(character, 0) + _MULTIPLES.get(character, 0) for character in scale)
    factor = Decimal(10) ** power
    end = found.end("digits") if unit is Unit.OTHER and not scale else found.end()
    share = Decimal("0.1") if (found["unit"] or "").strip() == "‰" else Decimal(1)
    value, step = number * factor * share, _last_place(number) * factor * share
    return Figure(
        unit=unit,
        value=value,
        step=step,
        start=found.start(),
        end=end,
        written=text[found.start() : end],
        multiple=power,
        is_rough=bool(found["about"] or found["over"]),
    )


def _spoken(found: re.Match[str], text: str) -> Figure | None:
    words = found["words"]
    unit = _UNITS.get(found["what"] or "", Unit.OTHER)
    value = numeral(words)
    if value is None or (unit is Unit.MONEY and not any(word in _LARGE for word in words)):
        return None
    return _made(found, text, unit, value, _spoken_step(words), is_rough=bool(found["some"]))


def _made(
    found: re.Match[str],
    text: str,
    unit: Unit,
    value: Decimal,
    step: Decimal,
    *,
    is_rough: bool = False,
) -> Figure:
    return Figure(
        unit=unit,
        value=value,
        step=step,
        start=found.start(),
        end=found.end(),
        written=text[found.start() : found.end()],
        is_rough=is_rough,
        is_spoken=True,
    )


_UNITS = {"元": Unit.MONEY, "%": Unit.PERCENT, "‰": Unit.PERCENT, "个百分点": Unit.POINTS}
# What a spoken amount has at least one of: 一元 and 二元 are words, no amounts.
_LARGE = frozenset((*_TENS, *_MULTIPLES))


def _spoken_step(words: str) -> Decimal:
    """Return what the last digit of a Chinese numeral is worth: 100 in 十六万一千六百."""
    _, point, fraction = words.partition("点")
    decimals = sum(word in _DIGITS for word in fraction) if point else 0
    tail = re.search(rf"[{''.join((*_TENS, *_MULTIPLES))}]*$", words)
    ends = tail[0] if tail else ""
    power = sum(_MULTIPLES.get(word, 0) or len(str(_TENS.get(word, 1))) - 1 for word in ends)
    return Decimal(1).scaleb(power - decimals)


def _last_place(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def numeral(words: str) -> Decimal | None:
    """Return what a Chinese numeral says; None where it says no number (万, 点).

    >>> [str(numeral(words)) for words in ("十六万一千六百", "二〇二四", "一亿零五百万", "十六点一六万")]
    ['161600', '2024', '105000000', '161600.00']
    """
    if not any(word in _DIGITS or word in "十拾" for word in words):
        return None
    whole, point, rest = words.partition("点")
    if not point:
        return _whole(whole)
    fraction = rest.rstrip("万亿")
    power = sum(_MULTIPLES[word] for word in rest[len(fraction) :])
    before = _whole(whole) if whole else None
    if before is None or not fraction or any(word not in _DIGITS for word in fraction):
        return None
    after = Decimal("0." + "".join(str(_DIGITS[word]) for word in fraction))
    return (before + after) * Decimal(10) ** power


def _whole(words: str) -> Decimal | None:
    if len(words) > 1 and all(word in _DIGITS for word in words):
        return Decimal("".join(str(_DIGITS[word]) for word in words))
    total, section, digit = 0, 0, 0
    for word in words:
        if word in _DIGITS:
            digit = _DIGITS[word]
        elif word in _TENS:
            section, digit = section + (digit or 1) * _TENS[word], 0
        elif word == "亿":
            total, section, digit = (total + section + digit) * 10 ** _MULTIPLES[word], 0, 0
        else:
            total, section, digit = total + (section + digit) * 10 ** _MULTIPLES[word], 0, 0
    result = total + section + digit
    return Decimal(result) if result or "零" in words or "〇" in words else None
