"""Performance indicators as rules see them: name, operator, value, unit, levels and weight.

Forms name the columns differently, and some write operator, number and unit into the value (≥95%): the lists
`indicator_keys` and `indicator_operators` say which is which.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from reportgen.classification.word_lists import WordLists
from reportgen.findings.diagnostics import Span
from reportgen.ledger.model import Budget, Performance, Project, Words
from reportgen.source.passages import OBJECT, masked

FLOOR, CEILING, EQUAL, QUALITATIVE = "下限", "上限", "等于", "定性"
PERCENT = ("%", "％", "百分比")
_NAME, _OPERATOR, _VALUE, _UNIT, _WEIGHT = "名称", "运算", "值", "单位", "权重"
_FIRST, _SECOND, EXECUTION_WEIGHT = "一级", "二级", "执行率权重"
_NUMBER = r"[0-9][0-9,，]*(?:\.[0-9]+)?"
_PURE = re.compile(rf"({_NUMBER})\s*(.*)", re.DOTALL)
_DIGITS = re.compile(r"[0-9〇零一二两三四五六七八九十百千万亿半]")
_MIXED = re.compile(r"[0-9][0-9.,]*[OoIl][0-9OoIl.,]*|[OoIl]+[0-9][0-9OoIl.,]*")
_END = "。；;，,、 \u3000"


@dataclass(frozen=True, slots=True)
class Operator:
    """A way to write an operator; *sign* is the standard one, *kind* says which end it bounds."""

    sign: str
    kind: str
    in_words: bool


@dataclass(frozen=True, slots=True)
class Operators:
    """Every way to write an operator, and patterns of those that a value may begin with."""

    known: Mapping[str, Operator]
    leading: re.Pattern[str]
    symbols: re.Pattern[str]


@dataclass(frozen=True)
class Indicator:
    """One indicator; what its form has no column for is None, what is left empty is an empty text."""

    record: Mapping[str, Words]
    columns: Mapping[str, Words]
    operators: Operators

    def _text(self, column: str) -> str:
        words = self.columns.get(column)
        return masked(words.text).strip() if words else ""

    def span(self, column: str = _NAME) -> Span:
        """Return where a column stands, or the record."""
        words = self.columns.get(column) or next(iter(self.record.values()))
        return words.span

    @property
    def value_span(self) -> Span:
        """Where the value stands."""
        return self.span(_VALUE)

    @property
    def operator_span(self) -> Span:
        """Where the operator stands: in the value where there is no column of its own."""
        return self.span(_OPERATOR if _OPERATOR in self.columns else _VALUE)

    @property
    def unit_span(self) -> Span:
        """Where the unit stands."""
        return self.span(_UNIT if _UNIT in self.columns else _VALUE)

    @cached_property
    def name(self) -> str:
        """The name without the punctuation at its end."""
        return self._text(_NAME).rstrip(_END)

    @cached_property
    def first(self) -> str:
        """The 一级指标."""
        return self._text(_FIRST)

    @cached_property
    def second(self) -> str:
        """The 二级指标."""
        return self._text(_SECOND)

    @property
    def has_operator_column(self) -> bool:
        """Whether the record has the column, be it empty."""
        return _OPERATOR in self.columns

    @property
    def has_unit_column(self) -> bool:
        """Whether the record has the column, be it empty."""
        return _UNIT in self.columns

    @property
    def has_value_column(self) -> bool:
        """Whether the record has the column, be it empty."""
        return _VALUE in self.columns

    @cached_property
    def value(self) -> str:
        """The value as written."""
        return self._text(_VALUE)

    @cached_property
    def unit_column(self) -> str:
        """The unit in the column of its own."""
        return self._text(_UNIT)

    @cached_property
    def weight(self) -> Decimal | None:
        """The weight in points; None where it is no number."""
        text = self._text(_WEIGHT).rstrip("%％分 ")
        return Decimal(text) if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text) else None

    @property
    def weight_span(self) -> Span:
        """Where the weight stands."""
        return self.span(_WEIGHT)

    @cached_property
    def operator_column(self) -> str:
        """What stands in the column of operators."""
        return self._text(_OPERATOR)

    @cached_property
    def written_operator(self) -> str:
        """The operator as written, in its column or at the beginning of the value."""
        return self.operator_column or self.operator_in_value

    @cached_property
    def operator(self) -> Operator | None:
        """The operator, where it is a known one."""
        return self.operators.known.get(self.written_operator)

    @property
    def kind(self) -> str:
        """Which end the operator bounds."""
        return self.operator.kind if self.operator else ""

    @cached_property
    def operator_in_value(self) -> str:
        """What the value begins with."""
        found = self.operators.leading.match(self.value)
        return found[0].strip() if found else ""

    @cached_property
    def mixed(self) -> str:
        """The digits with letters among them (8OO), empty for none."""
        found = _MIXED.search(self.value)
        return found[0] if found else ""

    @cached_property
    def _measured(self) -> tuple[Decimal | None, str]:
        rest = self.value[len(self.operator_in_value) :].strip()
        found = _PURE.fullmatch(rest)
        if not found or OBJECT in rest or self.mixed:
            return None, ""
        return Decimal(found[1].replace(",", "").replace("，", "")), found[2].strip()

    @property
    def number(self) -> Decimal | None:
        """The number of the value; None where it is words, a date or in braces."""
        return self._measured[0]

    @property
    def unit_in_value(self) -> str:
        """What stands behind the number."""
        return self._measured[1]

    @cached_property
    def unit(self) -> str:
        """The unit, in its column or behind the number."""
        return self.unit_column or self.unit_in_value

    @property
    def is_percent(self) -> bool:
        """Whether it is a share of a hundred."""
        return self.unit in PERCENT

    @property
    def has_digits(self) -> bool:
        """Whether the value speaks of any number, or may do so."""
        return OBJECT in self.value or _DIGITS.search(self.value) is not None

    @property
    def shown(self) -> str:
        """What messages call it."""
        return f"绩效指标“{self.name}”" if self.name else "绩效指标"


@dataclass(frozen=True, slots=True)
class Targets:
    """The indicators of the department (*project* is None) or of one project."""

    project: Project | None
    performance: Performance
    indicators: tuple[Indicator, ...]

    @property
    def whose(self) -> str:
        """What messages call them."""
        return f"项目“{self.project.name}”" if self.project else "部门整体绩效"


# The rules look at one ledger after the other: its indicators are read once for all of them.
_LAST: deque[tuple[Budget, tuple[Targets, ...]]] = deque(maxlen=1)


def targets_of(budget: Budget) -> tuple[Targets, ...]:
    """Return all indicators of a ledger, the department's last."""
    for known, targets in _LAST:
        if known is budget:
            return targets
    found = _read(budget)
    _LAST.append((budget, found))
    return found


