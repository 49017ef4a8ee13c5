"""Two states of a document page by page: what became of each, and where it shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from operator import or_

from PIL import Image

from reportgen.commands.proof.marks import Marks, differing_areas, frames
from reportgen.comparing.alignment import align
from reportgen.comparing.wording import Place, changed_words
from reportgen.readers.pages import POINTS_PER_INCH, Box, Page, Word

_ROOM = 2  # pixels between what is marked and its frame


class Kind(Enum):
    """What became of a page."""

    SAME = "同"
    MOVED = "移"
    CHANGED = "改"
    ADDED = "增"
    REMOVED = "删"


@dataclass(frozen=True, slots=True)
class Side:
    """A page as a picture with its marks."""

    number: int
    picture: Image.Image
    marks: Marks


@dataclass(frozen=True, slots=True)
class Comparison:
    """A page before and after; one side is None where the page was added or removed."""

    kind: Kind
    old: Side | None
    new: Side | None

    @property
    def is_marked(self) -> bool:
        """Whether there is more to see than another page number."""
        sides = (self.old, self.new)
        return None in sides or any(side.marks.changed or side.marks.moved for side in sides if side)


@dataclass(frozen=True, slots=True)
class _Half:
    """One side while it is made: its picture and the boxes of its changed words in pixels."""

    page: Page
    picture: Image.Image
    changed: tuple[Box, ...]
    foot: float


def compare(old: Sequence[Page], new: Sequence[Page], dpi: int) -> Iterator[Comparison]:
    """Compare two states of a document, in the order of their pages.

    The printed page number is looked at only where the page keeps its place: later pages have others anyway.
    """
    olds, news = ([_texts(page.body) for page in pages] for pages in (old, new))
    pairs = align(olds, news)
    removed, added = changed_words(olds, news, pairs)
    for one, other in pairs:
        before = None if one is None else _half(old[one], _on(removed, one), dpi)
        after = None if other is None else _half(new[other], _on(added, other), dpi)
        yield _compared(before, after)


def _texts(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.text for word in words)


def _on(places: set[Place], page: int) -> list[int]:
    return sorted(word for where, word in places if where == page)


def _half(page: Page, changed: Sequence[int], dpi: int) -> _Half:
    scale = dpi / POINTS_PER_INCH
    boxes = [page.body[index].box.scaled(scale) for index in changed]
    is_whole = bool(boxes) and len(boxes) == len(page.body)
    framed = [reduce(or_, boxes)] if is_whole else frames(boxes)
    return _Half(page, page.picture(dpi), tuple(box.grown(_ROOM) for box in framed), page.foot * scale)


def _compared(old: _Half | None, new: _Half | None) -> Comparison:
    before, after = _side(old, new), _side(new, old)
    return Comparison(_kind(before, after), before, after)


def _side(half: _Half | None, other: _Half | None) -> Side | None:
    if half is None:
        return None
    moved = tuple(box.grown(_ROOM) for box in _moved(half, other))
    return Side(half.page.number, half.picture, Marks(half.changed, moved))


def _kind(old: Side | None, new: Side | None) -> Kind:
    if old is None:
        return Kind.ADDED
    if new is None:
        return Kind.REMOVED
    if old.marks.changed or new.marks.changed:
        return Kind.CHANGED
    moved = old.marks.moved or new.marks.moved
    return Kind.MOVED if moved or old.number != new.number else Kind.SAME


def _moved(half: _Half, other: _Half | None) -> list[Box]:
    """Return where a page differs from the other beside its changed words; a missing one is blank."""
    width, height = half.picture.size
    blank = Image.new("RGB", (width, height), "white")
    if other:
        blank.paste(other.picture)
    known = list(half.changed)
    if other is None or half.page.number != other.page.number:
        known.append(Box(0, half.foot, width, height))
    return differing_areas(half.picture, blank, known)
