"""Names of worksheets: what Excel accepts, each used once."""

from unicodedata import normalize

LONGEST = 31

_FORBIDDEN = str.maketrans("[]:*?/\\", "［］：＊？／＼")


class SheetNames:
    """Hands out names that are unique in one workbook, in the order asked for."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        """Return *wanted* as a name that Excel accepts, numbered where it is taken already.

        >>> names = SheetNames()
        >>> names.take("附表1 收入/支出"), names.take("附表1 收入/支出")
        ('附表1 收入／支出', '附表1 收入／支出 2')
        """
        clean = "".join(char for char in wanted.translate(_FORBIDDEN) if char.isprintable())
        number = 1
        while _key(name := _numbered(clean, number)) in self._taken:
            number += 1
        self._taken.add(_key(name))
        return name


def _numbered(text: str, number: int) -> str:
    suffix = f" {number}" if number > 1 else ""
    return _cut(text, LONGEST - len(suffix)) + suffix


def _cut(text: str, longest: int) -> str:
    """Cut to *longest* UTF-16 units, which is what Excel counts; no apostrophe may stand at either end."""
    text = text.strip(" '")
    while len(text.encode("utf-16-le")) > 2 * longest:
        text = text[:-1]
    return text.rstrip(" '")


def _key(name: str) -> str:
    """Names that differ only in case or width of letters are the same to Excel."""
    return normalize("NFKC", name).casefold()
