"""上年: last year's amounts fit one another and those of this year, and large changes have a cause."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.checks.amounts import is_in_wan
from reportgen.checks.limits import limit
from reportgen.checks.registry import check
from reportgen.checks.slips import CENTS, slip
from reportgen.checks.words.reasons import is_empty
from reportgen.checks.year_facts import facts_of_year
from reportgen.classification.word_lists import Entry, WordLists
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import (
    CHANGE_WITHOUT_CAUSE,
    LAST_YEAR_IN_ANOTHER_UNIT,
    LAST_YEAR_PARTS,
)
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.model import Budget, Declared

_ANY = "*"
_WHOLE, _LESS, _EQUAL = "是", "否", "等"
# Published amounts of 万元 with two decimals are known to the hundred 元 and no finer.
_COARSEST = 10_000
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class _Sum:
    """A declared total with its declared parts."""

    total: Declared
    parts: tuple[Declared, ...]

    @property
    def difference(self) -> Decimal:
        """How much more the parts are than the total."""
        return sum((part.amount for part in self.parts), Decimal(0)) - self.total.amount

    @property
    def tolerance(self) -> Decimal:
        """What rounding alone may make of it: half of the last digit for each amount."""
        cents = [int(item.amount * CENTS) for item in (self.total, *self.parts) if item.amount]
        step = 1
        while step < _COARSEST and all(number % (step * 10) == 0 for number in cents):
            step *= 10
        exact = step == 1 or not cents
        return Decimal(0) if exact else Decimal(step) / CENTS * _HALF * (len(self.parts) + 1)


@check(LAST_YEAR_PARTS)
def last_year_parts(budget: Budget) -> Iterator[Diagnostic]:
    """Last year's totals are the sums of their parts, and no part is above its whole."""
    previous = budget.previous
    if not previous:
        return
    said: set[str] = set()
    facts = facts_of_year(budget)
    for entry in budget.classification.words["fact_parts"]:
        found = _declared(entry, previous)
        fault = _fault(found, entry.text("全"), facts) if found else ""
        if not found or not fault or said & {found.total.path, *(part.path for part in found.parts)}:
            continue
        said |= {found.total.path, *(part.path for part in found.parts)}
        place = _likely(found, previous, facts)
        others = [item for item in (found.total, *found.parts) if item is not place]
        related = tuple(Related(item.span, f"{item.path} {item.amount:,.2f} 元") for item in others)
        hint = or_allow("请核对“上年”的各数。", LAST_YEAR_PARTS)
        yield Diagnostic(LAST_YEAR_PARTS, place.span, f"“上年”里，{fault}", hint, related)


def _declared(entry: Entry, previous: Mapping[str, Declared]) -> _Sum | None:
    total, names = previous.get(entry.text("总")), entry.texts("项")
    if total is None:
        return None
    if names[0].endswith(_ANY):
        prefix = names[0].removesuffix(_ANY)
        parts = tuple(
            item
            for path, item in previous.items()
            if path.startswith(prefix) and "." not in path[len(prefix) :]
        )
    else:
        parts = tuple(previous[name] for name in names if name in previous)
        if len(parts) < len(names) and sum(part.amount for part in parts) <= total.amount:
            return None
    return _Sum(total, parts) if parts else None


def _fault(found: _Sum, kind: str, facts: Mapping[str, Decimal]) -> str:
    """Say what does not fit; empty where all does."""
    total, difference = found.total, found.difference
    if abs(difference) <= found.tolerance:
        return ""
    above = next((part for part in found.parts if part.amount > total.amount + found.tolerance), None)
    if above:
        return f"“{above.path}”{above.amount:,.2f} 元，多于“{total.path}”{total.amount:,.2f} 元"
    if kind == _EQUAL:
        (other,) = found.parts
        if facts.get(total.path) != facts.get(other.path):
            return ""
        return f"“{total.path}”{total.amount:,.2f} 元，“{other.path}”却是 {other.amount:,.2f} 元"
    if kind == _LESS:
        return ""
    whole = sum((part.amount for part in found.parts), Decimal(0))
    return f"“{total.path}”{total.amount:,.2f} 元，各项相加却是 {whole:,.2f} 元"


