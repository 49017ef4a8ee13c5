"""Arithmetic that sentences do themselves: products, parts of a whole, rates beside amounts.

What a reader can work out and does not get is the first thing that is asked about a published budget.
Facts in braces count with their values.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from reportgen.checks.registry import Remark, Setting, check_words
from reportgen.checks.words.nearness import rounded
from reportgen.checks.words.numbers import SENTENCE
from reportgen.findings.rules import (
    PARTS_AGAINST_WHOLE,
    PRICE_AGAINST_AMOUNT,
    RATE_AGAINST_AMOUNTS,
    WRONG_ARITHMETIC,
)
from reportgen.money import format_decimal
from reportgen.source.figures import Unit, narrow, read_figures
from reportgen.source.passages import LEDGER_ROLES, Passage, Role

_ROLES = tuple(role for role in LEDGER_ROLES if role not in (Role.NAME, Role.OFFICE, Role.INDICATOR))
_WAN = Decimal(10_000)
_HUNDRED = Decimal(100)
_EXACT = Decimal("0.01")
_FACT = re.compile(r"\{\{\s*([^{}|]+?)\s*\|\s*(万元|元)\s*\}\}(万元|元)?")
_SENTENCE_END = re.compile("[。！？\n]")
_BRACKET = re.compile(r"[()（）\[\]]")
# Before the first number of an equation: there is more of it than can be read.
_CUT = tuple("×*/÷+-.)）]")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_ANY = "*"  # what a price is for where it does not say
_NEAR = 10  # characters between a change and its rate: 增加20万元，同比增长25%


@dataclass(frozen=True, slots=True)
class _Term:
    """A number of a text with its value (元 for money), and what its last digit is worth."""

    start: int
    end: int
    value: Decimal
    step: Decimal
    unit: Unit
    written: str


@check_words(WRONG_ARITHMETIC, *_ROLES)
def wrong_products(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """An equation written out gives what it says: 2万份×3元 is 6万元 (arithmetic; no other reading)."""
    text = narrow(passage.text)
    if not any(sign in text for sign in "=×*+÷"):
        return
    terms = _terms(passage, setting)
    place = 0
    while place < len(terms):
        last, value, is_money, signs = _computed(terms, place, text, setting)
        if (
            signs
            and last + 1 < len(terms)
            and setting.phrase("等于").fullmatch(text, terms[last].end, terms[last + 1].start)
        ):
            result = terms[last + 1]
            start = terms[place].start
            is_whole = not _BRACKET.search(text, start, result.start) and text[start - 1 : start] not in _CUT
            if is_whole and not _agree(value, result, is_money=is_money):
                written = passage.written[terms[place].start : result.end]
                sentence = f"“{written}”算错了：前面算出来是 {_shown(value, result)}"
                yield Remark(terms[place].start, result.end, sentence, "请核对这几个数，改正算错的一个。")
            last += 1
        place = last + 1


def _computed(
    terms: Sequence[_Term], place: int, text: str, setting: Setting
) -> tuple[int, Decimal, bool, int]:
    """Return the last term of the product or sum that begins at *place*, its value, whether it is money."""
    total, product = Decimal(0), _factor(terms[place])
    is_money, signs = terms[place].unit is Unit.MONEY, 0
    while place + 1 < len(terms):
        between = text[terms[place].end : terms[place + 1].start]
        following = _factor(terms[place + 1])
        if setting.phrase("乘以").fullmatch(between):
            product *= following
        elif following and setting.phrase("除以").fullmatch(between):
            product /= following
        elif setting.phrase("加").fullmatch(between):
            total, product = total + product, following
        elif setting.phrase("减去").fullmatch(between):
            total, product = total + product, -following
        else:
            break
        place, signs = place + 1, signs + 1
        is_money = is_money or terms[place].unit is Unit.MONEY
    return place, total + product, is_money, signs


def _factor(term: _Term) -> Decimal:
    return term.value / _HUNDRED if term.unit is Unit.PERCENT else term.value


def _agree(value: Decimal, result: _Term, *, is_money: bool) -> bool:
    """Whether a result is what was computed, as exactly as it is written.

    Where no factor or the result has no unit of money, powers of 万 cannot be told.
    """
    tolerance = max(result.step, _EXACT)
    if (
        result.unit is Unit.PERCENT
        or abs(value - result.value) < tolerance
        or rounded(value, result.step) == result.value
    ):
        return True
    if is_money and result.unit is Unit.MONEY:
        return False
    return any(abs(value * scale - result.value) < tolerance for scale in (_WAN, 1 / _WAN))


def _shown(value: Decimal, result: _Term) -> str:
    if result.unit is not Unit.MONEY:
        return format_decimal(value.normalize(), grouped=True)
    if "万" in result.written:
        return f"{format_decimal((value / _WAN).normalize(), grouped=True)} 万元"
    return f"{format_decimal(value.normalize(), grouped=True)} 元"


@check_words(PARTS_AGAINST_WHOLE, *_ROLES)
def parts_against_whole(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """Parts named after 其中 add up to what stands before, unless the sentence says there are others."""
    for among in setting.phrase("其中").finditer(passage.text):
        named = _named_parts(passage, setting, among)
        if named and (difference := _difference(named, setting)):
            total = sum((part.value for part in named.parts), Decimal(0))
            sentence = (
                f"“其中”的各项合计是 {_in_wan(total)}万元，{difference}前面的“{_written(named.wholes[-1])}”"
            )
            hint = "请核对各项和合计；只列了一部分的，写明“其余……”。"
            yield Remark(named.wholes[-1].start, named.parts[-1].end, sentence, hint)
    yield from _wrong_sums(passage, setting)


def _wrong_sums(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """Amounts in a row and what they come to: 设备8万元、人工3万元，合计12万元."""
    text = passage.text
    if not setting.phrase("合计").search(text):
        return
    terms = _terms(passage, setting)
    ends = [0, *(found.end() for found in _SENTENCE_END.finditer(text)), len(text) + 1]
    for start, stop in pairwise(ends):
        money = [term for term in terms if start <= term.start < stop and term.unit is Unit.MONEY]
        last = next(
            (n for n, term in enumerate(money) if setting.phrase("各项合计").search(text[: term.start])), 0
        )
        parts = money[:last]
        words = text[start : money[last].start] if last else ""
        is_row = len(parts) > 1 and not setting.phrase("不成一列").search(words)
        named = _NamedParts([money[last]], parts, "") if is_row else None
        if named and (difference := _difference(named, setting)):
            total = sum((part.value for part in parts), Decimal(0))
            sentence = f"各项合计是 {_in_wan(total)}万元，{difference}“{_written(money[last])}”"
            yield Remark(parts[0].start, money[last].end, sentence, "请核对各项和合计。")


@dataclass(frozen=True, slots=True)
class _NamedParts:
    """The amounts before 其中 that may be the whole, those after it, the words of these."""

    wholes: list[_Term]
    parts: list[_Term]
    tail: str


def _difference(named: _NamedParts, setting: Setting) -> str:
    """Return 大于 or 小于 where the parts are not the whole; empty where they are, or nobody can tell."""
    if all(term.written.startswith("{") for term in (named.wholes[-1], *named.parts)):
        return ""
    total = sum((part.value for part in named.parts), Decimal(0))
    for whole in named.wholes:
        terms = (whole, *named.parts)
        if abs(total - whole.value) <= min(term.step for term in terms) * len(terms) / 2:
            return ""
    if total > named.wholes[-1].value:
        return "大于"
    return "" if len(named.parts) == 1 or setting.phrase("还有别的").search(named.tail) else "小于"


def _named_parts(passage: Passage, setting: Setting, among: re.Match[str]) -> _NamedParts | None:
    text = passage.text
    start = max((found.end() for found in _SENTENCE_END.finditer(text, 0, among.start())), default=0)
    ends = (pattern.search(text, among.end()) for pattern in (_SENTENCE_END, setting.phrase("其中")))
    stop = min((found.start() for found in ends if found), default=len(text))
    money = [term for term in _terms(passage, setting) if term.unit is Unit.MONEY]
    wholes = [term for term in money if start <= term.start and term.end <= among.start()]
    wholes = [
        term for term in wholes if not setting.phrase("增减额").search(text[start : term.start])
    ] or wholes
    parts = [term for term in money if among.end() <= term.start and term.end <= stop]
    tail = text[among.end() : stop]
    if (
        not wholes
        or not parts
        or setting.phrase("不能相加").search(tail)
        or setting.phrase("单价的后面").match(text, wholes[-1].end)
    ):
        return None
    return _NamedParts(wholes, parts, tail)


@check_words(RATE_AGAINST_AMOUNTS, *_ROLES)
def rates_against_amounts(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """A rate beside the amounts that it is of: 由100万元增加到120万元 is 20%."""
    if not any(figure.unit is Unit.PERCENT for figure in read_figures(passage.text)):
        return
    terms = _terms(passage, setting)
    ends = [0, *(found.end() for found in SENTENCE.finditer(passage.text)), len(passage.text) + 1]
    for start, stop in pairwise(ends):
        within = [term for term in terms if start <= term.start < stop]
        for place, term in enumerate(within):
            if term.unit is Unit.PERCENT:
                yield from _beside(term, within[:place], within[place + 1 :], passage.text[:stop], setting)


def _beside(
    rate: _Term, before: list[_Term], after: list[_Term], text: str, setting: Setting
) -> Iterator[Remark]:
    """Hold a rate against the two amounts before it, or the one before it and the change behind it."""
    start = before[0].start if before else rate.start
    lead = re.split("[。；！？\n]", text[:start])[-1]
    money = [term for term in before if term.unit is Unit.MONEY]
    changes = [term for term in after[:1] if term.unit is Unit.MONEY]
    if len(money) > 1:
        first, second = money[-2:]
        lead += text[start : first.start]
        around = lead, text[first.end : second.start], text[second.end : rate.start]
        yield from _rate(rate, first, second, _ratio(first, second, around, setting))
    elif money and changes:
        first, second = money[0], changes[0]
        around = lead + text[start : first.start], text[rate.end : second.start], text[first.end : rate.start]
        yield from _rate(rate, first, second, _ratio(first, second, around, setting))


def _rate(
    rate: _Term, first: _Term, second: _Term, ratio: tuple[Decimal, Decimal] | None
) -> Iterator[Remark]:
    if ratio is None or ratio[1] <= 0:
        return
    part, whole = ratio
    right = part / whole * _HUNDRED
    slack = rate.step + 2 * min(first.step, second.step) / whole * _HUNDRED
    if abs(right - rate.value) > slack:
        shown = format_decimal(rounded(right, min(rate.step, _EXACT)), strip_zeros=True)
        said = f"“{rate.written}”与前面的金额不合：按“{_written(first)}”和“{_written(second)}”算是 {shown}%"
        yield Remark(first.start, max(rate.end, second.end), said, "请核对金额和比率，改正写错的一个。")


def _ratio(
    first: _Term, second: _Term, around: tuple[str, str, str], setting: Setting
) -> tuple[Decimal, Decimal] | None:
    """Return what the rate after two amounts is of, where the words before, between and after them tell."""
    lead, middle, tail = around
    moved = setting.phrase("增减率").search(tail)
    if moved and setting.phrase("从").search(lead) and setting.phrase("到").search(middle):
        return abs(second.value - first.value), first.value
    change = setting.phrase("增减额").search(middle)
    if moved and change and len(tail) <= _NEAR and bool(change["rise"]) is bool(moved["rise"]):
        sign = -1 if change["rise"] else 1
        return second.value, first.value + sign * second.value
    if setting.phrase("其中").search(middle) and setting.phrase("占前面的").fullmatch(tail):
        return second.value, first.value
    if setting.phrase("占后面的").search(middle) and setting.phrase("的比重").fullmatch(tail):
        return first.value, second.value
    return None


@check_words(PRICE_AGAINST_AMOUNT, *_ROLES)
def prices_against_amounts(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """A price and a quantity of the same things come to the amount beside them: 3元/份，2万份，共6万元."""
    text = narrow(passage.text)
    if "元" not in text:
        return
    terms = _terms(passage, setting)
    ends = [0, *(found.end() for found in _SENTENCE_END.finditer(text)), len(text) + 1]
    for start, stop in pairwise(ends):
        within = [term for term in terms if start <= term.start < stop]
        if "=" not in text[start:stop]:
            yield from _priced(within, text, passage.written, setting)


def _priced(terms: list[_Term], text: str, written: str, setting: Setting) -> Iterator[Remark]:
    """Look at sentences of three numbers: a price of one thing, how many there are, what they come to."""
    terms = [term for term in terms if not _YEAR.match(text, term.start)]
    if len(terms) != len(("price", "quantity", "amount")) or terms[2].unit is not Unit.MONEY:
        return
    price = next((term for term in terms[:2] if _thing(term, text, setting)), None)
    if price is None:
        return
    thing = _thing(price, text, setting)
    quantity = terms[1] if price is terms[0] else terms[0]
    amount = terms[2]
    is_counted = quantity.unit is Unit.OTHER and (thing == _ANY or text.startswith(thing, quantity.end))
    is_total = setting.phrase("总共").search(text[: amount.start]) and not _thing(amount, text, setting)
    product = price.value * quantity.value
    if is_counted and is_total and rounded(product, amount.step) != amount.value:
        result = written[amount.start : amount.end]
        said = f"“{result}”与前面的单价和数量不合：算出来是 {_shown(product, amount)}"
        yield Remark(terms[0].start, amount.end, said, "请核对单价、数量和金额，改正写错的一个。")


def _thing(term: _Term, text: str, setting: Setting) -> str:
    """Return the measure word that a price is for: 份 of 3元/份 and of 每份3元; empty for no price."""
    if term.unit is not Unit.MONEY:
        return ""
    before = text[: term.start]
    found = setting.phrase("单价的后面").match(text, term.end) or setting.phrase("单价的前面").search(before)
    if found:
        return found["thing"]
    return _ANY if setting.phrase("任何数量的单价").search(before) else ""


def faulty_spans(passage: Passage, setting: Setting) -> tuple[tuple[int, int], ...]:
    """Return where the arithmetic of a text is wrong: its numbers have been spoken of already."""
    if passage.role not in _ROLES:
        return ()
    rules = (wrong_products, parts_against_whole, rates_against_amounts, prices_against_amounts)
    return tuple((remark.start, remark.end) for rule in rules for remark in rule(passage, setting))


def _terms(passage: Passage, setting: Setting) -> list[_Term]:
    """Return the numbers of a passage in order, with facts in braces as amounts."""
    found = [
        _Term(figure.start, figure.end, figure.value, figure.step, figure.unit, figure.written)
        for figure in read_figures(passage.text)
        if not figure.is_spoken or figure.unit is not Unit.OTHER
    ]
    for match in _FACT.finditer(passage.written) if "{{" in passage.written else ():
        known = setting.figures.of(match[1], passage.owner)
        if known is not None:
            step = _HUNDRED if match[2] == "万元" else _EXACT
            found.append(_Term(match.start(), match.end(), known.value, step, Unit.MONEY, match[0]))
    return sorted(found, key=lambda term: term.start)


def _written(term: _Term) -> str:
    return f"{_in_wan(term.value)}万元" if term.written.startswith("{") else term.written


def _in_wan(value: Decimal) -> str:
    return format_decimal((value / _WAN).normalize(), strip_zeros=True)
