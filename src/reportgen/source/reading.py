"""Typed reading of YAML mappings: a missing, unknown or mistyped key is a finding and stops nothing."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import (
    MISSING_KEY,
    NOT_A_COUNT,
    NOT_A_DATE,
    NOT_A_MAPPING,
    NOT_AN_AMOUNT,
    UNKNOWN_KEY,
    UNKNOWN_VALUE,
    WRONG_TYPE,
    Rule,
)
from reportgen.findings.suggestions import sought
from reportgen.money import parse_amount
from reportgen.source.parsing import Mapping, Node, Scalar, Sequence
from reportgen.source.wrapping import paragraphs

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_SOUGHT = 100  # hints of a kind, half a millisecond each: reports show twenty
_COUNT = re.compile(r"0|[1-9][0-9]{0,8}")


def read_day(text: str) -> date:
    """Read a date that is written as 2024-02-05; other ways of ISO 8601 are no dates to our readers.

    Raises:
        ValueError: it is none.
    """
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


class Findings(list[Diagnostic]):
    """A list that diagnostics are reported to."""

    def __init__(self, found: Iterable[Diagnostic] = ()) -> None:
        super().__init__(found)
        self._sought: Counter[str] = Counter()

    def report(self, rule: Rule, span: Span, sentence: str, hint: str | Callable[[], str] = "") -> None:
        """Add one finding; a *hint* that has to be looked for is looked for the first hundred of a rule."""
        if callable(hint):
            self._sought[rule.code] += 1
            hint = hint() if self._sought[rule.code] <= MOST_SOUGHT else ""
        self.append(Diagnostic(rule, span, sentence, hint))


@dataclass(slots=True)
class Reader:
    """Reads one mapping and remembers which of its keys were asked for."""

    node: Mapping
    findings: Findings
    asked: list[str] = field(default_factory=list)

    @property
    def span(self) -> Span:
        """The place of the mapping."""
        return self.node.span

    def value(self, key: str, *, required: bool = True) -> Node | None:
        """Return the node under *key*; a key without a value counts as absent."""
        self.asked.append(key)
        node = self.node.get(key)
        if isinstance(node, Scalar) and node.is_absent:
            node = None
        if node is None and required:
            self._report_missing(key)
        return node

    def _report_missing(self, key: str) -> None:
        """Report a required key that is not there, or what lacks behind it."""
        written = self.node.get(key)
        if written is None:
            self.findings.report(MISSING_KEY, self.span, f"缺少“{key}”", f"请加上“{key}:”。")
        else:
            hint = f"请在“{key}:”后面写上内容。"
            self.findings.report(MISSING_KEY, written.span, f"“{key}”是空的", hint)

    def scalar(self, key: str, *, required: bool = True) -> Scalar | None:
        """Return the text under *key*."""
        node = self.value(key, required=required)
        if node is None or isinstance(node, Scalar):
            return node
        self.findings.report(WRONG_TYPE, node.span, f"“{key}”应当是一个值，不是列表或多个键")
        return None

    def text(self, key: str, *, required: bool = True, default: str = "") -> str:
        """Return the text under *key*, or *default*."""
        scalar = self.scalar(key, required=required)
        return scalar.text if scalar else default

    def amount(self, key: str) -> Decimal | None:
        """Return the amount (元) under *key*: a plain decimal with at most two places."""
        scalar = self.scalar(key)
        return read_amount(scalar, key, self.findings) if scalar else None

    def count(self, key: str, *, required: bool = True) -> int | None:
        """Return the whole number under *key*."""
        scalar = self.scalar(key, required=required)
        return read_count(scalar, key, self.findings) if scalar else None

    def date(self, key: str, *, required: bool = True) -> date | None:
        """Return the date under *key*, written as 2024-02-05."""
        scalar = self.scalar(key, required=required)
        if scalar is None:
            return None
        try:
            return read_day(scalar.text)
        except ValueError:
            sentence = f"“{key}”不是日期：{scalar.text}"
            self.findings.report(NOT_A_DATE, scalar.span, sentence, "请写成 2024-02-05 的样子。")
            return None

    def choice(self, key: str, allowed: Collection[str], *, default: str | None = None) -> str | None:
        """Return the text under *key* if it is one of *allowed*."""
        scalar = self.scalar(key, required=default is None)
        if scalar is None:
            return default
        if scalar.text in allowed:
            return scalar.text
        hint = sought(scalar.text, allowed, "可用的值", allowed)
        self.findings.report(UNKNOWN_VALUE, scalar.span, f"“{key}”不能是“{scalar.text}”", hint)
        return None

    def items(self, key: str, *, required: bool = False) -> tuple[Node, ...]:
        """Return the members of the list under *key*."""
        node = self.value(key, required=required)
        if node is None:
            return ()
        if isinstance(node, Sequence):
            return node.items
        self.findings.report(
            WRONG_TYPE, node.span, f"“{key}”应当是列表", "每项一行，以“- ”开头；没有就写 []。"
        )
        return ()

    def readers(self, key: str, *, required: bool = False) -> Iterator["Reader"]:
        """Return a reader for each member of the list under *key*."""
        for item in self.items(key, required=required):
            reader = reader_of(item, self.findings, f"“{key}”的每一项")
            if reader:
                yield reader

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return the list of texts under *key*."""
        return tuple(scalar.text for scalar in self.scalars(key, required=required))

    def scalars(self, key: str, *, required: bool = False) -> Iterator[Scalar]:
        """Return the list of texts under *key* with their places."""
        for item in self.items(key, required=required):
            if isinstance(item, Scalar):
                yield item
            else:
                self.findings.report(WRONG_TYPE, item.span, f"“{key}”的每一项应当是文字")

    def mapping(self, key: str, *, required: bool = True) -> "Reader | None":
        """Return a reader for the mapping under *key*."""
        node = self.value(key, required=required)
        return None if node is None else reader_of(node, self.findings, f"“{key}”")

    def entries(self, key: str, *, required: bool = False) -> tuple[tuple[Scalar, Node], ...]:
        """Return keys and values of the mapping under *key*."""
        reader = self.mapping(key, required=required)
        return reader.node.entries if reader else ()

    def rest(self) -> Iterator[tuple[Scalar, Node]]:
        """Return the entries that were not asked for: keys that a form may define."""
        return ((key, value) for key, value in self.node.entries if key.text not in self.asked)

    def finish(self) -> None:
        """Report every key that nobody asked for."""
        for key, _ in self.rest():
            unused = [name for name in self.asked if self.node.get(name) is None]
            hint = sought(key.text, unused, "可用的键", self.asked)
            self.findings.report(UNKNOWN_KEY, key.span, f"未知的键“{key.text}”", hint)


