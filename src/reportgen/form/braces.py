"""Braces in the texts of a form: those that would be printed as they stand are findings.

Texts of tables print `{年度}`, those of a profile `{{ 年度 }}`, as their keys are declared; others neither.
"""

import re

from reportgen.findings.rules import WRONG_TYPE
from reportgen.source.keys import AnyOf, Entries, ListOf, Record, Text, ValueType
from reportgen.source.parsing import Mapping, Node, Scalar, Sequence
from reportgen.source.reading import Findings

_EXPRESSION = re.compile(r"\{\{(?:(?!\}\}|\{\{).)*+\}\}|\{[%#](?:(?![%#]\}|\{[%#]).)*+[%#]\}", re.DOTALL)


def check_braces(node: Node, declared: ValueType, findings: Findings) -> None:
    """Go along the declared keys; texts that print `{名}` are left to their readers, which know the names."""
    match declared, node:
        case Text(), Scalar():
            _check_text(node, declared, findings)
        case ListOf(member=member), Sequence(items):
            for item in items:
                check_braces(item, member, findings)
        case Entries(value=value), Mapping(entries):
            for key, below in entries:
                if isinstance(value, Text):
                    check_braces(key, Text(), findings)
                check_braces(below, value, findings)
        case Record(), Mapping():
            _check_record(node, declared, findings)
        case AnyOf(types), _:
            for one in types:
                check_braces(node, one, findings)
        case _:
            pass


def _check_record(node: Mapping, record: Record, findings: Findings) -> None:
    for key, below in node.entries:
        if key.text in record.names:
            check_braces(below, record[key.text].type, findings)
        elif record.others:
            check_braces(below, record.others.value, findings)


def _check_text(scalar: Scalar, declared: Text, findings: Findings) -> None:
    text = scalar.text.replace(declared.slot, "") if declared.slot else scalar.text
    if declared.expressions:
        hint = "这里用 {{ }}，如 {{ 年度 }}。"
        text = _EXPRESSION.sub("", text)
    else:
        hint = "这里不能引用名字，请把字直接写出来。"
    if not declared.slots and ("{" in text or "}" in text):
        findings.report(WRONG_TYPE, scalar.span, f"花括号会照字面印出：{scalar.text}", hint)
