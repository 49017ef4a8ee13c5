"""What a typed number has to do with the facts of the budget, and how messages say it."""

from dataclasses import dataclass
from enum import Enum

from reportgen.checks.registry import Setting
from reportgen.checks.words.numbers import Told, sentence_around
from reportgen.findings.rules import UNLINKED_FIGURE
from reportgen.ledger.known import KnownFigure
from reportgen.money import WAN_YUAN, YUAN, AmountFormat
from reportgen.source.figures import Figure, Unit
from reportgen.source.passages import Passage, Role

_WAN = AmountFormat(unit=WAN_YUAN, places=6, grouped=False, strip_zeros=True)
_WAIVE = "请改成 {{ 数据项|万元 }} 的写法；确实不是台账里的数的，写上 # reportgen: allow %s —— 依据。"


class Link(Enum):
    """What a typed number has to do with the facts."""

    EQUAL = "等于"
    NEAR = "近似"
    NONE = "没有"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A typed number, what it has to do with facts, and what is said of it."""

    told: Told
    link: Link
    sentence: str
    hint: str


def spoken_of(figure: Figure, passage: Passage, setting: Setting) -> list[KnownFigure]:
    """Return the facts that the words nearest before a figure name, then its project where they fit one."""
    start, sentence = sentence_around(passage.text, figure)
    place = figure.start - start
    known = setting.figures.seen_from(passage.owner)
    found: list[tuple[int, int, KnownFigure]] = []
    for fact in known:
        for word in fact.words:
            at = sentence.rfind(word, 0, place) if word else -1
            if at >= 0:
                found.append((at + len(word), len(word), fact))
    nearest = max((end for end, _, _ in found), default=0)
    longest = max((length for end, length, _ in found if end == nearest), default=0)
    named = [fact for end, length, fact in found if end == nearest and length == longest]
    is_own = passage.role is Role.INDICATOR or setting.phrase("本项目").search(sentence)
    if passage.owner and is_own and not any(fact.owner for fact in named):
        own = [fact for fact in known if fact.owner == passage.owner and fact.path == "项目.合计"]
        return [*own, *named]
    return named


def equal_to(item: Told, known: KnownFigure, owner: str) -> Verdict:
    """Say that a typed number is a fact."""
    figure = item.figure
    sentence = f"文字里写死了“{figure.written}”，它就是 {called(known, owner)}"
    return Verdict(item, Link.EQUAL, sentence, f"请{_way_out(known, figure, owner)}，台账改动时它会跟着变。")


def near_to(item: Told, known: KnownFigure, owner: str, difference: str) -> Verdict:
    """Say which fact a typed number nearly is, and how it differs."""
    figure = item.figure
    right = f"{_WAN.render(known.value)}{WAN_YUAN}"
    sentence = f"文字里写的是“{figure.written}”，{called(known, owner)}是 {right}：{difference}"
    return Verdict(item, Link.NEAR, sentence, f"请核对，{_way_out(known, figure, owner)}。")


def hangs_on_nothing(item: Told, what: str) -> Verdict:
    """Say that a typed number is no fact; *what* is 金额 or 占比."""
    sentence = f"{what}“{item.figure.written}”不是台账里的数，不知道从哪里来"
    return Verdict(item, Link.NONE, sentence, _WAIVE % UNLINKED_FIGURE.code)


def called(known: KnownFigure, owner: str) -> str:
    """Return what messages call a fact in a text of *owner*."""
    if known.owner and known.owner != owner:
        item = known.path.removeprefix("项目.明细.") if known.path.startswith("项目.明细.") else ""
        return f"项目“{known.owner}”的{item or '合计'}"
    return known.path


def _way_out(known: KnownFigure, figure: Figure, owner: str) -> str:
    """Tell how to write a fact; within the text of a project another project cannot be named."""
    unit = YUAN if figure.unit is Unit.MONEY and not figure.multiple else WAN_YUAN
    path = known.path
    if known.owner and known.owner != owner:
        if owner:
            return "写明这个数的出处"
        path = f"项目['{known.owner}']{path.removeprefix('项目')}"
    return f"写成 {{{{ {path}|{unit} }}}}{unit}"
