"""Projects against those of last year's ledger: gone, named otherwise, or carried over from nowhere."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from reportgen.checks.registry import check
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import PROJECT_CARRIED_FROM_NOWHERE, PROJECT_GONE, PROJECT_RENAMED
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.model import CARRIED_OVER, Budget, Project

# How alike two names are of which one is the other misspelt.
_ALIKE = 0.8
_PROJECT = "项目"


def _gone(budget: Budget) -> tuple[list[Project], list[Project]]:
    """Return the projects that only last year's ledger has, and those that only this year's has."""
    before = budget.last_year.projects if budget.last_year else ()
    old, new = {project.name for project in before}, {project.name for project in budget.projects}
    return (
        [project for project in before if project.name not in new],
        [project for project in budget.projects if project.name not in old],
    )


@check(PROJECT_RENAMED)
def project_renamed(budget: Budget) -> Iterator[Diagnostic]:
    """A project that goes on keeps its name."""
    gone, fresh = _gone(budget)
    for project, before in _renamed(gone, fresh):
        sentence = f"项目“{project.name}”上年叫“{before.name}”"
        hint = or_allow("是同一个项目的，请用一个名称。", PROJECT_RENAMED)
        yield Diagnostic(PROJECT_RENAMED, project.span, sentence, hint, (Related(before.span, "上年的项目"),))


def _renamed(gone: list[Project], fresh: list[Project]) -> Iterator[tuple[Project, Project]]:
    for project in fresh:
        near = max(gone, key=lambda before: _likeness(before, project), default=None)
        if near and _likeness(near, project) >= _ALIKE:
            yield project, near


def _likeness(before: Project, project: Project) -> float:
    return SequenceMatcher(None, before.name, project.name).ratio()


@check(PROJECT_GONE)
def project_gone(budget: Budget) -> Iterator[Diagnostic]:
    """Projects that ended are a reason for the change, and a reason names them or speaks of projects."""
    gone, fresh = _gone(budget)
    renamed = [before for _, before in _renamed(gone, fresh)]
    told = "".join(words.text for words in budget.reasons.values())
    lost = [project for project in gone if project not in renamed]
    if lost and _PROJECT not in told and not any(project.name in told for project in lost):
        names = "、".join(f"“{project.name}”" for project in lost)
        sentence = f"上年的项目{names}今年没有了，“原因”里没有提到"
        hint = "请核对是否漏写了项目；确实没有了的，请在“原因”里写明。"
        span = budget.projects[0].span if budget.projects else budget.year_span
        related = tuple(Related(project.span, "上年的项目") for project in lost)
        yield Diagnostic(PROJECT_GONE, span, sentence, hint, related)


@check(PROJECT_CARRIED_FROM_NOWHERE)
def project_carried_from_nowhere(budget: Budget) -> Iterator[Diagnostic]:
    """Money carried over belongs to a project that last year's ledger had."""
    _, fresh = _gone(budget)
    for project in fresh if budget.last_year else ():
        line = next((line for line in project.lines if line.period == CARRIED_OVER), None)
        if line:
            sentence = f"项目“{project.name}”用上年结转的钱，上年的台账里没有这个项目"
            hint = or_allow("请核对项目名称和“期”。", PROJECT_CARRIED_FROM_NOWHERE)
            yield Diagnostic(PROJECT_CARRIED_FROM_NOWHERE, line.span, sentence, hint)