def _likely(found: _Sum, previous: Mapping[str, Declared], facts: Mapping[str, Decimal]) -> Declared:
    """Return the amount that is most likely wrong.

    That is the one of which a slip of the pen explains the difference, else the one that is farthest from
    this year's; not one that another amount bears out.
    """
    own = (found.total, *found.parts)
    elsewhere = {item.amount for item in previous.values() if item not in own}
    candidates = [item for item in own if item.amount and item.amount not in elsewhere]
    slipped = [item for item in candidates if _slipped(item, found)]
    if len(slipped) == 1:
        return slipped[0]
    return max(slipped or candidates or [found.total], key=lambda item: _distance(item, facts))


def _slipped(item: Declared, found: _Sum) -> bool:
    change = found.difference if item is found.total else -found.difference
    right, step = item.amount + change, found.tolerance
    near = (
        {right} if not step else {right + step / len((found.total, *found.parts)) * n for n in range(-4, 5)}
    )
    return any(slip(item.amount, amount.quantize(item.amount)) for amount in near if amount > 0)


def _distance(item: Declared, facts: Mapping[str, Decimal]) -> Decimal:
    now = facts.get(item.path)
    if not now or not item.amount:
        return Decimal(0)
    return max(now, item.amount) / min(now, item.amount)


@check(LAST_YEAR_IN_ANOTHER_UNIT)
def last_year_in_another_unit(budget: Budget) -> Iterator[Diagnostic]:
    """Last year's amounts are in 元 as this year's are."""
    times = limit(budget, "量级倍数")
    facts = facts_of_year(budget) if budget.previous and not is_in_wan(budget) else {}
    odd = [
        item
        for path, item in budget.previous.items()
        if item.amount and facts.get(path) and _distance(item, facts) >= times
    ]
    if odd:
        first = odd[0]
        more = f"等 {len(odd)} 项" if len(odd) > 1 else ""
        sentence = (
            f"上年的“{first.path}”是 {first.amount:,.2f} 元，本年是 {facts[first.path]:,.2f} 元{more}，"
            "像是单位不同"
        )
        hint = or_allow("“上年”也以元为单位，万元数要乘 10,000。", LAST_YEAR_IN_ANOTHER_UNIT)
        related = tuple(Related(item.span, f"{item.path} {item.amount:,.2f} 元") for item in odd[1:])
        yield Diagnostic(LAST_YEAR_IN_ANOTHER_UNIT, first.span, sentence, hint, related)


@check(CHANGE_WITHOUT_CAUSE)
def change_without_cause(budget: Budget) -> Iterator[Diagnostic]:
    """A large change has a reason that says what brought it about."""
    least, rate = limit(budget, "大幅变动起点"), limit(budget, "大幅变动")
    causes = budget.classification.words.made(_causes)
    now = facts_of_year(budget) if budget.reasons and not is_in_wan(budget) else {}
    before = _before(budget)
    for path, words in budget.reasons.items():
        old, new = before.get(path), now.get(path)
        if not old or new is None or any(cause.search(words.text) for cause in causes):
            continue
        if is_empty(words.text, budget.classification.words):  # said of a change of any size (H224)
            continue
        change = new - old
        if abs(change) >= least and abs(change) * 100 >= old * rate:
            more = "增加" if change > 0 else "减少"
            sentence = (
                f"“{path}”比上年{more} {abs(change):,.2f} 元（{abs(change) * 100 / old:.1f}%），"
                f"原因“{words.text}”没有说是什么引起的"
            )
            hint = or_allow("请写明引起增减的人员、项目、标准或任务。", CHANGE_WITHOUT_CAUSE)
            yield Diagnostic(CHANGE_WITHOUT_CAUSE, words.span, sentence, hint)


def _before(budget: Budget) -> dict[str, Decimal]:
    if budget.last_year:
        return facts_of_year(budget.last_year)
    return {path: item.amount for path, item in budget.previous.items()}


def _causes(lists: WordLists) -> Sequence[re.Pattern[str]]:
    return [entry.pattern("式") for entry in lists["causes"]]
