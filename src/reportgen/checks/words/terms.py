"""Terms of the field: nearly right, without their marks, or ended."""

import re
from collections.abc import Iterator

from reportgen.checks.registry import Remark, Setting, check_words
from reportgen.checks.words.clauses import Finder, is_part_of, without_titles
from reportgen.classification.tables import Classification
from reportgen.classification.word_lists import Entry, WordLists
from reportgen.findings.rules import ENDED_TERM, TERM_MISSPELT
from reportgen.source.passages import Passage, Role

_HAN = "[\u4e00-\u9fff]"
_THREE_PUBLIC = re.compile(r"(?<![“\"‘「『])三公(?![”\"’」』])(?=经费|支出|消费|费用|预算)")
_SPOKEN = tuple(role for role in Role if role is not Role.LABEL)
_RANKED = re.compile(r"([\u4e00-\u9fff]{2,20})（[类款项]）")
_SHORTEST = 5  # characters of a term in which one may be left out


@check_words(TERM_MISSPELT, *_SPOKEN)
def term_misspelt(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """A term with one character wrong, missing or exchanged; “三公” without its marks."""
    text = passage.text
    for found, term in setting.lists.made(_listed).find(text):
        yield _remark(passage, found, term)
    near, right = setting.lists.made(_near_terms)
    for found, term in near.find(text):
        if not is_part_of(right, text, *found.span()):
            yield _remark(passage, found, term)
    for found in _THREE_PUBLIC.finditer(text):
        yield Remark(*found.span(), f"{passage.place}里的“三公”没有加引号", "请写成“三公”，引号用全角。")


def _remark(passage: Passage, found: re.Match[str], term: str) -> Remark:
    sentence = f"{passage.place}里的“{found[0]}”应为“{term}”"
    return Remark(*found.span(), sentence, f"请改成“{term}”。")


def _listed(lists: WordLists) -> Finder[str]:
    entries = lists["terms"]
    return Finder((entry.text("错"), entry.text("名")) for entry in entries if entry.text("错"))


def _near_terms(lists: WordLists) -> tuple[Finder[str], tuple[str, ...]]:
    """Return what is one step away from a term, and the words that only look so."""
    terms = [entry.text("名") for entry in lists["terms"]]
    near = Finder((pattern, term) for term in terms for pattern in _one_step_away(term))
    right = (word for entry in lists["terms"] for word in (entry.text("名"), *entry.texts("另作")) if word)
    return near, tuple(right)


def _one_step_away(term: str) -> Iterator[str]:
    """Yield patterns of *term* with an inner character wrong, gone or exchanged with the next."""
    for place in range(1, len(term) - 1):
        before, character, after = term[:place], term[place], term[place + 1 :]
        yield f"{before}(?!{character}){_HAN}{after}"
        if len(term) >= _SHORTEST and character != after[0]:
            yield f"{before}{after}"
            yield f"{before}{after[0]}{character}{after[1:]}"


@check_words(ENDED_TERM)
def ended_term(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """Abolished terms, bodies merged away, slogans of a past congress or plan."""
    text = without_titles(passage.text)
    for found, entry in setting.lists.made(_ended).find(text):
        if entry.holds_in(setting.year):
            sentence = f"{passage.place}里的“{found[0]}”{setting.year}年已经停用"
            yield Remark(*found.span(), sentence, f"现在的说法是“{entry.text('今')}”。")
    if setting.classification:
        yield from _old_names(passage, text, setting.classification)


def _old_names(passage: Passage, text: str, classification: Classification) -> Iterator[Remark]:
    """Yield the 科目 named with their rank that had this name in an earlier year."""
    if not _RANKED.search(text):
        return
    day = f"{classification.year}-01-01"
    old = [one for one in classification.renamed if one.since <= day and one.old not in one.new]
    names = {entry.name for entry in classification.functional.in_force()}
    for found in _RANKED.finditer(text):
        rename = next((one for one in old if found[1].endswith(one.old)), None)
        if rename and found[1] not in names:
            sentence = f"{passage.place}里的“{found[0]}”是旧的科目名称"
            yield Remark(*found.span(), sentence, f"现在的名称是“{rename.new}”。")


def _ended(lists: WordLists) -> Finder[Entry]:
    return Finder((entry.text("词"), entry) for entry in lists["ended"])
