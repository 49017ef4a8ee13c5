"""What makes a text read otherwise than it looks, as findings: in values, keys and comments alike."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from reportgen.findings.characters import REFUSED, UNPRINTABLE
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import NOT_AS_IT_LOOKS, UNPRINTABLE_CHARACTER

_MOST = 20  # findings of a kind: a file full of such characters is not listed character by character
_LONGEST_GAP = 60  # columns; blanks in real ledgers take up to 25, a screen shows about 150 columns
_TAB = 8  # columns, as terminals and diffs show it
_WIDE_BLANK = "\u3000"
_RETURN = re.compile(r"\r(?!\n)")
# A gap is at least as long in characters as in tabs or wide blanks; how wide it is is measured then.
_GAP = re.compile(rf"(?<![ \t\u3000])[ \t\u3000]{{{_LONGEST_GAP // _TAB},}}+(?=[^\s])")
_COMMENT = re.compile(r"(?:^|[ \t])#")
_WAIVER = "reportgen"
_NAMES = {
    "\x85": "换行符 NEL",
    "\xa0": "不换行空格",
    "\u200b": "零宽空格",
    "\u2028": "行分隔符",
    "\u2029": "段分隔符",
    "\ufeff": "字节顺序标记",
}

_Fault = Callable[[re.Match[str], Span], Diagnostic | None]


def faults_of_text(text: str, path: str) -> list[Diagnostic]:
    """Return what in *text* reads otherwise than it looks, or cannot be printed; twenty of a kind at most."""
    return [
        *_found(REFUSED, text, path, _refused_character),
        *_found(_RETURN, text, path, _lone_return),
        *_found(_GAP, text, path, _gap),
    ]


def character_fault(character: str, span: Span) -> Diagnostic:
    """Report a refused character."""
    code = f"U+{ord(character):04X}"
    named = f"{code}（{_NAMES[character]}）" if character in _NAMES else code
    if UNPRINTABLE.match(character):
        sentence = f"含有印不出来的字符 {named}"
        return Diagnostic(UNPRINTABLE_CHARACTER, span, sentence, "请删去或改用正式的汉字。")
    sentence = f"含有看不见或改变显示顺序的字符 {named}，文件读起来和看上去不一样"
    return Diagnostic(NOT_AS_IT_LOOKS, span, sentence, "请删去；空格请用普通的半角或全角空格。")


def _refused_character(found: re.Match[str], span: Span) -> Diagnostic:
    return character_fault(found[0], span)


def _lone_return(_found: re.Match[str], span: Span) -> Diagnostic:
    sentence = "行中间有回车符 U+000D：读起来另起一行，看差异时在同一行"
    return Diagnostic(NOT_AS_IT_LOOKS, span, sentence, "请删去，或在编辑器里把换行改成 LF。")


def _gap(found: re.Match[str], span: Span) -> Diagnostic | None:
    """Report what stands beyond the edge of a screen; a comment there that nobody reads does no harm."""
    width = sum({"\t": _TAB, _WIDE_BLANK: 2}.get(char, 1) for char in found[0])
    if width <= _LONGEST_GAP:
        return None
    before, _, behind = found.string[found.start() - span.column + 1 :].partition("\n")[0].partition(found[0])
    is_comment = bool(_COMMENT.search(before)) or behind.startswith("#")
    if is_comment and _WAIVER not in behind:
        return None
    sentence = f"一行里有 {width} 列的空白，后面的内容看差异时看不到"
    return Diagnostic(NOT_AS_IT_LOOKS, span, sentence, f"请另起一行，或把空白减到 {_LONGEST_GAP} 列以内。")


def _found(pattern: re.Pattern[str], text: str, path: str, fault: _Fault) -> Iterator[Diagnostic]:
    """Report the first faults that *pattern* leads to."""
    return islice(_faults(pattern, text, path, fault), _MOST)


def _faults(pattern: re.Pattern[str], text: str, path: str, fault: _Fault) -> Iterator[Diagnostic]:
    """Lines end where git ends them."""
    line, start, seen = 1, 0, 0
    for match in pattern.finditer(text):
        line += text.count("\n", seen, match.start())
        start = max(start, text.rfind("\n", seen, match.start()) + 1)
        seen = match.start()
        span = Span(path, line, match.start() - start + 1, len(match[0]))
        finding = fault(match, span)
        if finding:
            yield finding
