"""The small pieces of WordprocessingML that everything in a Word file is made of."""

import re
from collections.abc import Sequence
from html import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

_LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
# Word sets these in the Latin face, too narrow for Chinese text, unless the run asks for the other.
_AMBIGUOUS = re.compile("[‘’“”…—·≤≥×]")
_EAST_ASIAN = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'


def elements(markup: str) -> Sequence[etree._Element]:
    """Return the elements that *markup* stands for."""
    return list(parse_xml(f"<w:body {nsdecls('w', 'r')}>{markup}</w:body>"))


def run(text: str) -> str:
    """Return a run of *text*, or nothing for an empty text; line feeds become line breaks."""
    if not text:
        return ""
    properties = _EAST_ASIAN if _AMBIGUOUS.search(text) else ""
    content = escape(text, quote=False).replace("\n", _LINE_BREAK)
    return f'<w:r>{properties}<w:t xml:space="preserve">{content}</w:t></w:r>'


def paragraph(style: str, content: str = "", properties: str = "") -> str:
    """Return a paragraph; *properties* follow the style in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def style_id(name: str) -> str:
    """Return the identifier of the style *name*, as Word derives it.

    >>> style_id("Heading 1"), style_id("toc 2")
    ('Heading1', 'TOC2')
    """
    return name.replace("toc", "TOC").replace(" ", "")


def field_begin(instruction: str, properties: str = "") -> str:
    """Return the beginning of a complex field, up to where its result starts."""
    code = escape(instruction, quote=False)
    return (
        f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{properties}<w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    )


def field_end(properties: str = "") -> str:
    """Return the end of a complex field."""
    return f'<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'


FIELD_RESULT = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'


def field(instruction: str, result: str) -> str:
    """Return a complex field that shows *result* until somebody updates it."""
    return field_begin(instruction) + FIELD_RESULT + run(result) + field_end()


def bookmark_name(anchor: str) -> str:
    """Return *anchor* as a name that Word accepts.

    >>> bookmark_name("table-1")
    'table_1'
    """
    return re.sub(r"\W", "_", anchor)


def bookmark(anchor: str, number: int, content: str) -> str:
    """Return *content* inside the bookmark of *anchor*, or plain where there is none."""
    if not anchor:
        return content
    start = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(anchor)}"/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def link(anchor: str, content: str) -> str:
    """Return *content* as a link to the bookmark of *anchor*."""
    return f'<w:hyperlink w:anchor="{bookmark_name(anchor)}" w:history="1">{content}</w:hyperlink>'
