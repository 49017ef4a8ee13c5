"""Which way the words of a reason move money, by the list `directions` beside the classification."""

import re
from dataclasses import dataclass

from reportgen.classification.word_lists import Entry, WordLists, one_of

_RISE = "增"
_PLAIN = "明"


@dataclass(frozen=True, slots=True)
class Moves:
    """Whether words speak of a rise, and of a fall."""

    rise: bool
    fall: bool


@dataclass(frozen=True, slots=True)
class Directions:
    """The phrases with a direction; *plain* ones say it, the others are what makes money rise or fall."""

    plain: tuple[re.Pattern[str], re.Pattern[str]]
    causes: tuple[tuple[re.Pattern[str], bool, tuple[str, ...]], ...]
    negated: re.Pattern[str]

    def said(self, text: str) -> Moves:
        """Return what *text* says outright: 增加, 减少; “未增加” and “无新增” say nothing of the kind."""
        spoken = self.negated.sub("", text)
        rise, fall = self.plain
        return Moves(rise=bool(rise.search(spoken)), fall=bool(fall.search(spoken)))

    def meant(self, text: str, path: str) -> Moves:
        """Return what *text* says or implies of the fact *path*: projects that end, people who come."""
        said, spoken = self.said(text), self.negated.sub("", text)
        causes = [
            is_rise
            for pattern, is_rise, but in self.causes
            if not path.endswith(but or ("\0",)) and pattern.search(spoken)
        ]
        return Moves(rise=said.rise or True in causes, fall=said.fall or False in causes)


def directions(lists: WordLists) -> Directions:
    """Make the patterns of the list; to be called through `WordLists.made`."""
    entries = lists["directions"]
    plain = [entry for entry in entries if entry.text(_PLAIN)]
    rise, fall = (
        one_of(entry.text("式") for entry in plain if _is_rise(entry) is wanted) for wanted in (True, False)
    )
    return Directions(
        plain=(rise, fall),
        causes=tuple(
            (entry.pattern("式"), _is_rise(entry), entry.texts("除"))
            for entry in entries
            if not entry.text(_PLAIN)
        ),
        # “未增加”, “无新增”, “没有再减少”: no change is spoken of; “不断增加” is one.
        negated=re.compile(rf"(?:未|无|没有|不(?!断))[^，。；、]{{0,2}}?(?:{rise.pattern}|{fall.pattern})"),
    )


def _is_rise(entry: Entry) -> bool:
    return entry.text("向") == _RISE
