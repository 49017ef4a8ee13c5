"""Theme YAML → `Theme`, by the keys declared in `theme_keys`; what is wrong with it are findings."""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from reportgen.document.theme import Face, Page, PageNumber, Theme
from reportgen.findings.rules import BAD_THEME, UNKNOWN_KEY, UNKNOWN_NAME
from reportgen.findings.suggestions import did_you_mean, sought
from reportgen.form.braces import check_braces
from reportgen.form.theme_keys import FACES, THEME
from reportgen.source.fields import Fields, fields_in, fields_of, no_fields
from reportgen.source.keys import (
    Choice,
    Entries,
    Flag,
    Key,
    Length,
    Lengths,
    ListOf,
    Record,
    Reference,
    Text,
)
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Node, Scalar, Sequence, parse
from reportgen.source.reading import MOST_SOUGHT, Findings, Reader

_BASE = "reportgen/base/theme.yaml"
_LENGTH = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,3})?")


def base_theme() -> Theme:
    """Return the theme of the package, after GB/T 9704—2012."""
    findings = Findings()
    theme = read_theme(_base_node(), findings)
    assert theme is not None, findings
    return theme


def theme_over_base(own: MappingNode | None, findings: Findings) -> Theme | None:
    """Return the theme that *own* makes of the package's; None where there are faults."""
    base = _base_node()
    return read_theme(laid_over(base, own) if own else base, findings)


def laid_over(base: MappingNode, own: MappingNode) -> MappingNode:
    """Return *base* with the keys of *own* in place of its own, at every depth."""
    entries = {key.text: (key, value) for key, value in base.entries}
    for key, value in own.entries:
        old = entries[key.text][1] if key.text in entries else None
        nested = isinstance(old, MappingNode) and isinstance(value, MappingNode)
        entries[key.text] = (key, laid_over(old, value) if nested else value)  # type: ignore[arg-type]
    return MappingNode(tuple(entries.values()), own.span)


def read_theme(node: MappingNode, findings: Findings) -> Theme | None:
    """Return the theme that *node* writes out whole; None where there are faults."""
    before = len(findings)
    check_braces(node, THEME, findings)
    theme = _ThemeReader(findings).theme(fields_of(Reader(node, findings), THEME))
    return theme if len(findings) == before else None


def _base_node() -> MappingNode:
    text = files("reportgen.form").joinpath("base/theme.yaml").read_text("utf-8")
    root = parse(text, _BASE).root
    assert isinstance(root, MappingNode)
    return root


