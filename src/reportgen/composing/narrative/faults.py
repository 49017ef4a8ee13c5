"""What is wrong with what a template says of a budget: collected, not raised, each fault once."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from reportgen.composing.narrative.marks import template_place, template_span
from reportgen.facts.gaps import related_lines, way_out
from reportgen.facts.history import History
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import FACT_NOT_DISCLOSED, MISSING_KEY, Rule
from reportgen.ledger.postings import Gap
from reportgen.source.reading import Findings

if TYPE_CHECKING:
    from types import CodeType

MISSING = "〔缺〕"
# What Python raises for templates that ask for too much or for what is not there: a fault of the template.
UNUSABLE = (
    LookupError,
    NameError,
    AttributeError,
    RecursionError,
    MemoryError,
    ArithmeticError,
    TypeError,
    ValueError,
    SyntaxError,
)


class Faults:
    """Collects findings; each method returns what is printed in the place of what is missing."""

    def __init__(self, history: History) -> None:
        self.findings = Findings()
        self._history = history
        self._gaps: list[Gap] = []
        self._places: set[tuple[Rule, CodeType, int]] = set()

    def fault(self, rule: Rule, sentence: str, hint: str | Callable[[], str] = "") -> str:
        """Report a fault at the running template line: once a place, however often a loop comes by."""
        place = (rule, *template_place())
        if place not in self._places:
            self._places.add(place)
            self.findings.report(rule, template_span(), sentence, hint)
        return MISSING

    def of_ledger(self, rule: Rule, key: str, sentence: str, hint: str) -> str:
        """Report what the ledger lacks under *key*, once, at the ledger, with the template line beside it."""
        if not any(finding.rule is rule and finding.sentence == sentence for finding in self.findings):
            related = (Related(template_span(), "用在这里"),)
            span = self._history.place(key)
            self.findings.append(Diagnostic(rule, span, sentence, hint, related))
        return MISSING

    def lacking(self, section: str) -> str:
        """Report a section that the form uses and the ledger leaves out."""
        sentence = f"缺少“{section}”，表式要用到"
        return self.of_ledger(MISSING_KEY, section, sentence, f"请在台账里加上“{section}:”。")

    def not_disclosed(self, path: str, open_lines: Gap, key: str = "另列") -> str:
        """Report lines of the ledger that leave a fact open: once, whatever facts ask for them.

        *key* is the section of the ledger that may declare the amount instead.
        """
        if not any(open_lines.is_within(reported) for reported in self._gaps):
            self._gaps.append(open_lines)
            what = f"有 {len(open_lines.lines)} 行没有写明{'、'.join(open_lines.dimensions)}"
            sentence = f"“{path}”算不出来：台账{what}"
            hint = way_out(open_lines)
            if path in self._history.vocabulary.catalogue.conditions:
                hint += f"确实没有公开的，在台账“{key}”里写公开的数“{path}: 金额”。"
            related = (*related_lines(open_lines)[1:], Related(template_span(), "用在这里"))
            first = min(line.span for line in open_lines.lines)
            self.findings.append(Diagnostic(FACT_NOT_DISCLOSED, first, sentence, hint, related))
        return MISSING
