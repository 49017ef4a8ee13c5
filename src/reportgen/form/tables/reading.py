"""The YAML of a form → table specs, with every slip of the pen named.

The language is described in docs/forms.md.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from reportgen.document.document import LabelPlace
from reportgen.findings.diagnostics import Span
from reportgen.findings.rules import BAD_TABLE_SPEC, UNKNOWN_NAME, WRONG_TYPE
from reportgen.findings.suggestions import sought
from reportgen.form.braces import check_braces
from reportgen.form.tables.cell_text import check_template, check_years
from reportgen.form.tables.keys import (
    BLOCK,
    BLOCK_OF_PANELS,
    CONSTANT_HEADING,
    HEADING,
    ROW,
    TABLE,
    TABLE_OF_BLOCKS,
    TABLE_OF_PANELS,
    generator,
)
from reportgen.form.tables.meaning import read_meanings
from reportgen.form.tables.spec import (
    FIXED_LIST,
    BlockSpec,
    Dictionary,
    FieldSpec,
    FixedRow,
    Generator,
    Head,
    PanelSpec,
    RowSpec,
    TableSpec,
)
from reportgen.ledger.conditions import read_condition
from reportgen.ledger.dimensions import CODES, DIMENSIONS, Condition
from reportgen.money import AmountFormat
from reportgen.source.fields import Fields, fields_in, fields_of
from reportgen.source.keys import Record
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Node, Scalar, Sequence
from reportgen.source.reading import Findings, Reader

MOST_PLACES = 8
_PIECE = re.compile(r"《(.+)》")


def read_tables(node: MappingNode, dictionary: Dictionary, findings: Findings) -> dict[str, TableSpec]:
    """Read all tables of a form, in order."""
    specs = {}
    for key, value in node.entries:
        fields = fields_in(value, _table_record(value), findings, f"表“{key.text}”")
        if fields:
            check_braces(value, fields.record, findings)
            specs[key.text] = _TableReader(key, dictionary, findings).table(fields)
    return specs


def read_format(fields: Fields, default: AmountFormat) -> AmountFormat:
    """Read 单位, 小数, 零, 千分位 and 去尾零 on top of *default*."""
    places = read_places(fields, "小数")
    zero = fields.scalar("零")
    return replace(
        default,
        unit=fields.choice("单位", default.unit) or default.unit,
        places=default.places if places is None else places,
        zero=default.zero if zero is None else zero.text,
        grouped=fields.flag("千分位", default=default.grouped),
        strip_zeros=fields.flag("去尾零", default=default.strip_zeros),
    )


def read_places(fields: Fields, key: str) -> int | None:
    """Read a number of decimal places."""
    places = fields.count(key)
    if places is None or places <= MOST_PLACES:
        return places
    fields.findings.report(BAD_TABLE_SPEC, fields.place(key), f"“{key}”最多 {MOST_PLACES} 位")
    return None


class _TableReader:
    """Reads one table; its own 口径 and 金额 stand before those of the form."""

    def __init__(self, key: Scalar, dictionary: Dictionary, findings: Findings) -> None:
        self._key = key
        self._dictionary = dictionary
        self._findings = findings
        self._meanings = dictionary.meanings
        self._format = dictionary.format
        self._columns: tuple[str, ...] = ()

    def table(self, fields: Fields) -> TableSpec:
        own = fields.mapping("口径")
        if own:
            self._meanings = self._meanings.extended(
                read_meanings(own.node, self._dictionary.facts, self._findings)
            )
        amounts = fields.fields("金额")
        self._format = read_format(amounts, self._format) if amounts else self._format
        common = self._dictionary
        wording = self._note(fields, "单位行", common.unit_line)
        orientation = fields.choice("方向")
        return TableSpec(
            key=self._key.text,
            span=self._key.span,
            label=self._template(fields.scalar("表号")),
            label_place=LabelPlace(fields.choice("表号位置", common.label_place) or common.label_place),
            title=self._title(fields.scalar("标题")),
            contents_title=self._title(fields.scalar("目录名")),
            subtitle=self._title(fields.scalar("副题")),
            unit=self._format.unit if wording else "",
            unit_line=wording.replace("{单位}", self._format.unit),
            lead=self._note(fields, "抬头", common.lead),
            scope=self._scope(fields),
            fields=tuple(self._fields(fields)),
            blocks=tuple(self._blocks(fields)),
            notes=tuple(self._template(scalar) for scalar in fields.scalars("注")),
            empty_note=self._note(fields, "空表注", common.empty_note),
            undisclosed_note=self._note(fields, "未披露注", common.undisclosed_note),
            residue=fields.choice("尾差", common.residue),
            residue_note=self._note(fields, "尾差注", common.residue_note),
            remarks=common.remarks,
            each=fields.choice("每"),
            landscape=None if orientation == "自动" else orientation == "横",
        )

    def _template(self, scalar: Scalar | None) -> str:
        if scalar is None:
            return ""
        check_template(scalar, self._findings, self._dictionary.names)
        return scalar.text

    def _note(self, fields: Fields, key: str, default: str) -> str:
        scalar = fields.scalar(key)
        return default if scalar is None else self._template(scalar)

    def _title(self, scalar: Scalar | None) -> str:
        if scalar is not None:
            check_years(scalar, self._findings)
        return self._template(scalar)

    def _scope(self, fields: Fields) -> tuple[Condition, ...]:
        node = fields.value("范围")
        nodes = node.items if isinstance(node, Sequence) else () if node is None else (node,)
        return tuple(self._scope_of(item) for item in nodes)

    def _scope_of(self, node: Node) -> Condition:
        if isinstance(node, Scalar):
            return self._meaning(node.text, node.span)
        return read_condition(node, self._findings)

    def _meaning(self, name: str, span: Span) -> Condition:
        found = self._meanings.lookup(name)
        if found is None:
            sentence = f"表“{self._key.text}”：“口径”里没有“{name}”"
            self._findings.report(UNKNOWN_NAME, span, sentence, partial(self._meanings.similar, name))
        return found or {}

    def _blocks(self, fields: Fields) -> Iterator[BlockSpec]:
        if fields.reader.node.get("块") is None:
            yield self._block(fields, None)
            return
        for reader in fields.readers("块"):
            record = BLOCK if reader.node.get("栏") is None else BLOCK_OF_PANELS
            block = fields_of(reader, record)
            yield self._block(block, self._template(block.scalar("块名")))

    def _block(self, fields: Fields, name: str | None) -> BlockSpec:
        if fields.reader.node.get("栏") is None:
            panels = [self._panel(fields, ())]
        else:
            panels = [self._panel(panel, self._scope(panel)) for panel in fields.records("栏")]
        merged = tuple(self._template(scalar) for scalar in fields.scalars("合并"))
        return BlockSpec(name, tuple(panels), merged)

    def _panel(self, fields: Fields, scope: tuple[Condition, ...]) -> PanelSpec:
        columns = tuple(self._heads(fields.value("列"), (), self._format))
        self._columns = tuple(_leaf_names(columns))
        rows, foot = (self._rows(fields.value(key)) for key in ("行", "底行"))
        return PanelSpec(columns, tuple(rows), tuple(foot), scope)

    def _spliced(self, node: Node | None) -> Iterator[Node]:
        """Yield the members of a list with pieces written out."""
        if node is None:
            return
        piece = self._piece(node)
        if piece is not None:
            yield from self._spliced(piece)
        elif isinstance(node, Sequence):
            for item in node.items:
                found = self._piece(item)
                yield from (item,) if found is None else self._spliced(found)
        else:
            self._findings.report(BAD_TABLE_SPEC, node.span, f"表“{self._key.text}”：这里应当是列表")

    def _piece(self, node: Node) -> Node | None:
        name = _PIECE.fullmatch(node.text) if isinstance(node, Scalar) else None
        if name is None:
            return None
        found = self._dictionary.pieces.get(name[1])
        if found is None:
            hint = sought(name[1], self._dictionary.pieces)
            self._findings.report(UNKNOWN_NAME, node.span, f"没有片段“{name[1]}”", hint)
            return Sequence((), node.span)
        return found

    def _heads(
        self, node: Node | None, above: tuple[Condition, ...], amounts: AmountFormat
    ) -> Iterator[Head]:
        for item in self._spliced(node):
            if isinstance(item, Scalar):
                yield self._amount_head(item, self._template(item), above, amounts)
            elif isinstance(item, MappingNode):
                for key, value in item.entries:
                    self._template(key)
                    yield self._head(key, value, above, amounts)
            else:
                self._findings.report(BAD_TABLE_SPEC, item.span, f"表“{self._key.text}”：列名应当是文字")

    def _amount_head(
        self, key: Scalar, meaning: str, above: tuple[Condition, ...], amounts: AmountFormat
    ) -> Head:
        return Head(
            name=key.text,
            span=key.span,
            conditions=(*above, self._meaning(meaning, key.span)),
            format=amounts,
        )

    def _head(self, key: Scalar, value: Node, above: tuple[Condition, ...], amounts: AmountFormat) -> Head:
        if isinstance(value, Scalar) and self._piece(value) is None:
            if "{" in value.text or value.quoted:
                return Head(name=key.text, span=key.span, conditions=(), template=self._template(value))
            return self._amount_head(key, value.text, above, amounts)
        if isinstance(value, MappingNode):
            return self._head_with_options(key, value, above, amounts)
        conditions = self._group_conditions(key, value, above)
        return Head(
            name=key.text,
            span=key.span,
            conditions=conditions,
            children=tuple(self._heads(value, conditions, amounts)),
        )

    def _group_conditions(
        self, key: Scalar, value: Node, above: tuple[Condition, ...]
    ) -> tuple[Condition, ...]:
        """A group of text columns only needs no meaning."""
        if self._is_text_only(value):
            return above
        return (*above, self._meaning(key.text, key.span))

    def _is_text_only(self, node: Node) -> bool:
        """Whether a list of headings, with the groups in it, has text columns only."""
        return all(
            isinstance(item, MappingNode) and all(self._is_text(value) for _, value in item.entries)
            for item in self._spliced(node)
        )

    def _is_text(self, value: Node) -> bool:
        if isinstance(value, Scalar) and self._piece(value) is None:
            return "{" in value.text or value.quoted
        return not isinstance(value, MappingNode) and self._is_text_only(value)

    def _head_with_options(
        self, key: Scalar, options: MappingNode, above: tuple[Condition, ...], amounts: AmountFormat
    ) -> Head:
        reader = Reader(options, self._findings)
        if _is_there(options.get("文")):
            constant = fields_of(reader, CONSTANT_HEADING).scalar("文")
            return Head(name=key.text, span=key.span, conditions=(), template=self._template(constant))
        fields = fields_of(reader, HEADING)
        check_braces(options, HEADING, self._findings)
        own = read_format(fields, amounts)
        head = self._amount_head(key, fields.text("口径", key.text), above, own)
        children = fields.value("列")
        if children is None:
            return head
        return replace(head, children=tuple(self._heads(children, head.conditions, own)))

    def _rows(self, node: Node | None) -> Iterator[RowSpec]:
        for item in self._spliced(node):
            if isinstance(item, Scalar):
                label = self._template(item)
                yield FixedRow(label=label, span=item.span, condition=self._meaning(label, item.span))
            elif isinstance(item, MappingNode) and item.get("逐") is not None:
                yield self._generator(item)
            elif isinstance(item, MappingNode):
                for key, value in item.entries:
                    self._template(key)
                    yield self._row(key, value)
            else:
                self._findings.report(BAD_TABLE_SPEC, item.span, f"表“{self._key.text}”：行名应当是文字")

    def _row(self, key: Scalar, value: Node) -> FixedRow:
        if isinstance(value, Scalar) and self._piece(value) is None:
            return FixedRow(label=key.text, span=key.span, condition=self._meaning(value.text, value.span))
        if not isinstance(value, MappingNode):
            condition = self._meaning(key.text, key.span)
            return FixedRow(
                label=key.text, span=key.span, condition=condition, children=tuple(self._rows(value))
            )
        fields = fields_of(Reader(value, self._findings), ROW)
        return FixedRow(
            label=key.text,
            span=key.span,
            condition=self._meaning(fields.text("口径", key.text), key.span),
            fill=self._fill(fields),
            children=tuple(self._rows(fields.value("行"))),
        )

    def _fill(self, fields: Fields) -> dict[str, str]:
        texts = {}
        for key, value in fields.entries("填"):
            if key.text not in self._columns:
                hint = sought(key.text, self._columns, "这里的列", self._columns)
                sentence = f"表“{self._key.text}”：“填”里的“{key.text}”不是列名"
                self._findings.report(UNKNOWN_NAME, key.span, sentence, hint)
            if isinstance(value, Scalar):
                texts[key.text] = self._template(value)
            else:
                self._findings.report(WRONG_TYPE, value.span, f"“{key.text}”应当是一个值，不是列表或多个键")
        return texts

    def _generator(self, node: MappingNode) -> Generator:
        written = node.get("逐")
        fields = fields_of(
            Reader(node, self._findings), generator(written.text if isinstance(written, Scalar) else "")
        )
        over = fields.choice("逐")
        label = self._template(fields.scalar("标签"))
        return Generator(
            over=over,
            span=fields.span,
            levels=self._levels(fields, over),
            label=label or self._dictionary.labels.get(over, "{名称}"),
            entries=self._entries(fields, over),
            skeleton=self._skeleton(fields),
            hidden=fields.flag("不列本行"),
            fill=self._fill(fields),
            children=tuple(self._rows(fields.value("行"))),
        )

    def _levels(self, fields: Fields, over: str) -> tuple[str, ...]:
        known = tuple(DIMENSIONS[over].levels) if over in CODES else ()
        chosen = fields.texts("级") if known else ()
        for level in chosen:
            if level not in known:
                self._findings.report(
                    UNKNOWN_NAME, fields.span, f"“级”没有“{level}”", f"可用的值：{'、'.join(known)}。"
                )
        return chosen or known

    def _entries(self, fields: Fields, over: str) -> tuple[tuple[str, str], ...]:
        if over != FIXED_LIST:
            return ()
        node = self._list(fields.scalar("用"))
        if not isinstance(node, MappingNode):
            return ()
        return tuple((key.text, value.text) for key, value in node.entries if isinstance(value, Scalar))

    def _skeleton(self, fields: Fields) -> tuple[tuple[str, str], ...]:
        node = self._list(fields.scalar("骨架"))
        if not isinstance(node, MappingNode):
            return ()
        return tuple(
            (key.text, item.text)
            for key, value in node.entries
            if isinstance(value, Sequence)
            for item in value.items
            if isinstance(item, Scalar)
        )

    def _list(self, name: Scalar | None) -> Node | None:
        if name is None:
            return None
        found = self._dictionary.lists.get(name.text)
        if found is None:
            hint = sought(name.text, self._dictionary.lists)
            self._findings.report(UNKNOWN_NAME, name.span, f"没有清单“{name.text}”", hint)
        return found

    def _fields(self, fields: Fields) -> Iterator[tuple[FieldSpec, ...]]:
        """A member of 字段 is one line: a pair, or a list of pairs that share the line."""
        for item in fields.items("字段"):
            members = item.items if isinstance(item, Sequence) else (item,)
            yield tuple(
                self._field(key, value)
                for member in members
                if isinstance(member, MappingNode)
                for key, value in member.entries
            )

    def _field(self, key: Scalar, value: Node) -> FieldSpec:
        head = self._head(key, value, (), self._format)
        return FieldSpec(
            label=key.text,
            span=key.span,
            conditions=head.conditions,
            template=head.template,
            format=head.format,
        )


def _table_record(node: Node) -> Record:
    """Return which keys a table may have: those of its rows and columns, or of its panels or blocks."""
    if not isinstance(node, MappingNode) or (node.get("块") is None and node.get("栏") is None):
        return TABLE
    return TABLE_OF_PANELS if node.get("块") is None else TABLE_OF_BLOCKS


def _is_there(node: Node | None) -> bool:
    return node is not None and not (isinstance(node, Scalar) and node.is_absent)


def _leaf_names(heads: Iterable[Head]) -> Iterator[str]:
    for head in heads:
        if head.children:
            yield from _leaf_names(head.children)
        else:
            yield head.name
