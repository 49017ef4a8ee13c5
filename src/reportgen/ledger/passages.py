"""The words of a ledger as passages: all that a department wrote and a document prints."""

from collections.abc import Iterable, Iterator, Mapping

from reportgen.findings.diagnostics import Span
from reportgen.ledger.model import Budget, Performance, Words
from reportgen.source.passages import Passage, Role, masked


def passages_of(budget: Budget) -> tuple[Passage, ...]:
    """Return every text and name of a ledger, in the order of its sections."""
    return tuple(
        passage
        for passages in (
            _names(budget),
            _list(budget.duties, Role.DUTY),
            _list(budget.offices, Role.OFFICE),
            _reasons(budget.reasons),
            _texts(budget),
            _descriptions(budget),
            _targets(budget),
        )
        for passage in passages
        if passage.text.strip()
    )


def _passage(words: Words, role: Role, key: str, owner: str = "", group: int = 0) -> Passage:
    return Passage(
        written=words.text,
        text=masked(words.text),
        role=role,
        key=key,
        span=words.span,
        owner=owner,
        group=group,
    )


def _name(text: str, key: str, span: Span, owner: str = "") -> Iterator[Passage]:
    if text:
        yield Passage(written=text, text=text, role=Role.NAME, key=key, span=span, owner=owner)


def _names(budget: Budget) -> Iterator[Passage]:
    department = budget.department
    for key, name in department.names.items():
        yield from _name(name, key, department.span)
    for unit in budget.units:
        yield from _name(unit.name, "单位", unit.span, unit.key)
    for project in budget.projects:
        yield from _name(project.name, "项目", project.span, project.name)
        for line in project.lines:
            yield from _name(line.item, "明细", line.span, project.name)
    for bought in budget.procurement:
        yield from _name(bought.name, "采购项目", bought.span, bought.project)
    for service in budget.purchased_services:
        for name in (*service.catalogue, service.field):
            yield from _name(name, "购买服务", service.span, service.project)
    for transfer in (*budget.transfers, *budget.protection):
        yield from _name(transfer.name, "名称", transfer.span)


def _list(words: Iterable[Words], role: Role) -> Iterator[Passage]:
    for number, item in enumerate(words):
        yield _passage(item, role, role.value, group=number)


def _reasons(reasons: Mapping[str, Words]) -> Iterator[Passage]:
    for path, words in reasons.items():
        yield _passage(words, Role.REASON, path)


def _texts(budget: Budget) -> Iterator[Passage]:
    for key, paragraphs in budget.texts.items():
        for number, words in enumerate(paragraphs):
            yield _passage(words, Role.TEXT, key, group=number)
    if budget.without_tables:
        yield _passage(budget.without_tables, Role.TEXT, "不列")


def _descriptions(budget: Budget) -> Iterator[Passage]:
    for item in budget.descriptions:
        for heading, paragraphs in item.sections.items():
            for number, words in enumerate(paragraphs):
                yield _passage(words, Role.DESCRIPTION, heading, item.project, number)


def _targets(budget: Budget) -> Iterator[Passage]:
    for project in budget.projects:
        if project.performance:
            yield from _performance(project.performance, project.name)
    if budget.performance:
        yield from _performance(budget.performance, "")


def _performance(targets: Performance, owner: str) -> Iterator[Passage]:
    for key, words in targets.fields.items():
        yield _passage(words, Role.GOAL, key, owner)
    for role, records in ((Role.TASK, targets.tasks), (Role.INDICATOR, targets.indicators)):
        for number, record in enumerate(records):
            for key, words in record.items():
                yield _passage(words, role, key, owner, number)
