"""Filters and functions of the narrative language (docs/forms.md).

Amounts are exact and rounded once, when they are printed.
A change is unchanged when it prints as zero, a change from zero has no rate.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jinja2 import Undefined

from reportgen.composing.narrative.marks import LITERAL, Book, Noted, Printed, template_span
from reportgen.document.document import Formula
from reportgen.facts.facts import (
    Amount,
    Container,
    Day,
    Number,
    Operand,
    Parts,
    Rate,
    Selection,
    as_amount,
)
from reportgen.facts.formulas import Formulas
from reportgen.facts.vocabulary import YEARS, Vocabulary, related_lines, way_out
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import (
    FACT_NOT_DISCLOSED,
    MISSING_KEY,
    MISSING_REASON,
    NO_PREVIOUS_YEAR,
    REASON_AGAINST_THE_CHANGE,
    REASON_FOR_NO_CHANGE,
    TEMPLATE_FAULT,
    UNKNOWN_FACT_IN_TEMPLATE,
    Rule,
)
from reportgen.ledger.model import Words
from reportgen.ledger.postings import LAST_YEAR, THIS_YEAR, Gap
from reportgen.money import WAN_YUAN, YUAN, AmountFormat, format_decimal, round_half_up
from reportgen.source.reading import Findings

MISSING = "〔缺〕"
_SEVERAL = 2
_RISE = ("增加", "增长", "上升", "提高", "新增", "上涨", "扩大")
_FALL = ("减少", "下降", "降低", "压减", "压缩", "缩减", "取消")
# “未增加”, “无新增”, “没有再减少”: no change is spoken of; “不断增加” is one.
_NEGATED = re.compile(rf"(?:未|无|没有|不(?!断))[^，。；、]{{0,2}}?(?:{'|'.join((*_RISE, *_FALL))})")
_HUNDRED = Decimal(100)

Printable = Amount | Rate | Number | Day


class Language:
    """What templates can say about one budget; faults are collected, not raised."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        words: Mapping[str, str],
        directions: Mapping[str, Mapping[str, str]],
        page_words: Mapping[str, str],
    ) -> None:
        self.book = Book()
        self.findings = Findings()
        self.known_names: list[str] = []
        self._gaps: list[Gap] = []
        self._vocabulary = vocabulary
        self._wording = words
        self._directions = directions
        cut = words["金额尾零"] == "去"
        self.formulas = Formulas(vocabulary.tables, page_words, detailed=not vocabulary.budget.without_tables)
        self._wan = AmountFormat(unit=WAN_YUAN, grouped=False, strip_zeros=cut, zero="0")
        self._yuan = AmountFormat(unit=YUAN, grouped=False, strip_zeros=True, zero="0")
        self.formats = {WAN_YUAN: self._wan, YUAN: self._yuan}
        self.render_words: Callable[[Words, Mapping[str, object]], str] = lambda words, _: words.text

    def fault(self, rule: Rule, sentence: str, hint: str = "") -> str:
        """Report a fault at the running template line and return what is printed in its place."""
        self.findings.append(Diagnostic(rule, template_span(), sentence, hint))
        return MISSING

    def filters(self) -> dict[str, Callable[..., object]]:
        """Return the filters by their names."""
        return {
            "万元": lambda fact: self._amount(fact, self._wan),
            "元": lambda fact: self._amount(fact, self._yuan),
            "百分比": self._percent,
            "数": self._number,
            "日期": self._date,
            "持平": self._unchanged,
            "较上年": self._change_amount,
            "含上年": self._with_last_year,
            "列举": self._enumerate,
            "段落": self._paragraphs,
            "条目": self._items,
            "章节": self._sections,
        }

    def functions(self) -> dict[str, object]:
        """Return the functions and constants by their names."""
        return {
            "占": self._share,
            "变动": self._change,
            "比": self._compare,
            "原因": self._reason,
            "声明原因": self._declared_reason,
            "真": True,
            "假": False,
        }

    def wrap(self, value: object) -> object:
        """Make a fact printable where it prints without a filter (counts, years, ledger words)."""
        if isinstance(value, Number):
            return CountedNumber(self, value)
        if isinstance(value, Words):
            return self.render_words(value, {})
        if isinstance(value, Parts) and value.gap:
            self.not_disclosed(value.path, value.gap)
        if isinstance(value, Selection) and value.gap:
            return OpenSelection(
                path=value.path,
                basis=value.basis,
                tables=value.tables,
                texts=value.texts,
                gap=value.gap,
                language=self,
            )
        if isinstance(value, Amount) and value.gap:
            return OpenAmount(
                path=value.path, value=value.value, sources=value.sources, gap=value.gap, language=self
            )
        return value

    def not_disclosed(self, path: str, open_lines: Gap, key: str = "另列") -> str:
        """Report lines of the ledger that leave a fact open: once, whatever facts ask for them.

        *key* is the section of the ledger that may declare the amount instead.
        """
        if not any(open_lines.is_within(reported) for reported in self._gaps):
            self._gaps.append(open_lines)
            what = f"有 {len(open_lines.lines)} 行没有写明{'、'.join(open_lines.dimensions)}"
            sentence = f"“{path}”算不出来：台账{what}"
            hint = way_out(open_lines)
            if path in self._vocabulary.catalogue.conditions:
                hint += f"确实没有公开的，在台账“{key}”里写公开的数“{path}: 金额”。"
            related = (*related_lines(open_lines)[1:], Related(template_span(), "用在这里"))
            first = min(line.span for line in open_lines.lines)
            self.findings.append(Diagnostic(FACT_NOT_DISCLOSED, first, sentence, hint, related))
        return MISSING

    def print_number(self, number: Number) -> str:
        """Print a count or a year as a figure."""
        if number.gap:
            return self.not_disclosed(number.path, number.gap)
        formula = None if number.path in YEARS else self.formulas.of(number)
        return str(self._printed(str(number.value), "", Decimal(number.value), number, formula))

    def _printed(
        self, text: str, unit: str, value: Decimal, fact: Printable, formula: Formula | None
    ) -> Printed:
        return Printed(
            self.book,
            Noted(
                text=text,
                unit=unit,
                value=value,
                fact=fact.path,
                sources=fact.sources,
                at=template_span(),
                formula=formula,
            ),
        )

    def _amount(self, fact: object, amounts: AmountFormat) -> object:
        amount = self._as_amount(fact, f"|{amounts.unit}")
        if amount is None:
            return MISSING
        text = amounts.render(amount.value)
        return self._printed(text, amounts.unit, amount.value, amount, self.formulas.of(amount))

    def _as_amount(self, fact: object, what: str) -> Amount | None:
        if isinstance(fact, Undefined):
            str(fact)
            return None
        amount = as_amount(fact) if isinstance(fact, Amount | Selection) else None
        if amount is None:
            self.fault(TEMPLATE_FAULT, f"“{what}”只能用于金额", "请写一个金额，如 收入.合计。")
            return None
        return self._settled(amount)

    def _settled(self, amount: Amount, key: str = "另列") -> Amount | None:
        """Return the amount, or report why nobody knows it; *key* is where the ledger may declare it."""
        if amount.gap:
            self.not_disclosed(amount.path, amount.gap, key)
            return None
        return amount

    def _percent(self, rate: object, places: int | None = None) -> object:
        if not isinstance(rate, Rate):
            return (
                self.fault(TEMPLATE_FAULT, "“|百分比”只能用于 占(…)") if not isinstance(rate, str) else rate
            )
        digits = int(self._wording["占比小数"]) if places is None else places
        text = format_decimal(round_half_up(rate.value * _HUNDRED, digits), strip_zeros=True)
        return self._printed(text, "%", rate.value, rate, self.formulas.of(rate))

    def _number(self, number: object) -> object:
        if isinstance(number, CountedNumber):
            return str(number)
        return self.fault(TEMPLATE_FAULT, "“|数”只能用于个数")

    def _date(self, day: object) -> object:
        if not isinstance(day, Day):
            return (
                str(day) if isinstance(day, Undefined) else self.fault(TEMPLATE_FAULT, "“|日期”只能用于日期")
            )
        parts = ((day.value.year, "年"), (day.value.month, "月"), (day.value.day, "日"))
        return "".join(
            f"{self._printed(str(number), '', Decimal(number), day, None)}{unit}" for number, unit in parts
        )

    def _share(self, part: object, whole: object) -> object:
        over, under = self._share_of(part), self._share_of(whole)
        if over is None or under is None:
            return MISSING
        if isinstance(over, Number) != isinstance(under, Number):
            return self.fault(TEMPLATE_FAULT, "“占”的两项应当都是金额，或都是个数")
        if under.value == 0:
            return self.fault(
                TEMPLATE_FAULT, f"“{under.path}”是零，不能作比重的分母", "请先用 {% if %} 判断。"
            )
        path = f"占比.{over.path}/{under.path}"
        operands = Operand("", over), Operand("÷", under)
        return Rate(path, Decimal(over.value) / under.value, _union(over.sources, under.sources), operands)

    def _share_of(self, fact: object) -> Amount | Number | None:
        if isinstance(fact, CountedNumber):
            if fact.number.gap:
                self.not_disclosed(fact.number.path, fact.number.gap)
                return None
            return fact.number
        return self._as_amount(fact, "占")

    def _delta(self, amount: Amount) -> tuple[Amount, Amount] | None:
        """Return the signed change and last year's value; None where last year is not known."""
        before = self._vocabulary.previous(amount)
        if before is None:
            sentence = f"没有“{amount.path}”的上年数，无法比较"
            self._ledger_fault(
                NO_PREVIOUS_YEAR, "上年", sentence, f"请在台账“上年”里写上“{amount.path}: 金额”。"
            )
            return None
        if self._settled(before, "上年") is None:
            return None
        sources = _union(amount.sources, before.sources)
        operands = Operand("", amount, THIS_YEAR), Operand("−", before, LAST_YEAR)
        change = amount.value - before.value
        return Amount(path=f"变动.{amount.path}", value=change, sources=sources, operands=operands), before

    def lacking(self, section: str) -> str:
        """Report a section that the form uses and the ledger leaves out."""
        sentence = f"缺少“{section}”，表式要用到"
        return self._ledger_fault(MISSING_KEY, section, sentence, f"请在台账里加上“{section}:”。")

    def _ledger_fault(self, rule: Rule, key: str, sentence: str, hint: str) -> str:
        """Report what the ledger lacks, once, at the ledger; the template line is named beside it."""
        if not any(finding.rule is rule and finding.sentence == sentence for finding in self.findings):
            related = (Related(template_span(), "用在这里"),)
            span = self._vocabulary.place(key)
            self.findings.append(Diagnostic(rule, span, sentence, hint, related))
        return MISSING

    def _is_zero(self, change: Amount) -> bool:
        return self._wan.scaled(change.value) == 0

    def _unchanged(self, fact: object) -> bool:
        amount = self._as_amount(fact, "|持平")
        delta = self._delta(amount) if amount is not None else None
        return delta is not None and self._is_zero(delta[0])

    def _change_amount(self, fact: object) -> object:
        amount = self._as_amount(fact, "|较上年")
        delta = self._delta(amount) if amount is not None else None
        return MISSING if delta is None else delta[0]

    def _change(self, fact: object, 率: object = False, 接: str = "，") -> str:  # noqa: FBT002, N803
        amount = self._as_amount(fact, "变动")
        delta = self._delta(amount) if amount is not None else None
        if amount is None or delta is None:
            return MISSING
        change, before = delta
        if self._is_zero(change):
            return self._wording["持平"]
        words = self._direction(amount.path)
        rise = change.value > 0
        text = f"{words['增额' if rise else '减额']}{self._size(change)}{WAN_YUAN}"
        if not 率 or before.value == 0:
            return text
        return f"{text}{接}{words['增率' if rise else '减率']}{self._change_rate(change, before)}%"

    def _size(self, change: Amount) -> Printed:
        text = self._wan.render(abs(change.value))
        return self._printed(text, WAN_YUAN, change.value, change, self.formulas.of(change))

    def _change_rate(self, change: Amount, before: Amount) -> Printed:
        operands = Operand("", change), Operand("÷", before, LAST_YEAR)
        path = f"变动率.{change.path.removeprefix('变动.')}"
        rate = Rate(path, change.value / before.value, change.sources, operands)
        places = int(self._wording["变动率小数"])
        cut = self._wording["变动率尾零"] == "去"
        text = format_decimal(round_half_up(abs(rate.value) * _HUNDRED, places), strip_zeros=cut)
        return self._printed(text, "%", rate.value, rate, self.formulas.of(rate))

    def _direction(self, path: str) -> Mapping[str, str]:
        """Return the direction words of the longest prefix of *path* that has its own."""
        names = path.split(".")
        prefixes = (".".join(names[:length]) for length in range(len(names), 0, -1))
        own = next((self._directions[prefix] for prefix in prefixes if prefix in self._directions), {})
        return {**self._directions["默认"], **own}

    def _compare(self, name: object, fact: object, 率: object = False, 接: str = "，") -> str:  # noqa: FBT002, N803
        amount = self._as_amount(fact, "比")
        delta = self._delta(amount) if amount is not None else None
        if delta is None:
            return MISSING
        if self._is_zero(delta[0]):
            return f"与{name}{self._wording['持平']}"
        return f"比{name}{self._change(fact, 率, 接)}"

    def _reason(self, fact: object, 接: str | None = None) -> str:  # noqa: N803
        amount = self._as_amount(fact, "原因")
        delta = self._delta(amount) if amount is not None else None
        if amount is None or delta is None:
            return MISSING
        words = self._vocabulary.reason(amount)
        unchanged = self._is_zero(delta[0])
        if unchanged and (words is None or self._wording["持平写原因"] != "写"):
            return ""
        if words is None:
            sentence = f"“{amount.path}”比上年有增减，台账没有写原因"
            return self._ledger_fault(
                MISSING_REASON, "原因", sentence, f"请在台账“原因”里写上“{amount.path}: …”。"
            )
        self._check_reason(amount, delta[0], words)
        return self._joined_reason(words, 接)

    def _check_reason(self, amount: Amount, change: Amount, words: Words) -> None:
        """A reason that speaks of a rise where there is none was written for another year or item."""
        text = _NEGATED.sub("", words.text)
        rise, fall = (any(word in text for word in group) for group in (_RISE, _FALL))
        if self._is_zero(change) and (rise or fall):
            sentence = f"“{amount.path}”与上年持平，原因却说有增减：{words.text}"
            self.findings.append(
                Diagnostic(REASON_FOR_NO_CHANGE, words.span, sentence, "请改写原因，或核对上年数。")
            )
        elif (change.value > 0 and fall and not rise) or (change.value < 0 and rise and not fall):
            direction = "增加" if change.value > 0 else "减少"
            sentence = f"“{amount.path}”比上年{direction}，原因说的是相反的方向：{words.text}"
            self.findings.append(
                Diagnostic(REASON_AGAINST_THE_CHANGE, words.span, sentence, "请核对原因和上年数。")
            )

    def _declared_reason(self, fact: object, 接: str | None = None) -> str:  # noqa: N803
        amount = self._as_amount(fact, "声明原因")
        words = self._vocabulary.reason(amount) if amount is not None else None
        if amount is not None and words is None:
            hint = f"请在台账“原因”里写上“{amount.path}: …”。"
            return self._ledger_fault(MISSING_REASON, "原因", f"台账没有写“{amount.path}”的原因", hint)
        return self._joined_reason(words, 接) if words else MISSING

    def _joined_reason(self, words: Words, connector: str | None) -> str:
        text = self.render_words(words, {}).rstrip("。")
        return f"{self._wording['原因'] if connector is None else connector}{text}"

    def _with_last_year(self, parts: object) -> object:
        """Add the parts that had money last year and have none now."""
        if not isinstance(parts, Parts):
            return self.fault(TEMPLATE_FAULT, "“|含上年”只能用于 类 这样的列表")
        before = self._vocabulary.parts_before(parts)
        if before and before.gap:
            self.not_disclosed(before.path, before.gap)
        gone = self._vocabulary.previous_parts(parts)
        codes = {part.path: part for part in (*parts, *gone)}
        return [codes[path] for path in sorted(codes)]

    def _enumerate(
        self,
        items: object,
        取: str = "名称",  # noqa: N803
        隔: str = "、",  # noqa: N803
        末: str | None = None,  # noqa: N803
        尾: str | None = None,  # noqa: N803
    ) -> str:
        if not isinstance(items, Iterable) or isinstance(items, str):
            return self.fault(TEMPLATE_FAULT, "“|列举”只能用于列表")
        names = [self._name(item, 取) for item in items]
        tail = self._wording["列举尾"] if 尾 is None else 尾
        if len(names) < _SEVERAL:
            return "".join(names)
        last = 隔 if 末 is None else 末
        return f"{隔.join(names[:-1])}{last}{names[-1]}{tail}"

    def _name(self, item: object, key: str) -> str:
        if isinstance(item, Words):
            return self.render_words(item, {})
        member = item.member(key) if isinstance(item, Container) else None
        return (
            str(self.wrap(member))
            if member is not None
            else self.fault(UNKNOWN_FACT_IN_TEMPLATE, f"没有“{key}”可列举")
        )

    def _paragraphs(self, words: object, **names: object) -> str:
        return "\n\n".join(self._each(words, "段落", {1: "-- "}, names))

    def _items(self, words: object, **names: object) -> str:
        return "\n\n".join(self._each(words, "条目", {0: "- ", 1: "-- "}, names))

    def _sections(self, words: object, **names: object) -> str:
        return "\n\n".join(self._each(words, "章节", {0: "# "}, names))

    def _each(
        self, words: object, what: str, bullets: Mapping[int, str], names: Mapping[str, object]
    ) -> Iterator[str]:
        if not isinstance(words, tuple):
            yield (
                str(words)
                if isinstance(words, Undefined)
                else self.fault(TEMPLATE_FAULT, f"“|{what}”只能用于台账的文字")
            )
            return
        for item in words:
            place = self.book.place_mark(item.span)
            yield f"{bullets.get(item.level, '')}{place}{LITERAL}{self.render_words(item, names)}"


