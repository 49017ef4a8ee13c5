"""Words of the ledger that no table of the form prints: a key with a slip of the pen must not vanish."""

from collections.abc import Iterable, Iterator, Mapping

from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.rules import WORDS_WITHOUT_PLACE
from reportgen.findings.suggestions import did_you_mean
from reportgen.form.tables.printed import PerformanceKeys, performance_keys
from reportgen.form.tables.spec import TableSpec
from reportgen.ledger.model import Budget, Performance, Words


def words_without_place(budget: Budget, specs: Iterable[TableSpec]) -> Iterator[Diagnostic]:
    """Report each key under 绩效 of the department and of its projects that *specs* do not print."""
    department, projects = performance_keys(specs)
    if budget.performance:
        yield from _unprinted(budget.performance, department)
    for project in budget.projects:
        if project.performance:
            yield from _unprinted(project.performance, projects)


def without_place(key: str, words: Words, names: Iterable[str]) -> Diagnostic:
    """Say that the text under *key* would vanish, and which of the form's own *names* may be meant."""
    known = sorted(names)
    printed = f"表式印的是：{'、'.join(known)}。" if known else "表式不印这样的文字。"
    hint = did_you_mean(key, known) or printed
    return Diagnostic(WORDS_WITHOUT_PLACE, words.span, f"“{key}”在表式里没有地方印出", hint)


def _unprinted(performance: Performance, names: PerformanceKeys) -> Iterator[Diagnostic]:
    groups = (
        (names.fields, (performance.fields,)),
        (names.indicators, performance.indicators),
        (names.tasks, performance.tasks),
    )
    for known, records in groups:
        for key, words in _first_of_each(records).items():
            if key not in known:
                yield without_place(key, words, known)


def _first_of_each(records: Iterable[Mapping[str, Words]]) -> dict[str, Words]:
    """Return the first text under each key: one slip is often repeated in every indicator."""
    first: dict[str, Words] = {}
    for record in records:
        for key, words in record.items():
            if words.text:
                first.setdefault(key, words)
    return first
