"""Lists of words that rules look for, kept beside the classification: changed without Python.

A list is a file `classification/words/<name>.yaml` with `说明`, `来源` and `词`, the entries.
Which keys an entry has is declared here; `起` and `止` are the first and last year that it holds for.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE
from reportgen.findings.suggestions import sought
from reportgen.source.memory import Memory
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Node, Scalar, Sequence, read_source
from reportgen.source.reading import Findings, reader_of

FOLDER = "classification/words"
_SINCE, _UNTIL = "起", "止"
_SPECIAL = re.compile(r"[\\\[\](){}?*+|^$.]")
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys of the entries of a list: those that each has, those that some have, those that are patterns.

    A pattern is a regular expression of Python.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


# Each list by the name of its file.
LISTS: Mapping[str, Shape] = {
    "agencies": Shape(("类", "式"), patterns=("式",)),
    "confusions": Shape(("误", "正"), patterns=("误",)),
    "doubled": Shape(("字",), ("前", "后")),
    "ended": Shape(("词", "今"), patterns=("词",)),
    "items": Shape(("名",)),
    "leftovers": Shape(("式",), ("说", "无记号"), patterns=("式",)),
    "levels": Shape(("级", "词", "应作"), patterns=("词",)),
    "places": Shape(("市",), ("区县",)),
    "repeats": Shape(("式",), patterns=("式",)),
    "terms": Shape(("名",), ("错", "另作"), patterns=("错",)),
    "unfinished": Shape(("式",), ("说",), patterns=("式",)),
    "variants": Shape(("异", "正")),
    "years": Shape(("类", "式"), patterns=("式",)),
    "indicator_keys": Shape(("栏", "键")),
    "indicator_operators": Shape(("写", "类"), ("别", "话")),
    "indicator_units": Shape(("名", "应", "说"), ("除",), patterns=("名", "应", "除")),
    "indicator_levels": Shape(("二级", "一级")),
    "indicator_limits": Shape(("单位", "最多"), ("除",), patterns=("除",)),
    "indicator_names": Shape(("类", "式"), ("除",), patterns=("式", "除")),
    "indicator_required": Shape(("一级",), ("别名",)),
    "item_uses": Shape(("用",), ("名称", "编码", "单位")),
    "economic_uses": Shape(("经济科目",), ("类别", "除", "项目")),
    "paired_codes": Shape(("经济科目", "功能科目", "向")),
    "unit_revenue": Shape(("资金来源", "单位")),
    "three_public_words": Shape(("三公", "式"), ("除",), patterns=("式", "除")),
    "procurement_words": Shape(("类别", "式"), patterns=("式",)),
    "service_catalogue": Shape(("一级", "二级")),
    "project_categories": Shape(("编号", "名称")),
    "vehicle_kinds": Shape(("种类",)),
    "check_limits": Shape(("名", "值", "说")),
    "pay_ratios": Shape(("经济科目", "最低", "最高", "称")),
    "fact_parts": Shape(("总", "项", "全")),
    "causes": Shape(("式",), patterns=("式",)),
    "figure_cues": Shape(("类",), ("前", "后", "句", "除"), patterns=("前", "后", "句", "除")),
    "figure_counts": Shape(("指标", "说"), ("前", "后", "准"), patterns=("前", "后")),
    "wholes": Shape(("式", "指标"), patterns=("式",)),
    "directions": Shape(("向", "式"), ("明", "除"), patterns=("式",)),
    "reasons": Shape(("类", "式"), ("指标", "除"), patterns=("式", "除")),
    "reason_subjects": Shape(("式", "属"), ("也可",), patterns=("式",)),
    "events": Shape(("式",), patterns=("式",)),
    "phrases": Shape(("名", "式"), patterns=("式",)),
}
FILES = tuple(f"{name}.yaml" for name in LISTS)


# Is found nowhere: a list that could not be read is reported, and its rules are silent.
NEVER = re.compile(r"(?!)")


def one_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern for all: the text is gone through once."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or NEVER.pattern)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; *values* has a tuple for each key, of one text where no list is written."""

    values: Mapping[str, tuple[str, ...]]
    span: Span

    def text(self, key: str) -> str:
        """Return the first text under *key*, empty for none."""
        return next(iter(self.values.get(key, ())), "")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts under *key*."""
        return self.values.get(key, ())

    def pattern(self, key: str) -> re.Pattern[str]:
        """Return the first text under *key* as a pattern; for none one that is found nowhere."""
        text = self.text(key)
        return re.compile(text) if text else NEVER

    def holds_in(self, year: int) -> bool:
        """Whether the entry holds for the budget of *year*."""
        since, until = self.text(_SINCE), self.text(_UNTIL)
        return (not since or int(since) <= year) and (not until or year <= int(until))


@dataclass(frozen=True)
class WordLists:
    """All lists, and what rules have made of them: patterns take longer to compile than to use."""

    entries: Mapping[str, tuple[Entry, ...]]

    def __getitem__(self, name: str) -> tuple[Entry, ...]:
        """Return the entries of the list *name*, which must be declared."""
        assert name in LISTS, name
        return self.entries.get(name, ())

    def made(self, make: Callable[["WordLists"], _Made]) -> _Made:
        """Return what *make* makes of the lists, which it does once."""
        if make not in self._kept:
            self._kept[make] = make(self)
        return cast("_Made", self._kept[make])

    @cached_property
    def _kept(self) -> dict[object, object]:
        return {}


_LISTS: Memory[tuple[WordLists, tuple[Diagnostic, ...]]] = Memory(2, shared=True)


def load_word_lists(root: Path) -> tuple[WordLists, list[Diagnostic]]:
    """Read the lists of the repository *root*."""
    lists, findings = _LISTS.get(root, FOLDER, lambda: _load(root))
    return lists, list(findings)


def _load(root: Path) -> tuple[WordLists, tuple[Diagnostic, ...]]:
    findings = Findings()
    entries = {name: tuple(_entries(root, name, shape, findings)) for name, shape in LISTS.items()}
    return WordLists(entries), tuple(findings)


def _entries(root: Path, name: str, shape: Shape, findings: Findings) -> list[Entry]:
    source = read_source(root, f"{FOLDER}/{name}.yaml")
    findings.extend(source.findings)
    reader = reader_of(source.root, findings, "词表")
    if reader is None:
        return []
    reader.text("说明")
    reader.texts("来源", required=True)
    items = reader.items("词", required=True)
    reader.finish()
    return [entry for node in items if (entry := _entry(node, shape, findings))]


def _entry(node: Node, shape: Shape, findings: Findings) -> Entry | None:
    if not isinstance(node, MappingNode):
        findings.report(MISSING_KEY, node.span, f"词表的一条应当写成 {{{shape.required[0]}: …}}")
        return None
    known = (*shape.required, *shape.optional, _SINCE, _UNTIL, "来源")
    values = {key.text: _texts(value) for key, value in node.entries}
    for key, _ in node.entries:
        if key.text not in known:
            findings.report(UNKNOWN_KEY, key.span, f"没有“{key.text}”这个键", sought(key.text, known))
    missing = [key for key in shape.required if not any(values.get(key, ()))]
    for name in missing:
        findings.report(MISSING_KEY, node.span, f"缺少“{name}”", f"请加上“{name}:”。")
    broken = [text for key in shape.patterns for text in values.get(key, ()) if not _is_pattern(text)]
    for pattern in broken:
        findings.report(WRONG_TYPE, node.span, f"不是正则表达式：{pattern}", "请核对括号和反斜杠。")
    return None if missing or broken else Entry(values, node.span)


def _is_pattern(text: str) -> bool:
    if not _SPECIAL.search(text):
        return True
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def _texts(node: Node) -> tuple[str, ...]:
    nodes = node.items if isinstance(node, Sequence) else (node,)
    return tuple(value.text for value in nodes if isinstance(value, Scalar))
