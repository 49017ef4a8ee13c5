"""Characters of another width or another script that look like the right ones."""

import re
import unicodedata
from collections.abc import Iterator

from reportgen.checks.registry import Remark, Setting, check_words
from reportgen.classification.word_lists import WordLists
from reportgen.findings.rules import FULL_WIDTH_CHARACTER, LOOK_ALIKE
from reportgen.source.passages import Passage, Role

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％．＋＝＜＞]+")
_WIDE_WORDS = tuple(role for role in Role if role is not Role.LABEL)
# Radicals, compatibility ideographs without the twelve that are ordinary ones, small and half-width forms,
# and letters of Greek and Cyrillic that look Latin.
_COMPATIBLE = (
    "\u2e80-\u2fdf\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufaff"
    "\ufe50-\ufe6b\uff61-\uff9f"
)
_CYRILLIC = ("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")
_RULES = {"─": "—", "━": "—", "―": "—", "∶": "：", "︰": "：", "﹐": "，", "﹑": "、", "‐": "-", "⁃": "-"}


@check_words(FULL_WIDTH_CHARACTER, *_WIDE_WORDS)
def full_width_character(passage: Passage, _setting: Setting) -> Iterator[Remark]:
    """Figures, Latin letters and per cent signs are of half width."""
    for found in _WIDE.finditer(passage.text):
        narrow = unicodedata.normalize("NFKC", found[0])
        sentence = f"{passage.place}里有全角的“{found[0]}”"
        yield Remark(*found.span(), sentence, f"请改成半角的“{narrow}”。")


@check_words(LOOK_ALIKE)
def look_alike(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """Characters that look like the right ones: they cannot be found, and fonts draw them otherwise."""
    if passage.text.isascii():
        return
    pattern, meant = setting.lists.made(_look_alikes)
    for found in pattern.finditer(passage.text):
        right = "".join(meant.get(one) or unicodedata.normalize("NFKC", one) for one in found[0])
        codes = "、".join(f"U+{ord(one):04X}" for one in found[0])
        sentence = f"{passage.place}里的“{found[0]}”（{codes}）是“{right}”的另一种字形"
        yield Remark(*found.span(), sentence, f"请改成“{right}”。")


def _look_alikes(lists: WordLists) -> tuple[re.Pattern[str], dict[str, str]]:
    meant = dict(_RULES)
    for written, right in (_CYRILLIC, _GREEK):
        meant |= dict(zip(written, right, strict=True))
    for entry in lists["variants"]:
        meant |= dict(zip(entry.text("异"), entry.text("正"), strict=True))
    return re.compile(f"[{_COMPATIBLE}{re.escape(''.join(meant))}]+"), meant
