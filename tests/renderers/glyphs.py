"""Do the glyphs that a PDF shows belong to the characters that its text layer names?

Text extraction reads the text layer only: a PDF with the wrong outlines passes it.
Here each embedded glyph is drawn and compared with what the installed font draws for the character.
"""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTCollection, TTFont

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")


def shown_characters(pdf: bytes) -> list[str]:
    """Return each character of each embedded font, as `font: character`."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return [
            f"{font.BaseFont}: {char}"
            for font in composite_fonts(opened)
            for char in character_map(font).values()
        ]


def wrong_glyphs(pdf: bytes) -> list[str]:
    """Return the characters that are shown by the glyph of another one, as `font: character`."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return [
            f"{font.BaseFont}: {char}" for font in composite_fonts(opened) for char in _wrong_characters(font)
        ]


def composite_fonts(pdf: pikepdf.Pdf) -> list[Any]:
    return [
        each
        for each in pdf.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") == "/Type0"
    ]


def character_map(font: Any) -> dict[int, str]:
    """Return the character that the text layer names for each CID."""
    stream = font.ToUnicode.read_bytes().decode("ascii")
    blocks = re.findall(r"beginbfchar(.*?)endbfchar", stream, re.DOTALL)
    pairs = re.findall(r"<(\w+)>\s*<(\w+)>", "".join(blocks))
    return {int(cid, 16): bytes.fromhex(text).decode("utf-16-be") for cid, text in pairs}


def _wrong_characters(font: Any) -> Iterator[str]:
    embedded = TTFont(BytesIO(font.DescendantFonts[0].FontDescriptor.FontFile3.read_bytes()), lazy=True)
    installed = _installed(embedded["name"].getDebugName(6))
    glyphs = embedded.getGlyphSet()
    for cid, char in character_map(font).items():
        # As strict viewers do, look the CID up in the charset of the font instead of taking it for an index.
        name = f"cid{cid:05d}"
        if name not in glyphs or not _draws(installed, char, _outline(glyphs, name)):
            yield char


def _draws(font: TTFont, text: str, outline: Any) -> bool:
    """Tell whether the font has this outline for *text*, be it one of its alternates or a ligature."""
    names = [font.getBestCmap().get(ord(char)) for char in text]
    if None in names:
        return False
    glyphs = font.getGlyphSet()
    drawn = _ligatures(font, names) if len(names) > 1 else [names[0], *_alternates(font, names[0])]
    return any(_outline(glyphs, each) == outline for each in drawn)


def _outline(glyphs: Any, name: str) -> Any:
    pen = RecordingPen()
    glyphs[name].draw(pen)
    return pen.value


def _alternates(font: TTFont, name: str) -> Iterator[str]:
    for table in _substitutions(font):
        if type(table).__name__ == "SingleSubst":
            yield from filter(None, [table.mapping.get(name)])
        elif type(table).__name__ == "AlternateSubst":
            yield from table.alternates.get(name, [])


def _ligatures(font: TTFont, names: list[str]) -> Iterator[str]:
    """Return the ligatures of the glyphs or of alternates of them: “——” is one of two long dashes."""
    variants = [{name, *_alternates(font, name)} for name in names]
    tables = [table for table in _substitutions(font) if type(table).__name__ == "LigatureSubst"]
    for first, *others in product(*variants):
        for table in tables:
            yield from (each.LigGlyph for each in table.ligatures.get(first, []) if each.Component == others)


def _substitutions(font: TTFont) -> Iterator[Any]:
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            yield getattr(subtable, "ExtSubTable", subtable)


@cache
def _installed(name: str) -> TTFont:
    """Return the installed font with this PostScript name."""
    return next(font for font in _faces() if font["name"].getDebugName(6) == name)


def _faces() -> Iterator[TTFont]:
    for folder in FONT_FOLDERS:
        for path in sorted(folder.rglob("*.tt[cf]")):
            file = BytesIO(path.read_bytes())
            yield from (
                TTCollection(file, lazy=True).fonts if path.suffix == ".ttc" else [TTFont(file, lazy=True)]
            )
