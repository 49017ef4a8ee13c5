"""另列: what the ledger declares although its own lines say something else is said, and stays declared."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from reportgen.checks.registry import check
from reportgen.classification.tables import CATEGORY, SECTION
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.rules import DECLARED_OTHERWISE
from reportgen.ledger.model import COUNTED, Budget, ExpenditureLine

_DEBT = ("231", "232", "233")
_VEHICLES = ("31013",)
_EQUIPMENT = ("31002", "31003", "31007")


@check(DECLARED_OTHERWISE)
def declared_otherwise(budget: Budget) -> Iterator[Diagnostic]:
    """A declared figure is the one that the lines give; codes that were not disclosed give none."""
    for path, item in budget.declared.items():
        listed = _LISTED[path](budget) if path in _LISTED else None
        if listed is not None and listed != item.amount:
            unit = "" if path in COUNTED else " 元"
            sentence = f"“另列”里的“{path}”是 {item.amount:,}{unit}，台账列出的是 {listed:,}{unit}"
            hint = "请核对；确实如此的，在上一行写 # reportgen: allow L206 —— 原因。"
            yield Diagnostic(DECLARED_OTHERWISE, item.span, sentence, hint)


def _targets(budget: Budget) -> Decimal:
    return Decimal(sum(project.performance is not None for project in budget.projects))


def _projects(budget: Budget) -> Decimal:
    return Decimal(len(budget.projects))


def _debt(budget: Budget) -> Decimal | None:
    return _beneath([(line, line.function) for line in budget.expenditure], _DEBT, CATEGORY)


def _vehicles(budget: Budget) -> Decimal | None:
    return _beneath([(line, line.economic) for line in budget.expenditure], _VEHICLES, SECTION)


def _equipment(budget: Budget) -> Decimal | None:
    return _beneath([(line, line.economic) for line in budget.expenditure], _EQUIPMENT, SECTION)


def _beneath(
    lines: Iterable[tuple[ExpenditureLine, str]], codes: tuple[str, ...], digits: int
) -> Decimal | None:
    """Sum the lines beneath *codes*; None where a line does not say so much."""
    known = list(lines)
    if any(len(code) < digits for _, code in known):
        return None
    return sum((line.amount for line, code in known if code.startswith(codes)), Decimal(0))


_LISTED: dict[str, Callable[[Budget], Decimal | None]] = {
    "绩效.目标数": _targets,
    "绩效.应编数": _projects,
    "债务支出": _debt,
    "资本性支出.购车": _vehicles,
    "资本性支出.设备": _equipment,
}
