"""Reading a mapping by its declaration: a key that is missing, unknown or of another type is a finding."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from reportgen.findings.diagnostics import Span
from reportgen.findings.rules import UNKNOWN_KEY, WRONG_TYPE
from reportgen.findings.suggestions import sought
from reportgen.source.keys import NO, YES, Choice, Entries, ListOf, Record, Text, ValueType
from reportgen.source.parsing import Mapping, Node, Scalar
from reportgen.source.reading import Findings, Reader, one_paragraph, reader_of


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping and its declaration: whoever asks for a key that is not declared is at fault himself.

    What *undisclosed* names may be absent.
    """

    reader: Reader
    record: Record
    undisclosed: Collection[str] = ()

    @property
    def span(self) -> Span:
        """The place of the mapping."""
        return self.reader.span

    @property
    def findings(self) -> Findings:
        """Where findings go."""
        return self.reader.findings

    def lacking(self, undisclosed: Collection[str]) -> "Fields":
        """Return the same fields of a ledger that does not disclose what *undisclosed* names."""
        return replace(self, undisclosed=undisclosed)

    def place(self, name: str) -> Span:
        """Return the place of the value under *name*, or of the mapping."""
        node = self.node(name)
        return node.span if node else self.span

    def type(self, name: str) -> ValueType:
        """Return the declared type of *name*."""
        return self.record[name].type

    def allowed(self, name: str) -> tuple[str, ...]:
        """Return the values of which one, or a list of some, may stand under *name*."""
        declared = self.type(name)
        choice = declared.member if isinstance(declared, ListOf) else declared
        assert isinstance(choice, Choice)
        return choice.values

    def node(self, name: str) -> Node | None:
        """Return what stands under *name*, whatever it is."""
        return self.reader.node.get(self.record[name].name)

    def value(self, name: str) -> Node | None:
        """Return the node under *name*."""
        return self.reader.value(name, required=self._is_required(name))

    def scalar(self, name: str) -> Scalar | None:
        """Return the text under *name* with its place."""
        scalar = self.reader.scalar(name, required=self._is_required(name))
        return scalar and self._joined(scalar, self.type(name), name)

    def text(self, name: str, default: str | None = None) -> str:
        """Return the text under *name*, or *default*, or what is declared as such."""
        key, scalar = self.record[name], self.scalar(name)
        if scalar is None and default is not None:
            return default
        if scalar is None:
            return self.text(key.default_from) if key.default_from else key.default
        if key.type == Text(lines=False) and "\n" in scalar.text:
            self.findings.report(WRONG_TYPE, scalar.span, f"“{name}”应当是一行文字", "请写在一行里。")
        return scalar.text

    def choice(self, name: str, default: str | None = None) -> str:
        """Return which value stands under *name*, or the default; empty for one that is not allowed."""
        if default is None and not self._is_required(name):
            default = self.record[name].default
        return self.reader.choice(name, self.allowed(name), default=default) or ""

    def flag(self, name: str, *, default: bool | None = None) -> bool:
        """Return whether 是 stands under *name*, or is the default."""
        absent = self.record[name].default if default is None else YES if default else NO
        return self.reader.choice(name, (YES, NO), default=absent or None) == YES

    def amount(self, name: str) -> Decimal | None:
        """Return the amount (元) under *name*, which is required."""
        return self.reader.amount(self.record[name].name)

    def count(self, name: str) -> int | None:
        """Return the whole number under *name*."""
        return self.reader.count(name, required=self._is_required(name))

    def date(self, name: str) -> date | None:
        """Return the date under *name*."""
        return self.reader.date(name, required=self._is_required(name))

    def items(self, name: str) -> tuple[Node, ...]:
        """Return the members of the list under *name*."""
        return self.reader.items(name, required=self._is_required(name))

    def scalars(self, name: str) -> Iterator[Scalar]:
        """Return the list of texts under *name* with their places."""
        listed = self.type(name)
        assert isinstance(listed, ListOf)
        for scalar in self.reader.scalars(name, required=self._is_required(name)):
            yield self._joined(scalar, listed.member, name)

    def _joined(self, scalar: Scalar, declared: ValueType, name: str) -> Scalar:
        is_text = isinstance(declared, Text) and declared.lines
        return one_paragraph(scalar, name, self.findings) if is_text and "\n" in scalar.text else scalar

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the list of texts under *name*."""
        return tuple(scalar.text for scalar in self.scalars(name))

    def records(self, name: str) -> Iterator["Fields"]:
        """Return the fields of each member of the list of records under *name*."""
        listed = self.record[name].type
        assert isinstance(listed, ListOf)
        assert isinstance(listed.member, Record)
        for reader in self.reader.readers(name, required=self._is_required(name)):
            yield fields_of(reader, listed.member, self.undisclosed)

    def readers(self, name: str) -> Iterator[Reader]:
        """Return a reader for each member of the list of free mappings under *name*."""
        return self.reader.readers(name, required=self._is_required(name))

    def fields(self, name: str) -> "Fields | None":
        """Return the fields of the record under *name*."""
        record = self.record[name].type
        assert isinstance(record, Record)
        reader = self.reader.mapping(name, required=self._is_required(name))
        return fields_of(reader, record, self.undisclosed) if reader else None

    def mapping(self, name: str) -> Reader | None:
        """Return a reader of the free mapping under *name*."""
        return self.reader.mapping(self.record[name].name, required=self._is_required(name))

    def entries(self, name: str) -> tuple[tuple[Scalar, Node], ...]:
        """Return keys and values of the free mapping under *name*."""
        assert isinstance(self.record[name].type, Entries)
        return self.reader.entries(name, required=self._is_required(name))

    def others(self) -> Iterator[tuple[Scalar, Node]]:
        """Return the entries under keys that are not declared."""
        known = self.record.names
        return ((key, value) for key, value in self.reader.node.entries if key.text not in known)

    def _is_required(self, name: str) -> bool:
        key = self.record[name]
        return key.required and key.undisclosed not in self.undisclosed and not self._has(key.instead)

    def _has(self, name: str) -> bool:
        node = self.node(name) if name else None
        return node is not None and not (isinstance(node, Scalar) and not node.text)


def fields_of(reader: Reader, record: Record, undisclosed: Collection[str] = ()) -> Fields:
    """Return the fields of a mapping, and report the keys that *record* does not know."""
    fields = Fields(reader, record, undisclosed)
    if record.others is None:
        unused = [name for name in record.names if reader.node.get(name) is None]
        for key, _ in fields.others():
            hint = sought(key.text, unused, "可用的键", record.names)
            reader.findings.report(UNKNOWN_KEY, key.span, f"未知的键“{key.text}”", hint)
    return fields


def fields_in(node: Node | None, record: Record, findings: Findings, what: str) -> Fields | None:
    """Return the fields of *node*, or report that it is no mapping."""
    reader = reader_of(node, findings, what)
    return fields_of(reader, record) if reader else None


def no_fields(record: Record, span: Span) -> Fields:
    """Return fields without any value, whose findings nobody hears: what lacks was reported above them."""
    return Fields(Reader(Mapping((), span), Findings()), record)
