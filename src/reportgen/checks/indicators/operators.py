"""Operators of indicators: one each, before a number, and of one writing throughout a ledger."""

from collections import Counter
from collections.abc import Iterator

from reportgen.checks.indicators.reading import (
    CEILING,
    FLOOR,
    QUALITATIVE,
    Indicator,
    every_indicator,
    targets_of,
)
from reportgen.checks.registry import check
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.rules import (
    INDICATOR_VALUE_AGAINST_OPERATOR,
    OPERATOR_MISSING,
    OPERATOR_TWICE,
    OPERATOR_WRITTEN_OTHERWISE,
    VALUE_NOT_A_NUMBER,
)
from reportgen.ledger.model import Budget

# A share below the whole means little without an operator; all of it, and none, speak for themselves.
_WHOLE = (0, 100)


@check(OPERATOR_TWICE)
def operator_twice(budget: Budget) -> Iterator[Diagnostic]:
    """An operator in its column and again in the value, or two in one place, cannot both be printed."""
    for _, indicator in every_indicator(budget):
        if _is_twice(indicator):
            column = indicator.written_operator
            sentence = f"{indicator.shown}的运算符写了两次：“{column}”“{indicator.value}”"
            hint = "请只留一个：有运算符一栏的写在那一栏，值里只写数。"
            yield Diagnostic(OPERATOR_TWICE, indicator.value_span, sentence, hint)


def _is_twice(indicator: Indicator) -> bool:
    leading = indicator.operators.leading
    column, value = indicator.operator_column, indicator.value
    for text in (column, value):
        first = leading.match(text)
        whole = text in indicator.operators.known
        if first and not whole and leading.match(text[first.end() :]):
            return True
    return bool(column and indicator.operator_in_value)


@check(OPERATOR_WRITTEN_OTHERWISE)
def operator_written_otherwise(budget: Budget) -> Iterator[Diagnostic]:
    """An operator in words, of another writing than the rest of the ledger, or none that is known."""
    written = Counter(
        indicator.written_operator
        for _, indicator in every_indicator(budget)
        if indicator.operator and not indicator.operator.in_words
    )
    for _, indicator in every_indicator(budget):
        text = indicator.written_operator
        if not text or _is_twice(indicator):
            continue
        usual = _usual(indicator, written)
        if usual != text:
            sentence = f"{indicator.shown}的运算符写作“{text}”" + (
                f"，别处写作“{usual}”" if written[usual] else ""
            )
            hint = f"请写成“{usual}”。" if usual else "请写≥、≤、=、>、< 或定性。"
            yield Diagnostic(OPERATOR_WRITTEN_OTHERWISE, indicator.operator_span, sentence, hint)


def _usual(indicator: Indicator, written: Counter[str]) -> str:
    """Return how the ledger writes the operator: the standard way where both are as frequent."""
    operator = indicator.operator
    if operator is None:
        return ""
    ways = [text for text, known in indicator.operators.known.items() if known.sign == operator.sign]
    return max(ways, key=lambda text: (written[text], text == operator.sign))


@check(OPERATOR_MISSING)
def operator_missing(budget: Budget) -> Iterator[Diagnostic]:
    """A number whose operator is left out says neither the least nor the most."""
    for targets in targets_of(budget):
        has_column = any(indicator.has_operator_column for indicator in targets.indicators)
        for indicator in targets.indicators:
            if indicator.number is not None and not indicator.written_operator:
                if _says_itself(indicator, has_column=has_column):
                    continue
                sentence = f"{indicator.shown}的值“{indicator.value}”前面没有运算符"
                hint = "请写≥、≤或=。"
                yield Diagnostic(OPERATOR_MISSING, indicator.operator_span, sentence, hint)


def _says_itself(indicator: Indicator, *, has_column: bool) -> bool:
    if has_column:
        return bool(indicator.unit_in_value) and indicator.unit_in_value.startswith(("年", "月", "-", "—"))
    return not indicator.is_percent or indicator.number in _WHOLE


@check(INDICATOR_VALUE_AGAINST_OPERATOR)
def value_against_operator(budget: Budget) -> Iterator[Diagnostic]:
    """定性 goes with words, ≥ and ≤ with numbers."""
    for _, indicator in every_indicator(budget):
        if not indicator.value or indicator.mixed:
            continue
        if indicator.kind == QUALITATIVE and indicator.number is not None:
            sentence = f"{indicator.shown}是定性的，值却是数“{indicator.value}”"
            hint = "请把“定性”改成≥、≤或=，或把值改成文字。"
        elif indicator.kind in (FLOOR, CEILING) and not indicator.has_digits:
            sentence = (
                f"{indicator.shown}的运算符是“{indicator.written_operator}”，值“{indicator.value}”却不是数"
            )
            hint = "请把运算符改成“定性”，或把值改成数。"
        else:
            continue
        yield Diagnostic(INDICATOR_VALUE_AGAINST_OPERATOR, indicator.value_span, sentence, hint)


@check(VALUE_NOT_A_NUMBER)
def value_not_a_number(budget: Budget) -> Iterator[Diagnostic]:
    """Letters among the digits (8OO) look like a number and are none."""
    for _, indicator in every_indicator(budget):
        mixed = indicator.mixed
        if mixed and (indicator.kind or indicator.unit_column or len(mixed) * 2 >= len(indicator.value)):
            digits = mixed.translate(str.maketrans("OoIl", "0011"))
            sentence = f"{indicator.shown}的值“{indicator.value}”里有字母：“{mixed}”"
            yield Diagnostic(VALUE_NOT_A_NUMBER, indicator.value_span, sentence, f"请写成数字：{digits}。")
