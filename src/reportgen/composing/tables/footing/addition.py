"""What must add up: a total is the sum of the headings beside it, or of the rows around it.

The tree of headings says it without being told, line by line: every ledger line that a total counts
stands in exactly one of its parts. A line without a place is money that the form would not show.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from reportgen.composing.tables.rows import BuiltRow, Scope, Shown, flat
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import MONEY_SHOWN_TWICE, MONEY_WITHOUT_PLACE, Rule
from reportgen.form.tables.meaning import is_including
from reportgen.form.tables.spec import Head, TableSpec
from reportgen.ledger.postings import Posting, Postings, total
from reportgen.money import AmountFormat

_MOST_RELATED = 3
_PLAIN = AmountFormat()


def check_columns(
    spec: TableSpec, heads: Sequence[Head], scope: Scope, postings: Postings
) -> Iterator[Diagnostic]:
    """Compare every 合计 or 小计 with the headings beside it."""
    for head, parts in column_sums(heads):
        counted = [posting for part in parts for posting in scope.select(postings, part.conditions)]
        yield from _compare(spec, f"列“{head.name}”", scope.select(postings, head.conditions), counted)


def column_sums(heads: Sequence[Head]) -> Iterator[tuple[Head, list[Head]]]:
    """Yield every column that is a sum, with the headings that it adds up."""
    parts = [head for head in heads if not head.is_text and _adds_up(head)]
    for head in heads:
        if head.is_total and parts:
            yield head, parts
        yield from column_sums(head.children)


def _adds_up(head: Head) -> bool:
    return not head.is_total and not is_including(head.name)


def check_rows(
    spec: TableSpec, body: Sequence[BuiltRow], foot: Sequence[BuiltRow], shown: Shown
) -> Iterator[Diagnostic]:
    """Compare every total row with the rows it adds up.

    A total at the top adds up the rows after it, any other the rows before it;
    a row with rows beneath it is their sum.
    """
    for row, parts in row_sums(body, foot):
        counted = [line for part in parts for line in shown(part.conditions, part.postings)]
        yield from _compare(spec, f"行“{row.label}”", shown(row.conditions, row.postings), counted)


def row_sums(body: Sequence[BuiltRow], foot: Sequence[BuiltRow]) -> Iterator[tuple[BuiltRow, list[BuiltRow]]]:
    """Yield every row that is a sum, with the rows that it adds up."""
    rows = [*body, *foot]
    sums = [(row, rows[1:] if index == 0 else rows[:index]) for index, row in enumerate(rows) if row.total]
    sums += [
        (row, row.children)
        for row in flat(body)
        if row.children and all(child.part or child.total for child in row.children)
    ]
    for row, others in sums:
        parts = [other for other in others if other.part]
        if parts:
            yield row, parts


def _compare(
    spec: TableSpec, where: str, whole: Sequence[Posting], counted: Sequence[Posting]
) -> Iterator[Diagnostic]:
    times = Counter(counted)
    missing = [line for line in whole if times[line] == 0]
    twice = [line for line in whole if times[line] > 1]
    if missing:
        hint = "请在表式里为这些资金增加一栏（或一行），或改正台账。"
        yield _fault(MONEY_WITHOUT_PLACE, spec, f"{where}里有 {_yuan(missing)} 元没有地方列出", hint, missing)
    if twice:
        yield _fault(
            MONEY_SHOWN_TWICE, spec, f"{where}里有 {_yuan(twice)} 元列了两次", "请检查“口径”。", twice
        )


def _yuan(lines: Iterable[Posting]) -> str:
    return _PLAIN.render(total(lines))


def _fault(rule: Rule, spec: TableSpec, sentence: str, hint: str, lines: Sequence[Posting]) -> Diagnostic:
    related = tuple(Related(line.span, f"{line.amount} 元") for line in lines[:_MOST_RELATED])
    return Diagnostic(rule, spec.span, f"表“{spec.key}”的{sentence}", hint, related)
