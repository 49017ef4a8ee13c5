"""Rules and the functions that find what breaks them: whoever adds a check registers it with its rule."""

from collections.abc import Callable, Iterator

from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.rules import Rule
from reportgen.ledger.model import Budget

Check = Callable[[Budget], Iterator[Diagnostic]]

CHECKS: dict[Rule, Check] = {}


def check(rule: Rule) -> Callable[[Check], Check]:
    """Register a function as what finds the budgets that break *rule*, which it alone reports."""

    def register(function: Check) -> Check:
        assert rule not in CHECKS, f"{rule.code} has a check already"
        CHECKS[rule] = function
        return function

    return register


def check_budget(budget: Budget) -> Iterator[Diagnostic]:
    """Run every check that is registered."""
    for rule, function in CHECKS.items():
        for finding in function(budget):
            assert finding.rule is rule, f"{function.__name__} reports {finding.code}, not {rule.code}"
            yield finding
