"""What each number of a text is, by the words around it: a date, a price, an amount of the budget."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from reportgen.checks.registry import Setting
from reportgen.checks.words.clauses import part_before
from reportgen.classification.word_lists import WordLists
from reportgen.ledger.model import Budget
from reportgen.source.figures import Figure, Unit, read_figures
from reportgen.source.passages import OBJECT, Passage, Role

SENTENCE = re.compile(r"[。；;！？!?\n]")
_FACTS = re.compile(f"{OBJECT}+")
_TITLES = re.compile(r"《[^》]*》")
_DOCUMENT = re.compile(r"[〔\[［(（]\s*(?:19|20)\d\d\s*[〕\]］)）]\s*(?:第\s*)?\d+\s*号|第\s*\d+\s*号")
_DATE = re.compile(r"(?:[年月日]|季度|时\d|世纪|年代)")
_NOT_A_DATE = re.compile(r"日内|日游")
_DATE_AFTER = re.compile(r"[-./年月](?:\d{1,2})(?![\d.])|[-—–~至]")
_DATE_BEFORE = re.compile(r"(?:19|20)\d\d(?:[-./年]|\d{1,2}[-./月])*$|(?:19|20)\d\d\s*[-—–~至到]+\s*$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDINAL_BEFORE = re.compile(r"(?:^|[。；：\n])[（(]?$|[（(]$")
_ORDINAL_AFTER = re.compile(r"[、.．）)]|是(?!否)|要")
_LETTER = re.compile(r"[A-Za-z]")
_LONG = 6  # digits: longer whole numbers without a unit are codes
_HOTLINE = range(3, 6)  # digits: 110, 8890, 12345


class Kind(Enum):
    """What a number is; the value is what lists call it."""

    FACT = "数据项"
    ORDINAL = "序号"
    CODE = "编码"
    DATE = "日期"
    NAME = "名称里的数"
    STATED = "写明的数"
    MONEY = "金额"
    SHARE = "占比"


@dataclass(frozen=True, slots=True)
class Told:
    """A number and what it is; *limit* where a threshold is stated, which may still be a fact."""

    figure: Figure
    kind: Kind
    is_limit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cue:
    kind: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    but: re.Pattern[str] | None
    sentence: re.Pattern[str] | None

    def fits(self, before: str, after: str, sentence: str) -> bool:
        """Whether the words fit: before in the clause, after, and before in the sentence."""
        if self.but and self.but.search(before):
            return False
        return bool(
            (self.before is None or self.before.search(before))
            and (self.after is None or self.after.match(after))
            and (self.sentence is None or self.sentence.search(sentence))
        )


_LEAST = 100  # 元: what is less is a price, no sum of a budget
_LIMIT, _SHARE = "限额", "占比"


def told(passage: Passage, setting: Setting) -> Iterator[Told]:
    """Say of every number of a passage what it is; facts in braces too.

    Amounts and shares that no words explain are MONEY and SHARE: they hang on a fact, or on nothing.
    """
    text = passage.text
    for facts in _FACTS.finditer(text):
        figure = Figure(
            unit=Unit.OTHER,
            value=_ZERO.value,
            step=_ZERO.step,
            start=facts.start(),
            end=facts.end(),
            written=passage.written[slice(*facts.span())],
        )
        yield Told(figure, Kind.FACT)
    kept = [*_TITLES.finditer(text), *_DOCUMENT.finditer(text)]
    names = [found.span() for found in kept] + list(_names(text, setting.budget))
    for figure in read_figures(text):
        if any(start <= figure.start and figure.end <= end for start, end in names):
            yield Told(figure, Kind.NAME)
        elif figure.unit in {Unit.MONEY, Unit.PERCENT}:
            yield _money_or_share(figure, passage, setting)
        elif _lacks_its_unit(figure, text, setting):
            yield _money_or_share(replace(figure, unit=Unit.MONEY), passage, setting)
        elif not figure.is_spoken or passage.role is Role.INDICATOR:
            yield Told(figure, _other(figure, text))


def amounts(passage: Passage, setting: Setting) -> list[Told]:
    """Return the amounts of money and the shares of a passage that nothing but a fact can bear out."""
    asked = {Unit.MONEY} if passage.role is Role.INDICATOR else {Unit.MONEY, Unit.PERCENT}
    figures = read_figures(passage.text)
    if not any(figure.unit in asked or figure.written[-1] in "万亿" for figure in figures):
        return []
    return [item for item in told(passage, setting) if item.kind in {Kind.MONEY, Kind.SHARE} or item.is_limit]


def _lacks_its_unit(figure: Figure, text: str, setting: Setting) -> bool:
    """Whether a number is an amount that somebody wrote without 元: 资金16.16万，."""
    if not figure.written.endswith(("万", "亿")) or not setting.phrase("没写元的后面").match(
        text, figure.end
    ):
        return False
    return bool(setting.phrase("没写元的前面").search(part_before(text, figure.start)))


def sentence_around(text: str, figure: Figure) -> tuple[int, str]:
    """Return the sentence that a figure stands in, and where it begins."""
    before = list(SENTENCE.finditer(text, 0, figure.start))
    start = before[-1].end() if before else 0
    after = SENTENCE.search(text, figure.end)
    return start, text[start : after.start() if after else len(text)]


def _money_or_share(figure: Figure, passage: Passage, setting: Setting) -> Told:
    text = passage.text
    before, after = part_before(text, figure.start), text[figure.end : figure.end + 12]
    cues = setting.lists.made(_cues)
    sentence = SENTENCE.split(text[: figure.start])[-1]
    fitting = [cue.kind for cue in cues if cue.fits(before, after, sentence)]
    if figure.unit is Unit.PERCENT:
        is_share = _SHARE in fitting and _LIMIT not in fitting and passage.role is not Role.INDICATOR
        is_share = is_share and _has_whole(before, text[: figure.start], setting)
        return Told(figure, Kind.SHARE if is_share else Kind.STATED)
    others = [kind for kind in fitting if kind != _SHARE]
    if figure.value < _LEAST:
        return Told(figure, Kind.STATED)
    if passage.role is Role.INDICATOR and not others:
        return Told(figure, Kind.STATED, is_limit=True)
    return Told(figure, Kind.STATED if others else Kind.MONEY, is_limit=others[:1] == [_LIMIT])


def _has_whole(clause: str, before: str, setting: Setting) -> bool:
    """Whether a share is one of the budget: the words after 占 say so, or its sentence without such."""
    tail = clause.rpartition("占")[2].strip("的比重为约达到：: ")
    text = tail or SENTENCE.split(before)[-1]
    return any(pattern.search(text) for pattern, _ in setting.lists.made(wholes))


def wholes(lists: WordLists) -> list[tuple[re.Pattern[str], tuple[str, ...]]]:
    """Return what shares may be of: the words, and the facts; to be called through `WordLists.made`."""
    return [(entry.pattern("式"), entry.texts("指标")) for entry in lists["wholes"]]


def _cues(lists: WordLists) -> tuple[_Cue, ...]:
    def pattern(text: str) -> re.Pattern[str] | None:
        return re.compile(text) if text else None

    return tuple(
        _Cue(
            kind=entry.text("类"),
            before=pattern(entry.text("前")),
            after=pattern(entry.text("后")),
            but=pattern(entry.text("除")),
            sentence=pattern(entry.text("句")),
        )
        for entry in lists["figure_cues"]
    )


def _names(text: str, budget: Budget | None) -> Iterator[tuple[int, int]]:
    """Yield where names of the department, its units and its projects stand that have a digit."""
    if budget is None:
        return
    names = (project.name for project in budget.projects)
    for name in (*names, *(unit.name for unit in budget.units), budget.department.full_name):
        if any(character.isdigit() for character in name):
            start = text.find(name)
            while start >= 0:
                yield start, start + len(name)
                start = text.find(name, start + len(name))


def _other(figure: Figure, text: str) -> Kind:
    before, after = text[max(0, figure.start - 12) : figure.start], text[figure.end : figure.end + 6]
    if _LETTER.match(before[-1:]) or _LETTER.match(after[:1]):
        return Kind.NAME
    digits = figure.written.isdigit()
    if (_DATE.match(after) and not _NOT_A_DATE.match(after)) or _DATE_BEFORE.search(before):
        return Kind.DATE
    if digits and _YEAR.fullmatch(figure.written) and _DATE_AFTER.match(after):
        return Kind.DATE
    if before.endswith(("第", "其")) or (_ORDINAL_BEFORE.search(before) and _ORDINAL_AFTER.match(after)):
        return Kind.ORDINAL
    if digits and (len(figure.written) > _LONG or _is_hotline(figure.written, after)):
        return Kind.CODE
    return Kind.STATED


def _is_hotline(digits: str, after: str) -> bool:
    return len(digits) in _HOTLINE and bool(re.match(r"[”\"’]|.{0,4}(?:热线|平台|便民|服务)", after))


_ZERO = Figure(
    unit=Unit.OTHER,
    value=read_figures("0")[0].value,
    step=read_figures("1")[0].value,
    start=0,
    end=0,
    written="",
)
