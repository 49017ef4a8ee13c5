"""What a heading or a row label means: the dictionary 口径 of a form.

A name is looked up as it is printed; where that is not found, without ordinal, blanks, width of
brackets, a leading 其中： and a closing colon or unit.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.findings.rules import BAD_TABLE_SPEC, UNKNOWN_NAME
from reportgen.findings.suggestions import did_you_mean
from reportgen.ledger.model import (
    BASIC_CATEGORIES,
    FUNDS,
    PERIODS,
    PROCUREMENT_CATEGORIES,
    PROJECT,
    STAGES,
    THREE_PUBLIC,
    UNIT_TYPES,
)
from reportgen.ledger.postings import (
    ACCOUNT,
    ACCOUNTS,
    CATEGORY,
    DIMENSIONS,
    FUND,
    LAST_YEAR,
    PERIOD,
    PROCUREMENT_CATEGORY,
    STAGE,
    THIS_YEAR,
    UNIT_TYPE,
    YEAR,
    Condition,
)
from reportgen.ledger.postings import THREE_PUBLIC as THREE_PUBLIC_DIMENSION
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Node, Scalar, Sequence
from reportgen.source.reading import Findings

_VALUES: dict[str, tuple[str, ...]] = {
    ACCOUNT: ACCOUNTS,
    YEAR: (THIS_YEAR, LAST_YEAR),
    UNIT_TYPE: UNIT_TYPES,
    FUND: FUNDS,
    CATEGORY: (*BASIC_CATEGORIES, PROJECT),
    PERIOD: PERIODS,
    THREE_PUBLIC_DIMENSION: THREE_PUBLIC,
    STAGE: STAGES,
    PROCUREMENT_CATEGORY: PROCUREMENT_CATEGORIES,
}
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|[0-9]+[.、]|\([0-9]+\))")
_INCLUDING = re.compile(r"^其中[:,]?")
_TAIL = re.compile(r"(?:\((?:万元|元)\)|:)+$")


@dataclass(frozen=True, slots=True)
class Meanings:
    """Names and the conditions that they stand for."""

    conditions: Mapping[str, Condition]

    def lookup(self, name: str) -> Condition | None:
        """Return what *name* means, or None."""
        for spelling in spellings(name):
            if spelling in self.conditions:
                return self.conditions[spelling]
        return None

    def similar(self, name: str) -> str:
        """Return a hint with the names nearest to *name*."""
        return did_you_mean(spellings(name)[-1], self.conditions) or "请在“口径”里写明它的意思。"

    def extended(self, own: Mapping[str, Condition]) -> "Meanings":
        """Return the dictionary with a table's own meanings in front."""
        return Meanings({**self.conditions, **own})


def spellings(name: str) -> list[str]:
    """Return the spellings under which *name* is looked up, as printed first.

    >>> spellings("（一）收 入")
    ['（一）收 入', '(一)收入', '收入']
    >>> spellings("其中：财政拨款")[-1], spellings("预算资金情况（万元）")[-1]
    ('财政拨款', '预算资金情况')
    """
    folded = "".join(unicodedata.normalize("NFKC", name).split())
    bare = _TAIL.sub("", _ORDINAL.sub("", folded))
    return list(dict.fromkeys((name, folded, bare, _INCLUDING.sub("", bare) or bare)))


def is_including(name: str) -> bool:
    """Whether a name speaks of a part that need not add up with its neighbours (其中：)."""
    return bool(_INCLUDING.match(_ORDINAL.sub("", unicodedata.normalize("NFKC", name))))


def read_meanings(node: MappingNode, findings: Findings) -> dict[str, Condition]:
    """Read a 口径 dictionary; a name without a value means no restriction."""
    meanings: dict[str, Condition] = {}
    for key, value in node.entries:
        condition = read_condition(value, findings)
        meanings[key.text] = condition
        meanings.setdefault("".join(unicodedata.normalize("NFKC", key.text).split()), condition)
    return meanings


def read_condition(node: Node, findings: Findings) -> Condition:
    """Read `{维度: 值}` or `{维度: [值, 值]}`."""
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
            hint = did_you_mean(key.text, DIMENSIONS)
            findings.report(UNKNOWN_NAME, key.span, f"没有“{key.text}”这个维度", hint)
        else:
            condition[key.text] = _values(key.text, value, findings)
    return condition


def _values(dimension: str, node: Node, findings: Findings) -> tuple[str, ...]:
    scalars = node.items if isinstance(node, Sequence) else (node,)
    known = _VALUES.get(dimension)
    values = []
    for scalar in scalars:
        if not isinstance(scalar, Scalar):
            findings.report(BAD_TABLE_SPEC, scalar.span, f"“{dimension}”的值应当是文字")
        elif known and scalar.text not in known:
            hint = did_you_mean(scalar.text, known) or f"可用的值：{'、'.join(known)}。"
            findings.report(UNKNOWN_NAME, scalar.span, f"“{dimension}”没有“{scalar.text}”", hint)
        else:
            values.append(scalar.text)
    return tuple(values)
