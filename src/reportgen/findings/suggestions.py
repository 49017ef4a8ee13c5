"""What a user may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from reportgen.findings.rules import Rule


def did_you_mean(word: str, known: Iterable[str], ending: str = "") -> str:
    """Return a hint that names the known words nearest to *word*, or an empty text.

    The *ending* that names of files have in common does not make them near.

    >>> did_you_mean("项目支岀", ["项目支出", "基本支出"])
    '是否应为“项目支出”？'
    """
    without = [name.removesuffix(ending) for name in known]
    matches = get_close_matches(word.removesuffix(ending), without, n=2, cutoff=0.5)
    return f"是否应为{'或'.join(f'“{match}{ending}”' for match in matches)}？" if matches else ""


def or_allow(hint: str, rule: Rule) -> str:
    """Return a hint that also says how a warning is let pass where it is right as it is.

    >>> from reportgen.findings.rules import UNVERIFIED_CODE
    >>> or_allow("请核对科目。", UNVERIFIED_CODE)
    '请核对科目；确实如此的，在上一行写 # reportgen: allow L201 —— 原因。'
    """
    return f"{hint.removesuffix('。')}；确实如此的，在上一行写 # reportgen: allow {rule.code} —— 原因。"