def _read(budget: Budget) -> tuple[Targets, ...]:
    lists = budget.classification.words
    owners: list[tuple[Project | None, Performance | None]] = [
        *((project, project.performance) for project in budget.projects),
        (None, budget.performance),
    ]
    return tuple(
        Targets(owner, performance, tuple(_indicators(performance, lists)))
        for owner, performance in owners
        if performance
    )


def every_indicator(budget: Budget) -> Iterator[tuple[Targets, Indicator]]:
    """Yield each indicator of a ledger with the list that it belongs to."""
    for targets in targets_of(budget):
        for indicator in targets.indicators:
            yield targets, indicator


def columns_of(record: Mapping[str, Words], lists: WordLists) -> dict[str, Words]:
    """Return the values of a record by what kind of column they stand in."""
    kinds = lists.made(_kinds)
    return {kinds[key]: words for key, words in record.items() if key in kinds}


def _indicators(performance: Performance, lists: WordLists) -> Iterator[Indicator]:
    operators = lists.made(operators_in)
    for record in performance.indicators:
        if record:
            yield Indicator(record, columns_of(record, lists), operators)


def _kinds(lists: WordLists) -> dict[str, str]:
    return {key: entry.text("栏") for entry in lists["indicator_keys"] for key in entry.texts("键")}


def operators_in(lists: WordLists) -> Operators:
    """Return the operators of the list."""
    known: dict[str, Operator] = {}
    for entry in lists["indicator_operators"]:
        sign, kind = entry.text("写"), entry.text("类")
        known |= {text: Operator(sign, kind, in_words=False) for text in (sign, *entry.texts("别"))}
        known |= {text: Operator(sign, kind, in_words=True) for text in entry.texts("话")}
    words = sorted(known, key=len, reverse=True)
    leading = [text for text in words if known[text].kind in (FLOOR, CEILING, EQUAL)]
    symbols = [text for text in leading if not known[text].in_words]
    return Operators(known, _starting_with(leading), re.compile("|".join(map(re.escape, symbols)) or "(?!)"))


def _starting_with(texts: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, texts)) or '(?!)'})\s*")
