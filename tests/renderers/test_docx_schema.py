"""The parts of a Word file against the sequences of ECMA-376 part 1, transitional."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from lxml import etree

from reportgen.document.document import Document
from reportgen.document.theme import NumberPlace, PartStart, Rules
from reportgen.renderers.docx.document import render_docx
from tests.renderers.sample import sample
from tests.renderers.test_docx import PAGES

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BORDERS = "top left start bottom right end insideH insideV tl2br tr2bl"
_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi"
    " adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection"
    " textAlignment textboxTightWrap outlineLvl divId cnfStyle"
)
# The children of an element, in the order that they must have; each may stand there once.
SEQUENCES = {
    "pPr": f"{_PARAGRAPH} rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof"
    " snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText"
    " vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc"
    " tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tblBorders": _BORDERS,
    "tcBorders": _BORDERS,
    "tblCellMar": "top left start bottom right end",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
    "sectPr": "footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt"
    " vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat"
    " locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr",
    "styles": "docDefaults latentStyles",
    "docDefaults": "rPrDefault pPrDefault",
    "rPrDefault": "rPr",
    "pPrDefault": "pPr",
    "settings": "writeProtection view zoom removePersonalInformation mirrorMargins defaultTabStop"
    " evenAndOddHeaders characterSpacingControl footnotePr endnotePr compat rsids mathPr themeFontLang"
    " clrSchemeMapping",
    "document": "background body",
    "tbl": "tblPr tblGrid",
    "tr": "tblPrEx trPr",
    "tc": "tcPr",
    "p": "pPr",
    "r": "rPr",
    "body": "",
    "hdr": "",
    "ftr": "",
    "hyperlink": "",
    "compat": "doNotExpandShiftReturn useFELayout",
    "trPr": "",
    "tabs": "",
    "tblGrid": "",
}
# What may follow those, in any order and number, or precede them where the value says so.
CHOICES = {
    "body": "p tbl sectPr",
    "hdr": "p tbl",
    "ftr": "p tbl",
    "tc": "p tbl",
    "tbl": "tr",
    "tr": "tc",
    "p": "r hyperlink bookmarkStart bookmarkEnd",
    "hyperlink": "r",
    "r": "t br tab fldChar instrText",
    "styles": "style",
    "compat": "compatSetting",
    "trPr": "cantSplit tblHeader",
    "tabs": "tab",
    "tblGrid": "gridCol",
    "sectPr": "headerReference footerReference",
}
_FIRST = {"sectPr"}


def name(element: Any) -> str:
    return str(element.tag.removeprefix(W))


def fault(element: Any) -> str:
    """What is wrong with the children of an element, or nothing."""
    sequence, choice = (table.get(name(element), "").split() for table in (SEQUENCES, CHOICES))
    children = [name(child) for child in element]
    if strange := [child for child in children if child not in (*sequence, *choice)]:
        return f"{name(element)} holds {strange[0]}"
    ordered = [sequence.index(child) for child in children if child in sequence]
    if ordered != sorted(set(ordered)):
        return f"{name(element)}: {' '.join(children)}"
    chosen = [child in choice for child in children]
    if chosen != sorted(chosen, reverse=name(element) in _FIRST):
        return f"{name(element)}: {' '.join(children)}"
    if name(element) == "tc" and children[-1:] != ["p"]:
        return "a cell does not end with a paragraph"
    return ""


def faults(parts: dict[str, Any]) -> Iterator[str]:
    for part, root in parts.items():
        for element in root.iter():
            if wrong := fault(element):
                yield f"{part}: {wrong}"


def variants() -> Iterator[Document]:
    theme = replace(sample().theme, part_start=PartStart.ODD)
    plain = replace(sample().theme.table, rules=Rules.THREE, continued="")
    centred = replace(sample().theme.page_number, place=NumberPlace.CENTRE)
    yield replace(sample(), date=date(2024, 2, 5))
    yield replace(sample(), theme=theme)
    yield replace(sample(), theme=replace(sample().theme, table=plain, page_number=centred))


def parts(document: Document) -> dict[str, Any]:
    archive = zipfile.ZipFile(BytesIO(render_docx(document, PAGES)))
    return {
        member: etree.fromstring(archive.read(member))
        for member in archive.namelist()
        if member.startswith("word/") and member.endswith(".xml")
    }


@pytest.mark.parametrize("document", list(variants()), ids=["default", "odd", "plain"])
def test_elements_stand_where_the_schema_has_them(document: Document) -> None:
    made = parts(document)
    assert {"word/document.xml", "word/styles.xml", "word/settings.xml", "word/footer1.xml"} <= made.keys()
    assert list(faults(made)) == []


def test_elements_out_of_order_are_found() -> None:
    made = parts(sample())
    body = made["word/document.xml"]
    properties = body.find(f".//{W}pPr[{W}pageBreakBefore]")
    properties.insert(0, properties[-1])
    cell = body.find(f".//{W}tc")
    cell.remove(cell[-1])
    cell.append(etree.SubElement(cell, f"{W}sectPr"))
    assert [found.partition(": ")[2] for found in faults(made)] == [
        "pPr: pageBreakBefore pStyle",
        "tc holds sectPr",
    ]


def test_what_parts_refer_to_is_in_the_file() -> None:
    archive = zipfile.ZipFile(BytesIO(render_docx(sample(), PAGES)))
    relations = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
    targets = {relation.get("Id"): f"word/{relation.get('Target')}" for relation in relations}
    identifier = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    used = {element.get(identifier) for element in parts(sample())["word/document.xml"].iter()} - {None}
    assert len(used) == len({targets[identifier] for identifier in used}) > 3
    assert set(targets.values()) <= set(archive.namelist())
    declared = archive.read("[Content_Types].xml").decode()
    assert all(f'PartName="/{target}"' in declared for target in targets.values())
