"""Conditions as they are written: `{账: 支出, 类别: [人员经费, 公用经费]}`.

Headings of tables (口径) and facts (指标) are written in this one language.
"""

import re

from reportgen.findings.rules import BAD_TABLE_SPEC, UNKNOWN_NAME
from reportgen.findings.suggestions import sought
from reportgen.ledger.dimensions import DIMENSIONS, Condition
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Node, Scalar, Sequence
from reportgen.source.reading import Findings

_CODE = re.compile(r"[0-9]+")


def read_condition(node: Node, findings: Findings, others: tuple[str, ...] = ()) -> Condition:
    """Read `{维度: 值}` or `{维度: [值, 值]}`; *others* are keys that a hint may name besides dimensions."""
    if isinstance(node, Scalar) and node.is_absent:
        return {}
    if not isinstance(node, MappingNode):
        findings.report(
            BAD_TABLE_SPEC, node.span, "口径应当写成 {维度: 值}", f"维度有：{'、'.join(DIMENSIONS)}。"
        )
        return {}
    condition: dict[str, tuple[str, ...]] = {}
    for key, value in node.entries:
        if key.text not in DIMENSIONS:
            hint = sought(key.text, (*DIMENSIONS, *others))
            findings.report(UNKNOWN_NAME, key.span, f"没有“{key.text}”这个维度", hint)
        else:
            condition[key.text] = _values(key.text, value, findings)
    return condition


def _values(dimension: str, node: Node, findings: Findings) -> tuple[str, ...]:
    scalars = node.items if isinstance(node, Sequence) else (node,)
    if not scalars or (isinstance(node, Scalar) and node.is_absent):
        findings.report(BAD_TABLE_SPEC, node.span, f"“{dimension}”没有写值")
        return ()
    known = DIMENSIONS[dimension].values
    values = []
    for scalar in scalars:
        if not isinstance(scalar, Scalar):
            findings.report(BAD_TABLE_SPEC, scalar.span, f"“{dimension}”的值应当是文字")
        elif known and scalar.text not in known:
            hint = sought(scalar.text, known, "可用的值", known)
            findings.report(UNKNOWN_NAME, scalar.span, f"“{dimension}”没有“{scalar.text}”", hint)
        elif DIMENSIONS[dimension].digits and not _CODE.fullmatch(scalar.text):
            sentence = f"“{dimension}”没有“{scalar.text}”"
            findings.report(UNKNOWN_NAME, scalar.span, sentence, "请写编码，或编码的开头几位，如 201。")
        else:
            values.append(scalar.text)
    return tuple(values)
