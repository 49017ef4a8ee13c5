"""The Word file that a document is written into: what python-docx begins with, less what must not show."""

from datetime import date
from io import BytesIO

import docx
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.document.document import Document
from reportgen.renderers.docx.package import repack

# The others are a thumbnail, a theme with faces of its own, and descriptions of an empty document.
_KEPT = {
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
}
_SETTINGS = (
    f"<w:settings {nsdecls('w')}>"
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    "<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:val="15" w:uri="http://schemas.microsoft.com/office/word"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)
_LONGEST_PROPERTY = 255


def new_file(document: Document) -> WordFile:
    """Return an empty Word file with the settings and the properties of *document*."""
    word = docx.Document()
    for relationships in (word.part.package.rels, word.part.rels):
        for name, relationship in list(relationships.items()):
            if relationship.reltype not in _KEPT:
                del relationships[name], relationships.related_parts[name]
    word.settings.element[:] = parse_xml(_SETTINGS)
    _describe(word, document)
    return word


def _describe(word: WordFile, document: Document) -> None:
    properties = word.core_properties
    properties.title = document.title[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = document.department[:_LONGEST_PROPERTY]
    properties.language = "zh-CN"
    properties.comments = ""


def finish(word: WordFile, day: date | None) -> bytes:
    """Return the bytes of *word*, dated by *day*, and empty it.

    The objects of python-docx hold each other: the text would stay until garbage is collected.
    """
    target = BytesIO()
    word.save(target)
    (body,) = word.element
    body.clear()
    return repack(target.getvalue(), date=day.isoformat() if day else "")
