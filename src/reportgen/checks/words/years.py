"""Years, months and days in words: each year has a role, and this year and last year are facts."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from reportgen.checks.registry import Remark, Setting, check, check_words
from reportgen.checks.words.clauses import clause_before, without_titles
from reportgen.classification.word_lists import NEVER, WordLists
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.rules import (
    ASSETS_OF_ANOTHER_DAY,
    NO_SUCH_DAY,
    PERIOD_OUTSIDE_THE_YEAR,
    PERIOD_REVERSED,
    PUBLISHED_OUT_OF_SEASON,
    YEAR_OUT_OF_PLACE,
)
from reportgen.ledger.model import Budget
from reportgen.source.passages import OBJECT, Passage, Role

_DIGITS = "〇零○一二三四五六七八九"
_FOUR = rf"(?:(?:19|20)\d\d|[一二][{_DIGITS}]{{3}})"
_YEARS = re.compile(rf"(?<![\d.〔\[])(?:{_FOUR}(?=\s?年)|20\d\d(?=[-/.]\d)|^20\d\d(?=[\u4e00-\u9fff]{{3}}))")
_FIGURES = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_NUMBER_OF_DOCUMENT = re.compile(
    r"[〔\[（(【]\s*(?:19|20)\d\d\s*[〕\]）)】]\s*(?:第)?\d+\s*号|(?:19|20)\d\d年第\d+[次号期]"
)
_RANGE = re.compile(rf"(?P<a>{_FOUR})\s*年?度?\s*(?:[-—－~～至到]|——)\s*(?P<b>{_FOUR})(?![\d月])")
# One end of a period: its year is a figure, an expression or left out; its day may be left out.
_END = (
    r"(?:(?P<y{n}>(?:19|20)\d\d|\ufffc+)\s*年)?\s*(?P<m{n}>\d{{1,2}})\s*月"
    r"(?:\s*(?P<d{n}>\d{{1,2}})\s*[日号])?"
)
_WRITTEN = r"(?P<y{n}>(?:19|20)\d\d)[-./](?P<m{n}>\d{{1,2}})(?:[-./](?P<d{n}>\d{{1,2}}))?"
_PERIODS = tuple(
    re.compile(rf"(?<!\d){end.format(n=1)}(?:起|开始|初)?\s*(?:至|到|[-—－~～]+)\s*{end.format(n=2)}(?!\d)")
    for end in (_END, _WRITTEN)
)
_MONTH = re.compile(r"(?<![\d.])(\d{1,2})月(?:份)?(?:(\d{1,2})[日号])?")
_MONTH_OF_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-./](\d{1,2})(?:[-./](\d{1,2}))?(?![\d.])")
_SALARY = re.compile(r"第$")
_BEFORE, _AFTER, _PLAN, _FUTURE, _CARRIED, _PERIOD_KEYS = (
    *("事前", "事后", "计划", "将来", "结转名称", "期间的键"),
)
_OF_THE_YEAR = (Role.GOAL, Role.TASK, Role.INDICATOR)
_LOOKED_AT = (*_OF_THE_YEAR, Role.NAME, Role.DESCRIPTION, Role.DUTY, Role.OFFICE, Role.TEXT)
_LEAP_YEAR = 2024  # whose February has all the days that a day without a year may be
_LAST = "上年"  # what a figure of an expression is called that stands for last year


@check_words(YEAR_OUT_OF_PLACE, *_LOOKED_AT)
def year_out_of_place(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """Another year than that of the budget, in a goal, a plan, a deadline or the name of a project.

    The years of documents and of what has happened may be any.
    """
    if not ("年" in passage.text or "20" in passage.text or "19" in passage.text):
        return
    text = _without_documents(passage.text)
    kinds = setting.lists.made(_kinds)
    if passage.role is Role.NAME and kinds[_CARRIED].search(text):
        return
    for found in _YEARS.finditer(text):
        year = int(found[0].translate(_FIGURES))
        plan = kinds[_PLAN if year >= setting.year - 1 else _FUTURE]
        if year != setting.year and _is_out_of_place(passage, text, found, kinds, plan):
            sentence = f"{passage.place}里的“{found[0]}年”不是预算年度（{setting.year}年）"
            yield Remark(*found.span(), sentence, _way_out(year, setting.year))


def _way_out(year: int, this: int) -> str:
    if year == this - 1:
        return "指上年的请写 {{ 上年 }}，指本年的请写 {{ 年度 }}；确是以前的事，豁免并写明原因。"
    return "指本年的请写 {{ 年度 }}；确是别的年份的，豁免并写明原因。"


def _is_out_of_place(
    passage: Passage,
    text: str,
    found: re.Match[str],
    kinds: dict[str, re.Pattern[str]],
    plan: re.Pattern[str],
) -> bool:
    behind = re.sub(r"^\s?年?度?(?:\d{1,2}月)?(?:份)?(?:\d{1,2}日)?", "", text[found.end() :])
    has_happened = kinds[_BEFORE].search(clause_before(text, found.start())) or kinds[_AFTER].match(behind)
    if passage.role in (*_OF_THE_YEAR, Role.NAME) or kinds[_PERIOD_KEYS].search(passage.key):
        return not has_happened
    return not has_happened and bool(plan.match(behind))


def _without_documents(text: str) -> str:
    """Blank titles and numbers of documents, and periods of several years, which another rule looks at."""
    text = without_titles(text)
    for pattern in (_NUMBER_OF_DOCUMENT, _RANGE, *_PERIODS):
        text = pattern.sub(lambda found: OBJECT * len(found[0]), text)
    return text


def _kinds(lists: WordLists) -> dict[str, re.Pattern[str]]:
    found = {entry.text("类"): entry.pattern("式") for entry in lists["years"]}
    return {
        kind: found.get(kind, NEVER) for kind in (_BEFORE, _AFTER, _PLAN, _FUTURE, _CARRIED, _PERIOD_KEYS)
    }


@check_words(NO_SUCH_DAY)
def no_such_day(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """A thirteenth month, a thirty-first of June."""
    text = passage.text
    if not ("月" in text or "20" in text):
        return
    for pattern in (_MONTH, _MONTH_OF_DATE):
        for found in pattern.finditer(text):
            if _SALARY.search(text[: found.start()]):
                continue
            month, day = int(found[1]), int(found[2] or 1)
            year = setting.year if pattern is _MONTH_OF_DATE else _LEAP_YEAR
            if not _is_day(year, month, day):
                sentence = f"{passage.place}里没有“{found[0]}”这个日子"
                yield Remark(*found.span(), sentence, "请核对月和日。")


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]  # noqa: PLR2004 - twelve months


@check_words(PERIOD_REVERSED)
def period_reversed(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """A period that ends before it begins."""
    for start, end, first, last in _periods(passage, setting.year):
        if last < first:
            sentence = f"{passage.place}里的期间“{_shown(passage, start, end)}”结束在开始之前"
            yield Remark(start, end, sentence, "请核对起止的年月日。")


@check_words(PERIOD_OUTSIDE_THE_YEAR, *_OF_THE_YEAR, Role.DESCRIPTION)
def period_outside_the_year(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """A period of a project that does not touch the year of the budget."""
    kinds = setting.lists.made(_kinds)
    if passage.role is Role.DESCRIPTION and not kinds[_PERIOD_KEYS].search(passage.key):
        return
    for start, end, first, last in _periods(passage, setting.year):
        if first <= last and not first.year <= setting.year <= last.year:
            sentence = f"{passage.place}里的期间“{_shown(passage, start, end)}”不含预算年度{setting.year}年"
            yield Remark(start, end, sentence, "请核对年份；本年写 {{ 年度 }}。")


def _periods(passage: Passage, year: int) -> Iterator[tuple[int, int, date, date]]:
    """Yield each period with its place, its first and last day (of a month the first)."""
    if not any(mark in passage.text for mark in "-—－~～至到"):
        return
    text = without_titles(passage.text)
    for found in (found for pattern in _PERIODS for found in pattern.finditer(text)):
        begins = _year(passage, found, "y1", year) or year
        ends = _year(passage, found, "y2", year) or begins
        first, last = _day(begins, found["m1"], found["d1"]), _day(ends, found["m2"], found["d2"])
        if first and last and (found["y1"] or found["y2"] or found["d1"]):
            yield *found.span(), first, last
    for found in _RANGE.finditer(text):
        first, last = (date(int(found[name].translate(_FIGURES)), 1, 1) for name in "ab")
        yield *found.span(), first, last


def _year(passage: Passage, found: re.Match[str], which: str, year: int) -> int | None:
    """Return the year of one end, None where none is stated; an expression stands for that of the budget."""
    stated = found[which]
    if not stated or stated[0] != OBJECT:
        return int(stated) if stated else None
    return year - 1 if _LAST in passage.written[found.start(which) : found.end(which)] else year


def _day(year: int, month: str, day: str | None) -> date | None:
    known = (year, int(month), int(day or 1))
    return date(*known) if _is_day(*known) else None


def _shown(passage: Passage, start: int, end: int) -> str:
    return re.sub(r"\{\{\s*(.*?)\s*\}\}", r"{\1}", passage.written[start:end])


@check(ASSETS_OF_ANOTHER_DAY)
def assets_of_another_day(budget: Budget) -> Iterator[Diagnostic]:
    """Assets are those of the last day of the year before (财政部 部门预算公开的要求)."""
    if budget.assets and budget.assets.as_of != date(budget.year - 1, 12, 31):
        sentence = f"资产的“截至”是{budget.assets.as_of}，不是上年的最后一天"
        yield Diagnostic(
            ASSETS_OF_ANOTHER_DAY, budget.assets.span, sentence, f"请写 {budget.year - 1}-12-31，并核对数量。"
        )


@check(PUBLISHED_OUT_OF_SEASON)
def published_out_of_season(budget: Budget) -> Iterator[Diagnostic]:
    """A budget is published within twenty days of its approval (预算法第十四条), in winter or spring."""
    day = budget.date
    if day and budget.date_span and not date(budget.year - 1, 12, 1) <= day <= date(budget.year, 5, 31):
        sentence = f"“日期”是{day}，{budget.year}年的部门预算不会在这时公开"
        yield Diagnostic(
            PUBLISHED_OUT_OF_SEASON, budget.date_span, sentence, "请核对年和月；补充公开的，豁免并写明原因。"
        )
