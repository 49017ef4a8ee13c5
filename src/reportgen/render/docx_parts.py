"""The parts of a Word file beside its text and its styles: how they hang together, settings, properties."""

from html import escape

from reportgen.document import Document
from reportgen.render.docx_markup import (
    DECLARATION,
    NAMESPACE,
    RELATIONSHIPS,
    field,
    paragraph,
    run,
)
from reportgen.render.package import CORE_PROPERTIES, timestamp

MAIN_PART = "word/document.xml"
STYLES_PART = "word/styles.xml"
FOOTER = "rId3"

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_WORD_PARTS = (
    (MAIN_PART, "document.main"),
    (STYLES_PART, "styles"),
    ("word/settings.xml", "settings"),
    ("word/footer1.xml", "footer"),
)
_SETTINGS = (
    f'{DECLARATION}<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/>'
    '<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:val="15" w:uri="http://schemas.microsoft.com/office/word"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)


def fixed_parts(document: Document) -> dict[str, str]:
    """Return all parts but the text and the styles, the content types first as the format asks."""
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relationships(),
        CORE_PROPERTIES: _core_properties(document),
        "word/_rels/document.xml.rels": _document_relationships(),
        "word/settings.xml": _SETTINGS,
        "word/footer1.xml": _footer(),
    }


def _content_types() -> str:
    types = [(name, f"{_CONTENT_TYPE}.{kind}+xml") for name, kind in _WORD_PARTS]
    types.append((CORE_PROPERTIES, _CORE_TYPE))
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types)
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_RELATIONSHIPS_TYPE}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _package_relationships() -> str:
    return _relationships(
        (f"{RELATIONSHIPS}/officeDocument", MAIN_PART),
        (f"{_PACKAGE}/relationships/metadata/core-properties", CORE_PROPERTIES),
    )


def _document_relationships() -> str:
    return _relationships(
        (f"{RELATIONSHIPS}/styles", "styles.xml"),
        (f"{RELATIONSHIPS}/settings", "settings.xml"),
        (f"{RELATIONSHIPS}/footer", "footer1.xml"),
    )


def _relationships(*targets: tuple[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _footer() -> str:
    content = run("— ") + field("PAGE", "1") + run(" —")
    return f'{DECLARATION}<w:ftr xmlns:w="{NAMESPACE}">{paragraph("Footer", content)}</w:ftr>'


def _core_properties(document: Document) -> str:
    department = escape(document.department, quote=False)
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{timestamp(document.date)}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(document.title, quote=False)}</dc:title><dc:creator>{department}</dc:creator>"
        f"<dc:language>zh-CN</dc:language><cp:lastModifiedBy>{department}</cp:lastModifiedBy>{times}"
        "</cp:coreProperties>"
    )
