"""The narrative language (docs/forms.md): what templates can say about one budget.

`Language` puts together what reports faults, prints facts, compares years and lists things.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reportgen.composing.narrative.changes import Changes
from reportgen.composing.narrative.faults import Faults
from reportgen.composing.narrative.lists import Lists, Say
from reportgen.composing.narrative.marks import Book
from reportgen.composing.narrative.printing import CountedNumber, Printing
from reportgen.facts.facts import Amount, Number, Parts, Selection, as_amount
from reportgen.facts.formulas import Formulas
from reportgen.facts.history import History
from reportgen.form.profile import Profile
from reportgen.ledger.model import Words
from reportgen.ledger.postings import Gap
from reportgen.money import WAN_YUAN, YUAN, AmountFormat
from reportgen.source.reading import Findings


class Language:
    """The filters and functions of templates; *say* renders words of the ledger."""

    def __init__(self, history: History, profile: Profile, say: Say) -> None:
        vocabulary = history.vocabulary
        wording = profile.words
        detailed = not vocabulary.budget.without_tables
        formulas = Formulas(vocabulary.tables, profile.page_words, detailed=detailed)
        self.faults = Faults(history)
        self._say = say
        self._printing = Printing(self.faults, formulas, wording)
        self._changes = Changes(
            history,
            self.faults,
            self._printing,
            wording=wording,
            directions=profile.directions,
            say=lambda words: say(words, {}),
        )
        self._lists = Lists(history, self.faults, self.book, wording=wording, wrap=self.wrap, say=say)

    @property
    def book(self) -> Book:
        """The figures that were printed."""
        return self._printing.book

    @property
    def findings(self) -> Findings:
        """What was found so far."""
        return self.faults.findings

    @property
    def formats(self) -> Mapping[str, AmountFormat]:
        """How amounts are printed, by units."""
        return {WAN_YUAN: self._printing.wan, YUAN: self._printing.yuan}

    def filters(self) -> dict[str, Callable[..., object]]:
        """Return the filters by their names."""
        printing, changes, lists = self._printing, self._changes, self._lists
        return {
            "万元": lambda fact: printing.amount(fact, printing.wan),
            "元": lambda fact: printing.amount(fact, printing.yuan),
            "百分比": printing.percent,
            "数": printing.counted,
            "日期": printing.date,
            "持平": changes.is_unchanged,
            "较上年": changes.amount,
            "含上年": lists.with_last_year,
            "列举": lists.enumerate,
            "段落": lists.paragraphs,
            "条目": lists.items,
            "章节": lists.sections,
        }

    def functions(self) -> dict[str, object]:
        """Return the functions and constants by their names."""
        return {
            "占": self._printing.share,
            "变动": self._changes.change,
            "比": self._changes.compare,
            "原因": self._changes.reason,
            "声明原因": self._changes.declared_reason,
            "真": True,
            "假": False,
        }

    def wrap(self, value: object) -> object:
        """Make a fact printable where it prints without a filter (counts, years, ledger words)."""
        match value:
            case Number():
                return CountedNumber(self._printing, value)
            case Words():
                return self._say(value, {})
            case Parts(gap=Gap() as gap):
                self._printing.report(value.path, gap)
            case Selection(gap=Gap()):
                return OpenSelection(
                    path=value.path,
                    basis=value.basis,
                    tables=value.tables,
                    texts=value.texts,
                    gap=value.gap,
                    language=self,
                )
            case Amount(gap=Gap()):
                return OpenAmount(
                    path=value.path, value=value.value, sources=value.sources, gap=value.gap, language=self
                )
        return value


@dataclass(frozen=True, slots=True, eq=False)
class OpenAmount(Amount):
    """An amount that nobody knows: to ask whether it is zero, or equal to another, is a fault too."""

    language: Language | None = None

    def __bool__(self) -> bool:
        self._report()
        return self.value != 0

    def __eq__(self, other: object) -> bool:
        self._report()
        return isinstance(other, Amount) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)

    def _report(self) -> None:
        if self.language and self.gap:
            self.language.faults.not_disclosed(self.path, self.gap)


@dataclass(frozen=True, slots=True, eq=False)
class OpenSelection(Selection):
    """A selection of which nobody knows the lines: only a sum that the ledger states can be asked for."""

    language: Language | None = None

    def __bool__(self) -> bool:
        whole = as_amount(self)
        return bool(self.language.wrap(whole) if self.language else whole)
