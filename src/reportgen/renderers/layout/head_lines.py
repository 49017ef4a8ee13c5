"""Where the heading of a column that is too long for its cell breaks, the same in PDF and Word.

Chinese lines may break behind any character; most words of a heading have two, counted from its end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import ceil, floor

from reportgen.document.document import Column, HeaderCell, header_grid
from reportgen.document.theme import TableStyle
from reportgen.renderers.layout.tables import MM_PER_POINT, text_width

Header = Sequence[Sequence[HeaderCell]]

# In em: what a line must leave free so that no rounding breaks it once more.
_SPARE = 0.05
# A word of three characters makes their number odd.
_WORD_OF_THREE = 3


def broken_header(
    columns: tuple[Column, ...], widths: Sequence[float], size: float, style: TableStyle
) -> Header:
    """Return the rows of a table's head with line feeds where its cells break.

    *widths* are those of the columns in mm, *size* that of the type in points.
    """
    return [
        [replace(cell, text=head_lines(cell.text, _room(cell, widths, size, style))) for cell in row]
        for row in header_grid(columns)
    ]


def _room(cell: HeaderCell, widths: Sequence[float], size: float, style: TableStyle) -> float:
    """Return the width in em between the margins of a cell."""
    width = sum(widths[cell.column : cell.column + cell.columns])
    return (width - 2 * style.padding) / (size * MM_PER_POINT)


def head_lines(text: str, room: float) -> str:
    r"""Return *text* with line feeds where it is to break in *room* em; as it is where that takes more lines.

    >>> head_lines("上级补助收入", 5.1)
    '上级补助\n收入'
    >>> head_lines("政府性基金预算拨款收入", 5.1)
    '政府性基金\n预算拨款\n收入'
    """
    width = text_width(text)
    # Whatever holds digits, brackets or blanks has better places to break, which the programs know.
    if width <= room or not text.isalpha() or width < len(text):
        return text
    length = floor(room - _SPARE)
    if len(text) % 2 and length < _WORD_OF_THREE:
        return text
    lines = _filled(_words(text), length)
    return "\n".join(lines) if len(lines) <= ceil(width / max(1, floor(room))) else text


def _words(text: str) -> Iterable[str]:
    """Return pairs of characters; of an odd number only the last two stay together."""
    if len(text) % 2:
        return (*text[:-2], text[-2:])
    return (text[index : index + 2] for index in range(0, len(text), 2))


def _filled(words: Iterable[str], length: int) -> list[str]:
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1] + word) > length:
            lines.append("")
        lines[-1] += word
    return lines
