"""Names of departments and places: another's where its own belongs, and its own misspelt."""

import re
from collections.abc import Iterator

from reportgen.checks.registry import Remark, Setting, check_words
from reportgen.checks.words.clauses import clause_before, without_titles
from reportgen.classification.word_lists import NEVER, WordLists, one_of
from reportgen.findings.rules import ANOTHER_DEPARTMENT, ANOTHER_PLACE, NAME_MISSPELT
from reportgen.ledger.names import Names
from reportgen.source.passages import FORM_ROLES, OBJECT, Passage, Role

_TOLD = (
    Role.DUTY,
    Role.DESCRIPTION,
    Role.GOAL,
    Role.TASK,
    Role.INDICATOR,
    Role.REASON,
    Role.TEXT,
    *FORM_ROLES,
)
_DOERS = (Role.DUTY, Role.DESCRIPTION, Role.GOAL, Role.TASK, Role.INDICATOR)
_BODIES, _TOGETHER, _DOES, _SERVED, _KEYS, _BODY_END, _BEHIND_PLACE, _STUDY = (
    *("机关", "协作", "办事", "保障", "主体的键", "单位结尾", "地方后", "学习"),
)
_LAST = re.compile(r"[）局会室心院馆站队所处厅部校办委]")
_LONGEST = 30  # characters of a name: what is longer is a sentence
# A long name may differ in its last character too, unless it is that of a body: 建设局, 建设工作.
_SAFE, _BODIES_END = 8, "局会室心院馆站队所处厅部校办委科）"
_SHORT = 6  # characters: shorter names differ by one character from too much


