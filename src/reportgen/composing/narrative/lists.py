"""Lists in a text: enumerations of facts, and the words of a ledger as paragraphs and items."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from jinja2 import Undefined

from reportgen.composing.narrative.faults import Faults
from reportgen.composing.narrative.marks import LITERAL, Book
from reportgen.facts.facts import Container, Parts
from reportgen.facts.history import History
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.rules import TEMPLATE_FAULT, TYPED_ORDINAL, UNKNOWN_FACT_IN_TEMPLATE
from reportgen.ledger.model import Words

_SEVERAL = 2
# Not 1.5 and 3、5 (figures), nor 第一条 (what laws call their articles).
_ORDINAL = re.compile(
    r"[(（](?:[一二三四五六七八九十百]+|[0-9０-９]+)[)）]|[一二三四五六七八九十百]+、|[①-⑳㈠-㈩⑴-⒛]"
    r"|[0-9０-９]+[、.．)）](?![0-9０-９])"
)

Say = Callable[[Words, Mapping[str, object]], str]


class Lists:
    """Lists facts and words; *wrap* makes a fact printable, *say* renders words of the ledger."""

    def __init__(
        self,
        history: History,
        faults: Faults,
        book: Book,
        *,
        wording: Mapping[str, str],
        wrap: Callable[[object], object],
        say: Say,
    ) -> None:
        self._history = history
        self._faults = faults
        self._book = book
        self._wording = wording
        self._wrap = wrap
        self._say = say

    def with_last_year(self, parts: object) -> object:
        """Add the parts that had money last year and have none now."""
        if not isinstance(parts, Parts):
            return self._faults.fault(TEMPLATE_FAULT, "“|含上年”只能用于 类 这样的列表")
        before = self._history.parts_before(parts)
        if before and before.gap:
            self._faults.not_disclosed(before.path, before.gap)
        gone = self._history.previous_parts(parts)
        codes = {part.path: part for part in (*parts, *gone)}
        return [codes[path] for path in sorted(codes)]

    def enumerate(
        self,
        items: object,
        取: str = "名称",  # noqa: N803
        隔: str = "、",  # noqa: N803
        末: str | None = None,  # noqa: N803
        尾: str | None = None,  # noqa: N803
    ) -> str:
        """Say what 取 names of each item, in one line."""
        if not isinstance(items, Iterable) or isinstance(items, str):
            return self._faults.fault(TEMPLATE_FAULT, "“|列举”只能用于列表")
        names = [self._name(item, 取) for item in items]
        tail = self._wording["列举尾"] if 尾 is None else 尾
        if len(names) < _SEVERAL:
            return "".join(names)
        last = 隔 if 末 is None else 末
        return f"{隔.join(names[:-1])}{last}{names[-1]}{tail}"

    def paragraphs(self, words: object, **names: object) -> str:
        """Print words of the ledger as paragraphs, those below others as items."""
        return "\n\n".join(self._each(words, "段落", {1: "-- "}, names))

    def items(self, words: object, **names: object) -> str:
        """Print words of the ledger as numbered items of two levels."""
        return "\n\n".join(self._each(words, "条目", {0: "- ", 1: "-- "}, names))

    def sections(self, words: object, **names: object) -> str:
        """Print words of the ledger as headings."""
        return "\n\n".join(self._each(words, "章节", {0: "# "}, names))

    def _check_ordinal(self, words: Words) -> None:
        """Report a number that the ledger types where the form prints one."""
        found = _ORDINAL.match(words.text)
        if found:
            sentence = f"开头写了序号“{found[0]}”，表式会再编一个"
            finding = Diagnostic(TYPED_ORDINAL, words.span, sentence, "请删去，序号由表式编。")
            self._faults.findings.append(finding)

    def _name(self, item: object, key: str) -> str:
        if isinstance(item, Words):
            return self._say(item, {})
        member = item.member(key) if isinstance(item, Container) else None
        if member is None:
            return self._faults.fault(UNKNOWN_FACT_IN_TEMPLATE, f"没有“{key}”可列举")
        return str(self._wrap(member))

    def _each(
        self, words: object, what: str, bullets: Mapping[int, str], names: Mapping[str, object]
    ) -> Iterator[str]:
        if isinstance(words, Undefined):
            yield str(words)
            return
        if not isinstance(words, tuple):
            yield self._faults.fault(TEMPLATE_FAULT, f"“|{what}”只能用于台账的文字")
            return
        for item in words:
            place = self._book.place_mark(item.span)
            if item.level in bullets:
                self._check_ordinal(item)
            yield f"{bullets.get(item.level, '')}{place}{LITERAL}{self._say(item, names)}"