class _ThemeReader:
    """Reads what is declared into values; a fault leaves a value that is not used."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._faces: Mapping[str, object] = {}
        self._used: set[str] = set()

    def theme(self, fields: Fields) -> Theme:
        values = self._values(fields)
        self._report_unused_faces(fields)
        before, after = values.pop("number_around")
        place, style, distance = (values.pop(f"number_{key}") for key in ("place", "style", "distance"))
        return Theme(
            headings=tuple(values.pop(f"heading_{level}") for level in (1, 2, 3)),
            page_number=PageNumber(style=style, before=before, after=after, place=place, distance=distance),
            **values,
        )

    def _values(self, fields: Fields) -> dict[str, Any]:
        """Return the values of a record by their attributes, with those of records that make none."""
        values: dict[str, Any] = {}
        for key in fields.record:
            if isinstance(key.type, Record) and key.type.make is None:
                values |= self._values(self._beneath(fields, key.name, key.type))
            elif key.name == FACES and isinstance(key.type, Entries):
                self._faces = dict(self._read_faces(fields, key.type))
            else:
                values[key.attribute] = self._value(fields, key)
        return values

    def _value(self, fields: Fields, key: Key) -> object:
        value: object
        match key.type:
            case Record() as record:
                value = self._made(self._beneath(fields, key.name, record), key.name)
            case Choice(members=type() as members):
                value = members(fields.choice(key.name) or key.type.values[0])
            case Flag():
                value = fields.flag(key.name)
            case Reference():
                value = self._face(fields.scalar(key.name))
            case Length():
                value = self._length(key, fields.scalar(key.name))
            case Lengths():
                value = self._sizes(key.name, fields.value(key.name))
            case ListOf():
                value = fields.texts(key.name)
            case Text(slot=""):
                value = fields.text(key.name)
            case Text(slot=slot):
                value = self._around(key.name, slot, fields.scalar(key.name))
            case _:
                raise AssertionError(key.type)
        return value

    def _beneath(self, fields: Fields, name: str, record: Record) -> Fields:
        return fields.fields(name) or no_fields(record, fields.span)

    def _made(self, fields: Fields, name: str) -> object:
        assert fields.record.make is not None
        made = fields.record.make(**self._values(fields))
        if isinstance(made, Page) and min(made.text_width, made.text_height) <= 0:
            self._findings.report(BAD_THEME, fields.span, f"“{name}”的边距比纸还大")
        if isinstance(made, Face) and not made.families and fields.node("印刷"):
            self._findings.report(BAD_THEME, fields.span, "“印刷”里没有字体", "请至少写一个装了的字体。")
        return made

    def _read_faces(self, fields: Fields, declared: Entries) -> Iterator[tuple[str, object]]:
        assert isinstance(declared.value, Record)
        reader = fields.mapping(FACES)
        for name, node in reader.node.entries if reader else ():
            face = fields_in(node, declared.value, self._findings, f"{FACES}“{name.text}”")
            if face:
                yield name.text, self._made(face, name.text)

    def _face(self, scalar: Scalar | None) -> object:
        found = self._faces.get(scalar.text) if scalar else None
        self._used |= {scalar.text} if scalar else set()
        if scalar and not found and self._faces:
            hint = sought(scalar.text, self._faces, "可用的字体", self._faces)
            self._findings.report(UNKNOWN_NAME, scalar.span, f"没有字体“{scalar.text}”", hint)
        return found

    def _report_unused_faces(self, fields: Fields) -> None:
        """A face of a form that no style has, and whose name is near to that of another, is a slip."""
        faces = fields.node(FACES)
        entries = faces.entries if isinstance(faces, MappingNode) else ()
        unused = [
            key for key, _ in entries if key.text not in self._used and not key.span.path.startswith(_BASE)
        ]
        for key in unused[:MOST_SOUGHT]:
            others = [name for name in self._faces if name != key.text]
            hint = did_you_mean(key.text, others)
            if hint:
                self._findings.report(UNKNOWN_KEY, key.span, f"没有地方用到字体“{key.text}”", hint)

    def _length(self, key: Key, scalar: Scalar | None) -> float:
        return self._measured(key.name, scalar) if scalar else float(key.default or 0)

    def _sizes(self, key: str, node: Node | None) -> tuple[float, ...]:
        """Read the sizes, largest first; at least two, which portrait tables choose from."""
        items = node.items if isinstance(node, Sequence) else ()
        sizes = tuple(self._measured(key, item) for item in items)
        if node is not None and (len(sizes) < 2 or list(sizes) != sorted(set(sizes), reverse=True)):  # noqa: PLR2004
            self._findings.report(BAD_THEME, node.span, f"“{key}”应当是由大到小的两个以上的字号")
        return sizes

    def _around(self, key: str, slot: str, scalar: Scalar | None) -> tuple[str, str]:
        """Return what stands before *slot* and after it."""
        before, found, after = (scalar.text if scalar else slot).partition(slot)
        if scalar and not found:
            self._findings.report(BAD_THEME, scalar.span, f"“{key}”里没有{slot}")
        return before, after

    def _measured(self, key: str, node: Node) -> float:
        if isinstance(node, Scalar) and _LENGTH.fullmatch(node.text):
            return float(node.text)
        self._findings.report(BAD_THEME, node.span, f"“{key}”应当是长度，如 28.95", "只写数字，不写单位。")
        return 0.0
