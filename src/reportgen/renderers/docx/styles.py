"""The styles of a Word file: the official faces and sizes, named so that an editor finds them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.text.font import CT_RPr
from docx.oxml.text.parfmt import CT_PPr
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.parfmt import ParagraphFormat

from reportgen.document.theme import Leading, Page, TextStyle, Theme
from reportgen.renderers.docx.frame import frame_name, frame_style
from reportgen.renderers.docx.markup import elements, style_id
from reportgen.renderers.layout.tables import MM_PER_POINT

# Space that takes up no visible room: between two tables, and where a section ends.
SPACER = "Spacer"
# Between a line that stands above the text and the text, in mm.
ABOVE_TEXT = 1.0
_LATIN = "Times New Roman"
_CENTRED = WD_ALIGN_PARAGRAPH.CENTER
# All other names are Word's own.
_OUR_OWN = ("Item", "Table", SPACER)
_LINE_BREAKS = {
    # What Word does unasked: LibreOffice up to 7.4 takes it for the opposite, and loses what overhangs.
    "w:overflowPunct": "1",
    # No gaps beside digits.
    "w:autoSpaceDE": "0",
    "w:autoSpaceDN": "0",
}
# Without exceptions Word hides the styles that are not in the file: their faces and colours are its own.
_UNWANTED = (
    "w:style[not(@w:default)]",
    "w:latentStyles/w:lsdException",
    "w:docDefaults/w:pPrDefault/w:pPr",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """A paragraph style: size, line and space above and below in points, indents in characters."""

    name: str
    font: str
    size: float
    line: float
    align: WD_ALIGN_PARAGRAPH | None = None
    above: float = 0
    below: float = 0
    first_line: float = 0
    left: int = 0
    keep: bool | None = None
    widows: bool | None = None
    outline: int | None = None
    leader: bool = False
    based_on: str = ""


@dataclass(frozen=True, slots=True)
class RowSetting:
    """Type size and spacing of the rows of a table; *tight* tells which of the theme's it is."""

    size: float
    leading: Leading
    tight: bool

    @property
    def label(self) -> str:
        """The end of the names of its styles."""
        return f"{self.size:g} Tight" if self.tight else f"{self.size:g}"


def table_style(kind: str, setting: RowSetting) -> str:
    """Return the identifier of the style of a table's text (`Text`) or head (`Head`).

    >>> table_style("Text", RowSetting(8.5, Leading(1.2, 0.25), tight=True))
    'TableText8.5Tight'
    """
    return style_id(f"Table {kind} {setting.label}")


def _text(name: str, style: TextStyle, **properties: Any) -> _Style:  # noqa: ANN401 - the fields of a style
    return _Style(
        name=name, font=style.face.office, size=style.size, line=style.line, below=style.below, **properties
    )


def _styles(theme: Theme) -> Iterator[_Style]:
    """The styles under *theme*; one stands below those that it names."""
    body, first_line = theme.body, theme.first_line
    yield _text("Normal", body, align=WD_ALIGN_PARAGRAPH.JUSTIFY, widows=True)
    yield _text("Body Text", body, first_line=first_line, based_on="Normal")
    yield _text("Item", body, based_on="Body Text")
    yield _text("Closing", body, align=WD_ALIGN_PARAGRAPH.RIGHT)
    yield _text("Title", theme.cover, align=_CENTRED)
    yield _text("Date", theme.cover_date, align=_CENTRED)
    yield _text("Heading 1", theme.part_title, align=_CENTRED, keep=True, outline=0)
    for level, style in enumerate(theme.headings, 1):
        yield _text(f"Heading {level + 1}", style, first_line=first_line, keep=True, outline=level)
    yield _text("TOC Heading", theme.contents_title, align=_CENTRED, keep=True)
    yield _text("toc 1", theme.contents_top, leader=True, keep=True)
    for level in (2, 3):
        yield _text(f"toc {level}", theme.contents, leader=True, keep=False, left=2 * (level - 1))
    yield _text("Table List", body, left=2)
    yield _text("Table Number", theme.table_note, keep=True)
    yield _text("Table Title", theme.table_title, align=_CENTRED, keep=True, outline=1)
    yield _text("Table Subtitle", theme.table_note, align=_CENTRED, keep=True)
    yield _text("Table Caption", theme.table_note, keep=True)
    yield _text("Table Note", theme.table_note)
    yield _text("Header", replace(theme.table_note, below=ABOVE_TEXT / MM_PER_POINT), align=_CENTRED)
    yield _text("Footer", theme.page_number.style, above=theme.page_number.distance / MM_PER_POINT)
    yield _Style(name=SPACER, font=theme.body.face.office, size=1, line=0.05)


