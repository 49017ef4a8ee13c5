"""Shares in words against the facts: of what, by what, and whether they are right."""

from dataclasses import replace
from decimal import Decimal

from reportgen.checks.registry import Setting
from reportgen.checks.words.clauses import part_before
from reportgen.checks.words.nearness import rounded
from reportgen.checks.words.numbers import Told, sentence_around, wholes
from reportgen.checks.words.verdicts import Link, Verdict, called, hangs_on_nothing, spoken_of
from reportgen.ledger.known import KnownFigure
from reportgen.money import format_decimal
from reportgen.source.figures import Figure
from reportgen.source.passages import Passage

_FEW = 2  # wholes that one name may stand for: 预算 is that of 支出 and of 收入
_HUNDRED = Decimal(100)


def of_share(item: Told, passage: Passage, setting: Setting) -> Verdict:
    """Say what a share is: of the whole that its words name, by the part before them or the project."""
    figure, owner = item.figure, passage.owner
    before = part_before(passage.text, figure.start)
    tail = before.rpartition("占")[2]
    bases = _wholes(tail or before, setting)
    everything = setting.figures.seen_from(owner)
    parts = [part for part in _parts(figure, passage, setting) if part not in bases]
    pairs = [(part, whole) for whole in bases for part in (parts or everything) if whole.value]
    equal = next((pair for pair in pairs if _is_share(figure, *pair)), None)
    if equal:
        part, whole = (called(known, owner) for known in equal)
        sentence = f"文字里写死了“{figure.written}”，它就是{part}占{whole}的比重"
        hint = f"请写成 {{{{ 占({equal[0].path}, {equal[1].path})|百分比 }}}}%，台账改动时它会跟着变。"
        return Verdict(item, Link.EQUAL, sentence, hint)
    if parts and len(bases) <= _FEW and bases and parts[0].value <= bases[0].value and bases[0].value:
        right = _HUNDRED * parts[0].value / bases[0].value
        text = format_decimal(rounded(right, min(figure.step, Decimal("0.01"))), strip_zeros=True)
        named = f"{called(parts[0], owner)}占{called(bases[0], owner)}的比重"
        sentence = f"文字里写的是“{figure.written}”，{named}是 {text}%"
        hint = f"请改写成 {{{{ 占({parts[0].path}, {bases[0].path})|百分比 }}}}%。"
        return Verdict(item, Link.NEAR, sentence, hint)
    return hangs_on_nothing(item, "占比")


def _parts(figure: Figure, passage: Passage, setting: Setting) -> list[KnownFigure]:
    """Return what the words before 占 name, or the project that the text is of."""
    start, sentence = sentence_around(passage.text, figure)
    cut = sentence.rfind("占", 0, figure.start - start)
    place = start + cut if cut >= 0 else figure.start
    named = spoken_of(replace(figure, start=place, end=place), passage, setting)
    own = setting.figures.of("项目.合计", passage.owner) if passage.owner else None
    return named or ([own] if own else [])


def _wholes(text: str, setting: Setting) -> list[KnownFigure]:
    """Return what the words after 占 name; where they name nothing, whatever a share may be of."""
    for pattern, named in setting.lists.made(wholes):
        if pattern.search(text):
            return [known for path in named if (known := setting.figures.of(path))]
    paths = [path for _, found in setting.lists.made(wholes) for path in found]
    return [known for path in dict.fromkeys(paths) if (known := setting.figures.of(path))]


def _is_share(figure: Figure, part: KnownFigure, whole: KnownFigure) -> bool:
    share = _HUNDRED * part.value / whole.value
    return part.value <= whole.value and share != 0 and rounded(share, figure.step) == figure.value
