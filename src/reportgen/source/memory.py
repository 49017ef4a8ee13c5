"""What was made of files, kept as long as the files say the same."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from reportgen.source.files import Seen, seen_again, watched

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[_Made]):
    seen: tuple[Seen, ...]
    made: _Made


class Memory(Generic[_Made]):
    """Keeps the latest things that were made, with all that was looked at while they were made.

    Hundreds of ledgers have one form and one classification: reading the files again is cheap, and making
    something of them is not. A file that has changed, come or gone makes it anew.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[tuple[Path, str], _Kept[_Made]] = {}

    def get(self, root: Path, name: str, make: Callable[[], _Made]) -> _Made:
        """Return what *make* makes of files beneath *root*, or what it made of the same before."""
        kept = self._kept.pop((root, name), None)
        if kept is None or not all(seen_again(root, item) for item in kept.seen):
            with watched() as seen:
                made = make()
            kept = _Kept(tuple(seen), made)
        self._kept[root, name] = kept
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        return kept.made
