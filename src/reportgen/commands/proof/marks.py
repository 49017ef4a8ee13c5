"""Where two pages differ: in their words, or only in how and where these stand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from reportgen.readers.pages import Box

_VISIBLE = 48  # of 255: differences of smoothing stay below
_BESIDE = 3  # pixels: one on either side
_CELL = 4  # pixels
_NEAR = 5  # cells
_MASK, _FOUND = 255, 1
# Of the height of a line: what its font leaves above and below, how much of it neighbours share at least,
# the space between them, and that between lines.
_ABOVE, _BELOW, _LEVEL, _SPACE, _PITCH = 0.18, 0.06, 0.5, 1.0, 0.9
_ALIKE = 0.6  # of the wider line


@dataclass(frozen=True, slots=True)
class Marks:
    """What is framed on a page, in pixels: *changed* words, and areas that only *moved*."""

    changed: tuple[Box, ...] = ()
    moved: tuple[Box, ...] = ()


def frames(words: Sequence[Box]) -> list[Box]:
    """Return boxes around words: neighbours on a line share one, and so do lines of like width."""
    return _joined(_joined([_inner(box) for box in words], _on_one_line), _in_one_block)


def _inner(box: Box) -> Box:
    """Return the box without the room that a font leaves above and below: in a table, other rows."""
    return Box(box.left, box.top + _ABOVE * box.height, box.right, box.bottom - _BELOW * box.height)


def _on_one_line(one: Box, other: Box) -> bool:
    return _meet(one, other, across=-_LEVEL, along=_SPACE)


def _in_one_block(one: Box, other: Box) -> bool:
    shared = min(one.right, other.right) - max(one.left, other.left)
    wider = max(one.right - one.left, other.right - other.left)
    return shared >= _ALIKE * wider and _meet(one, other, across=_PITCH, along=0)


def differing_areas(page: Image.Image, other: Image.Image, known: Sequence[Box]) -> list[Box]:
    """Return where *page* shows what *other*, of the same size, does not; *known* boxes are left out.

    What moved by a pixel is not seen to have moved.
    """
    ink, there = ImageChops.invert(page), ImageChops.invert(other).filter(ImageFilter.MaxFilter(_BESIDE))
    red, green, blue = ImageChops.subtract(ink, there).split()
    difference = ImageChops.lighter(red, ImageChops.lighter(green, blue)).point(_table(_VISIBLE))
    draw = ImageDraw.Draw(difference)
    for box in known:
        draw.rectangle((box.left, box.top, box.right, box.bottom), fill=0)
    return _joined(_areas(difference), _in_one_area)


def _areas(mask: Image.Image) -> Iterator[Box]:
    """Return the bounds of the areas of a mask; what is set a few cells apart is one area."""
    coarse = mask.reduce(_CELL).point(_table(1)).filter(ImageFilter.MaxFilter(_NEAR))
    while (seed := coarse.tobytes().find(_MASK)) >= 0:
        ImageDraw.floodfill(coarse, (seed % coarse.width, seed // coarse.width), _FOUND)
        bounds = coarse.point([value == _FOUND for value in range(256)]).getbbox()
        assert bounds is not None
        yield Box(*bounds).scaled(_CELL)
        coarse = coarse.point([value if value == _MASK else 0 for value in range(256)])


def _table(threshold: int) -> list[int]:
    """Return the look-up table that sets all values from *threshold*."""
    return [_MASK if value >= threshold else 0 for value in range(256)]


def _in_one_area(one: Box, other: Box) -> bool:
    return _meet(one, other, across=_PITCH, along=_PITCH)


def _meet(one: Box, other: Box, across: float, along: float) -> bool:
    """Whether boxes are at most *across* apart downwards and *along* sideways, in heights of the lower one.

    Where the distance is negative, they must overlap by as much.
    """
    height = min(one.height, other.height)
    return one.meets(other, across * height, along * height)


def _joined(boxes: Iterable[Box], belong: Callable[[Box, Box], bool]) -> list[Box]:
    """Join boxes that belong together, over and over until none do."""
    joined: list[Box] = []
    for box in boxes:
        current = box
        while near := [other for other in joined if belong(current, other)]:
            for other in near:
                joined.remove(other)
                current |= other
        joined.append(current)
    return joined
