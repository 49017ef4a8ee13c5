"""Names that a ledger writes beside a code: 2010301-行政运行 is the code 2010301 if that is its name.

What is printed is always the official name; what was written is compared with it and then forgotten.
Width, blanks and the shape of brackets do not count.
"""

import re
from dataclasses import dataclass
from functools import partial

from reportgen.classification.tables import CATEGORY, SECTION, Classification, Code, CodeTable
from reportgen.findings.diagnostics import Span
from reportgen.findings.rules import NAME_OF_ANOTHER_CODE, UNOFFICIAL_NAME
from reportgen.findings.suggestions import did_you_mean
from reportgen.source.reading import Findings
from reportgen.source.texts import folded

_WRITTEN = re.compile(r"([0-9０-９]+)(?:\s*[-‐‑‒–—―－﹣_]+\s*|\s+)(\S.*)")
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class WrittenCode:
    """A code as the ledger writes it under *key*, with the name after it, empty where there is none."""

    key: str
    code: str
    name: str
    span: Span


def written_code(key: str, text: str, span: Span) -> WrittenCode:
    """Take the text apart into code and name.

    >>> forms = ("2010301-行政运行", "30101　基本工资", "302")
    >>> [(found.code, found.name) for found in (written_code("", text, Span("", 1)) for text in forms)]
    [('2010301', '行政运行'), ('30101', '基本工资'), ('302', '')]
    """
    written = None if folded(text).isdecimal() else _WRITTEN.fullmatch(text.strip())
    code, name = (written[1], written[2].strip()) if written else (text, "")
    return WrittenCode(key, code, name, span)


def same_name(one: str, other: str) -> bool:
    """Whether two names differ in nothing but width, blanks and brackets.

    >>> same_name("因公出国(境)费用", "因公出国〔境〕 费用"), same_name("行政运行", "事业运行")
    (True, False)
    """
    return folded(one) == folded(other)


def check_name(
    written: WrittenCode, entry: Code, table: CodeTable, classification: Classification, findings: Findings
) -> None:
    """Compare the name that was written with that of its *entry*, and report one that is not official."""
    name, span, what = written.name, written.span, f"“{written.key}”{entry.code}"
    if same_name(name, entry.name):
        return
    official = f"{entry.code}-{entry.name}"
    known = _known_spelling(classification, what, entry, name)
    if known:
        hint = f"印出的是正式名称；请写成 {official}，或只写编码。"
        findings.report(UNOFFICIAL_NAME, span, known, hint)
        return
    owners = codes_named(table, name, entry.code)
    if owners:
        sentence = f"{what} 的名称是“{entry.name}”，“{name}”是 {'、'.join(owners)} 的名称"
        choices = " 或 ".join((official, *(f"{code}-{table.name(code)}" for code in owners)))
        findings.report(NAME_OF_ANOTHER_CODE, span, sentence, f"请核对编码和名称，写成 {choices}。")
        return
    sentence = f"{what} 的名称是“{entry.name}”，{table.year} 年没有科目叫“{name}”"
    findings.report(NAME_OF_ANOTHER_CODE, span, sentence, partial(_names_meant, name, entry, table))


def _names_meant(name: str, entry: Code, table: CodeTable) -> str:
    names = (other.name for other in table.in_force() if len(other.code) == len(entry.code))
    guess = did_you_mean(name, dict.fromkeys((entry.name, *names)))
    return f"{guess}确已改名的，按 classification/README.md 登记。"


def codes_named(table: CodeTable, name: str, near: str) -> tuple[str, ...]:
    """Return the codes in force with this name that are as long as *near*: those nearest to it."""
    owners = [code for code in table.codes_named(folded(name)) if len(code) == len(near)]
    for shared in (SECTION, CATEGORY, 0):
        nearest = [code for code in owners if code[:shared] == near[:shared]]
        if nearest:
            return tuple(nearest[:_MOST_NAMED])
    return ()


def _known_spelling(classification: Classification, what: str, entry: Code, name: str) -> str:
    """Say what a former name or another spelling of the code's name is; empty if it is neither."""
    for rename in classification.renames(entry.code):
        if not rename.new_codes and same_name(name, rename.old):
            return f"{what} 自 {rename.since} 起不再叫“{name}”，现在的名称是“{entry.name}”"
    for variant in classification.variants:
        if variant.code == entry.code and same_name(name, variant.text):
            return f"{what} 的名称是“{entry.name}”，“{name}”是{variant.kind}"
    return ""
