"""Whether a layout shows everything: each text whole, within its cell and page, and none over another.

The engine says nothing where a text has no room: it runs on over the lines of its cell and off the paper.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from xml.etree.ElementTree import Element

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes

from reportgen.renderers.layout.tables import text_width
from reportgen.renderers.pdf.misplaced import Fault, Misplaced

# In px: what roundings of the engine and half a line of a table may take.
_ROUNDING = 1.0
# In em: the engine measures some signs otherwise beside Latin letters, and lines end a little late; what is
# in no cell has the margin of the page beside it.
_HANGING = 0.5
# In em: how far an ideograph reaches above and below its baseline.
_ABOVE = 0.88
_BELOW = 0.12
# In em: lines set closer than solid may touch; what overlaps by more cannot be read.
_TOUCHING = 0.25
_WITHIN_TEXTS = frozenset({"a", "data", "span", "time"})
_GENERATED = "::"


@dataclass(frozen=True, slots=True)
class _Frame:
    """A rectangle in px, from the upper left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float

    def within(self, other: "_Frame", spare: float) -> bool:
        """Whether it lies in *other*, but for *spare* px on each side."""
        return (
            self.left >= other.left - spare
            and self.right <= other.right + spare
            and self.top >= other.top - spare
            and self.bottom <= other.bottom + spare
        )

    def common(self, other: "_Frame") -> "_Frame":
        """Return the part that it has in common with *other*."""
        return _Frame(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of text on one line and the *frame* that it must stay in; only one *in_cell* has its own."""

    box: boxes.TextBox
    frame: _Frame
    in_cell: bool

    @property
    def place(self) -> _Frame:
        """Where its characters stand; a blank at the end of a line takes no room."""
        box, size = self.box, self.box.style["font_size"]
        baseline = box.position_y + box.baseline
        hanging = text_width(box.text[len(box.text.rstrip()) :]) * size
        right = box.position_x + box.width - hanging
        return _Frame(box.position_x, baseline - _ABOVE * size, right, baseline + _BELOW * size)


@dataclass(frozen=True, slots=True)
class _Fault:
    """A fault of a piece of text; *element* is None for what stands in the margin."""

    kind: Fault
    element: Element | None
    text: str
    page: int


def misplaced(pages: Sequence[Page], root: Element) -> tuple[Misplaced, ...]:
    """Return the texts of the page whose element is *root* that its layout does not show as it should."""
    printed: dict[Element, list[str]] = defaultdict(list)
    faults: list[_Fault] = []
    for number, page in enumerate(pages, start=1):
        pieces = [piece for piece in _pieces(page) if not piece.box.text.isspace()]
        for piece in pieces:
            if piece.box.element is not None and _GENERATED not in piece.box.element_tag:
                printed[piece.box.element].append(piece.box.text)
        faults += (
            _Fault(fault, piece.box.element, piece.box.text, number) for fault, piece in _faults(pieces)
        )
    faults += (_Fault(Fault.MISSING, element, "", 0) for element in _missing(root, printed))
    return tuple(_described(faults, root)) if faults else ()


def _pieces(page: Page) -> Iterator[_Piece]:
    box = page._page_box  # noqa: SLF001 - the engine has no other way to its boxes
    left, top = box.content_box_x(), box.content_box_y()
    text = _Frame(left, top, left + box.width, top + box.height)
    paper = _Frame(0, 0, page.width, page.height)
    for child in box.children:
        yield from _pieces_in(child, paper if isinstance(child, boxes.MarginBox) else text, in_cell=False)


def _pieces_in(box: boxes.Box, frame: _Frame, *, in_cell: bool) -> Iterator[_Piece]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield _Piece(child, frame, in_cell)
        elif isinstance(child, boxes.TableCellBox):
            left, top = child.position_x, child.position_y
            cell = _Frame(left, top, left + child.border_width(), top + child.border_height())
            yield from _pieces_in(child, cell.common(frame), in_cell=True)
        elif child.children:
            yield from _pieces_in(child, frame, in_cell=in_cell)


def _faults(pieces: Sequence[_Piece]) -> Iterator[tuple[Fault, _Piece]]:
    """Yield what is wrong on one page. What keeps to its cell overlaps nothing in another."""
    free: list[tuple[_Frame, _Piece]] = []
    for piece in pieces:
        place = piece.place
        spare = _ROUNDING if piece.in_cell else _HANGING * piece.box.style["font_size"]
        if not place.within(piece.frame, spare):
            yield Fault.OUTSIDE, piece
        elif not piece.in_cell:
            free.append((place, piece))
    free.sort(key=lambda pair: pair[0].top)
    for index, (place, piece) in enumerate(free):
        below = takewhile(lambda pair: pair[0].top < place.bottom, free[index + 1 :])  # noqa: B023
        if any(_overlap(place, other) for other, _ in below):
            yield Fault.OVERLAPPING, piece


def _overlap(one: _Frame, other: _Frame) -> bool:
    common = one.common(other)
    least = _TOUCHING * min(one.bottom - one.top, other.bottom - other.top)
    return common.right - common.left > _ROUNDING and common.bottom - common.top > least


def _missing(root: Element, printed: Mapping[Element, Sequence[str]]) -> Iterator[Element]:
    """Yield the elements whose own text is not printed whole; heads of tables are printed on every page."""
    body = root.find("body")
    for element in body.iter() if body is not None else ():
        own = _squeezed((element.text or "", *(child.tail or "" for child in element)))
        found = _squeezed(printed.get(element, ()))
        if own and own != found and (not found or found != own * (len(found) // len(own))):
            yield element


def _squeezed(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())


def _described(faults: Iterable[_Fault], root: Element) -> Iterable[Misplaced]:
    """Return the faults, once for each text and page, with the whole text that each is part of."""
    parents = {child: parent for parent in root.iter() for child in parent}
    anchors, anchor = {}, ""
    for element in root.iter():
        anchor = element.get("id", anchor)
        anchors[element] = anchor
    described = {}
    for fault in faults:
        whole = fault.element
        while whole is not None and whole.tag in _WITHIN_TEXTS:
            whole = parents.get(whole)
        text = fault.text if whole is None else "".join(whole.itertext())
        found = Misplaced(fault.kind, text.strip(), fault.page, "" if whole is None else anchors[whole])
        described[fault.kind, whole, fault.page] = found
    return described.values()
