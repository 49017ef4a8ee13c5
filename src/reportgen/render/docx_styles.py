"""The styles of a Word file: the official faces and sizes, named so that an editor finds them."""

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.render.docx_markup import DECLARATION, NAMESPACE, twips
from reportgen.render.layout import PORTRAIT
from reportgen.render.leading import LOOSE, Leading

_LATIN = "Times New Roman"
_TITLE = "方正小标宋简体"
_HEI = "黑体"
_KAI = "楷体_GB2312"
_FANG = "仿宋_GB2312"
_SONG = "宋体"

_BODY_LINE = 28.95  # 22 lines fill a page
_TITLE_LINE = 36.0
_CENTRED = '<w:jc w:val="center"/>'
_TWO_CHARACTERS = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
# Digits are Chinese too: so LibreOffice, where a face is missing, takes one of the same width for them.
_LANGUAGE = '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
_RIGHT_TAB = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{twips(PORTRAIT.text_width)}"/></w:tabs>'

# Space that takes up no visible room: between two tables, and where a section ends.
SPACER = "Spacer"
# All other names are Word's own.
_OUR_OWN = ("Item", "Table", SPACER)


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style; *before* and *after* are its properties on either side of the line spacing."""

    name: str
    font: str
    size: float
    line: float
    before: str = ""
    after: str = ""
    space: tuple[float, float] = (0, 0)
    based_on: str = ""
    following: str = ""


def style_id(name: str) -> str:
    """Return the identifier of the style *name*.

    >>> style_id("heading 1"), style_id("toc 2")
    ('Heading1', 'TOC2')
    """
    words = name.split()
    return "".join("TOC" if word == "toc" else word[0].upper() + word[1:] for word in words)


@dataclass(frozen=True, slots=True)
class RowSetting:
    """Type size and spacing of the rows of a table."""

    size: float
    leading: Leading

    @property
    def label(self) -> str:
        """The end of the names of its styles."""
        return f"{self.size:g}" if self.leading == LOOSE else f"{self.size:g} Tight"


def table_style(kind: str, setting: RowSetting) -> str:
    """Return the identifier of the style of a table's text (`Text`) or head (`Head`).

    >>> table_style("Text", RowSetting(8.5, LOOSE))
    'TableText8.5'
    """
    return style_id(f"Table {kind} {setting.label}")


def _heading(level: int, font: str) -> _Style:
    after = f'{_TWO_CHARACTERS}<w:outlineLvl w:val="{level - 1}"/>'
    return _Style(
        f"heading {level}", font, 16, _BODY_LINE, "<w:keepNext/><w:keepLines/>", after, following="BodyText"
    )


def _contents(level: int) -> _Style:
    indent = f'<w:ind w:leftChars="{(level - 1) * 200}" w:left="{(level - 1) * 560}"/>'
    return _Style(f"toc {level}", _HEI if level == 1 else _FANG, 14, 24, _RIGHT_TAB, indent)


def _table_styles(setting: RowSetting) -> tuple[_Style, _Style]:
    line = setting.size * setting.leading.line_height
    return (
        _Style(f"Table Text {setting.label}", _SONG, setting.size, line),
        _Style(f"Table Head {setting.label}", _HEI, setting.size, line, "<w:keepNext/>", _CENTRED),
    )


_STYLES = (
    _Style("Normal", _FANG, 16, _BODY_LINE, '<w:widowControl w:val="0"/>', '<w:jc w:val="both"/>'),
    _Style("Body Text", _FANG, 16, _BODY_LINE, after=_TWO_CHARACTERS, based_on="Normal"),
    _Style("Item", _FANG, 16, _BODY_LINE, based_on="BodyText"),
    _Style("Title", _TITLE, 22, _TITLE_LINE, after=_CENTRED, following="Normal"),
    _Style("Date", _FANG, 16, _BODY_LINE, after=_CENTRED),
    _Style(
        "heading 1",
        _TITLE,
        22,
        _TITLE_LINE,
        "<w:keepNext/><w:keepLines/>",
        f'{_CENTRED}<w:outlineLvl w:val="0"/>',
        space=(0, _BODY_LINE),
        following="BodyText",
    ),
    _heading(2, _HEI),
    _heading(3, _KAI),
    _heading(4, _FANG),
    _Style("TOC Heading", _TITLE, 22, _TITLE_LINE, "<w:keepNext/>", _CENTRED, space=(0, 16)),
    *(_contents(level) for level in (1, 2, 3)),
    _Style("Table List", _FANG, 16, _BODY_LINE, after='<w:ind w:leftChars="200" w:left="640"/>'),
    _Style(
        "Table Title",
        _TITLE,
        16,
        24,
        "<w:keepNext/><w:keepLines/>",
        f'{_CENTRED}<w:outlineLvl w:val="1"/>',
    ),
    _Style("Table Subtitle", _SONG, 10.5, 16, "<w:keepNext/>", _CENTRED),
    _Style("Table Caption", _SONG, 10.5, 16, "<w:keepNext/>"),
    _Style("Table Note", _SONG, 10.5, 16),
    _Style("footer", _SONG, 14, 18, after=_CENTRED),
    _Style(SPACER, _SONG, 1, 0.5),
)


def styles_part(settings: Iterable[RowSetting]) -> str:
    """Return the part `styles.xml`, with styles for the rows of tables in each of *settings*."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(_FANG)}{_size(16)}{_LANGUAGE}</w:rPr></w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>"
    )
    tables = (style for setting in settings for style in _table_styles(setting))
    styles = "".join(_style_xml(style) for style in (*_STYLES, *tables))
    return f'{DECLARATION}<w:styles xmlns:w="{NAMESPACE}">{defaults}{styles}</w:styles>'


def _style_xml(style: _Style) -> str:
    kind = ' w:default="1"' if style.name == "Normal" else ""
    if style.name.split()[0] in _OUR_OWN:
        kind = ' w:customStyle="1"'
    based_on = f'<w:basedOn w:val="{style.based_on}"/>' if style.based_on else ""
    following = f'<w:next w:val="{style.following}"/>' if style.following else ""
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{style_id(style.name)}"><w:name w:val="{style.name}"/>'
        f"{based_on}{following}<w:qFormat/>"
        f"<w:pPr>{style.before}{_spacing(style)}{style.after}</w:pPr>"
        f"<w:rPr>{_fonts(style.font)}{_size(style.size)}</w:rPr></w:style>"
    )


def _spacing(style: _Style) -> str:
    above, below = (round(points * 20) for points in style.space)
    return (
        f'<w:spacing w:before="{above}" w:after="{below}"'
        f' w:line="{round(style.line * 20)}" w:lineRule="exact"/>'
    )


def _fonts(font: str) -> str:
    return f'<w:rFonts w:ascii="{_LATIN}" w:eastAsia="{font}" w:hAnsi="{_LATIN}" w:cs="{_LATIN}"/>'


def _size(points: float) -> str:
    half_points = round(points * 2)
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
