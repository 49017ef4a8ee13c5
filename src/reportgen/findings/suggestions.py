"""What a user may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the known words nearest to *word*, or an empty text.

    >>> did_you_mean("项目支岀", ["项目支出", "基本支出"])
    '是否应为“项目支出”？'
    """
    matches = get_close_matches(word, list(known), n=2, cutoff=0.5)
    return f"是否应为{'或'.join(f'“{match}”' for match in matches)}？" if matches else ""