@check_words(ANOTHER_DEPARTMENT, *_TOLD)
def another_department(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """Another department as the one that acts; mentioned only, it may stand."""
    names = setting.names
    text = without_titles(passage.text)
    known = list(_known(text, names, setting.lists))
    yield from (_remark(passage, *place) for place in known)
    if known or passage.role not in _DOERS:
        return
    if setting.lists.made(_patterns)[_KEYS].match(passage.key):
        yield from _named_as_doer(passage, text, setting)
        return
    for found in setting.lists.made(_acting).finditer(text):
        body = found["body"] or found["by"] or found["served"]
        start = found.start(found.lastgroup or 0)
        if not _is_own(body, names):
            yield _remark(passage, start, start + len(body))


def _remark(passage: Passage, start: int, end: int) -> Remark:
    sentence = f"{passage.place}里写的是别的部门：“{passage.text[start:end]}”"
    return Remark(
        start, end, sentence, "请改成本部门；确指别的部门的，写明是配合、报送还是会同，或豁免并写明原因。"
    )


def _known(text: str, names: Names, lists: WordLists) -> Iterator[tuple[int, int]]:
    """Yield where the department of another ledger is named, other than as one to work with."""
    if not names.others:
        return
    lengths = sorted({len(name) for name in names.others}, reverse=True)
    together = lists.made(_patterns)[_TOGETHER]
    for found in _LAST.finditer(text):
        end = found.end()
        name = next(
            (text[end - n : end] for n in lengths if n <= end and text[end - n : end] in names.others), ""
        )
        if name and not together.search(clause_before(text, end - len(name))):
            yield end - len(name), end


def _named_as_doer(passage: Passage, text: str, setting: Setting) -> Iterator[Remark]:
    """Yield the body that a text names as who carries a project out, if it is not of this department."""
    body = text.strip().rstrip("。")
    if OBJECT in body or not setting.lists.made(_patterns)[_BODY_END].search(body) or "、" in body:
        return
    if len(body) <= _LONGEST and not _is_own(body, setting.names):
        start = text.index(body)
        yield _remark(passage, start, start + len(body))


def _is_own(body: str, names: Names) -> bool:
    core = re.sub(r"（本级）|（机关）|本级$|机关$", "", body)
    return not names.own or any(core in name or name in core for name in (*names.own, *names.parts) if name)


def _acting(lists: WordLists) -> re.Pattern[str]:
    patterns = {entry.text("类"): entry.text("式") for entry in lists["agencies"]}
    bodies, does, served = (patterns.get(kind, NEVER.pattern) for kind in (_BODIES, _DOES, _SERVED))
    place = r"(?![由经报向与和同及对按据从被请将把在为])(?:[\u4e00-\u9fff]{0,6}[省市区县])?"
    carries_out = "组织实施|具体实施|负责实施|负责组织实施|承担实施|作为实施|牵头实施"
    whole = "机关(?!党|事务)|正常|各项|日常|全年|年度|履职|自身|整体|干部职工"
    return re.compile(
        rf"(?:^|(?<=[，。；：]))(?P<body>{place}(?:{bodies}))(?:{does})"
        rf"|由(?P<by>{place}(?:{bodies}))(?:{carries_out})"
        rf"|(?:{served})(?P<served>{place}(?:{bodies}))(?:的)?(?:{whole})"
    )


def _patterns(lists: WordLists) -> dict[str, re.Pattern[str]]:
    found = {entry.text("类"): entry.pattern("式") for entry in lists["agencies"]}
    return {
        kind: found.get(kind, NEVER) for kind in (_BODIES, _TOGETHER, _KEYS, _BODY_END, _BEHIND_PLACE, _STUDY)
    }


@check_words(ANOTHER_PLACE, *_TOLD)
def another_place(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """Another city or district whose bodies or people the department would work for."""
    names = setting.names
    if not names.places:
        return
    text = without_titles(passage.text)
    pattern, cities = setting.lists.made(_places)
    kinds = setting.lists.made(_patterns)
    for found in pattern.finditer(text):
        place = found[0]
        if _is_within(place, names, cities) or kinds[_STUDY].search(clause_before(text, found.start())):
            continue
        if kinds[_BEHIND_PLACE].match(text[found.end() :]):
            sentence = f"{passage.place}里写的是别的地方：“{place}”"
            yield Remark(*found.span(), sentence, "请改成本地；确指别处的，豁免并写明原因。")


def _is_within(place: str, names: Names, cities: dict[str, str]) -> bool:
    """Whether a place is that of the department, above it, or one of its city that it stands for."""
    own = "".join(names.own)
    if place in own or any(known.startswith(place[:-1]) for known in names.places):
        return True
    return len(names.places) == 1 and cities.get(place, "") == names.places[0]


def _places(lists: WordLists) -> tuple[re.Pattern[str], dict[str, str]]:
    cities = {district: entry.text("市") for entry in lists["places"] for district in entry.texts("区县")}
    known = [*(city for entry in lists["places"] for city in entry.texts("市")), *cities]
    return one_of(sorted(known, key=len, reverse=True)), cities


@check_words(NAME_MISSPELT, *(role for role in Role if role not in (Role.NAME, *FORM_ROLES)))
def name_misspelt(passage: Passage, setting: Setting) -> Iterator[Remark]:
    """The name of the department, a unit, an office or a project, with one character wrong."""
    text = passage.text
    if len(text) < _SHORT - 1:
        return
    right = (*setting.names.own, *setting.names.parts)
    for name in right:
        if len(name) < _SHORT:
            continue
        for start, end in _nearly(name, text):
            written = text[start:end]
            if not any(written in other or other in written for other in right):
                sentence = f"{passage.place}里的“{written}”与名称“{name}”差一点"
                yield Remark(start, end, sentence, f"请改成“{name}”；是别的名称的，豁免并写明原因。")
                return


def _nearly(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where *text* has *name* with one inner character wrong, missing, exchanged or too many."""
    half = len(name) // 2
    for part, shift in ((name[:half], 0), (name[half:], half)):
        place = text.find(part)
        while place >= 0:
            found = _near_at(name, text, place, shift)
            if found:
                yield found
                return
            place = text.find(part, place + 1)


def _near_at(name: str, text: str, place: int, shift: int) -> tuple[int, int] | None:
    """Return the words around a half of *name* at *place* that are one step away from it."""
    if shift == 0:
        return next(
            (
                (place, place + length)
                for length in (len(name), len(name) - 1, len(name) + 1)
                if _is_one_step(name, text[place : place + length])
            ),
            None,
        )
    end = place + len(name) - shift
    return next(
        (
            (end - length, end)
            for length in (len(name), len(name) - 1, len(name) + 1)
            if end >= length and _is_one_step(name, text[end - length : end])
        ),
        None,
    )


_WIDTHS = str.maketrans("()", "（）")


def _is_one_step(name: str, written: str) -> bool:
    """Whether *written* is *name* with one inner slip of typing, or with other brackets."""
    if written == name or not written or OBJECT in written:
        return False
    if written.translate(_WIDTHS) == name.translate(_WIDTHS):
        return True
    head = next(
        (n for n, (a, b) in enumerate(zip(name, written, strict=False)) if a != b),
        min(len(name), len(written)),
    )
    tail = 0
    while tail < min(len(name), len(written)) - head and name[-1 - tail] == written[-1 - tail]:
        tail += 1
    at_the_end = tail == 0 and (len(name) < _SAFE or name[-1] in _BODIES_END)
    if head == 0 or at_the_end:
        return False
    gone, come = name[head : len(name) - tail], written[head : len(written) - tail]
    exchanged = len(gone) > 1 and gone[:2] == come[::-1]
    return exchanged or (
        max(len(gone), len(come)) == 1 and all("\u4e00" <= one <= "\u9fff" for one in gone + come)
    )
