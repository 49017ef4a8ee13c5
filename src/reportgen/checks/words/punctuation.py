"""Punctuation: doubled, out of place, of half width, and how a text ends (GB/T 15834—2011)."""

import re
from collections.abc import Iterator

from reportgen.checks.registry import Remark, Setting, check_words
from reportgen.findings.rules import HALF_WIDTH_PUNCTUATION, WRONG_ENDING, WRONG_PUNCTUATION
from reportgen.source.passages import FORM_ROLES, OBJECT, Passage, Role

_HAN = "\u4e00-\u9fff"
# Marks that do not follow one another, marks that open or close nothing, blanks before a mark.
_WRONG = re.compile(
    r"[，。；：、,;][，。；：、,;！？]+|[！？][，。；、]|。{2,}|(?<![.\d])\.{2}(?!\.)|[“‘《（][，。；：、！？]|[，、；：][）》]"
    rf"|(?<=[{_HAN}）”》])[ \t]+(?=[，。；：、！？）”》])|(?<=[，。；：、])[ \t]+(?=[{_HAN}“《（])"
    rf"|(?<=[{_HAN}])[ \t\u3000]+(?=[{_HAN}])"
)
_LAYOUT = re.compile(r"第[一二三四五六七八九十百0-9]+[章节条款部分项]*$|[一二三四五六七八九十0-9]+$")
_START = re.compile(r"[，。；：、！？）》”,;:]")
# A mark of half width with Chinese beside it; the marks come first, because most texts have none.
_HALF = re.compile(
    rf"[,;!?:.()\"'](?:(?<=[{_HAN}][()\"'])|(?<=[(\"'])(?=[{_HAN}])|(?<=\))(?=[{_HAN}，。；、])"
    rf"|(?<=[{_HAN}）》”][,;!?:.])(?:(?<=[,;!?])|(?<=:)(?!//)|(?<=\.)(?=[{_HAN}]|$))|(?<=[,;!?])(?=[{_HAN}（《“]))"
)
_TABLE = "!表"  # what puts a table among the sentences of a form
_WIDE = str.maketrans(",;:!?()", "，；：！？（）")
_SENTENCES = (Role.DUTY, Role.DESCRIPTION)
_UNSTOPPED = (Role.REASON, Role.NAME, Role.OFFICE)
_OPEN_END = re.compile(r"[，、：；,;:（《“]$|[的和与及或对将把为在按据]$")
_STOPPED = re.compile(r"[。！？：；…]$|[。！？；][”』）]$")
_LISTING = re.compile(r"[；，]$")
_LEAST = 8  # characters of a sentence: a project's text may be a name or a number
_WRITTEN = tuple(role for role in Role if role is not Role.LABEL)


@check_words(WRONG_PUNCTUATION, *_WRITTEN)
def wrong_punctuation(passage: Passage, _setting: Setting) -> Iterator[Remark]:
    """Marks doubled or out of place, and blanks within a sentence."""
    text = passage.text
    for found in _WRONG.finditer(text):
        if found[0].isspace() and (passage.role in FORM_ROLES or _LAYOUT.search(text[: found.start()])):
            continue
        what = "多了空格" if found[0].isspace() else f"标点“{found[0]}”不对"
        hint = "请删去空格。" if found[0].isspace() else "请留下一个标点。"
        start, end = (found.start() - 1, found.end() + 1) if found[0].isspace() else found.span()
        yield Remark(start, end, f"{passage.place}里{what}：“{_around(text, *found.span())}”", hint)
    begins = passage.role is not Role.SENTENCE and _START.match(text)
    if begins:
        yield Remark(0, 1, f"{passage.place}以“{begins[0]}”开头", "请删去。")


@check_words(HALF_WIDTH_PUNCTUATION, *_WRITTEN)
def half_width_punctuation(passage: Passage, _setting: Setting) -> Iterator[Remark]:
    """Chinese text has marks of full width."""
    text = passage.text
    if text.startswith(_TABLE):
        return
    for found in _HALF.finditer(text):
        wide = found[0].translate(_WIDE)
        shown = {"(": "（）", '"': "“”", "'": "‘’", ".": "。"}.get(found[0], wide)
        sentence = f"{passage.place}里有半角的标点“{found[0]}”：“{_around(text, *found.span())}”"
        pair = text.find(")", found.end()) if found[0] == "(" else -1
        yield Remark(found.start(), max(pair + 1, found.end()), sentence, f"请改成全角的“{shown}”。")


@check_words(
    WRONG_ENDING, *_SENTENCES, *_UNSTOPPED, Role.GOAL, Role.TASK, Role.TEXT, Role.INDICATOR, Role.TERM
)
def wrong_ending(passage: Passage, _setting: Setting) -> Iterator[Remark]:
    """A text that breaks off, a duty without its full stop, a reason that brings its own.

    The form prints a full stop behind a reason.
    """
    text = passage.text.rstrip()
    if not text or text[-1] == OBJECT or passage.key in ("年度指标值", "指标值", "本年绩效指标值"):
        return
    end = len(text)
    if passage.role in _UNSTOPPED and re.search(r"[，。；：、！？,.;:]$", text):
        yield Remark(end - 1, end, f"{passage.place}末尾多了“{text[-1]}”", "请删去；标点由表式加。")
    elif passage.role in _SENTENCES:
        yield from _unfinished(passage, text)
    elif re.search(r"[，、,（《“]$", text):
        yield Remark(
            end - 1, end, f"{passage.place}以“{text[-1]}”结尾，像没有写完", "请写完，或删去末尾的标点。"
        )


def _unfinished(passage: Passage, text: str) -> Iterator[Remark]:
    end = len(text)
    if re.search(r"[，、,（《“]$", text) or (passage.role is Role.DUTY and text[-1] in "：:"):
        yield Remark(end - 1, end, f"{passage.place}以“{text[-1]}”结尾，像没有写完", "请写完，或改成句号。")
    elif not _STOPPED.search(text) and len(text.replace(OBJECT, "")) >= _LEAST:
        what = "像没有写完" if _OPEN_END.search(text) else "末尾没有句号"
        yield Remark(
            end - 1,
            end,
            f"{passage.place}{what}：“…{text[-10:].replace(OBJECT, '…')}”",
            "请写完，并加上句号。",
        )


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 5) : end + 5].replace(OBJECT, "…")
