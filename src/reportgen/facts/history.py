"""Last year's values and the reasons for changes, by the paths of facts.

Last year's value is that of the same fact over last year's ledger, or what this ledger declares (上年).
"""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.facts.facts import Amount, Parts, Selection, as_amount
from reportgen.facts.vocabulary import Vocabulary
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import UNUSED_DECLARATION
from reportgen.ledger.model import Words


class History:
    """What last year's ledger and 上年 and 原因 of this one say of the facts of *vocabulary*."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        budget = vocabulary.budget
        self.vocabulary = vocabulary
        self._last_year = Vocabulary(budget.last_year, vocabulary.catalogue) if budget.last_year else None
        self._previous = {vocabulary.canonical(path): item for path, item in budget.previous.items()}
        self._reasons = {vocabulary.canonical(path): words for path, words in budget.reasons.items()}
        self._used: set[str] = set()

    def previous(self, amount: Amount) -> Amount | None:
        """Return last year's value as `known_before` does, for a document that prints it."""
        before = self._computed_before(amount)
        if before is None:
            self._used.add(f"上年.{amount.path}")
            return self._declared_before(amount)
        return before

    def known_before(self, amount: Amount) -> Amount | None:
        """Return last year's value under the same path: from last year's ledger, else as declared.

        What last year's ledger leaves open may be declared too; otherwise the value has its gap.
        """
        before = self._computed_before(amount)
        return self._declared_before(amount) if before is None else before

    def _computed_before(self, amount: Amount) -> Amount | None:
        """Return what last year's ledger gives; None where there is none, or it is open and declared here."""
        if not self._last_year:
            return None
        fact = self._last_year.resolve(amount.path)
        before = (
            as_amount(fact) if fact is not None else Amount(path=amount.path, value=Decimal(0), sources=())
        )
        stated = before is not None and before.gap is not None and amount.path in self._previous
        return None if stated else before

    def _declared_before(self, amount: Amount) -> Amount | None:
        declared = self._previous.get(amount.path)
        if declared is None:
            return None
        return Amount(path=amount.path, value=declared.amount, sources=(declared.span,))

    def parts_before(self, parts: Parts) -> Parts | None:
        """Return the same parts of last year's ledger, where there is one."""
        before = self._last_year.resolve(parts.path) if self._last_year else None
        return before if isinstance(before, Parts) else None

    def previous_parts(self, parts: Parts) -> Iterator[Selection]:
        """Return the parts that are zero this year and had money last year."""
        if self._last_year:
            before = self.parts_before(parts)
            codes = [str(part.member("编码")) for part in before] if before else []
        else:
            prefix = f"{parts.path}."
            declared = ((path, item) for path, item in self._previous.items() if path.startswith(prefix))
            codes = [path.removeprefix(prefix) for path, item in declared if item.amount]
        for code in codes:
            part = parts.member(code)
            if part is not None and not part:
                yield part

    def reason(self, amount: Amount) -> Words | None:
        """Return the reason that the ledger gives for a change."""
        self._used.add(f"原因.{amount.path}")
        return self._reasons.get(amount.path)

    def place(self, key: str) -> Span:
        """Return where the ledger writes *key*: its first entry, or the year where there is none."""
        budget = self.vocabulary.budget
        spans = {
            "上年": [item.span for item in budget.previous.values()],
            "原因": [words.span for words in budget.reasons.values()],
        }
        return min(spans.get(key, []), default=budget.year_span)

    def unused_paths(self) -> Iterator[Diagnostic]:
        """Report what is declared under 上年 and 原因 and was never printed."""
        declared = {"上年": {path: item.span for path, item in self._previous.items()}}
        if self._last_year and declared["上年"] and not self._uses_declared():
            hint = "上年数从上年的台账来，“上年”这一段可以删去。"
            yield Diagnostic(UNUSED_DECLARATION, self.place("上年"), "“上年”没有用到：上年的台账在库里", hint)
            declared["上年"] = {}
        declared["原因"] = {path: words.span for path, words in self._reasons.items()}
        for key, spans in declared.items():
            for path, span in spans.items():
                if f"{key}.{path}" not in self._used and not self._is_open(path):
                    yield Diagnostic(
                        UNUSED_DECLARATION,
                        span,
                        f"“{key}”里的“{path}”没有用到",
                        "表式没有这一项比较，可以删去。",
                    )

    def _is_open(self, path: str) -> bool:
        """Whether the ledger leaves a fact open, so that nothing could be compared."""
        amount = as_amount(self.vocabulary.resolve(path))
        return amount is not None and amount.gap is not None

    def _uses_declared(self) -> bool:
        """Whether anything was taken from 上年."""
        return any(f"上年.{path}" in self._used for path in self._previous)
