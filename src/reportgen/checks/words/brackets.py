"""Brackets and quotation marks: each that opens is closed by its own, and closed only once."""

import re
from collections.abc import Iterator

from reportgen.checks.registry import Remark, Setting, check_words
from reportgen.findings.rules import UNPAIRED_MARK
from reportgen.source.passages import Passage, Role

_PAIRS = {
    "（": "）",
    "(": ")",
    "《": "》",
    "〈": "〉",
    "“": "”",
    "‘": "’",
    "【": "】",
    "〔": "〕",
    "「": "」",
    "『": "』",
    "［": "］",
}
_OPENS = {close: open_ for open_, close in _PAIRS.items()}
_MARKS = re.compile(f"[{re.escape(''.join((*_PAIRS, *_OPENS)))}]")
# An ordinal before a closing bracket: 1） 甲.
_ORDINAL = re.compile(r"(?:^|[\s，。；：、！？])(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳])$")
_KINDS = {"“": "引号", "‘": "引号", "「": "引号", "『": "引号", "《": "书名号", "〈": "书名号"}
_WHOLE = tuple(role for role in Role if role is not Role.SENTENCE)


@check_words(UNPAIRED_MARK, *_WHOLE)
def unpaired_mark(passage: Passage, _setting: Setting) -> Iterator[Remark]:
    """A bracket or quotation mark without its other half, or with half of another kind.

    A form may keep the words before something in brackets by themselves, with the mark that opens.
    """
    text = passage.text
    if passage.role is Role.LABEL and (text[0] in _OPENS or text[-1] in _PAIRS):
        return
    yield from _unpaired(passage)


def _unpaired(passage: Passage) -> Iterator[Remark]:
    open_: list[tuple[str, int]] = []
    for found in _MARKS.finditer(passage.text):
        mark, start = found[0], found.start()
        if mark in _PAIRS:
            nested = next((known for known, _ in open_ if known == mark), "")
            if nested and mark in "“‘《":
                yield _remark(passage, start, f"“{mark}”里面又有一个“{mark}”，前一个没有关上")
                return
            open_.append((mark, start))
        elif open_ and open_[-1][0] == _OPENS[mark]:
            open_.pop()
        elif open_:
            yield _remark(passage, start, f"“{open_[-1][0]}”与“{mark}”不是一对")
            return
        elif not (mark in "）)" and _ORDINAL.search(passage.text[:start])):
            yield _remark(passage, start, f"“{mark}”前面没有与它成对的“{_OPENS[mark]}”")
            return
    if open_:
        mark, start = open_[-1]
        yield _remark(passage, start, f"“{mark}”没有关上")


def _remark(passage: Passage, start: int, what: str) -> Remark:
    mark = passage.text[start]
    kind = _KINDS.get(_OPENS.get(mark, mark), "括号")
    around = passage.text[max(0, start - 6) : start + 7].replace("\ufffc", "…")
    return Remark(
        start, start + 1, f"{passage.place}的{kind}不成对：{what}（“{around}”）", "请补上或改正另一半。"
    )
