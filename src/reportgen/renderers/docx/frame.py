"""The frames of Word tables: the lines and the room in the cells, as styles that tables refer to."""

from docx.shared import Mm, Pt

from reportgen.document.theme import Leading, Rules, TableStyle
from reportgen.renderers.docx.markup import style_id

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_THREE = ("top", "bottom")
_EIGHTHS = 8  # Word measures lines in eighths of a point
_THICK = 2
# LibreOffice takes the lines from the room between the margins of a cell, Word does not.
_LINES = 10


def frame_name(*, tight: bool) -> str:
    """Return the name of the style of tables whose rows are set loosely or tightly."""
    return "Budget Table Tight" if tight else "Budget Table"


def frame_style(name: str, leading: Leading, style: TableStyle) -> str:
    """Return the style of tables of that *name*: lines by the theme, room above and below by *leading*."""
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f'<w:tblPr><w:jc w:val="center"/>{_borders(style)}{_margins(leading, style)}</w:tblPr></w:style>'
    )


def _borders(style: TableStyle) -> str:
    grid = style.rules is Rules.GRID
    drawn = _SIDES if grid else _THREE
    size = _eighths(style.rule if grid else style.rule * _THICK)
    lines = "".join(_line(side, "single" if side in drawn else "nil", size) for side in _SIDES)
    return f"<w:tblBorders>{lines}</w:tblBorders>"


def head_rule(style: TableStyle) -> str:
    """Return the line below cells of the head, where the table has no lines round every cell."""
    if style.rules is Rules.GRID:
        return ""
    return f"<w:tcBorders>{_line('bottom', 'single', _eighths(style.rule))}</w:tcBorders>"


def _line(side: str, kind: str, eighths: int) -> str:
    return f'<w:{side} w:val="{kind}" w:sz="{eighths}" w:space="0"/>'


def _eighths(points: float) -> int:
    return round(points * _EIGHTHS)


def _margins(leading: Leading, style: TableStyle) -> str:
    sides, ends = Mm(style.padding).twips - _LINES, Pt(leading.padding).twips
    amounts = (("top", ends), ("left", sides), ("bottom", ends), ("right", sides))
    margins = "".join(f'<w:{side} w:w="{amount}" w:type="dxa"/>' for side, amount in amounts)
    return f"<w:tblCellMar>{margins}</w:tblCellMar>"
