"""Sums of a ledger's lines under the names of facts; where lines leave one open, 另列 may say it."""

from reportgen.facts.facts import TOTAL, Amount, Basis, Fact, Selection, sum_of
from reportgen.ledger.dimensions import ECONOMIC, FUNCTION, THIS_YEAR, YEAR, Condition
from reportgen.ledger.model import Budget
from reportgen.ledger.postings import gap, postings_of, select


class Sums:
    """Sums the lines of one budget; *postings* are all of them, *lines* those of this year."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.postings = postings_of(budget)
        self.lines = select(self.postings, {YEAR: (THIS_YEAR,)})
        self.tables = {
            FUNCTION: budget.classification.functional,
            ECONOMIC: budget.classification.economic,
        }
        self._all = Basis({}, self.lines)

    def amount(self, path: str, condition: Condition) -> Amount:
        """Sum the lines; where some leave it open, 另列 may say what they come to."""
        open_lines = gap(self.lines, condition)
        item = self.budget.declared.get(path)
        if open_lines and item:
            return Amount(path=path, value=item.amount, sources=(item.span,))
        return sum_of(path, self._all, condition, open_lines)

    def selection(self, path: str, condition: Condition, **texts: Fact) -> Selection:
        """Select the lines; *texts* are what else can be asked of the selection."""
        open_lines = gap(self.lines, condition)
        if open_lines and path in self.budget.declared:
            texts = {TOTAL: self.amount(path, condition), **texts}
        basis = Basis(condition, select(self.lines, condition))
        return Selection(path=path, basis=basis, tables=self.tables, texts=texts, gap=open_lines)
