"""What a heading or a row label means: the dictionary 口径 of a form, and its facts (指标).

A name is looked up as it is printed; where that is not found, without ordinal, blanks, width of
brackets, a leading 其中： and a closing colon or unit.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.findings.suggestions import did_you_mean
from reportgen.ledger.conditions import read_condition
from reportgen.ledger.dimensions import Condition
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Scalar
from reportgen.source.reading import Findings
from reportgen.source.texts import folded

_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|[0-9]+[.、]|\([0-9]+\))")
_INCLUDING = re.compile(r"^其中[:,]?")
_TAIL = re.compile(r"(?:\((?:万元|元)\)|:)+$")


@dataclass(frozen=True, slots=True)
class Meanings:
    """Names and the conditions that they stand for; *doubtful* are those of several facts, with these."""

    conditions: Mapping[str, Condition]
    doubtful: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def lookup(self, name: str) -> Condition | None:
        """Return what *name* means, or None."""
        for spelling in spellings(name):
            if spelling in self.conditions:
                return self.conditions[spelling]
        return None

    def similar(self, name: str) -> str:
        """Return a hint: the facts that *name* may mean, or the names nearest to it."""
        facts = next(
            (self.doubtful[spelling] for spelling in spellings(name) if spelling in self.doubtful), ()
        )
        if facts:
            return f"{'和'.join(f'“{fact}”' for fact in facts)}都这样称，请写明是哪一个。"
        return did_you_mean(spellings(name)[-1], self.conditions) or "请在“口径”里写明它的意思。"

    def extended(self, own: Mapping[str, Condition]) -> "Meanings":
        """Return the dictionary with a table's own meanings in front."""
        return Meanings({**self.conditions, **own}, self.doubtful)


def spellings(name: str) -> list[str]:
    """Return the spellings under which *name* is looked up, as printed first.

    >>> spellings("（一）收 入")
    ['（一）收 入', '(一)收入', '收入']
    >>> spellings("其中：财政拨款")[-1], spellings("预算资金情况（万元）")[-1]
    ('财政拨款', '预算资金情况')
    """
    whole = folded(name)
    bare = _TAIL.sub("", _ORDINAL.sub("", whole))
    return list(dict.fromkeys((name, whole, bare, _INCLUDING.sub("", bare) or bare)))


def is_including(name: str) -> bool:
    """Whether a name speaks of a part that need not add up with its neighbours (其中：)."""
    return bool(_INCLUDING.match(_ORDINAL.sub("", unicodedata.normalize("NFKC", name))))


def read_meanings(node: MappingNode, facts: Meanings, findings: Findings) -> dict[str, Condition]:
    """Read a 口径 dictionary; a name without a value means no restriction, one with a text that fact."""
    meanings: dict[str, Condition] = {}
    for key, value in node.entries:
        named = facts.lookup(value.text) if isinstance(value, Scalar) and value.text else None
        condition = read_condition(value, findings) if named is None else named
        meanings[key.text] = condition
        meanings.setdefault(folded(key.text), condition)
    return meanings