def one_paragraph(scalar: Scalar, name: str, findings: Findings) -> Scalar:
    """Return a text with its lines joined; a second paragraph is reported."""
    text, *more = paragraphs(scalar.text)
    if more:
        sentence = f"“{name}”只能有一段文字，空行会另起一段"
        findings.report(WRONG_TYPE, scalar.span, sentence, "请删去空行。")
    return scalar._replace(text=text)


def reader_of(node: Node | None, findings: Findings, what: str) -> Reader | None:
    """Return a reader for *node*, or report that it is no mapping."""
    if isinstance(node, Mapping):
        return Reader(node, findings)
    if node is not None:
        findings.report(NOT_A_MAPPING, node.span, f"{what}应当由“键: 值”组成")
    return None


def read_amount(scalar: Scalar, key: str, findings: Findings) -> Decimal | None:
    """Read an amount in 元: plain decimal, at most two places, no separators or units."""
    amount = parse_amount(scalar.text)
    if amount is None:
        sentence = f"“{key}”不是金额：{scalar.text}"
        findings.report(NOT_AN_AMOUNT, scalar.span, sentence, _amount_hint(scalar.text))
    return amount


def _amount_hint(text: str) -> str:
    plain = re.sub(r"[,，\s元]", "", text)
    if plain != text and parse_amount(plain) is not None:
        return f"请写成 {plain}，不要分隔符和单位。"
    return "以元为单位，写成 580848.00 的样子，最多两位小数。"


def read_count(scalar: Scalar, key: str, findings: Findings) -> int | None:
    """Read a whole number, not negative."""
    if _COUNT.fullmatch(scalar.text):
        return int(scalar.text)
    findings.report(NOT_A_COUNT, scalar.span, f"“{key}”应当是整数：{scalar.text}", "请写阿拉伯数字，如 8。")
    return None
