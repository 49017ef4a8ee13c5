"""The pages of a PDF: their words with places, and their pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from reportgen.document.theme import Theme

POINTS_PER_INCH = 72
_MM_PER_INCH = 25.4
_LEADER = "."  # of contents lists
_GAP = 0.5  # of a line's height: what stands further apart is not one word


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page, in points from its upper left corner, or in pixels of its picture."""

    left: float
    top: float
    right: float
    bottom: float

    def __or__(self, other: "Box") -> "Box":
        """Return the smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def meets(self, other: "Box", across: float, along: float) -> bool:
        """Whether the boxes overlap or lie no further apart than *across* downwards and *along* sideways."""
        return (
            self.left <= other.right + along
            and other.left <= self.right + along
            and self.top <= other.bottom + across
            and other.top <= self.bottom + across
        )

    def scaled(self, factor: float) -> "Box":
        """Return the box in another unit."""
        return Box(self.left * factor, self.top * factor, self.right * factor, self.bottom * factor)

    def grown(self, by: float) -> "Box":
        """Return the box with *by* more room on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    @property
    def height(self) -> float:
        """The height."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Word:
    """A number or Latin word, or any other single character."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class _Char:
    text: str
    box: Box


class Page:
    """A page of a PDF; *number* counts from 1, *foot* is where the margin with the page number begins."""

    def __init__(self, number: int, page: pypdfium2.PdfPage, theme: Theme) -> None:
        self.number = number
        self._page = page
        width, height = self.size
        self.foot = height - theme.page(landscape=width > height).bottom * POINTS_PER_INCH / _MM_PER_INCH

    @cached_property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        width, height = self._page.get_size()
        return width, height

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Return the words in the order of the text."""
        return tuple(_words(list(self._chars())))

    @cached_property
    def body(self) -> tuple[Word, ...]:
        """Return the words without the page number."""
        return tuple(word for word in self.words if word.box.top < self.foot)

    def picture(self, dpi: int) -> Image.Image:
        """Return the page as a picture."""
        picture: Image.Image = self._page.render(scale=dpi / POINTS_PER_INCH).to_pil()
        return picture.convert("RGB")

    def _chars(self) -> Iterator[_Char]:
        text = self._page.get_textpage()
        height = self.size[1]
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index, loose=True)
            char = chr(pdfium.FPDFText_GetUnicode(text, index))
            yield _Char(char, Box(left, height - top, right, height - bottom))


def read_pages(pdf: bytes, theme: Theme) -> list[Page]:
    """Return the pages of a PDF that was set under *theme*."""
    return [Page(number, page, theme) for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1)]


def _words(chars: list[_Char]) -> Iterator[Word]:
    if not chars:
        return
    word = [chars[0]]
    for before, char in pairwise(chars):
        if not _continues(before, char):
            yield from _word(word)
            word = []
        word.append(char)
    yield from _word(word)


def _continues(before: _Char, char: _Char) -> bool:
    """Whether two characters stand in one word: both are of numbers or Latin, close together on one line."""
    room = _GAP * before.box.height
    return (
        _joins(before.text)
        and _joins(char.text)
        and not before.text == _LEADER == char.text
        and -room <= char.box.left - before.box.right <= room
        and abs(char.box.bottom - before.box.bottom) <= room
    )


def _joins(char: str) -> bool:
    return char.isascii() and char.isprintable() and not char.isspace()


def _word(chars: list[_Char]) -> Iterator[Word]:
    text = "".join(char.text for char in chars).strip()
    if not text.isprintable() or not text.strip(_LEADER):
        return
    box = chars[0].box
    for char in chars[1:]:
        box |= char.box
    yield Word(text, box)
