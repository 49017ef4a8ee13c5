"""The fonts that HTML and PDF name, and what the machine has of them, asked of fontconfig."""

import ctypes
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from reportgen.document.theme import Theme

_LIBRARY = "libfontconfig.1.dylib" if sys.platform == "darwin" else "libfontconfig.so.1"
_MATCH_PATTERN = 0
_FIXED_POINT = 1 << 16
_WITHOUT_GLYPH = "\n\r\t"


def used_fonts(theme: Theme) -> list[str]:
    """Return family and version of each font that documents under *theme* are set in."""
    fonts = dict.fromkeys(_match(_installed(families)) for families in theme.families)
    return [f"{family} {version / _FIXED_POINT:.3f}" for family, version in fonts if family]


def missing_fonts(theme: Theme) -> list[str]:
    """Return the last resorts of the faces for which the machine would take another font."""
    chosen = map(_installed, theme.families)
    return list(dict.fromkeys(family for family in chosen if _match(family)[0] != family))


def lacking_glyphs(theme: Theme, characters: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the characters that a face of *theme* has no glyph for, with the families looked in.

    Line breaks and tabs need none. Families that the machine does not have are passed over.
    """
    wanted = [character for character in characters if character not in _WITHOUT_GLYPH]
    lacking: dict[str, tuple[str, ...]] = {}
    for families in theme.families:
        installed = tuple(family for family in families if _match(family)[0] == family)
        for character in wanted if installed else ():
            if not any(_has_glyph(family, ord(character)) for family in installed):
                lacking.setdefault(character, installed)
    return lacking


def _has_glyph(family: str, code: int) -> bool:
    return bool(_fontconfig().FcCharSetHasChar(_character_set(family), code))


@cache
def _character_set(family: str) -> ctypes.c_void_p:
    """Return the characters of the font that is taken for *family*; kept as long as the program runs."""
    library = _fontconfig()
    with _matched(family) as found:
        characters = ctypes.c_void_p()
        library.FcPatternGetCharSet(found, b"charset", 0, ctypes.byref(characters))
        return ctypes.c_void_p(library.FcCharSetCopy(characters))


def _installed(families: tuple[str, ...]) -> str:
    """Return the first of *families* that the machine has, or the last one."""
    return next((family for family in families if _match(family)[0] == family), families[-1])


@cache
def _match(family: str) -> tuple[str, int]:
    """Return the family and the version, a 16.16 number, of the font that is taken for *family*."""
    library = _fontconfig()
    with _matched(family) as found:
        printed = ctypes.c_void_p(library.FcPatternFormat(found, b"%{family[0]}\n%{fontversion}"))
    name, version = ctypes.string_at(printed).decode().split("\n")
    library.FcStrFree(printed)
    return name, int(version or 0)


@contextmanager
def _matched(family: str) -> Iterator[ctypes.c_void_p]:
    """Hold the description of the font that is taken for *family*."""
    library = _fontconfig()
    # A name is not parsed: fontconfig's notation has sizes in it, and some faults of it end the process.
    wanted = ctypes.c_void_p(library.FcPatternCreate())
    library.FcPatternAddString(wanted, b"family", family.replace("\0", "").encode())
    library.FcConfigSubstitute(None, wanted, _MATCH_PATTERN)
    library.FcDefaultSubstitute(wanted)
    found = ctypes.c_void_p(library.FcFontMatch(None, wanted, ctypes.byref(ctypes.c_int())))
    yield found
    library.FcPatternDestroy(found)
    library.FcPatternDestroy(wanted)


@cache
def _fontconfig() -> ctypes.CDLL:
    library = ctypes.CDLL(_LIBRARY)
    for name in ("FcPatternCreate", "FcFontMatch", "FcPatternFormat", "FcCharSetCopy"):
        getattr(library, name).restype = ctypes.c_void_p
    return library
