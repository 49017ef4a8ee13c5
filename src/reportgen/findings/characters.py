"""Characters that make a file read otherwise than it looks; they are refused wherever they stand.

A reviewer sees what `git diff` shows.
YAML takes U+0085, U+2028 and U+2029 for the end of a line and git does not, so that a line of a ledger can
hide behind a comment; others are not seen at all, or move what stands beside them.
"""

import re

# Control and private-use characters cannot be printed; the narrative marks its figures with private ones.
_UNPRINTABLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffe\uffff\U000f0000-\U0010ffff"
# Unicode 16: format characters, line and paragraph separators, blanks other than U+0020 and U+3000, letters
# that show nothing (Default_Ignorable_Code_Point), and scripts that are written from right to left, which
# exchange the figures beside them.
_DECEPTIVE = (
    "\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U00016fe4\U0001d159\U000110bd\U000110cd\U00013430-\U0001345f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"
)
# U+FE0F makes a symbol an emoji, also in the keycap of a digit; behind letters and other digits it hides.
_SELECTOR = "\ufe0f"
_HIDDEN = rf"(?<!{_SELECTOR})|(?<=[^\W\d]{_SELECTOR})|(?<=\d{_SELECTOR})(?!\u20e3)"
_NONCHARACTERS = "".join(f"{chr(plane << 16 | end)}" for plane in range(1, 15) for end in (0xFFFE, 0xFFFF))
UNPRINTABLE = re.compile(f"[{_UNPRINTABLE}]")
# It begins with one class, so that a text is gone through ten times as fast as by alternatives.
REFUSED = re.compile(f"[{_UNPRINTABLE}{_DECEPTIVE}{_NONCHARACTERS}{_SELECTOR}](?:{_HIDDEN})")
# What begins a line for YAML and not for git, or is no YAML at all: the places of the rest would be wrong.
MOVES_LINES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|\r(?!\n)")
# Names of files may hold line breaks too, and bytes that are no UTF-8 (surrogates in Python).
UNSAFE = re.compile(f"{REFUSED.pattern}|[\n\r\ud800-\udfff]")


def visible(text: str) -> str:
    r"""Return *text* with every refused character written out, so that it cannot act on a terminal.

    >>> visible("甲\u2028乙\x1b[2J")
    '甲<U+2028>乙<U+001B>[2J'
    """
    shown = UNSAFE.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)
    return shown.replace("##[", "## [")  # a command to GitHub, wherever it stands in a line
