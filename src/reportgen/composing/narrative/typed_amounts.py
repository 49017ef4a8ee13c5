"""Amounts typed into ledger words that equal a fact: they would stay behind when the fact changes."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from reportgen.facts.facts import Amount, Listing, Selection, as_amount
from reportgen.facts.vocabulary import Vocabulary
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.rules import TYPED_AMOUNT
from reportgen.ledger.model import Budget, Words
from reportgen.money import WAN_YUAN, YUAN, AmountFormat

_TYPED = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)(万元|元)(?![/／])")
_FORMATS = {unit: AmountFormat(unit=unit, grouped=False, strip_zeros=True) for unit in (WAN_YUAN, YUAN)}


def typed_amounts(budget: Budget, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Warn of each amount in the words of the ledger that the vocabulary knows."""
    common = list(_facts(vocabulary))
    for item in budget.descriptions:
        project = vocabulary.resolve(f"项目.{item.project}")
        own = list(_project_facts(project)) if isinstance(project, Selection) else []
        words = [word for section in item.sections.values() for word in section]
        yield from _typed(words, [*own, *common])
    yield from _typed([*budget.duties, *budget.reasons.values()], common)


def _facts(vocabulary: Vocabulary) -> Iterator[tuple[str, Amount]]:
    facts = vocabulary.catalogue
    for path in (*facts.amounts, *(f"{name}.合计" for name in facts.selections)):
        amount = as_amount(vocabulary.resolve(path))
        if amount is not None and amount.value and not amount.gap:
            yield path, amount


def _project_facts(project: Selection) -> Iterator[tuple[str, Amount]]:
    total = as_amount(project)
    if total is not None:
        yield "项目.合计", total
    items = project.member("明细")
    for name in items.names() if isinstance(items, Listing) else ():
        amount = as_amount(items.member(name)) if isinstance(items, Listing) else None
        if amount is not None:
            yield f"项目.明细.{name}", amount


def _typed(words: Iterable[Words], facts: list[tuple[str, Amount]]) -> Iterator[Diagnostic]:
    for word in words:
        bare = re.sub(r"\{\{.*?\}\}", "", word.text)
        for number, unit in _TYPED.findall(bare):
            path = _path_of(number, unit, facts)
            if path:
                hint = f"请写成 {{{{ {path}|{unit} }}}}{unit}，台账改动时它会跟着变。"
                yield Diagnostic(
                    TYPED_AMOUNT, word.span, f"文字里写死了“{number}{unit}”，它就是 {path}", hint
                )


def _path_of(number: str, unit: str, facts: list[tuple[str, Amount]]) -> str:
    amounts = _FORMATS[unit]
    typed = Decimal(number.replace(",", ""))
    return next((path for path, amount in facts if amounts.scaled(amount.value) == typed), "")
