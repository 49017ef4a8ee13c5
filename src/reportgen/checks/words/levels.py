"""Words of another level of government than that of the department."""

import re
from collections.abc import Iterator

from reportgen.checks.registry import Remark, Setting, check_words
from reportgen.checks.words.clauses import without_titles
from reportgen.classification.word_lists import WordLists, one_of
from reportgen.findings.rules import ANOTHER_LEVEL
from reportgen.source.passages import Passage


@check_words(ANOTHER_LEVEL)
def another_level(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """What only bodies of another level say of themselves (市财政 in the document of a district)."""
    pattern = setting.lists.made(_of_other_levels).get(setting.names.level)
    if pattern is None:
        return
    for found in pattern.finditer(without_titles(passage.text)):
        sentence = f"{passage.place}里的“{found[0]}”不是{setting.names.level}级的说法"
        yield Remark(
            *found.span(), sentence, f"请改成{setting.names.level}级的说法；确指别级的，写明并豁免。"
        )


def _of_other_levels(lists: WordLists) -> dict[str, re.Pattern[str]]:
    levels = {level for entry in lists["levels"] for level in entry.texts("级")}
    return {
        level: one_of(entry.text("词") for entry in lists["levels"] if level in entry.texts("级"))
        for level in levels
    }
