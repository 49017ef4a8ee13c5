"""The style sheet of a page: the rules for screens, and those for paper, filled in from the theme."""

from functools import cache
from importlib.resources import files
from string import Template

from reportgen.document.theme import (
    Face,
    Leading,
    NumberPlace,
    Page,
    PageNumber,
    PartStart,
    Rules,
    TextStyle,
    Theme,
)
from reportgen.renderers.layout.tables import MM_PER_POINT

# Neighbours draw half of the line between them each: a border of equal sides is the one quickly drawn.
_GRID = """\
  table, th, td {{ border: {half}pt solid }}
  table {{ border-spacing: 0; box-decoration-break: clone }}
  table + table {{ margin-top: -{rule}pt }}
"""
_THREE = """\
  table {{ border: solid; border-collapse: collapse; border-width: {thick}pt 0 }}
  thead, thead [scope=colgroup] {{ border-bottom: {rule}pt solid }}
"""
_THICK = 2
# In mm.
_TALLEST_COVER = 170.0
_BELOW_COVER = 5.0


@cache
def style_sheet(theme: Theme) -> str:
    """Return all rules for a document under *theme*."""
    sheets = files("reportgen.renderers.html")
    paper = Template(sheets.joinpath("print.css").read_text("utf-8")).substitute(_values(theme))
    return sheets.joinpath("style.css").read_text("utf-8") + "\n" + paper


def _values(theme: Theme) -> dict[str, str]:
    table, half_rule = theme.table, theme.table.rule / 2 * MM_PER_POINT
    even, odd = _numbers(theme.page_number)
    return {
        "portrait": _page(theme.portrait),
        "landscape": _page(theme.landscape),
        "even_number": even,
        "odd_number": odd,
        "first_line": f"{theme.first_line:g}",
        "part_start": "right" if theme.part_start is PartStart.ODD else "page",
        "cover_top": f"{theme.cover_top:g}mm",
        "cover_height": f"{_cover_height(theme):g}mm",
        "below_part_title": f"{theme.part_title.below:g}pt",
        "below_contents_title": f"{theme.contents_title.below:g}pt",
        "table_note_line": f"{theme.table_note.line:g}pt",
        "sides": f"{table.padding - half_rule:.3f}mm",
        "loose": _leading(table.loose),
        "tight": _leading(table.tight),
        "table_head": f"font-family: {_families(table.head)}",
        "table_text": f"font-family: {_families(table.text)}",
        "rules": _rules(theme),
        **{name: _font(style) for name, style in _styles(theme).items()},
    }


def _styles(theme: Theme) -> dict[str, TextStyle]:
    headings = {f"heading_{level}": style for level, style in enumerate(theme.headings, 1)}
    return {
        "body": theme.body,
        "cover": theme.cover,
        "cover_date": theme.cover_date,
        "part_title": theme.part_title,
        "contents_title": theme.contents_title,
        "contents_top": theme.contents_top,
        "contents": theme.contents,
        "table_title": theme.table_title,
        "table_note": theme.table_note,
        **headings,
    }


def _page(page: Page) -> str:
    margins = f"{page.top:g}mm {page.right:g}mm {page.bottom:g}mm {page.left:g}mm"
    return f"size: {page.width:g}mm {page.height:g}mm; margin: {margins}"


def _cover_height(theme: Theme) -> float:
    """Return the height of what stands on the cover, with the date at its foot."""
    return min(_TALLEST_COVER, theme.portrait.text_height - theme.cover_top - _BELOW_COVER)


def _leading(leading: Leading) -> str:
    padding = f"{leading.padding:g}pt"
    return f"line-height: {leading.line_height:g}; padding-bottom: {padding}; padding-top: {padding}"


def _font(style: TextStyle) -> str:
    weight = "bold" if style.face.bold else "normal"
    return f"font: {weight} {style.size:g}pt/{style.line:g}pt {_families(style.face)}"


def _families(face: Face) -> str:
    return ", ".join(_quoted(family) for family in face.families)


def _quoted(text: str) -> str:
    r"""Return *text* as a string in a style sheet that stands in a page.

    >>> print(_quoted('a"b</style>'))
    "a\22 b\3c /style>"
    """
    for char in '\\"<\n':
        text = text.replace(char, rf"\{ord(char):x} ")
    return f'"{text}"'


def _numbers(number: PageNumber) -> tuple[str, str]:
    """Return the rules for the numbers of even and of odd pages."""
    outer = number.place is NumberPlace.OUTER
    content = f"content: {_quoted(number.before)} counter(page) {_quoted(number.after)}"
    placed = f"{content}; {_font(number.style)}; padding-top: {number.distance:g}mm; vertical-align: top"
    if not outer:
        return f"@bottom-center {{ {placed} }}", ""
    left = f"{placed}; padding-left: 1em; text-align: left"
    right = f"{placed}; padding-right: 1em; text-align: right"
    return (
        f"@bottom-left {{ {left} }}",
        f"@bottom-left {{ content: none }} @bottom-right {{ {right} }}",
    )


def _rules(theme: Theme) -> str:
    rule = theme.table.rule
    form = _GRID if theme.table.rules is Rules.GRID else _THREE
    return form.format(half=f"{rule / 2:g}", rule=f"{rule:g}", thick=f"{rule * _THICK:g}")