@dataclass(frozen=True, slots=True, eq=False)
class OpenAmount(Amount):
    """An amount that nobody knows: to ask whether it is zero, or equal to another, is a fault too."""

    language: Language | None = None

    def __bool__(self) -> bool:
        self._report()
        return self.value != 0

    def __eq__(self, other: object) -> bool:
        self._report()
        return isinstance(other, Amount) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)

    def _report(self) -> None:
        if self.language and self.gap:
            self.language.not_disclosed(self.path, self.gap)


@dataclass(frozen=True, slots=True, eq=False)
class OpenSelection(Selection):
    """A selection of which nobody knows the lines: only a sum that the ledger states can be asked for."""

    language: Language | None = None

    def __bool__(self) -> bool:
        whole = as_amount(self)
        return bool(self.language.wrap(whole) if self.language else whole)


class CountedNumber:
    """A count or a year in a template: prints as a figure, compares as a number."""

    __slots__ = ("_language", "_number")

    def __init__(self, language: Language, number: Number) -> None:
        self._language = language
        self._number = number

    @property
    def number(self) -> Number:
        """The fact behind it."""
        return self._number

    def __str__(self) -> str:
        return self._language.print_number(self._number)

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
            self._language.not_disclosed(self._number.path, self._number.gap)
        return self._number.value


def _union(*sources: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place for group in sources for place in group))
