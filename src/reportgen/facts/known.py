"""The facts of a budget as plain values, for rules that look at the numbers of a text."""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.facts.facts import TOTAL, Amount, Group, Listing, Number, Parts, Selection, as_amount
from reportgen.facts.history import History
from reportgen.facts.vocabulary import YEARS, Vocabulary
from reportgen.ledger.known import KnownFigure, KnownFigures

_SUMS = ("基本", "人员经费", "公用经费", "项目")
_CLASSES = "类"


def known_figures(history: History) -> KnownFigures:
    """Return the amounts and counts that words may name, with last year's values where they are known.

    What lines leave open is left out, and so is each part that is zero.
    """
    vocabulary = history.vocabulary
    return KnownFigures(
        (*_projects(vocabulary), *_amounts(history), *_named(vocabulary), *_counts(vocabulary))
    )


def _amounts(history: History) -> Iterator[KnownFigure]:
    vocabulary = history.vocabulary
    for path, definition in vocabulary.catalogue.definitions.items():
        fact = vocabulary.resolve(path)
        amount = as_amount(fact)
        if amount is None or amount.gap:
            continue
        own = () if "." in path else (path,)
        yield _amount(amount, (*own, *definition.words), history)
        if isinstance(fact, Selection):
            yield from _sums(fact, history)
            yield from _classes(fact, history)


def _sums(selection: Selection, history: History) -> Iterator[KnownFigure]:
    """Yield 基本支出, 人员经费 and the like; those of all expenditure go by these very words."""
    for name in _SUMS:
        amount = selection.member(name)
        if isinstance(amount, Amount) and amount.value:
            word = name if name.endswith("经费") else f"{name}支出"
            yield _amount(amount, (word,) if selection.path == "支出" else (), history)


def _classes(selection: Selection, history: History) -> Iterator[KnownFigure]:
    parts = selection.member(_CLASSES)
    for part in parts if isinstance(parts, Parts) and parts.gap is None else ():
        amount = part.member(TOTAL)
        if isinstance(amount, Amount) and amount.value:
            yield _amount(amount, (str(part.member("名称")),), history)


def _amount(amount: Amount, words: tuple[str, ...], history: History) -> KnownFigure:
    before = history.known_before(amount)
    value = None if before is None or before.gap else before.value
    return KnownFigure(path=amount.path, words=words, value=amount.value, before=value)


def _projects(vocabulary: Vocabulary) -> Iterator[KnownFigure]:
    """Yield what each project and each of its items comes to; its own texts write 项目.合计."""
    projects = vocabulary.names["项目"]
    assert isinstance(projects, Listing)
    for project in projects:
        assert isinstance(project, Selection)
        name = str(project.member("名称"))
        total, items = as_amount(project), project.member("明细")
        if total is not None and not total.gap:
            yield KnownFigure(path=f"项目.{TOTAL}", words=(name,), value=total.value, owner=name)
        assert isinstance(items, Listing)
        for item in items.names():
            amount = items.member(item)
            assert isinstance(amount, Amount)
            path = f"项目.明细.{item}"
            yield KnownFigure(path=path, words=(item,), value=amount.value, owner=name)


def _named(vocabulary: Vocabulary) -> Iterator[KnownFigure]:
    """Yield what is procured and transferred, name by name, and the money of all targets."""
    for path in ("采购.项目", "转移支付.项目"):
        listing = vocabulary.resolve(path)
        for item in listing if isinstance(listing, Listing) else ():
            assert isinstance(item, Group)
            amount, name = item.member("金额"), str(item.member("名称") or "")
            if isinstance(amount, Amount):
                yield KnownFigure(path=amount.path, words=(name,) if name else (), value=amount.value)
    money = vocabulary.resolve("绩效.金额")
    if isinstance(money, Amount) and not money.gap:
        yield KnownFigure(path=money.path, words=(), value=money.value)


def _counts(vocabulary: Vocabulary) -> Iterator[KnownFigure]:
    for path, number in _numbers(vocabulary):
        if number.gap is None and path not in YEARS:
            yield KnownFigure(path=path, words=(), value=Decimal(number.value), is_count=True)


def _numbers(vocabulary: Vocabulary) -> Iterator[tuple[str, Number]]:
    for name, fact in vocabulary.names.items():
        if isinstance(fact, Number):
            yield name, fact
        elif isinstance(fact, Group) and name in {"绩效", "资产", "转移支付"}:
            for member in fact.names():
                found = fact.member(member)
                if isinstance(found, Number):
                    yield f"{name}.{member}", found
