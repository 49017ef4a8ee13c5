"""What a user may have meant."""

from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from itertools import islice

from reportgen.findings.rules import Rule

_MOST = 500  # known words that are compared, half a millisecond for a hundred
_LONGER = 3  # times: a word that is longer than this shares less than half of its letters


def did_you_mean(word: str, known: Iterable[str], ending: str = "") -> str:
    """Return a hint that names the known words nearest to *word*, or an empty text.

    The *ending* that names of files have in common does not make them near.

    >>> did_you_mean("项目支岀", ["项目支出", "基本支出"])
    '是否应为“项目支出”？'
    """
    stem = word.removesuffix(ending)
    stems = (name.removesuffix(ending) for name in known)
    likely = (name for name in stems if len(stem) <= _LONGER * len(name) and len(name) <= _LONGER * len(stem))
    matches = get_close_matches(stem, list(islice(likely, _MOST)), n=2, cutoff=0.5)
    return f"是否应为{'或'.join(f'“{match}{ending}”' for match in matches)}？" if matches else ""


def or_allow(hint: str, rule: Rule) -> str:
    """Return a hint that also says how a warning is let pass where it is right as it is.

    >>> from reportgen.findings.rules import UNVERIFIED_CODE
    >>> or_allow("请核对科目。", UNVERIFIED_CODE)
    '请核对科目；确实如此的，在上一行写 # reportgen: allow L201 —— 原因。'
    """
    return f"{hint.removesuffix('。')}；确实如此的，在上一行写 # reportgen: allow {rule.code} —— 原因。"


def sought(
    word: str, known: Collection[str], what: str = "", names: Collection[str] = (), *, otherwise: str = ""
) -> Callable[[], str]:
    """Return what looks for a hint: the known words nearest to *word*, or else all *names* of *what*."""
    return lambda: did_you_mean(word, known) or (listing(what, names) if what else otherwise)


def listing(what: str, names: Iterable[str]) -> str:
    """Return a hint that lists names.

    >>> listing("可用的键", ["类别", "金额"])
    '可用的键：类别、金额。'
    """
    return f"{what}：{'、'.join(names)}。"
