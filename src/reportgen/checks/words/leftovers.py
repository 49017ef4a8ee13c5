"""What a template left standing, for somebody to fill in or to choose."""

import re
from collections.abc import Iterable, Iterator

from reportgen.checks.registry import Remark, Setting, check_words
from reportgen.checks.words.clauses import Finder
from reportgen.classification.word_lists import Entry, WordLists
from reportgen.findings.rules import LEFTOVER, UNFINISHED
from reportgen.source.passages import Passage, Role

# Standard explanations of indicators and headings of tables say “部门（单位）” of all that there are.
_CHOSEN = (
    Role.DUTY,
    Role.OFFICE,
    Role.REASON,
    Role.DESCRIPTION,
    Role.GOAL,
    Role.TASK,
    Role.TEXT,
    Role.NAME,
    Role.SENTENCE,
)
_HINT = "请填好或选定，删去多余的字。"
_IN_WORDS = "无记号"
# Whatever a sentence is not made of.
_MARKS = re.compile(r"[^\u4e00-\u9fff，。；、：“”《》0-9％%\ufffc\s]")


@check_words(LEFTOVER)
def leftovers(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """Placeholders, choices that nobody made, marks of other programs (faults of templates)."""
    in_words, in_marks = setting.lists.made(_leftovers)
    yield from _remarks(passage, in_words)
    if _MARKS.search(passage.text):
        yield from _remarks(passage, in_marks)


@check_words(UNFINISHED, *_CHOSEN)
def unfinished(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """“部门（单位）” where one of them is meant: a template serves both."""
    yield from _remarks(passage, setting.lists.made(_unfinished))


def _remarks(passage: Passage, finder: Finder[str]) -> Iterator[Remark]:
    said: set[str] = set()  # one mistake leaves several marks: a tag and its end, X年X月
    for found, name in finder.find(passage.text):
        if name in said:
            continue
        said.add(name)
        yield Remark(*found.span(), f"{passage.place}里留着{name}“{found[0]}”", _HINT)


def _leftovers(lists: WordLists) -> tuple[Finder[str], Finder[str]]:
    """Return what is looked for in all words, and what in those alone that have marks."""
    entries = lists["leftovers"]
    words, marks = (
        [entry for entry in entries if bool(entry.text(_IN_WORDS)) is in_words] for in_words in (True, False)
    )
    return _finder(words), _finder(marks)


def _unfinished(lists: WordLists) -> Finder[str]:
    return _finder(lists["unfinished"])


def _finder(entries: Iterable[Entry]) -> Finder[str]:
    return Finder((entry.text("式"), entry.text("说") or "没有填的内容") for entry in entries)
