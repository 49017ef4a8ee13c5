"""The styles of a Word file: the official faces and sizes, named so that an editor finds them."""

from collections.abc import Iterable
from dataclasses import dataclass

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.oxml.text.font import CT_RPr
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.parfmt import ParagraphFormat

from reportgen.renderers.layout import PORTRAIT
from reportgen.renderers.leading import LOOSE, Leading

# Space that takes up no visible room: between two tables, and where a section ends.
SPACER = "Spacer"
TITLE_SIZE = 22.0

_LATIN = "Times New Roman"
_TITLE = "方正小标宋简体"
_HEI = "黑体"
_KAI = "楷体_GB2312"
_FANG = "仿宋_GB2312"
_SONG = "宋体"

_BODY_LINE = 28.95  # 22 lines fill a page
_TITLE_LINE = 36.0
_CENTRED = WD_ALIGN_PARAGRAPH.CENTER
# All other names are Word's own.
_OUR_OWN = ("Item", "Table", SPACER)
# Without exceptions Word hides the styles that are not in the file: their faces and colours are its own.
_UNWANTED = (
    "w:style[not(@w:default)]",
    "w:latentStyles/w:lsdException",
    "w:docDefaults/w:pPrDefault/w:pPr",
)


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style: size, line and space below in points, indents in characters."""

    name: str
    font: str
    size: float
    line: float
    align: WD_ALIGN_PARAGRAPH | None = None
    below: float = 0
    first_line: int = 0
    left: int = 0
    keep: bool | None = None
    widows: bool | None = None
    outline: int | None = None
    leader: bool = False
    based_on: str = ""


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
    return _style_id(f"Table {kind} {setting.label}")


def _style_id(name: str) -> str:
    """Return the identifier of the style *name*, as Word derives it.

    >>> _style_id("Heading 1"), _style_id("toc 2")
    ('Heading1', 'TOC2')
    """
    return name.replace("toc", "TOC").replace(" ", "")


def _heading(level: int, font: str) -> _Style:
    return _Style(f"Heading {level}", font, 16, _BODY_LINE, first_line=2, keep=True, outline=level - 1)


def _contents(level: int) -> _Style:
    font = _HEI if level == 1 else _FANG
    return _Style(f"toc {level}", font, 14, 24, left=2 * (level - 1), leader=True, keep=level == 1)


def _table_styles(setting: RowSetting) -> tuple[_Style, _Style]:
    line = setting.size * setting.leading.line_height
    return (
        _Style(f"Table Text {setting.label}", _SONG, setting.size, line),
        _Style(f"Table Head {setting.label}", _HEI, setting.size, line, _CENTRED, keep=True),
    )


# A style stands below those that it names.
_STYLES = (
    _Style("Normal", _FANG, 16, _BODY_LINE, WD_ALIGN_PARAGRAPH.JUSTIFY, widows=False),
    _Style("Body Text", _FANG, 16, _BODY_LINE, first_line=2, based_on="Normal"),
    _Style("Item", _FANG, 16, _BODY_LINE, based_on="Body Text"),
    _Style("Closing", _FANG, 16, _BODY_LINE, WD_ALIGN_PARAGRAPH.RIGHT),
    _Style("Title", _TITLE, TITLE_SIZE, _TITLE_LINE, _CENTRED),
    _Style("Date", _FANG, 16, _BODY_LINE, _CENTRED),
    _Style("Heading 1", _TITLE, TITLE_SIZE, _TITLE_LINE, _CENTRED, _BODY_LINE, keep=True, outline=0),
    _heading(2, _HEI),
    _heading(3, _KAI),
    _heading(4, _FANG),
    _Style("TOC Heading", _TITLE, TITLE_SIZE, _TITLE_LINE, _CENTRED, 16, keep=True),
    *(_contents(level) for level in (1, 2, 3)),
    _Style("Table List", _FANG, 16, _BODY_LINE, left=2),
    _Style("Table Number", _SONG, 10.5, 16, keep=True),
    _Style("Table Title", _TITLE, 16, 24, _CENTRED, keep=True, outline=1),
    _Style("Table Subtitle", _SONG, 10.5, 16, _CENTRED, keep=True),
    _Style("Table Caption", _SONG, 10.5, 16, keep=True),
    _Style("Table Note", _SONG, 10.5, 16),
    _Style("Footer", _SONG, 14, 18, _CENTRED),
    _Style(SPACER, _SONG, 1, 0.5),
)


def define_styles(word: WordFile, settings: Iterable[RowSetting]) -> None:
    """Give *word* our styles in place of its own, with those for the rows of tables in each of *settings*."""
    _clear(word)
    tables = (style for setting in settings for style in _table_styles(setting))
    for style in (*_STYLES, *tables):
        _define(word, style)


def _clear(word: WordFile) -> None:
    """Take out the styles that python-docx brings, but for Word's defaults, and its faces and language."""
    root = word.styles.element
    for unwanted in root.xpath(" | ".join(_UNWANTED)):
        unwanted.getparent().remove(unwanted)
    (characters,) = root.xpath("w:docDefaults/w:rPrDefault/w:rPr")
    _set_faces(characters, _FANG)
    (language,) = characters.xpath("w:lang")
    # Digits are Chinese too: so LibreOffice, where a face is missing, takes one of the same width for them.
    for script in ("w:val", "w:eastAsia"):
        language.set(qn(script), "zh-CN")


def _define(word: WordFile, style: _Style) -> None:
    styles = word.styles
    made = styles[style.name] if style.name in styles else _added(word, style.name)
    made.quick_style = True
    made.base_style = styles[style.based_on] if style.based_on else None
    made.font.size = Pt(style.size)
    _set_faces(made.element.rPr, style.font)
    _set_spacing(made.paragraph_format, style)
    _set_indent(made, style)
    if style.outline is not None:
        made.element.pPr.get_or_add_outlineLvl().val = style.outline
        made.next_paragraph_style = styles["Body Text"]
    if style.leader:
        edge = Mm(PORTRAIT.text_width)
        made.paragraph_format.tab_stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _added(word: WordFile, name: str) -> ParagraphStyle:
    own = name.startswith(_OUR_OWN)
    style: ParagraphStyle = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=not own)
    style.style_id = _style_id(name)
    return style


def _set_faces(characters: CT_RPr, chinese: str) -> None:
    """Set the faces of all scripts; those of a theme would win over them."""
    faces = characters.get_or_add_rFonts()
    faces.attrib.clear()
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        faces.set(qn(script), _LATIN)
    faces.set(qn("w:eastAsia"), chinese)


def _set_spacing(paragraphs: ParagraphFormat, style: _Style) -> None:
    paragraphs.alignment = style.align
    paragraphs.line_spacing = Pt(style.line)
    paragraphs.space_before, paragraphs.space_after = Pt(0), Pt(style.below)
    paragraphs.keep_with_next = paragraphs.keep_together = style.keep
    paragraphs.widow_control = style.widows


def _set_indent(made: ParagraphStyle, style: _Style) -> None:
    """Indent by characters, as Word measures Chinese text, and by their length for whoever does not."""
    if style.left:
        made.paragraph_format.left_indent = Pt(style.left * style.size)
        made.element.pPr.ind.set(qn("w:leftChars"), str(style.left * 100))
    if style.first_line:
        made.paragraph_format.first_line_indent = Pt(style.first_line * style.size)
        made.element.pPr.ind.set(qn("w:firstLineChars"), str(style.first_line * 100))
