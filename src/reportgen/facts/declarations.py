"""What is wrong with what a ledger declares of facts: under 上年, 原因 and 另列."""

from collections.abc import Iterator, Mapping

from reportgen.facts.facts import as_amount
from reportgen.facts.gaps import related_lines
from reportgen.facts.history import History
from reportgen.facts.vocabulary import Vocabulary
from reportgen.findings.diagnostics import Diagnostic, Related, Span
from reportgen.findings.rules import (
    ANOTHER_LAST_YEAR,
    DECLARED_AGAINST_LINES,
    DUPLICATE_ENTRY,
    UNKNOWN_FACT,
)
from reportgen.findings.suggestions import sought
from reportgen.ledger.model import COUNTED
from reportgen.ledger.postings import gap, select, total
from reportgen.source.reading import Findings


def declaration_faults(vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Find what names no fact, says one twice, or is against this year's lines or last year's ledger."""
    budget = vocabulary.budget
    keys = {
        "上年": {path: item.span for path, item in budget.previous.items()},
        "原因": {path: words.span for path, words in budget.reasons.items()},
    }
    for key, spans in keys.items():
        yield from _unknown(vocabulary, key, spans)
        yield from _repeated(vocabulary, key, spans)
    yield from _not_declarable(vocabulary)
    yield from _impossible_amounts(vocabulary)
    yield from _contradictions(vocabulary)


def _unknown(vocabulary: Vocabulary, key: str, spans: Mapping[str, Span]) -> Findings:
    """Report keys of 上年 or 原因 that name no amount."""
    facts = vocabulary.catalogue
    known = (*facts.conditions, *(f"{name}.类.201" for name in facts.selections))
    findings = Findings()
    for path, span in spans.items():
        if as_amount(vocabulary.resolve(path)) is None:
            sentence = f"“{key}”里的“{path}”不是指标名称"
            findings.report(UNKNOWN_FACT, span, sentence, sought(path, known))
    return findings


def _repeated(vocabulary: Vocabulary, key: str, spans: Mapping[str, Span]) -> Iterator[Diagnostic]:
    """Report two keys of 上年 or of 原因 that are one fact: a selection and its 合计."""
    first: dict[str, str] = {}
    for path, span in spans.items():
        other = first.setdefault(vocabulary.canonical(path), path)
        if other != path:
            sentence = f"“{key}”里的“{path}”与“{other}”是同一项"
            yield Diagnostic(DUPLICATE_ENTRY, span, sentence, "请删去其中一个。")


def _not_declarable(vocabulary: Vocabulary) -> Findings:
    """Report keys of 另列 that are neither a fact nor a count that it may state."""
    known = (*vocabulary.catalogue.declarable, *COUNTED)
    allowed = {*known, *vocabulary.catalogue.conditions}
    findings = Findings()
    for path, item in vocabulary.budget.declared.items():
        if path not in allowed:
            sentence = f"“另列”里不能写“{path}”"
            findings.report(UNKNOWN_FACT, item.span, sentence, sought(path, known, "可用", known))
    return findings


def _impossible_amounts(vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Report amounts under 另列 that the lines tell, or cannot come to."""
    facts = vocabulary.catalogue
    for path, condition in facts.conditions.items():
        item = vocabulary.budget.declared.get(path)
        if item is None or path in facts.declarable:
            continue
        least = total(select(vocabulary.lines, condition))
        open_lines = gap(vocabulary.lines, condition)
        most = least + total(open_lines.lines if open_lines else ())
        if open_lines is None:
            sentence = f"“另列”里不能写“{path}”：明细算得出来，是 {least:,.2f} 元"
            yield Diagnostic(UNKNOWN_FACT, item.span, sentence, "请删去这一项；数不对的，改正明细。")
        elif not least <= item.amount <= most:
            sentence = (
                f"“另列”的“{path}”是 {item.amount:,.2f} 元，按明细应在 {least:,.2f} 至 {most:,.2f} 元之间"
            )
            hint, related = "请核对这一项和明细。", related_lines(open_lines)
            yield Diagnostic(DECLARED_AGAINST_LINES, item.span, sentence, hint, related)


def _contradictions(vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Report values of 上年 that last year's ledger does not bear out."""
    last_year = vocabulary.budget.last_year
    if last_year is None:
        return
    history = History(vocabulary)
    for path, item in vocabulary.budget.previous.items():
        amount = as_amount(vocabulary.resolve(path))
        before = history.known_before(amount) if amount else None
        if before is not None and before.value != item.amount:
            sentence = f"“上年”里的“{path}”是 {item.amount:,.2f} 元，上年的台账里是 {before.value:,.2f} 元"
            related = (Related(last_year.year_span, "上年的台账"),)
            hint = "请删去这一项，或改正上年的台账。"
            yield Diagnostic(ANOTHER_LAST_YEAR, item.span, sentence, hint, related)
