"""The fonts that HTML and PDF name, and what the machine has of them, asked of fontconfig."""

import ctypes
import sys
from functools import cache

FAMILIES = ("Noto Serif CJK SC", "Noto Sans CJK SC")

_LIBRARY = "libfontconfig.1.dylib" if sys.platform == "darwin" else "libfontconfig.so.1"
_MATCH_PATTERN = 0
_FIXED_POINT = 1 << 16


def used_fonts() -> list[str]:
    """Return family and version of each font that documents are set in."""
    return [f"{found} {version / _FIXED_POINT:.3f}" for found, version in map(_match, FAMILIES) if found]


def missing_fonts() -> list[str]:
    """Return the families for which the machine would take another font."""
    return [family for family in FAMILIES if _match(family)[0] != family]


@cache
def _match(family: str) -> tuple[str, int]:
    """Return the family and the version, a 16.16 number, of the font that is taken for *family*."""
    library = _fontconfig()
    wanted = ctypes.c_void_p(library.FcNameParse(family.encode()))
    library.FcConfigSubstitute(None, wanted, _MATCH_PATTERN)
    library.FcDefaultSubstitute(wanted)
    found = ctypes.c_void_p(library.FcFontMatch(None, wanted, ctypes.byref(ctypes.c_int())))
    printed = ctypes.c_void_p(library.FcPatternFormat(found, b"%{family[0]}\n%{fontversion}"))
    name, version = ctypes.string_at(printed).decode().split("\n")
    library.FcStrFree(printed)
    library.FcPatternDestroy(found)
    library.FcPatternDestroy(wanted)
    return name, int(version or 0)


def _fontconfig() -> ctypes.CDLL:
    library = ctypes.CDLL(_LIBRARY)
    for name in ("FcNameParse", "FcFontMatch", "FcPatternFormat"):
        getattr(library, name).restype = ctypes.c_void_p
    return library
