"""All tables of a form: what they refer to, and the tables themselves."""

from collections.abc import Iterator, Mapping

from reportgen.document.document import LabelPlace
from reportgen.findings.rules import BAD_TABLE_SPEC
from reportgen.form.braces import check_braces
from reportgen.form.mentions import report_unknown
from reportgen.form.package import package_facts
from reportgen.form.tables.cell_text import ROOTS, check_template
from reportgen.form.tables.keys import LIST
from reportgen.form.tables.meaning import Meanings, read_meanings
from reportgen.form.tables.pieces import without_circles
from reportgen.form.tables.reading import read_format, read_tables
from reportgen.form.tables.spec import ADDED_UP, GENERATORS, Dictionary, Remarks, TableSpec
from reportgen.ledger.catalogue import Catalogue
from reportgen.ledger.dimensions import Condition
from reportgen.money import AmountFormat
from reportgen.source.fields import Fields
from reportgen.source.parsing import Node, Scalar
from reportgen.source.reading import Findings, Reader
from reportgen.source.texts import folded

_REMARKS = ("行", "列")


def read_form(
    base: Fields, tables: Fields, facts: Catalogue, findings: Findings, names: tuple[str, ...] = ROOTS
) -> dict[str, TableSpec]:
    """Read the tables of a form over the meanings and the wording of *base*; texts may print *names*.

    A name that 口径 does not explain is that of a fact.
    """
    for key in tables.record:
        node = tables.node(key.name)
        if node and key.name != "表":
            check_braces(node, key.type, findings)
    common = _format(base, AmountFormat())
    named = Meanings(facts.headings(), facts.doubtful())
    meanings = {**_meanings(base, named), **_meanings(tables, named)}
    _check_names(facts, meanings, findings)
    dictionary = Dictionary(
        meanings=named.extended(meanings),
        facts=named,
        pieces=without_circles(dict(_entries(tables.mapping("片段"))), findings),
        lists=dict(_lists(tables)),
        labels={
            key.text: _checked(value, findings, names) for key, value in _scalars(tables.mapping("标签"))
        },
        format=_format(tables, common),
        unit_line=_checked(tables.scalar("单位行"), findings, names),
        lead=_checked(tables.scalar("抬头"), findings, names),
        label_place=tables.choice("表号位置") or LabelPlace.BESIDE.value,
        empty_note=_checked(tables.scalar("空表注"), findings, names),
        undisclosed_note=_checked(tables.scalar("未披露注"), findings, names),
        residue=tables.choice("尾差"),
        residue_note=_checked(tables.scalar("尾差注") or base.scalar("尾差注"), findings, names),
        remarks=_remarks(base, tables),
        names=names,
    )
    report_unknown((key for key, _ in tables.entries("标签")), GENERATORS, findings)
    specs = tables.mapping("表")
    return read_tables(specs.node, dictionary, findings) if specs else {}


def texts_of(reader: Reader | None) -> Iterator[tuple[str, str]]:
    """Yield the keys of a mapping that have texts, with these."""
    return ((key.text, value.text) for key, value in _scalars(reader))


def _scalars(reader: Reader | None) -> Iterator[tuple[Scalar, Scalar]]:
    for key, value in reader.node.entries if reader else ():
        if isinstance(value, Scalar):
            yield key, value


def _lists(tables: Fields) -> Iterator[tuple[str, Node]]:
    for name, node in _entries(tables.mapping("清单")):
        check_braces(node, LIST, tables.findings)
        yield name, node


def _meanings(fields: Fields, facts: Meanings) -> Mapping[str, Condition]:
    reader = fields.mapping("口径")
    return read_meanings(reader.node, facts, fields.findings) if reader else {}


def _check_names(facts: Catalogue, meanings: Mapping[str, Condition], findings: Findings) -> None:
    """A name that a form gives to a fact means the same over a column."""
    shared = package_facts().definitions
    for path, definition in facts.definitions.items():
        if definition is not shared.get(path) and folded(path) in meanings:
            sentence = f"“{path}”在“口径”里另有意思，不能作指标的名称"
            hint = "请换一个名称；口径是表式自己写的，也可以删去它，表头就按指标。"
            findings.report(BAD_TABLE_SPEC, definition.span, sentence, hint)


def _format(fields: Fields, default: AmountFormat) -> AmountFormat:
    own = fields.fields("金额")
    return read_format(own, default) if own else default


def _remarks(base: Fields, tables: Fields) -> Remarks:
    """Read what is said of a total that its printed parts do not add up to."""
    words: dict[str, str] = {}
    for fields in (base.fields("尾差批注"), tables.fields("尾差批注")):
        scalars = [(key, fields.scalar(key)) for key in _REMARKS] if fields else []
        words |= {key: _checked(text, tables.findings, (ADDED_UP,)) for key, text in scalars if text}
    return Remarks(*(words[key] for key in _REMARKS))


def _checked(scalar: Scalar | None, findings: Findings, names: tuple[str, ...]) -> str:
    if scalar is None:
        return ""
    check_template(scalar, findings, names)
    return scalar.text


def _entries(reader: Reader | None) -> Iterator[tuple[str, Node]]:
    for key, value in reader.node.entries if reader else ():
        yield key.text, value
