"""The vocabulary: every name that a template, a cell text or ledger words may use.

The path of a fact is also the key of last year's value (上年) and of the reason for a change (原因).
"""

from decimal import Decimal

from reportgen.facts.described import Description
from reportgen.facts.facts import TOTAL, Amount, Container, Fact, Group, Selection
from reportgen.facts.sums import Sums
from reportgen.ledger.catalogue import Catalogue, Definition
from reportgen.ledger.model import Budget

# Sections that a ledger may leave out while its form has no use for them.
OPTIONAL_SECTIONS = ("资产", "日期")
# Numbers that nobody computes.
YEARS = ("年度", "上年")


class Vocabulary:
    """All facts of one budget: those of the catalogue, and what the ledger names, counts and lists."""

    def __init__(self, budget: Budget, catalogue: Catalogue) -> None:
        self.budget = budget
        self.catalogue = catalogue
        self._sums = Sums(budget)
        self.postings, self.lines, self.tables = self._sums.postings, self._sums.lines, self._sums.tables
        described = Description(self._sums)
        tree: dict[str, Fact] = {}
        for path, definition in catalogue.definitions.items():
            _plant(tree, path, self._fact(definition))
        _plant(tree, "采购.项目", described.procured())
        self.names: dict[str, Fact] = {**tree, **described.facts()}

    def resolve(self, path: str) -> Fact | None:
        """Return the fact under a dotted *path*."""
        head, *rest = path.split(".")
        fact = self.names.get(head)
        for name in rest:
            fact = fact.member(name) if isinstance(fact, Container) else None
        return fact

    def canonical(self, path: str) -> str:
        """Drop a trailing 合计 where the selection stands for it.

        The path of a selection and that of its 合计 are one.
        """
        head, _, tail = path.rpartition(".")
        return head if tail == TOTAL and isinstance(self.resolve(head), Selection) else path

    def _fact(self, definition: Definition) -> Amount | Selection:
        """What the lines give, unless it is declared; what only can be declared, and is not, is zero."""
        path, condition = definition.path, definition.condition
        item = self.budget.declared.get(path) if definition.declarable else None
        if item:
            return Amount(path=path, value=item.amount, sources=(item.span,))
        if condition is None:
            return Amount(path=path, value=Decimal(0), sources=())
        sum_up = self._sums.selection if definition.has_parts else self._sums.amount
        return sum_up(path, condition)


def _plant(tree: dict[str, Fact], path: str, fact: Fact) -> None:
    """Put *fact* into nested groups, one for each name of its path but the last."""
    *above, name = path.split(".")
    members = tree
    for depth, step in enumerate(above, 1):
        group = members.setdefault(step, Group(".".join(above[:depth]), {}))
        assert isinstance(group, Group)
        assert isinstance(group.members, dict)
        members = group.members
    members[name] = fact
