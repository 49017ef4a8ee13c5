"""Counts in words against the facts: projects, units, offices, vehicles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.checks.registry import Setting
from reportgen.checks.words.clauses import part_before
from reportgen.checks.words.numbers import Kind, Told
from reportgen.checks.words.verdicts import Link, Verdict
from reportgen.classification.word_lists import Entry, WordLists
from reportgen.source.figures import Figure, Unit, read_figures
from reportgen.source.passages import Passage


def of_counts(passage: Passage, setting: Setting) -> Iterator[Verdict]:
    """Say of each count that the words around them name which fact it is, or should be."""
    if not setting.figures.figures:
        return
    text = passage.text
    for figure in read_figures(text):
        after = text[figure.end : figure.end + 12]
        if figure.unit is Unit.OTHER and after:
            before = part_before(text, figure.start)
            for count in setting.lists.made(_patterns_of_counts):
                if count.fits(before, after):
                    yield from _of_count(figure, count.entry, setting)
                    break


@dataclass(frozen=True, slots=True)
class _Count:
    entry: Entry
    before: re.Pattern[str]
    after: re.Pattern[str]

    def fits(self, before: str, after: str) -> bool:
        return bool(self.after.match(after) and self.before.search(before))


def _patterns_of_counts(lists: WordLists) -> list[_Count]:
    return [_Count(entry, entry.pattern("前"), entry.pattern("后")) for entry in lists["figure_counts"]]


def _of_count(figure: Figure, entry: Entry, setting: Setting) -> Iterator[Verdict]:
    known = setting.figures.of(entry.text("指标"))
    if known is None or not known.value:
        return
    item, name = Told(figure, Kind.STATED), entry.text("说")
    if known.value == figure.value:
        sentence = f"文字里写死了“{figure.written}”，它就是{name}（{known.path}）"
        yield Verdict(item, Link.EQUAL, sentence, f"请写成 {{{{ {known.path} }}}}，台账改动时它会跟着变。")
    elif entry.text("准"):
        sentence = f"文字里写的是“{figure.written}”，台账里{name}是 {known.value}（{known.path}）"
        yield Verdict(item, Link.NEAR, sentence, f"请核对，改写成 {{{{ {known.path} }}}}。")
