"""This year beside last year: changes, their rates, their direction words and their reasons.

A change is unchanged when it prints as zero; a change from zero has no rate.
"""

from collections.abc import Callable, Mapping

from reportgen.classification.directions import directions
from reportgen.composing.narrative.faults import MISSING, Faults
from reportgen.composing.narrative.printing import Printing
from reportgen.facts.derived import change_of, rate_of_change
from reportgen.facts.facts import Amount
from reportgen.facts.history import History
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.rules import (
    MISSING_REASON,
    NO_PREVIOUS_YEAR,
    REASON_AGAINST_THE_CHANGE,
    REASON_FOR_NO_CHANGE,
)
from reportgen.ledger.model import Words
from reportgen.money import WAN_YUAN


class Changes:
    """Compares facts with last year's; *wording* and *directions* are the words of the form.

    *say* renders words of the ledger.
    """

    def __init__(
        self,
        history: History,
        faults: Faults,
        printing: Printing,
        *,
        wording: Mapping[str, str],
        directions: Mapping[str, Mapping[str, str]],
        say: Callable[[Words], str],
    ) -> None:
        self._history = history
        self._faults = faults
        self._printing = printing
        self._wording = wording
        self._directions = directions
        self._say = say

    def is_unchanged(self, fact: object) -> bool:
        """Whether a fact is as last year, as it is printed."""
        amount = self._printing.as_amount(fact, "|持平")
        delta = self._delta(amount) if amount is not None else None
        return delta is not None and self._is_zero(delta[0])

    def amount(self, fact: object) -> object:
        """Return the change as an amount, to be printed by a filter."""
        amount = self._printing.as_amount(fact, "|较上年")
        delta = self._delta(amount) if amount is not None else None
        return MISSING if delta is None else delta[0]

    def change(self, fact: object, 率: object = False, 接: str = "，") -> str:  # noqa: FBT002, N803
        """Say a change with its direction, and its rate where 率 asks for it."""
        amount = self._printing.as_amount(fact, "变动")
        delta = self._delta(amount) if amount is not None else None
        if amount is None or delta is None:
            return MISSING
        change, before = delta
        if self._is_zero(change):
            return self._wording["持平"]
        words = self._direction(amount.path)
        rise = change.value > 0
        text = f"{words['增额' if rise else '减额']}{self._printing.size(change)}{WAN_YUAN}"
        if not 率 or before.value == 0:
            return text
        rate = self._printing.change_rate(rate_of_change(amount, before))
        return f"{text}{接}{words['增率' if rise else '减率']}{rate}%"

    def compare(self, name: object, fact: object, 率: object = False, 接: str = "，") -> str:  # noqa: FBT002, N803
        """Say a change beside what *name* calls last year."""
        amount = self._printing.as_amount(fact, "比")
        delta = self._delta(amount) if amount is not None else None
        if delta is None:
            return MISSING
        if self._is_zero(delta[0]):
            return f"与{name}{self._wording['持平']}"
        return f"比{name}{self.change(fact, 率, 接)}"

    def reason(self, fact: object, 接: str | None = None) -> str:  # noqa: N803
        """Say the reason that the ledger gives for a change, which it must give where there is one."""
        amount = self._printing.as_amount(fact, "原因")
        delta = self._delta(amount) if amount is not None else None
        if amount is None or delta is None:
            return MISSING
        words = self._history.reason(amount)
        unchanged = self._is_zero(delta[0])
        if unchanged and (words is None or self._wording["持平写原因"] != "写"):
            return ""
        if words is None:
            return self._without_reason(amount, f"“{amount.path}”比上年有增减，台账没有写原因")
        self._check_reason(amount, delta[0], words)
        return self._joined(words, 接)

    def declared_reason(self, fact: object, 接: str | None = None) -> str:  # noqa: N803
        """Say a reason whether or not last year is known."""
        amount = self._printing.as_amount(fact, "声明原因")
        words = self._history.reason(amount) if amount is not None else None
        if amount is not None and words is None:
            return self._without_reason(amount, f"台账没有写“{amount.path}”的原因")
        return self._joined(words, 接) if words else MISSING

    def _without_reason(self, amount: Amount, sentence: str) -> str:
        hint = f"请在台账“原因”里写上“{amount.path}: …”。"
        return self._faults.of_ledger(MISSING_REASON, "原因", sentence, hint)

    def _joined(self, words: Words, connector: str | None) -> str:
        text = self._say(words).rstrip("。")
        return f"{self._wording['原因'] if connector is None else connector}{text}"

    def _delta(self, amount: Amount) -> tuple[Amount, Amount] | None:
        """Return the signed change and last year's value; None where last year is not known."""
        before = self._history.previous(amount)
        if before is None:
            sentence = f"没有“{amount.path}”的上年数，无法比较"
            hint = f"请在台账“上年”里写上“{amount.path}: 金额”。"
            self._faults.of_ledger(NO_PREVIOUS_YEAR, "上年", sentence, hint)
            return None
        if self._printing.settled(before, "上年") is None:
            return None
        return change_of(amount, before), before

    def _is_zero(self, change: Amount) -> bool:
        return self._printing.wan.scaled(change.value) == 0

    def _direction(self, path: str) -> Mapping[str, str]:
        """Return the direction words of the longest prefix of *path* that has its own."""
        names = path.split(".")
        prefixes = (".".join(names[:length]) for length in range(len(names), 0, -1))
        own = next((self._directions[prefix] for prefix in prefixes if prefix in self._directions), {})
        return {**self._directions["默认"], **own}

    def _check_reason(self, amount: Amount, change: Amount, words: Words) -> None:
        """A reason that speaks of a rise where there is none was written for another year or item.

        Where nothing changed only words that say a change outright count: what adds up to nothing has causes.
        """
        table = self._history.vocabulary.budget.classification.words.made(directions)
        said, meant = table.said(words.text), table.meant(words.text, amount.path)
        rise, fall = meant.rise, meant.fall
        findings = self._faults.findings
        if self._is_zero(change) and (said.rise or said.fall):
            sentence = f"“{amount.path}”与上年持平，原因却说有增减：{words.text}"
            hint = "请改写原因，或核对上年数。"
            findings.append(Diagnostic(REASON_FOR_NO_CHANGE, words.span, sentence, hint))
        elif (change.value > 0 and fall and not rise) or (change.value < 0 and rise and not fall):
            direction = "增加" if change.value > 0 else "减少"
            sentence = f"“{amount.path}”比上年{direction}，原因说的是相反的方向：{words.text}"
            hint = "请核对原因和上年数。"
            findings.append(Diagnostic(REASON_AGAINST_THE_CHANGE, words.span, sentence, hint))
