"""Words written for others that sound or look like them, and names that stand side by side without a mark."""

import re
from collections.abc import Iterator

from reportgen.checks.registry import Remark, Setting, check_words
from reportgen.checks.words.clauses import Finder
from reportgen.classification.word_lists import NEVER, WordLists
from reportgen.findings.rules import MISSING_SEPARATOR, WORD_MISTAKEN
from reportgen.source.passages import Passage


@check_words(WORD_MISTAKEN)
def word_mistaken(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """Confusions of the trade (时效 and 实效, 公正 and 公证) and slips of typing, as a list that can grow."""
    for found, right in setting.lists.made(_confusions).find(passage.text):
        yield Remark(*found.span(), f"{passage.place}里的“{found[0]}”应为“{right}”", f"请改成“{right}”。")


def _confusions(lists: WordLists) -> Finder[str]:
    return Finder((entry.text("误"), entry.text("正")) for entry in lists["confusions"])


@check_words(MISSING_SEPARATOR)
def missing_separator(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """Two names of items or bodies without 、 between them (GB/T 15834—2011, 4.5)."""
    for found in setting.lists.made(_adjoining).finditer(passage.text):
        first, second = found["first"] or found["body"], found["second"] or found["next"]
        sentence = f"{passage.place}里“{first}”和“{second}”之间缺顿号"
        yield Remark(found.start(), found.end() + len(second), sentence, f"请写成“{first}、{second}”。")


def _adjoining(lists: WordLists) -> re.Pattern[str]:
    items = "|".join(
        re.escape(name)
        for name in sorted(
            (name for entry in lists["items"] for name in entry.texts("名")), key=len, reverse=True
        )
    )
    bodies = next(
        (entry.text("式") for entry in lists["agencies"] if entry.text("类") == "机关"), NEVER.pattern
    )
    return re.compile(
        rf"(?P<first>{items})(?=(?P<second>{items}))|(?P<body>(?:{bodies}))(?=(?P<next>[省市区县]?(?:{bodies})))"
    )
