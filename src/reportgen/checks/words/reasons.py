"""Reasons for changes: they name a cause, their own, of this year, and go the way the figures go.

The rules of disclosure ask for the causes of changes (《地方预决算公开操作规程》, 财预〔2016〕143号).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.checks.registry import Remark, Setting, check_words
from reportgen.checks.words.clauses import part_before
from reportgen.checks.words.linking import verdicts
from reportgen.checks.words.nearness import rounded
from reportgen.checks.words.verdicts import Link
from reportgen.classification.directions import directions
from reportgen.classification.word_lists import Entry, WordLists, one_of
from reportgen.findings.diagnostics import Related
from reportgen.findings.rules import (
    EMPTY_REASON,
    EVENT_OF_ANOTHER_YEAR,
    FIGURE_BESIDE_THE_CHANGE,
    NO_CHANGE_BESIDE_A_CHANGE,
    NO_MONEY_BESIDE_MONEY,
    REASON_BEGINS_AS_PRINTED,
    REASON_OF_ANOTHER_FACT,
    REASON_OF_LAST_YEAR,
    SAME_REASON,
)
from reportgen.ledger.known import KnownFigure
from reportgen.money import format_decimal
from reportgen.source.figures import Unit, numeral, read_figures
from reportgen.source.passages import Passage, Role

_HUNDRED = Decimal(100)
_WAN = Decimal(10_000)
_BARE = re.compile(r"[\s。，；,.;：:]")
_YEAR = re.compile(r"(?<![〔\[(（\d])((?:19|20)\d\d|二[〇零][〇零一二三四五六七八九]{2}|前)年")
_TITLE = re.compile("《[^》]*》")


@check_words(EMPTY_REASON, Role.REASON)
def empty_reasons(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """Words that hold for every change of every year explain none."""
    if setting.budget is not None and is_empty(passage.text, setting.lists):
        yield Remark(
            0,
            len(passage.written),
            f"“{passage.key}”的原因“{passage.written}”没有说出原因",
            "请写具体的事：什么人、什么项目、什么标准变了。",
        )


def is_empty(text: str, lists: WordLists) -> bool:
    """Whether a reason says nothing: its words hold for every change."""
    words = _BARE.sub("", text).strip("—-/、")
    for pattern in lists.made(_begins):
        words = pattern.sub("", words, count=1)
    return not words or any(pattern.fullmatch(words) for pattern in lists.made(_empty))


@check_words(REASON_BEGINS_AS_PRINTED, Role.REASON)
def doubled_beginnings(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """The form prints 主要原因是 before the words of the ledger."""
    if _known(passage, setting) is None:
        return
    for pattern in setting.lists.made(_begins):
        found = pattern.match(passage.text)
        if found and not is_empty(passage.text, setting.lists):
            sentence = f"原因以“{found[0]}”开头，表式已经印了这几个字"
            yield Remark(*found.span(), sentence, "请删去，只写原因本身。")
            return


@check_words(SAME_REASON, Role.REASON)
def same_reasons(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """One text under several facts that moved differently is the reason of one of them at most.

    A fact and its part, facts with the same figures, and facts that did not change may share one.
    """
    own = _known(passage, setting)
    if setting.budget is None or own is None or own.before is None or is_empty(passage.text, setting.lists):
        return
    for path, words in setting.budget.reasons.items():
        if path == passage.key:
            return
        other = setting.figures.of(path)
        if not other or _folded(words.text) != _folded(passage.written) or _share_a_reason(own, other):
            continue
        misplaced = [_misplaced(key, words.text, setting) for key in (path, passage.key)]
        if not any(misplaced):
            sentence = f"“{passage.key}”的原因与“{path}”的一字不差，两项的增减却不一样"
            related = (Related(words.span, "同样的原因"),)
            yield Remark(0, len(passage.written), sentence, "请各写各的原因。", related)
            return


def _share_a_reason(first: KnownFigure, second: KnownFigure) -> bool:
    if first.before is None or second.before is None:
        return True
    same = (first.value, first.before) == (second.value, second.before)
    unchanged = first.value == first.before and second.value == second.before
    paths = [figure.path.removesuffix(".合计") + "." for figure in (first, second)]
    return same or unchanged or paths[0].startswith(paths[1]) or paths[1].startswith(paths[0])


@check_words(REASON_OF_ANOTHER_FACT, Role.REASON)
def reasons_of_other_facts(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """Words that belong to another fact: 住房公积金 under 卫生健康支出, 公务接待 under 出国."""
    misplaced = _misplaced(passage.key, passage.text, setting)
    if misplaced:
        found, belongs = misplaced
        sentence = f"“{passage.key}”的原因里写的“{found[0]}”是别的项的事（{belongs}）"
        yield Remark(*found.span(), sentence, "请核对是不是写串了行。")


def _misplaced(key: str, text: str, setting: Setting) -> tuple[re.Match[str], str] | None:
    """Return the words of a reason that belong to another fact, and to which."""
    path = key.removesuffix(".合计")
    subjects = setting.lists.made(_subjects)
    if not _is_split(path) or any(
        subject.is_of(path) and subject.pattern.search(text) for subject in subjects
    ):
        return None
    for subject in subjects:
        found = subject.pattern.search(text)
        if found and not subject.may_stand_under(path) and subject.has_money(setting):
            return found, subject.belongs[0]
    return None


_ITEMS = ("三公.", "机关运行经费", "单位运行经费")
_CLASS = re.compile(r"(?:^|\.)类\.\d{3}$")


def _is_split(path: str) -> bool:
    """Whether a fact is one item or one 类; totals may have any reason."""
    return bool(_CLASS.search(path)) or (path.startswith(_ITEMS) and path != "三公.合计")


@dataclass(frozen=True, slots=True)
class _Subject:
    pattern: re.Pattern[str]
    belongs: tuple[str, ...]
    also: tuple[str, ...]

    def is_of(self, path: str) -> bool:
        return path.endswith(self.belongs)

    def may_stand_under(self, path: str) -> bool:
        return self.is_of(path) or path in self.also or ("类" in self.also and bool(_CLASS.search(path)))

    def has_money(self, setting: Setting) -> bool:
        """Whether the department has such a fact at all; otherwise nobody can have mixed them up."""
        return any(
            figure.path.endswith(self.belongs) and (figure.value or figure.before or "三公" in figure.path)
            for figure in setting.figures.figures
        )


def _subjects(lists: WordLists) -> list[_Subject]:
    return [
        _Subject(entry.pattern("式"), entry.texts("属"), entry.texts("也可"))
        for entry in lists["reason_subjects"]
    ]


@check_words(NO_CHANGE_BESIDE_A_CHANGE, Role.REASON)
def no_change_beside_a_change(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """无变化 or 持平 where this year differs from last year."""
    known = _known(passage, setting)
    found = setting.lists.made(_unchanged).search(passage.text)
    if known is None or not found or not _change(known):
        return
    rest = passage.text[: found.start()] + passage.text[found.end() :]
    moves = setting.lists.made(directions).meant(rest, passage.key)
    if not moves.rise and not moves.fall:
        sentence = f"“{passage.key}”比上年{_said(known)}，原因却说“{found[0]}”"
        yield Remark(*found.span(), sentence, "请写出增减的原因，或核对上年数。")


@check_words(NO_MONEY_BESIDE_MONEY, Role.REASON)
def no_money_beside_money(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """无此项安排 where this year has money for it."""
    known = _known(passage, setting)
    if known is None or not known.value:
        return
    for entry in setting.lists.made(_reasons_by_kind).get("无安排", ()):
        found = entry.pattern("式").search(passage.text)
        clause = found and _clause_around(passage.text, found.start())
        paths = {path.removesuffix(".合计") for path in entry.texts("指标")}
        if not found or (paths and passage.key.removesuffix(".合计") not in paths):
            continue
        if not entry.pattern("除").search(clause or "") and not _is_of_another(passage, found, setting):
            amount = format_decimal((known.value / _WAN).normalize(), strip_zeros=True)
            sentence = f"“{passage.key}”有 {amount} 万元，原因却说“{found[0]}”"
            yield Remark(*found.span(), sentence, "请核对金额和原因。")
            return


def _is_of_another(passage: Passage, found: re.Match[str], setting: Setting) -> bool:
    """Whether what is not planned is another item: no trips abroad, in the reason for the total."""
    path = passage.key.removesuffix(".合计")
    subjects = setting.lists.made(_subjects)
    of_another = any(subject.pattern.search(found[0]) and not subject.is_of(path) for subject in subjects)
    others = {
        "三公.用车运行": ("购置",),
        "三公.用车购置": ("运行",),
        "三公.用车": ("购置", "运行"),
    }
    return of_another or any(setting.phrase(name).search(found[0]) for name in others.get(path, ()))


def _clause_around(text: str, place: int) -> str:
    before = part_before(text, place)
    return before + re.split("[，。；]", text[place:], maxsplit=1)[0]


@check_words(REASON_OF_LAST_YEAR, Role.REASON)
def reasons_of_last_year(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """Words carried over from last year's ledger beside a change that is this year's."""
    known, budget = _known(passage, setting), setting.budget
    if known is None or budget is None or budget.last_year is None or not _change(known):
        return
    before = {path.removesuffix(".合计"): words for path, words in budget.last_year.reasons.items()}
    words = before.get(passage.key.removesuffix(".合计"))
    if (
        words
        and _folded(words.text) == _folded(passage.written)
        and not is_empty(passage.text, setting.lists)
    ):
        sentence = f"“{passage.key}”的原因与上年的一字不差"
        related = (Related(words.span, "上年的原因"),)
        yield Remark(0, len(passage.written), sentence, "请写今年增减的原因。", related)


@check_words(EVENT_OF_ANOTHER_YEAR, Role.REASON)
def events_of_other_years(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """An event of another year cannot move this year's money against last year's."""
    known = _known(passage, setting)
    if known is None or not _change(known):
        return
    text = _TITLE.sub(lambda found: "　" * len(found[0]), passage.text)
    for entry in setting.lists["events"]:
        found = None if entry.holds_in(setting.year) else entry.pattern("式").search(text)
        if found:
            sentence = (
                f"“{found[0]}”不是 {setting.year - 1}、{setting.year} 年的事，不会是今年比上年增减的原因"
            )
            yield Remark(*found.span(), sentence, "请写今年增减的原因。")
            return
    lasting = setting.lists.made(_lasting)
    for found in _YEAR.finditer(text):
        year = int(found[1]) if found[1].isdigit() else int(numeral(found[1]) or setting.year - 2)
        if year not in {setting.year, setting.year - 1} and not lasting.match(text, found.end() - 1):
            sentence = f"原因说的是 {year} 年的事，这里比的是 {setting.year} 年和 {setting.year - 1} 年"
            yield Remark(*found.span(), sentence, "请写今年增减的原因；年份写错的，改正年份。")
            return


@check_words(FIGURE_BESIDE_THE_CHANGE, Role.REASON)
def figures_beside_the_change(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """An amount or a rate in a reason that is not the change it stands beside."""
    known = _known(passage, setting)
    if known is None or known.before is None:
        return
    for verdict in verdicts(passage, setting):
        if verdict.link is Link.NONE and verdict.told.figure.unit is Unit.MONEY:
            figure = verdict.told.figure
            sentence = f"原因里写的“{figure.written}”不是增减额：“{passage.key}”比上年{_said(known)}"
            allowed = f"# reportgen: allow {FIGURE_BESIDE_THE_CHANGE.code} —— 依据"
            hint = f"增减额由程序印出，这里请删去；是其中一部分的，写上 {allowed}。"
            yield Remark(figure.start, figure.end, sentence, hint)
    yield from _rates(passage, setting, known)


def _rates(passage: Passage, setting: Setting, known: KnownFigure) -> Iterator[Remark]:
    kinds = setting.lists.made(_reasons_by_kind)
    for figure in read_figures(passage.text):
        before = part_before(passage.text, figure.start)
        if figure.unit is not Unit.PERCENT or not known.before:
            continue
        is_change = any(entry.pattern("式").search(before) for entry in kinds.get("方向", ()))
        is_policy = any(entry.pattern("式").search(before) for entry in kinds.get("政策", ()))
        rate = abs(_change(known)) / known.before * _HUNDRED
        if is_change and not is_policy and rounded(rate, figure.step) != figure.value:
            shown = format_decimal(rounded(rate, Decimal("0.01")), strip_zeros=True)
            sentence = f"原因里写的“{figure.written}”不是增减率：“{passage.key}”是 {shown}%"
            yield Remark(figure.start, figure.end, sentence, "请核对；增减率由表式印出，这里可以删去。")


def _known(passage: Passage, setting: Setting) -> KnownFigure | None:
    return setting.figures.of(passage.key)


def _change(known: KnownFigure) -> Decimal:
    return known.value - known.before if known.before is not None else Decimal(0)


def _said(known: KnownFigure) -> str:
    change = _change(known)
    amount = format_decimal((abs(change) / _WAN).normalize(), strip_zeros=True)
    return f"{'增加' if change > 0 else '减少'} {amount} 万元" if change else "没有增减"


def _folded(text: str) -> str:
    return _BARE.sub("", text)


def _reasons_by_kind(lists: WordLists) -> dict[str, list[Entry]]:
    kinds: dict[str, list[Entry]] = {}
    for entry in lists["reasons"]:
        kinds.setdefault(entry.text("类"), []).append(entry)
    return kinds


def _patterns(lists: WordLists, kind: str) -> list[re.Pattern[str]]:
    return [entry.pattern("式") for entry in lists["reasons"] if entry.text("类") == kind]


def _empty(lists: WordLists) -> list[re.Pattern[str]]:
    return [
        re.compile(rf"(?:{pattern.pattern})(?:所致|引起|导致|造成|等原因|的?原因)?")
        for pattern in _patterns(lists, "空话")
    ]


def _begins(lists: WordLists) -> list[re.Pattern[str]]:
    return _patterns(lists, "开头")


def _unchanged(lists: WordLists) -> re.Pattern[str]:
    return one_of(pattern.pattern for pattern in _patterns(lists, "无变化"))


def _lasting(lists: WordLists) -> re.Pattern[str]:
    return one_of(pattern.pattern for pattern in _patterns(lists, "持续"))
