"""Amounts typed into ledger words that equal a fact: they would stay behind when the fact changes.

A number may equal a fact by chance: the rounder it is and the more facts there are, the likelier.
So a project's words are held to the few facts of their project whatever they say, to all others only where
the number has many digits, or the words before it name the fact.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from reportgen.facts.facts import Amount, Listing, Selection, as_amount
from reportgen.facts.vocabulary import Vocabulary
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.rules import TYPED_AMOUNT
from reportgen.ledger.model import Budget, Performance, Words
from reportgen.money import WAN_YUAN, YUAN, AmountFormat

_TYPED = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?) ?(万元|元)(?![/／])")
_FORMATS = {unit: AmountFormat(unit=unit, grouped=False, strip_zeros=True) for unit in (WAN_YUAN, YUAN)}
# Digits from the first to the last that is not zero: of thirty amounts one equals a number of four digits by
# chance once in 300 times, one of two digits once in three times.
_TELLING_DIGITS = 4
_OWN_DIGITS = 2
_NAMED_WITHIN = 12  # characters before the number: a name and 预算数为, 安排, 共计


@dataclass(frozen=True, slots=True)
class _Known:
    """A fact that words may mean, with what sentences call it; *own* is one of the project they describe."""

    path: str
    amount: Amount
    names: tuple[str, ...] = ()
    own: bool = False

    def is_meant(self, typed: Decimal, unit: str, before: str) -> bool:
        """Whether a number that stands behind the text *before* is this fact, and not so by chance."""
        if _FORMATS[unit].scaled(self.amount.value) != typed:
            return False
        digits = len(typed.normalize().as_tuple().digits)
        if digits >= (_OWN_DIGITS if self.own else _TELLING_DIGITS):
            return True
        return any(name in before[-_NAMED_WITHIN - len(name) :] for name in self.names)


def typed_amounts(budget: Budget, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Warn of each amount in the words of the ledger that the vocabulary knows."""
    common = list(_facts(vocabulary))
    targets = {project.name: project.performance for project in budget.projects}
    described = {item.project: item.sections.values() for item in budget.descriptions}
    for name, performance in targets.items():
        project = vocabulary.resolve(f"项目.{name}")
        own = list(_project_facts(project, name)) if isinstance(project, Selection) else []
        words = [*chain.from_iterable(described.get(name, ())), *_words_of(performance)]
        yield from _typed(words, [*own, *common])
    texts = chain.from_iterable(budget.texts.values())
    words = [*budget.duties, *budget.reasons.values(), *texts, *_words_of(budget.performance)]
    yield from _typed(words, common)


def _words_of(performance: Performance | None) -> Iterator[Words]:
    if performance:
        records: tuple[Mapping[str, Words], ...] = (
            performance.fields,
            *performance.indicators,
            *performance.tasks,
        )
        for record in records:
            yield from record.values()


def _facts(vocabulary: Vocabulary) -> Iterator[_Known]:
    facts = vocabulary.catalogue
    for name, path in (
        *((name, name) for name in facts.amounts),
        *((name, f"{name}.合计") for name in facts.selections),
    ):
        amount = as_amount(vocabulary.resolve(path))
        if amount is not None and amount.value and not amount.gap:
            yield _Known(path, amount, facts.definitions[name].words)


def _project_facts(project: Selection, name: str) -> Iterator[_Known]:
    total = as_amount(project)
    if total is not None:
        yield _Known("项目.合计", total, (name,), own=True)
    items = project.member("明细")
    for item in items.names() if isinstance(items, Listing) else ():
        amount = as_amount(items.member(item)) if isinstance(items, Listing) else None
        if amount is not None:
            yield _Known(f"项目.明细.{item}", amount, (item,), own=True)


def _typed(words: Iterable[Words], facts: list[_Known]) -> Iterator[Diagnostic]:
    for word in words:
        bare = re.sub(r"\{\{.*?\}\}", "", word.text)
        for found in _TYPED.finditer(bare):
            number, unit = found.groups()
            typed, before = Decimal(number.replace(",", "")), bare[: found.start()]
            path = next((fact.path for fact in facts if fact.is_meant(typed, unit, before)), "")
            if path:
                hint = f"请写成 {{{{ {path}|{unit} }}}}{unit}，台账改动时它会跟着变。"
                yield Diagnostic(
                    TYPED_AMOUNT, word.span, f"文字里写死了“{number}{unit}”，它就是 {path}", hint
                )
