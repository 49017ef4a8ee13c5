"""What a ledger leaves out and its form prints: as 0 or as nothing, and nobody said so."""

from collections.abc import Iterator
from itertools import chain

from reportgen.checks.registry import check, check_wanted
from reportgen.findings.diagnostics import Diagnostic, Related, Span
from reportgen.findings.rules import (
    FEW_DESCRIPTIONS,
    HEADING_WITHOUT_WORDS,
    NO_DUTIES,
    PROJECT_WITHOUT_INDICATORS,
    SECTION_LEFT_OUT,
    WHOLE_TARGETS_LEFT_OUT,
)
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.keys import LEDGER
from reportgen.ledger.model import Budget
from reportgen.ledger.wants import Wants

_DECLARED, _DESCRIPTIONS, _PROJECTS, _TARGETS = "另列", "项目说明", "项目支出", "绩效"
_COUNTED_TARGETS = "绩效.目标数"


@check_wanted(SECTION_LEFT_OUT)
def section_left_out(budget: Budget, wants: Wants) -> Iterator[Diagnostic]:
    """A form prints 0 for what the ledger does not speak of: that there is none is said (`政府采购: []`)."""
    if not budget.sections:
        return
    missing: dict[Span, list[str]] = {}
    for name in wants.sections:
        if name not in budget.sections:
            missing.setdefault(_place(budget, name), []).append(name)
    for place, names in missing.items():
        written = "、".join(f"“{name}: []”" for name in names)
        sentence = f"没有写{'、'.join(f'“{name}”' for name in names)}，印出来是 0"
        yield Diagnostic(SECTION_LEFT_OUT, place, sentence, f"没有的也要写明：请加上{written}。")
    said = [budget.declared[path].span for path in wants.declared if path in budget.declared]
    for path in wants.declared:
        if path not in budget.declared:
            sentence = f"“另列”里没有写“{path}”，印出来是 0"
            hint = f"没有的也要写明：请在“另列”里加上“{path}: 0.00”。"
            span = said[0] if said else _place(budget, _DECLARED)
            yield Diagnostic(SECTION_LEFT_OUT, span, sentence, hint)


def _place(budget: Budget, name: str) -> Span:
    """Return where a section stands, or would stand: the one behind the nearest that comes before it."""
    if name in budget.sections:
        return budget.sections[name]
    order, written = [key.name for key in LEDGER], list(budget.sections)
    before = [key for key in order[: order.index(name)] if key in budget.sections]
    behind = written[written.index(before[-1]) + 1 :] if before else written
    return budget.sections[behind[0]] if behind else _last_words(budget)


def _last_words(budget: Budget) -> Span:
    """Return where the last words of a ledger stand."""
    described = chain.from_iterable(item.sections.values() for item in budget.descriptions)
    spans = [words.span for words in chain(budget.duties, budget.offices, *described, *budget.texts.values())]
    return max([*spans, *budget.sections.values()])


@check(NO_DUTIES)
def no_duties(budget: Budget) -> Iterator[Diagnostic]:
    """A department says what it is for (预算公开操作规程)."""
    if not any(words.text.strip() for words in budget.duties):
        span = budget.sections.get("职责", budget.year_span)
        sentence = "“职责”是空的"
        yield Diagnostic(NO_DUTIES, span, sentence, "请照“三定”规定逐项写主要职责。")


@check_wanted(FEW_DESCRIPTIONS)
def few_descriptions(budget: Budget, wants: Wants) -> Iterator[Diagnostic]:
    """A form that describes projects has as many described as it says."""
    least = min(wants.descriptions, len(budget.projects))
    described = len(budget.descriptions)
    if described < least:
        words = [words for item in budget.descriptions for found in item.sections.values() for words in found]
        span = max((item.span for item in words), default=_place(budget, _DESCRIPTIONS))
        sentence = f"“项目说明”写了 {described} 个项目，表式至少要 {least} 个"
        hint = or_allow("请补写，每个项目写全各个小标题。", FEW_DESCRIPTIONS)
        yield Diagnostic(FEW_DESCRIPTIONS, span, sentence, hint)


@check_wanted(HEADING_WITHOUT_WORDS)
def heading_without_words(budget: Budget, wants: Wants) -> Iterator[Diagnostic]:
    """Under each heading of a described project there are words."""
    for description in budget.descriptions:
        for heading in wants.headings:
            words = description.sections.get(heading, ())
            if not any(paragraph.text.strip() for paragraph in words):
                span = words[0].span if words else description.place(heading)
                sentence = f"项目“{description.project}”的“{heading}”下面没有文字"
                hint = or_allow("请补写。", HEADING_WITHOUT_WORDS)
                yield Diagnostic(HEADING_WITHOUT_WORDS, span, sentence, hint)


@check_wanted(WHOLE_TARGETS_LEFT_OUT)
def whole_targets_left_out(budget: Budget, wants: Wants) -> Iterator[Diagnostic]:
    """The targets of the department as a whole are disclosed (中发〔2018〕34号)."""
    targets = budget.performance
    if not wants.targets or budget.without_tables or (targets and (targets.fields or targets.indicators)):
        return
    span = targets.span if targets else _place(budget, _TARGETS)
    hint = or_allow("请补写“绩效”。", WHOLE_TARGETS_LEFT_OUT)
    yield Diagnostic(WHOLE_TARGETS_LEFT_OUT, span, "没有写部门整体的“绩效”，印出来是空表", hint)


@check_wanted(PROJECT_WITHOUT_INDICATORS)
def project_without_indicators(budget: Budget, wants: Wants) -> Iterator[Diagnostic]:
    """Every project has targets with indicators, unless the ledger declares how many have."""
    if not wants.project_targets or budget.without_tables or _COUNTED_TARGETS in budget.declared:
        return
    lacking = [
        project
        for project in budget.projects
        if project.performance is None or not project.performance.indicators
    ]
    if len(lacking) == len(budget.projects) and len(lacking) > 1:
        related = tuple(Related(project.span, project.name) for project in lacking[1:])
        yield _without("各个项目都", lacking[0].span, related)
        return
    for project in lacking:
        what = "没有写绩效" if project.performance is None else "没有绩效指标"
        target = project.performance or project.lines[-1]
        yield _without(f"项目“{project.name}”", target.span, (), what)


def _without(whose: str, span: Span, related: tuple[Related, ...], what: str = "没有绩效指标") -> Diagnostic:
    hint = or_allow("请补写“绩效”和“指标”。", PROJECT_WITHOUT_INDICATORS)
    return Diagnostic(PROJECT_WITHOUT_INDICATORS, span, f"{whose}{what}", hint, related)
