"""What makes a text read otherwise than it looks, as findings: in values, keys and comments alike."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from reportgen.findings.characters import REFUSED, UNPRINTABLE
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import NOT_AS_IT_LOOKS, UNPRINTABLE_CHARACTER

_MOST = 20  # findings of a kind: a file full of such characters is not listed character by character
_LONGEST_GAP = 60  # blanks; aligned comments in real ledgers take up to 25, a screen shows about 150 columns
_RETURN = re.compile(r"\r(?!\n)")
_GAP = re.compile(rf"[ \t]{{{_LONGEST_GAP + 1},}}(?=\S)")
_BEHIND_WIDE_BLANK = re.compile(r"\u3000[ \t\u3000]*#")
_COMMENT = re.compile(r"(?:^|[ \t])#")
_NAMES = {
    "\x85": "换行符 NEL",
    "\xa0": "不换行空格",
    "\u200b": "零宽空格",
    "\u2028": "行分隔符",
    "\u2029": "段分隔符",
    "\ufeff": "字节顺序标记",
}

_Fault = Callable[[str, Span, str], Diagnostic | None]


def faults_of_text(text: str, path: str) -> list[Diagnostic]:
    """Return what in *text* reads otherwise than it looks, or cannot be printed; twenty of a kind at most."""
    return [
        *_found(REFUSED, text, path, _refused_character),
        *_found(_RETURN, text, path, _lone_return),
        *_found(_GAP, text, path, _gap),
    ]


def faults_of_yaml(text: str, path: str) -> list[Diagnostic]:
    """Return the faults of a YAML text: those of every text, and what looks like a comment and is none."""
    return faults_of_text(text, path) + list(_found(_BEHIND_WIDE_BLANK, text, path, _no_comment))


def character_fault(character: str, span: Span) -> Diagnostic:
    """Report a refused character."""
    code = f"U+{ord(character):04X}"
    named = f"{code}（{_NAMES[character]}）" if character in _NAMES else code
    if UNPRINTABLE.match(character):
        return Diagnostic(
            UNPRINTABLE_CHARACTER, span, f"含有印不出来的字符 {named}", "请删去或改用正式的汉字。"
        )
    sentence = f"含有看不见或改变显示顺序的字符 {named}，文件读起来和看上去不一样"
    return Diagnostic(NOT_AS_IT_LOOKS, span, sentence, "请删去；空格请用普通的半角或全角空格。")


def _refused_character(found: str, span: Span, _before: str) -> Diagnostic:
    return character_fault(found, span)


def _lone_return(_found: str, span: Span, _before: str) -> Diagnostic:
    sentence = "行中间有回车符 U+000D：读起来另起一行，看差异时在同一行"
    return Diagnostic(NOT_AS_IT_LOOKS, span, sentence, "请删去，或在编辑器里把换行改成 LF。")


def _gap(found: str, span: Span, _before: str) -> Diagnostic:
    sentence = f"一行里连着 {len(found)} 个空格，后面的内容看差异时看不到"
    return Diagnostic(NOT_AS_IT_LOOKS, span, sentence, f"请另起一行，或把空格减到 {_LONGEST_GAP} 个以内。")


def _no_comment(_found: str, span: Span, before: str) -> Diagnostic | None:
    if _COMMENT.search(before):
        return None
    return Diagnostic(
        NOT_AS_IT_LOOKS, span, "“#”前面是全角空格，后面的字不是注释，会印出来", "请把全角空格改成半角空格。"
    )


def _found(pattern: re.Pattern[str], text: str, path: str, fault: _Fault) -> Iterator[Diagnostic]:
    """Report the first matches of *pattern*; lines end where git ends them."""
    line, start = 1, 0
    for match in islice(pattern.finditer(text), _MOST):
        line += text.count("\n", start, match.start())
        start = max(start, text.rfind("\n", start, match.start()) + 1)
        span = Span(path, line, match.start() - start + 1, len(match[0]))
        finding = fault(match[0], span, text[start : match.start()])
        if finding:
            yield finding
