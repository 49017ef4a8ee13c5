"""What was made of files, kept as long as the files say the same."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from reportgen.source.files import Seen, note, seen_again, watched

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[_Made]):
    seen: tuple[Seen, ...]
    made: _Made


class Memory(Generic[_Made]):
    """Keeps the latest things that were made, with all that was looked at while they were made.

    Hundreds of ledgers have one form and one classification: reading the files again is cheap, and making
    something of them is not. A file that has changed, come or gone makes it anew.
    What says nothing of its root may be *shared* by roots whose files are the same, as the two states of a
    proof mostly have one classification.
    """

    def __init__(self, most: int, *, shared: bool = False) -> None:
        self._most = most
        self._shared = shared
        self._kept: dict[tuple[Path, str], _Kept[_Made]] = {}

    def get(self, root: Path, name: str, make: Callable[[], _Made]) -> _Made:
        """Return what *make* makes of files beneath *root*, or what it made of the same before."""
        key = self._same(root, name)
        if key is None:
            with watched() as seen:
                made = make()
            key, kept = (root, name), _Kept(tuple(seen), made)
            self._kept.pop(key, None)
        else:
            kept = self._kept.pop(key)
            note(kept.seen)
        self._kept[key] = kept
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        return kept.made

    def _same(self, root: Path, name: str) -> tuple[Path, str] | None:
        """Return the key of what was made of the same, the latest first; None where nothing was."""
        for key, kept in reversed(self._kept.items()):
            asked_for = key == (root, name) or (self._shared and key[1] == name)
            if asked_for and all(seen_again(root, item) for item in kept.seen):
                return key
        return None
