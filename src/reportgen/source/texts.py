"""What a text of a ledger says: trimmed, its line breaks joined, and never nothing.

One walk along the declared keys holds for every text, list of texts and name, wherever it is read.

| written | reads |
|---|---|
| blanks before and after | nothing: also in names, which are compared as `folded` says |
| a line break | nothing beside Chinese characters, one blank between Latin words and figures |
| a blank line | a new paragraph in lists of paragraphs, elsewhere an error |
| ` #` in a Chinese sentence | a comment to YAML, a part of the sentence to people: an error |
| `{` in a name | an error: names are printed as they are |
| `""`, blanks, `~`, `null` where a text is wanted | an error |
| a key without a value | nothing was written: the key is absent |
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from operator import is_

from reportgen.findings.rules import DUPLICATE_KEY, MISSING_KEY, NOT_AS_IT_LOOKS, WRONG_TYPE
from reportgen.source.keys import CodeOf, Entries, ListOf, Paragraphs, Record, Reference, Text, ValueType
from reportgen.source.parsing import Mapping, Node, Scalar, Sequence
from reportgen.source.reading import Findings, one_paragraph
from reportgen.source.wrapping import WIDE, paragraphs

_NOTHING = ("~", "null", "Null", "NULL")
_SAYS_SOMETHING = re.compile(r"[^\W_]|\{")
_CHINESE = re.compile(f"[{WIDE}]")
_ENDS = ("。", "！", "？")
_BRACKETS = str.maketrans("〔［【〈[{<〕］】〉]}>", "(((((((" + ")))))))")
_MOST_FOLDED = 4096  # names; the same few are compared in every line
_LEAVE_OUT = "请写上内容；可以不写的，就不写这个键。"
_LEAVE_BLANK = '请写上内容；空着的格子写 ""。'


@lru_cache(_MOST_FOLDED)
def folded(name: str) -> str:
    """Return what names are compared by: width, blanks and the shape of brackets do not count.

    >>> folded("因公出国（境）费") == folded("因公出国〔境〕 费"), folded("１３３") == folded("133")
    (True, True)
    """
    return "".join(unicodedata.normalize("NFKC", name).translate(_BRACKETS).split())


def with_texts(node: Node, declared: ValueType, findings: Findings) -> Node:
    """Return *node* with its texts as they read, and report those that say nothing.

    What has another shape than is declared is left to its reader.
    """
    return _Walk(findings).value(node, declared, "")


def _is_nothing(scalar: Scalar, declared: ValueType) -> bool:
    """Whether nothing is said: no letter, no figure, no `{{ … }}`, or a word of YAML for nothing.

    A cell may hold a sign only, and nothing at all where that is written as `""`.
    """
    if scalar.text[:1].isalnum() and scalar.text[0] not in "nN":
        return False  # as nearly all texts: they begin with a letter or a figure, and not as null does
    text = scalar.text.strip()
    if not scalar.quoted and text in ("", *_NOTHING):
        return True
    if isinstance(declared, Text) and declared.blank:
        return bool(scalar.text) and not text
    return not _SAYS_SOMETHING.search(text)


def _are_same(new: tuple[object, ...], old: tuple[object, ...]) -> bool:
    """Whether nothing was changed, as nearly everywhere: what is not made need not be collected."""
    return all(map(is_, new, old))


class _Walk:
    """Goes along the declaration; *name* is what messages call the place."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def value(self, node: Node, declared: ValueType, name: str) -> Node:
        match declared, node:
            case (Text() | Reference() | CodeOf(), Scalar()):
                return self._text(node, declared, name)
            case Paragraphs(), Sequence():
                return Sequence(tuple(self._paragraphs(node, name)), node.span)
            case Paragraphs(), Scalar() if not _is_nothing(node, declared):
                return self._text(node, Text(expressions=True), name)
            case ListOf(member=member), Sequence():
                items = tuple(self.value(item, member, name) for item in node.items)
                return node if _are_same(items, node.items) else Sequence(items, node.span)
            case Record() | Entries(), Mapping():
                entries = tuple(self._entries(node, declared))
                return node if _are_same(entries, node.entries) else Mapping(entries, node.span)
            case _:
                return node

    def _text(self, scalar: Scalar, declared: ValueType, name: str) -> Scalar:
        """Return a text as it reads; a key without a value is the matter of whoever reads it."""
        if _is_nothing(scalar, declared):
            if not scalar.is_absent:
                self._report_nothing(scalar, declared, name)
            return scalar if scalar.is_absent else scalar._replace(text="", quoted=True)
        self._check_whole(scalar)
        text = scalar.text.strip()
        if isinstance(declared, Text) and declared.lines and "\n" in text:
            text = one_paragraph(scalar, name, self._findings).text
        if isinstance(declared, Text) and not declared.expressions and "{" in text:
            sentence = f"“{name}”里的花括号会照字面印出"
            self._findings.report(WRONG_TYPE, scalar.span, sentence, "这里不能引用指标，请把字直接写出来。")
        return scalar if text == scalar.text else scalar._replace(text=text)

    def _entries(self, node: Mapping, declared: Record | Entries) -> Iterator[tuple[Scalar, Node]]:
        names: dict[str, Scalar] = {}
        record, others = (declared, declared.others) if isinstance(declared, Record) else (None, declared)
        for entry in node.entries:
            key, value = name, read = entry
            known = record.find(key.text) if record else None
            if known:
                read = self.value(value, known.type, key.text)
            elif others:
                name = self._name(key, names)
                read = self._entry(value, others.value, name.text)
            yield entry if name is key and read is value else (name, read)

    def _entry(self, value: Node, declared: ValueType, name: str) -> Node:
        """Whoever writes a name says something under it."""
        says_nothing = isinstance(value, Scalar) and _is_nothing(value, declared)
        if says_nothing and isinstance(declared, Text | Paragraphs):
            self._report_nothing(value, declared, name)
            return Scalar("", value.span, quoted=True)
        return self.value(value, declared, name)

    def _name(self, key: Scalar, names: dict[str, Scalar]) -> Scalar:
        """Return a name that is a key; two that differ in width or blanks only are one."""
        if _is_nothing(key, Text()):
            self._findings.report(MISSING_KEY, key.span, "这里的键是空的", "请写上名称。")
            return key
        known = names.setdefault(folded(key.text), key)
        text = key.text.strip()
        if known.text != key.text:
            other = f"第 {known.span.line} 行的“{known.text.strip()}”"
            sentence = f"键“{text}”与{other}只差全角半角或空格"
            self._findings.report(DUPLICATE_KEY, key.span, sentence, "请删去或合并其中一个。")
        return key if text == key.text else key._replace(text=text)

    def _paragraphs(self, node: Sequence, name: str) -> Iterator[Node]:
        for item in node.items:
            if isinstance(item, Scalar) and not _is_nothing(item, Text()):
                self._check_whole(item)
                yield from (item._replace(text=text) for text in paragraphs(item.text))
            elif isinstance(item, Sequence) and item.items:
                yield Sequence(tuple(self._paragraphs(item, name)), item.span)
            elif isinstance(item, Mapping):
                yield item
            else:
                sentence = f"“{name}”里有一项是空的"
                self._findings.report(MISSING_KEY, item.span, sentence, "请写上内容，或删去这一项。")

    def _check_whole(self, scalar: Scalar) -> None:
        """Report a Chinese text whose rest YAML takes for a comment."""
        if scalar.cut and _CHINESE.search(scalar.text) and not scalar.text.endswith(_ENDS):
            sentence = "“#”和后面的字是注释，不会印出，看上去却是这句话的一部分"
            hint = "是文字就给整句加引号；是注释就在“#”前面空两格，后面空一格。"
            self._findings.report(NOT_AS_IT_LOOKS, scalar.cut, sentence, hint)

    def _report_nothing(self, node: Node, declared: ValueType, name: str) -> None:
        hint = _LEAVE_BLANK if isinstance(declared, Text) and declared.blank else _LEAVE_OUT
        self._findings.report(MISSING_KEY, node.span, f"“{name}”是空的", hint)
