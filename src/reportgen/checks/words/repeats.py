"""Words and sentences that stand twice: typed or pasted once too often."""

import re
from collections.abc import Iterator
from itertools import groupby

from reportgen.checks.registry import Remark, Setting, check, check_words
from reportgen.classification.word_lists import WordLists, one_of
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import DOUBLED_WORDS, SAID_TWICE
from reportgen.ledger.model import Budget
from reportgen.ledger.passages import passages_of
from reportgen.source.passages import LEDGER_ROLES, OBJECT, Passage, Role

_HAN = re.compile(r"[\u4e00-\u9fff“”]+")
_BETWEEN = "、，；"
_LONGEST = 40  # characters of a phrase
# Characters of a phrase behind a mark: a long one may go on, a short one is followed by another mark.
_LONG, _SHORT = 12, 3
_BEHIND = re.compile(r"[、，。；）]|等|$")
_ITEM = r"[^，。；：！？“”《》（）()/\n\ufffc、]*"
_LISTED = re.compile(rf"{_ITEM}、{_ITEM}、[^，。；：！？“”《》（）()/\n]*")
_LAST_OF_LIST = re.compile(r"等|[和及与]|以及")
_SENTENCES = re.compile(r"[^。；！？\n]+")
_LEAST = 12  # characters: shorter sentences (服务对象满意度不低于90%) are said of several things
_SHOWN = 30  # characters of a sentence in a message
_WITHIN = (Role.DUTY, Role.DESCRIPTION, Role.TEXT)
_SPOKEN = tuple(role for role in Role if role is not Role.LABEL)


@check_words(DOUBLED_WORDS, *_SPOKEN)
def doubled_words(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """A character, a word or a phrase written twice, and an item that a list names twice."""
    text = passage.text
    if len(text) < 2 * 2 - 1:
        return
    characters, right = setting.lists.made(_doubled)
    ends = 0
    for start, end, once in _twice(text):
        if not any(right.match(text, max(0, start - shift)) for shift in (0, 1)):
            yield Remark(start, end, f"{passage.place}里“{once}”写了两遍", "请删去一遍。")
            ends = end
    for found in characters.finditer(text):
        if found.start() >= ends:
            yield Remark(*found.span(), f"{passage.place}里“{found[0][0]}”字多写了一个", "请删去一个。")
    if text.count("、") > 1:
        yield from _listed_twice(passage, ends)


def _twice(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each phrase of two characters and more that follows itself at once, or behind a mark."""
    seen: dict[str, int] = {}
    behind = 0
    for place in range(len(text) - 1):
        pair = text[place : place + 2]
        first = seen.get(pair, -1)
        seen[pair] = place
        length = place - first
        if first < behind or not 1 < length <= _LONGEST or text[place : place + 1] in _BETWEEN:
            continue
        once = text[first:place]
        phrase = once.rstrip(_BETWEEN)
        if len(phrase) < length - 1 or not text.startswith(phrase, place) or not _HAN.fullmatch(phrase):
            continue
        end = place + len(phrase)
        if len(phrase) == length or _is_whole(phrase, text, end):
            behind = end
            yield first, end, phrase


def _is_whole(phrase: str, text: str, end: int) -> bool:
    """Whether the second of two phrases with a mark between is no beginning of another word."""
    return len(phrase) >= _LONG or (len(phrase) >= _SHORT and bool(_BEHIND.match(text, end)))


def _listed_twice(passage: Passage, behind: int) -> Iterator[Remark]:
    for clause in _LISTED.finditer(passage.text):
        seen: set[str] = set()
        start = clause.start()
        items = clause[0].split("、")
        for item in items:
            word = _LAST_OF_LIST.split(item.strip())[0]
            again = word in seen or (item is not items[0] and len(word) > _SHORT and items[0].endswith(word))
            if len(word) > 1 and again and start >= behind:
                end = start + len(word)
                yield Remark(
                    start, end, f"{passage.place}里把“{word}”列了两次", "请删去一个，或改成漏写的那一个。"
                )
            seen.add(word)
            start += len(item) + 1


def _doubled(lists: WordLists) -> tuple[re.Pattern[str], re.Pattern[str]]:
    patterns = []
    for entry in lists["doubled"]:
        character, before, after = (re.escape(entry.text(key)) for key in ("字", "前", "后"))
        if before and after:
            patterns.append(f"{character}(?:(?<![{before}]{character}){character}|{character}(?![{after}]))")
        else:
            patterns.append(f"{character}{character}(?![{after}])" if after else f"{character}{character}")
    return one_of(patterns), one_of(entry.text("式") for entry in lists["repeats"])


@check(SAID_TWICE)
def said_twice(budget: Budget) -> Iterator[Diagnostic]:
    """A sentence twice in one text, a duty twice, one text under two headings of a project."""
    passages = [passage for passage in passages_of(budget) if passage.role in LEDGER_ROLES]
    for (_, owner, _), group in groupby(passages, _together):
        seen: dict[str, Passage] = {}
        for passage in group:
            yield from _repeated(passage, owner, seen)


def _together(passage: Passage) -> tuple[Role, str, object]:
    """What is looked at together: the duties, the texts of a project, each other text by itself."""
    if passage.role in _WITHIN:
        return passage.role, passage.owner, passage.key if passage.role is Role.TEXT else ""
    return passage.role, passage.owner, (passage.key, passage.group)


def _repeated(passage: Passage, owner: str, seen: dict[str, Passage]) -> Iterator[Diagnostic]:
    for found in _SENTENCES.finditer(passage.text):
        sentence = found[0].strip(" 　，、")
        words = sentence.replace(OBJECT, "")
        if len(words) < _LEAST:
            continue
        first = seen.setdefault(sentence, passage)
        again = passage.text.find(sentence, found.end())
        at_once = again == found.end() + 1 and passage.text[again - 1] in _BETWEEN
        said = at_once and len(sentence) <= _LONGEST and _HAN.fullmatch(sentence)  # by the rule above
        if first is passage and (again < 0 or said):
            continue
        where = f"项目“{owner}”的{passage.place}" if owner else passage.place
        yield Diagnostic(
            SAID_TWICE,
            passage.span,
            f"{where}里这一句写了两遍：“{_short(sentence)}”",
            "请删去一遍；标题不同、内容相同的，请改写其中一处。",
            () if first is passage else (Related(first.span, "第一遍在这里"),),
        )
        return


def _short(sentence: str) -> str:
    shown = sentence.replace(OBJECT, "…")
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
