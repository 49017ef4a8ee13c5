"""What the numbers in the words of a ledger are: `reportgen check --figures`."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reportgen.checks.words.numbers import Kind, Told, told
from reportgen.commands.checking import check_file, setting_of
from reportgen.facts.history import History
from reportgen.facts.vocabulary import Vocabulary
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.rules import (
    FIGURE_BESIDE_THE_CHANGE,
    NEARLY_A_FACT,
    TYPED_AMOUNT,
    TYPED_COUNT_OR_SHARE,
    UNLINKED_FIGURE,
)
from reportgen.ledger.passages import passages_of
from reportgen.repository.repository import Repository
from reportgen.source.figures import Unit
from reportgen.source.passages import Passage, Places, Role

_OPEN = (TYPED_AMOUNT, TYPED_COUNT_OR_SHARE, NEARLY_A_FACT, UNLINKED_FIGURE, FIGURE_BESIDE_THE_CHANGE)
# Columns of these are values, codes and weights, all of them stated: they are counted and not listed.
_COUNTED = (Role.INDICATOR, Role.NAME)


def figures_of(repository: Repository, path: Path) -> str:
    """Return how many numbers of each kind the words of a ledger have, and which are stated or open.

    Stated are prices, thresholds and rates; open are amounts and shares that no fact bears out, or that
    are one and were typed. What a comment allows is not open.
    """
    label = repository.label(path)
    checked = check_file(repository, path)
    budget = checked.budget
    profile = repository.profile(budget.profile)[0] if budget else None
    if budget is None or profile is None:
        return f"{label}：读不成，请先改正 reportgen check 列出的错误。"
    setting = setting_of(repository, budget, History(Vocabulary(budget, profile.facts)))
    numbers = [(passage, item) for passage in passages_of(budget) for item in told(passage, setting)]
    counts = Counter(item.kind for _, item in numbers)
    open_ones = [item for item in checked.findings if item.rule in _OPEN]
    places = Places(repository.text)
    return "\n".join(
        (
            f"{label}：" + "，".join(f"{kind.value} {counts[kind]}" for kind in Kind),
            *_stated(numbers, places),
            *_listed(open_ones),
        )
    )


def _stated(numbers: list[tuple[Passage, Told]], places: Places) -> Iterator[str]:
    """Yield the stated amounts and rates."""
    for passage, item in numbers:
        is_rate = item.figure.unit in {Unit.MONEY, Unit.PERCENT}
        if item.kind is Kind.STATED and is_rate and passage.role not in _COUNTED:
            span = places.span(passage, item.figure.start, item.figure.end)
            yield f"  {span.line}:{span.column} 写明的数 {item.figure.written}"


def _listed(findings: list[Diagnostic]) -> Iterator[str]:
    if not findings:
        yield "  没有不连着台账的金额和占比"
    for finding in findings:
        yield f"  {finding.span.line}:{finding.span.column} [{finding.code}] {finding.sentence}"
