"""名词解释: the terms of the form and one entry for every 项 that the ledger uses.

Names and definitions come from the classification of the year; an entry without a sourced
definition is left out with a warning, because official wording is never invented.
"""

from collections.abc import Iterator, Mapping

from reportgen.classification.tables import parents
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import DIMENSION_NOT_DISCLOSED, UNDEFINED_CODE
from reportgen.form.profile import GlossaryEntry, Profile
from reportgen.form.tables.cell_text import fill
from reportgen.ledger.dimensions import LEVELS
from reportgen.ledger.model import Budget

_SHOWN_LINES = 3


def glossary(budget: Budget, profile: Profile) -> tuple[list[Mapping[str, str]], list[Diagnostic]]:
    """Return entries with 名 and 义 in print order, and what had to be left out."""
    entries: list[Mapping[str, str]] = []
    findings: list[Diagnostic] = []
    for entry in profile.glossary:
        if not entry.pattern:
            entries.append({"名": entry.term, "义": entry.meaning})
            continue
        for found in _items(entry, budget, profile.definition_sources):
            if isinstance(found, Diagnostic):
                findings.append(found)
            else:
                entries.append(found)
    return entries, findings


def _items(
    entry: GlossaryEntry, budget: Budget, preferred: tuple[str, ...]
) -> Iterator[Mapping[str, str] | Diagnostic]:
    table = budget.classification.functional
    lines = {line.function: line for line in reversed(budget.expenditure) if line.function}
    yield from _undisclosed(entry, budget)
    for code in sorted(lines):
        found = table.lookup(code)
        definition = found.definition(preferred) if found else None
        if definition is None:
            name = found.name if found else code
            sentence = f"{code}-{name} 没有注明来源的定义，名词解释里不列"
            hint = "请在 classification/functional.yaml 的“释义”里写上定义和来源。"
            yield Diagnostic(UNDEFINED_CODE, lines[code].span, sentence, hint)
        else:
            names = {level: table.name(part) for level, part in zip(LEVELS, parents(code), strict=True)}
            yield {"名": fill(entry.pattern, names), "义": definition.text}


def _undisclosed(entry: GlossaryEntry, budget: Budget) -> Iterator[Diagnostic]:
    """Say once that lines without a code have no entry."""
    spans = sorted(line.span for line in budget.expenditure if not line.function)
    if spans:
        sentence = f"名词解释要按功能科目列出，台账有 {len(spans)} 行没有写，只列写了的"
        hint = "请在这些行补上功能科目；确实没有公开就不必处理。"
        related = tuple(Related(span, "没有写明功能科目") for span in spans[:_SHOWN_LINES])
        yield Diagnostic(DIMENSION_NOT_DISCLOSED, entry.span, sentence, hint, related)
