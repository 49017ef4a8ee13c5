"""The fonts that HTML and PDF name, and what the machine has of them, asked of fontconfig."""

import ctypes
import sys
from functools import cache

from reportgen.theme import Theme

_LIBRARY = "libfontconfig.1.dylib" if sys.platform == "darwin" else "libfontconfig.so.1"
_MATCH_PATTERN = 0
_FIXED_POINT = 1 << 16


def used_fonts(theme: Theme) -> list[str]:
    """Return family and version of each font that documents under *theme* are set in."""
    fonts = dict.fromkeys(_match(_installed(families)) for families in theme.families)
    return [f"{family} {version / _FIXED_POINT:.3f}" for family, version in fonts if family]


def missing_fonts(theme: Theme) -> list[str]:
    """Return the last resorts of the faces for which the machine would take another font."""
    chosen = map(_installed, theme.families)
    return list(dict.fromkeys(family for family in chosen if _match(family)[0] != family))


def _installed(families: tuple[str, ...]) -> str:
    """Return the first of *families* that the machine has, or the last one."""
    return next((family for family in families if _match(family)[0] == family), families[-1])


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
