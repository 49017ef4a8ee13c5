"""The catalogue of facts: named conditions, and the words that sentences and tables call them by.

Facts are written in YAML, under 指标: those of all regions in the package, more of them in a form.
A sentence names a fact by its path (一般公共预算支出.类.201), a heading also by its words (公务接待费).
"""

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from reportgen.findings.diagnostics import Span
from reportgen.findings.rules import BAD_TABLE_SPEC, UNKNOWN_NAME
from reportgen.findings.suggestions import sought
from reportgen.ledger.conditions import read_condition
from reportgen.ledger.dimensions import ACCOUNT, ACCOUNTS, DEPARTMENT, EXPENDITURE, YEAR, Condition
from reportgen.ledger.dimensions import THREE_PUBLIC as THREE_PUBLIC_DIMENSION
from reportgen.ledger.model import THREE_PUBLIC
from reportgen.source.keys import NO, YES
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Node, Scalar
from reportgen.source.reading import Findings, Reader
from reportgen.source.texts import folded

KEY = "指标"
_PARTS, _DECLARABLE, _WORDS = "分列", "另列", "称"
_OWN_KEYS = (_PARTS, _DECLARABLE, _WORDS)
# A fact is of this year and of one department; last year's value is that of the same fact a year before.
_FIXED_DIMENSIONS = (YEAR, DEPARTMENT)
# What templates call by these names is no sum of lines: counts, lists, texts, functions, what is derived.
RESERVED = (
    *("年度", "上年", "日期", "部门", "单位", "单位数", "行政单位数", "参公单位数", "事业单位数"),
    *("有支出单位数", "职责", "内设机构", "内设机构数", "转移支付", "文字", "绩效", "资产"),
    *("项目", "项目数", "说明项目", "采购.项目", "名词", "词", "门槛"),
    *("占", "变动", "变动率", "占比", "比", "原因", "声明原因", "真", "假"),
)
_OTHER_NAME = "请换一个名称。"
# Tables list these items as the ledger declares them for last year, by these very names.
_KEPT = tuple(f"{THREE_PUBLIC_DIMENSION}.{item}" for item in THREE_PUBLIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One fact: the lines that it sums, and what it is called.

    *condition* is None where no line tells it and the ledger declares it (另列).
    Where it is *declarable*, what the ledger declares stands before what the lines give.
    *has_parts* gives it 类, 款, 人员经费 and the like.
    """

    path: str
    condition: Condition | None
    has_parts: bool
    declarable: bool
    words: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The facts of a form by their paths, in order."""

    definitions: Mapping[str, Definition]

    @property
    def conditions(self) -> dict[str, Condition]:
        """The conditions of all facts that lines tell: plain amounts first, then those with parts."""
        return {**self.amounts, **self.selections}

    @property
    def amounts(self) -> dict[str, Condition]:
        """The conditions of the facts without parts."""
        return dict(self._conditions(has_parts=False))

    @property
    def selections(self) -> dict[str, Condition]:
        """The conditions of the facts with parts."""
        return dict(self._conditions(has_parts=True))

    @property
    def declarable(self) -> tuple[str, ...]:
        """The facts of which a ledger may declare the amount, whatever its lines tell."""
        return tuple(path for path, definition in self.definitions.items() if definition.declarable)

    def named(self, words: str) -> tuple[Definition, ...]:
        """Return the facts whose path or words these are; blanks and the width of brackets do not count."""
        name = folded(words)
        return tuple(
            definition
            for definition in self.definitions.values()
            if name in map(folded, (definition.path, *definition.words))
        )

    def headings(self) -> dict[str, Condition]:
        """Return the conditions of the names that are those of one fact only."""
        conditions = self.conditions
        return {name: conditions[paths[0]] for name, paths in self._names() if len(paths) == 1}

    def doubtful(self) -> dict[str, tuple[str, ...]]:
        """Return the names that are those of several facts, with the paths of these."""
        return {name: paths for name, paths in self._names() if len(paths) > 1}

    def _names(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield paths and words of the facts that lines tell, with the facts that have them."""
        found: dict[str, dict[str, None]] = {}
        for path in self.conditions:
            for name in (path, *self.definitions[path].words):
                found.setdefault(folded(name), {})[path] = None
        return ((name, tuple(paths)) for name, paths in found.items())

    def _conditions(self, *, has_parts: bool) -> Iterator[tuple[str, Condition]]:
        for path, definition in self.definitions.items():
            if definition.condition is not None and definition.has_parts is has_parts:
                yield path, definition.condition


EMPTY = Catalogue({})


def read_catalogue(node: Node | None, beneath: Catalogue, findings: Findings) -> Catalogue:
    """Lay the facts under 指标 over those of *beneath*: a new one is added, one without a value taken out."""
    if node is None or (isinstance(node, Scalar) and node.is_absent):
        return beneath
    if not isinstance(node, MappingNode):
        findings.report(BAD_TABLE_SPEC, node.span, f"“{KEY}”应当写成 {{名称: {{账: 支出, …}}}}")
        return beneath
    found = dict(beneath.definitions)
    entries = [(key, value) for key, value in node.entries if _may_define(key, beneath, findings)]
    for key, value in entries:
        if not (isinstance(value, Scalar) and value.is_absent):
            found[key.text] = _definition(key, value, beneath, findings)
        elif found.pop(key.text, None) is None:
            hint = sought(key.text, found)
            findings.report(UNKNOWN_NAME, key.span, f"没有指标“{key.text}”可以去掉", hint)
    own = {key.text: key.span for key, _ in entries if key.text in found}
    faults = {path: fault for path in own if (fault := _conflict(path, found, own))}
    for path, fault in faults.items():
        findings.report(BAD_TABLE_SPEC, own[path], fault, _OTHER_NAME)
    return Catalogue({path: definition for path, definition in found.items() if path not in faults})


def _may_define(key: Scalar, beneath: Catalogue, findings: Findings) -> bool:
    """Whether a form may give a fact this name."""
    path = key.text
    fault, hint = "", _OTHER_NAME
    if not all(map(_is_name, path.split("."))):
        fault = f"“{path}”不能作指标的名称"
        hint = "用汉字，可以有字母、数字和“_”，不以数字开头，各级之间用“.”；别的写法写在“称”里。"
    elif path in _KEPT and path in beneath.definitions:
        fault = f"“{path}”不能改：台账“上年”里的这一项要列进表里"
    elif path in beneath.declarable:
        fault = f"“{path}”不能改：台账“另列”里写的是这一项"
    elif taken := next((name for name in RESERVED if _is_at_or_under(path, name)), ""):
        fault = f"“{taken}”另有意思，不能作指标的名称"
    if fault:
        findings.report(BAD_TABLE_SPEC, key.span, fault, hint)
    return not fault


def _is_name(step: str) -> bool:
    """Whether templates can write *step* as a name, and mean a fact by it."""
    plain = step.isidentifier() and unicodedata.normalize("NFKC", step) == step
    return plain and not step.isascii() and not step.startswith("_")


def _is_at_or_under(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}.")


def _conflict(path: str, found: Collection[str], own: Collection[str]) -> str:
    """Return why *path* cannot be a fact beside the others: one is an amount, or has names beneath it."""
    for other in (*found, *RESERVED):
        if other != path and _is_at_or_under(path, other):
            return f"“{other}”是指标，它下面不能再有“{path}”"
        if other != path and _is_at_or_under(other, path) and other not in own:
            return f"“{path}”下面已经有“{other}”，它自己不能是指标"
    return ""


def _definition(key: Scalar, node: Node, beneath: Catalogue, findings: Findings) -> Definition:
    """Read one fact; what is wrong with it is reported, and its name is known all the same."""
    if not isinstance(node, MappingNode):
        hint = "如 {账: 支出, 资金来源: 一般公共预算}。"
        findings.report(BAD_TABLE_SPEC, node.span, f"指标“{key.text}”应当写成 {{维度: 值}}", hint)
        node = MappingNode((), node.span)
    reader = Reader(node, findings)
    rest = tuple(entry for entry in node.entries if entry[0].text not in _OWN_KEYS)
    definition = Definition(
        path=key.text,
        condition=read_condition(MappingNode(rest, node.span), findings, _OWN_KEYS) if rest else None,
        has_parts=reader.choice(_PARTS, (YES, NO), default=NO) == YES,
        declarable=reader.choice(_DECLARABLE, (YES, NO), default=NO) == YES,
        words=tuple(filter(None, reader.texts(_WORDS))),
        span=key.span,
    )
    if node.entries:
        _check(definition, node, findings)
    # No check holds what is declared against such lines, but for the facts of the package (L206).
    if beneath.definitions and definition.declarable and definition.condition is not None:
        hint = f"明细算得出来的不能另写：请删去“{_DECLARABLE}”，或删去条件。"
        findings.report(BAD_TABLE_SPEC, node.span, f"指标“{key.text}”有条件，不能另列", hint)
    return definition


def _check(definition: Definition, node: MappingNode, findings: Findings) -> None:
    """Report a condition that could not be what a fact of one department and year sums."""
    path, condition = definition.path, definition.condition
    for key, _ in node.entries:
        if key.text in _FIXED_DIMENSIONS:
            hint = "指标是一个部门的本年数；它的上年数不用另写。"
            findings.report(BAD_TABLE_SPEC, key.span, f"指标里不能写“{key.text}”", hint)
    if ACCOUNT not in (condition or ()) and (condition or not definition.declarable):
        findings.report(
            BAD_TABLE_SPEC, node.span, f"指标“{path}”没有写“{ACCOUNT}”", f"可用的值：{'、'.join(ACCOUNTS)}。"
        )
    elif definition.has_parts and condition is None:
        findings.report(BAD_TABLE_SPEC, node.span, f"指标“{path}”没有条件，不能分列")
    elif definition.has_parts and condition and condition[ACCOUNT] not in ((), (EXPENDITURE,)):
        hint = f"只有“{ACCOUNT}”是“{EXPENDITURE}”的才有类、款、人员经费这样的各项。"
        findings.report(BAD_TABLE_SPEC, node.span, f"指标“{path}”不能分列", hint)
