"""Which names files, folders and regions may have: those that are the same to make, the shell and people."""

import re

from reportgen.findings.characters import visible
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import NOT_A_LEDGER_FILE

# Characters that are the same to make, the shell, file systems, links and people.
# Unified ideographs and 〇 (Unicode 16); compatibility ideographs look the same and are others.
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002a6df\U0002a700-\U0002ee5d\U00030000-\U000323af"
_NAME = re.compile(f"[0-9A-Za-z(（{_HAN}][-_.0-9A-Za-z()（）{_HAN}]*")
NAME_IN_WORDS = "汉字、字母、数字、“-”“_”“.”和括号，以汉字、字母、数字或括号开头"
_REGION = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_REGION = 60  # characters: it stands in names of files twice
_RESERVED_REGION = "proof"  # build/proof holds the pages of proofs


def is_name(text: str) -> bool:
    """Whether a file or folder may have this name.

    >>> is_name("133-营商局（新）"), is_name("133 营商局"), is_name("$(id)"), is_name(".#133")
    (True, False, False, False)
    """
    return bool(_NAME.fullmatch(text))


def is_region(text: str) -> bool:
    """Whether a region may have this name: it is part of addresses too.

    >>> is_region("dalian-xigang"), is_region("示例"), is_region("../x"), is_region("proof")
    (True, False, False, False)
    """
    return bool(_REGION.fullmatch(text)) and text != _RESERVED_REGION and len(text) <= _LONGEST_REGION


def name_fault(name: str, label: str) -> Diagnostic | None:
    """Return what is wrong with the name of a file, its place aside."""
    if is_name(name):
        return None
    found = next((char for char in name if not _NAME.fullmatch(f"a{char}")), name[:1])
    code = "" if found.isascii() else f"（U+{ord(found):04X}）"
    shown = "空格" if found in " \u3000" else f"“{visible(found)}”{code}"
    what = "不能以" if found == name[:1] and is_name(f"a{found}") else "不能有"
    sentence = f"文件名{what}{shown}{'开头' if what == '不能以' else ''}"
    return Diagnostic(NOT_A_LEDGER_FILE, whole_file(label), sentence, f"请改名。文件名可用{NAME_IN_WORDS}。")


def whole_file(label: str) -> Span:
    """Return the place of what is said of a file and not of a line in it."""
    return Span(visible(label), 1, width=0)
