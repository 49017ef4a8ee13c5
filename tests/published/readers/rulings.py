"""The ruled lines that a PDF page shows.

A line may be a stroke, a thin filled rectangle, or a border that a clipping path cuts out of a larger fill,
so what counts is the area where paint and clip meet: thin areas are lines.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import pikepdf

_THICKEST = 2.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points from the top left of the page."""

    left: float
    top: float
    right: float
    bottom: float

    def meet(self, other: "Box") -> "Box":
        """The part that both have."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    @property
    def middle(self) -> tuple[float, float]:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point lies in it."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    @property
    def is_line(self) -> bool:
        """Whether it is there at all, thin in one direction and long in the other."""
        width, height = self.right - self.left, self.bottom - self.top
        return 0 <= min(width, height) < _THICKEST < max(width, height)

    @property
    def is_upright(self) -> bool:
        """Whether it is taller than wide."""
        return self.bottom - self.top > self.right - self.left


_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _State:
    matrix: pikepdf.Matrix
    clip: Box


@dataclass(slots=True)
class _Painter:
    """Follows the drawing operators of a page; *shapes* holds the points of the path under construction."""

    state: _State
    stack: list[_State] = field(default_factory=list)
    shapes: list[list[_Point]] = field(default_factory=list)
    clipping: bool = False

    def run(self, operator: str, numbers: list[float]) -> Iterator[Box]:
        """Obey one operator and yield the areas that it paints."""
        match operator:
            case "q":
                self.stack.append(self.state)
            case "Q":
                self.state = self.stack.pop()
            case "cm":
                self.state = replace(self.state, matrix=pikepdf.Matrix(*numbers) @ self.state.matrix)
            case "m":
                self.shapes.append([self._point(*numbers)])
            case "l" | "c" | "v" | "y":
                self.shapes[-1].append(self._point(*numbers[-2:]))
            case "re":
                left, bottom, width, height = numbers
                self.shapes.append([self._point(left, bottom), self._point(left + width, bottom + height)])
            case "W" | "W*":
                self.clipping = True
            case "n":
                self._finish()
            case "f" | "F" | "f*" | "S" | "s" | "B" | "B*" | "b" | "b*":
                yield from (area.meet(self.state.clip) for area in _areas(self.shapes))
                self._finish()

    def _point(self, x: float, y: float) -> _Point:
        return self.state.matrix.transform((x, y))

    def _finish(self) -> None:
        if self.clipping:
            path = _around(point for shape in self.shapes for point in shape)
            self.state = replace(self.state, clip=path.meet(self.state.clip))
        self.shapes, self.clipping = [], False


def _areas(shapes: list[list[_Point]]) -> Iterator[Box]:
    """Yield what a path covers: its shapes, or the four sides of a frame between two of them."""
    boxes = [_around(shape) for shape in shapes]
    match boxes:
        case [inner, outer] if outer.meet(inner) == inner:
            yield replace(outer, right=inner.left)
            yield replace(outer, bottom=inner.top)
            yield replace(outer, left=inner.right)
            yield replace(outer, top=inner.bottom)
        case _:
            yield from boxes


def _around(points: Iterable[_Point]) -> Box:
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def read_rulings(path: Path) -> list[list[Box]]:
    """Read the lines of every page."""
    with pikepdf.open(path) as pdf:
        return [[area for area in _painted(page) if area.is_line] for page in pdf.pages]


def _painted(page: pikepdf.Page) -> Iterator[Box]:
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    upside_down = pikepdf.Matrix(1, 0, 0, -1, -left, top)
    painter = _Painter(_State(upside_down, Box(0, 0, right - left, top - bottom)))
    for step in pikepdf.parse_content_stream(page):
        numbers = [float(operand) for operand in step.operands if isinstance(operand, int | float | Decimal)]
        yield from painter.run(str(step.operator), numbers)