def _table_styles(setting: RowSetting, theme: Theme) -> tuple[_Style, _Style]:
    size, line = setting.size, setting.size * setting.leading.line_height
    head, text = theme.table.head.office, theme.table.text.office
    return (
        _Style(name=f"Table Text {setting.label}", font=text, size=size, line=line),
        _Style(
            name=f"Table Head {setting.label}", font=head, size=size, line=line, align=_CENTRED, keep=True
        ),
    )


def define_styles(word: WordFile, theme: Theme, settings: Collection[RowSetting]) -> None:
    """Give *word* our styles in place of its own, with those for the rows of tables in each of *settings*."""
    _clear(word, theme)
    tables = (style for setting in settings for style in _table_styles(setting, theme))
    for style in (*_styles(theme), *tables):
        _define(word, style, theme.portrait)
    leadings = {setting.tight: setting.leading for setting in settings}
    for tight, leading in leadings.items():
        word.styles.element.extend(elements(frame_style(frame_name(tight=tight), leading, theme.table)))


def _clear(word: WordFile, theme: Theme) -> None:
    """Take out the styles that python-docx brings, but for Word's defaults, and its faces and language."""
    root = word.styles.element
    for unwanted in root.xpath(" | ".join(_UNWANTED)):
        unwanted.getparent().remove(unwanted)
    (characters,) = root.xpath("w:docDefaults/w:rPrDefault/w:rPr")
    _set_faces(characters, theme.body.face.office)
    (language,) = characters.xpath("w:lang")
    # Where digits are Chinese, LibreOffice breaks lines between them.
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")


def _define(word: WordFile, style: _Style, page: Page) -> None:
    styles = word.styles
    made = styles[style.name] if style.name in styles else _added(word, style.name)
    made.quick_style = True
    made.base_style = styles[style.based_on] if style.based_on else None
    made.font.size = Pt(style.size)
    _set_faces(made.element.rPr, style.font)
    _set_spacing(made.paragraph_format, style)
    _set_indent(made, style)
    if not style.based_on:
        _set_line_breaks(made.element.pPr)
    if style.outline is not None:
        made.element.pPr.get_or_add_outlineLvl().val = style.outline
        made.next_paragraph_style = styles["Body Text"]
    if style.leader:
        edge = Mm(page.text_width)
        made.paragraph_format.tab_stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _added(word: WordFile, name: str) -> ParagraphStyle:
    own = name.startswith(_OUR_OWN)
    style: ParagraphStyle = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=not own)
    style.style_id = style_id(name)
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
    paragraphs.space_before, paragraphs.space_after = Pt(style.above), Pt(style.below)
    paragraphs.keep_with_next = paragraphs.keep_together = style.keep
    paragraphs.widow_control = style.widows


def _set_line_breaks(paragraphs: CT_PPr) -> None:
    """Break lines nearly as the PDF does, so that pages end alike."""
    for name, value in _LINE_BREAKS.items():
        option: Any = OxmlElement(name, {qn("w:val"): value})
        paragraphs.insert_element_before(option, "w:spacing", "w:ind", "w:jc")


def _set_indent(made: ParagraphStyle, style: _Style) -> None:
    """Indent by characters, as Word measures Chinese text, and by their length for whoever does not."""
    if style.left:
        made.paragraph_format.left_indent = Pt(style.left * style.size)
        made.element.pPr.ind.set(qn("w:leftChars"), str(style.left * 100))
    if style.first_line:
        made.paragraph_format.first_line_indent = Pt(style.first_line * style.size)
        made.element.pPr.ind.set(qn("w:firstLineChars"), str(round(style.first_line * 100)))
