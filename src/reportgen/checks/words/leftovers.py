"""What a template left standing, for somebody to fill in or to choose."""

import re
from collections.abc import Iterator

from reportgen.checks.registry import Remark, Setting, check_words
from reportgen.classification.word_lists import WordLists
from reportgen.findings.rules import LEFTOVER
from reportgen.source.passages import Passage


@check_words(LEFTOVER)
def leftovers(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """Placeholders, choices that nobody made, marks of other programs (faults of templates)."""
    for pattern, name in setting.lists.made(_patterns):
        for found in pattern.finditer(passage.text):
            yield Remark(
                *found.span(), f"{passage.place}里留着{name}“{found[0]}”", "请填好或选定，删去多余的字。"
            )


def _patterns(lists: WordLists) -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(entry.text("式")), entry.text("说") or "没有填的内容") for entry in lists["leftovers"]
    ]
