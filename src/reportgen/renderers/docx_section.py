"""Sections of a Word file: how its pages lie, their margins and their numbers."""

from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.section import Section
from docx.shared import Mm

from reportgen.renderers.docx_markup import elements, field, paragraph, run
from reportgen.renderers.docx_styles import SPACER
from reportgen.renderers.layout import MM_PER_POINT
from reportgen.theme import Page, PageNumber, Theme


def set_first_section(word: WordFile, theme: Theme) -> None:
    """Set the pages that the file begins with: upright, and numbered but for the cover."""
    (section,) = word.sections
    _set_page(section, theme.portrait, theme.page_number)
    section.different_first_page_header_footer = True
    section.footer.is_linked_to_previous = False
    number = theme.page_number
    numbers = paragraph("Footer", run(number.before) + field("PAGE", "1") + run(number.after))
    section.footer.part.element[:] = elements(numbers)


def turn_pages(word: WordFile, page: Page, number: PageNumber) -> None:
    """Begin a section of pages like *page*, with the footer of those before."""
    section = word.add_section()
    _set_page(section, page, number)
    section.different_first_page_header_footer = False
    word.paragraphs[-1].style = word.styles[SPACER]


def _set_page(section: Section, page: Page, number: PageNumber) -> None:
    """Set paper and margins; a footer ends where the number has stood its distance below the text."""
    wide = page.width > page.height
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance = Mm(0)
    section.footer_distance = Mm(page.bottom - number.distance - number.style.size * MM_PER_POINT)
