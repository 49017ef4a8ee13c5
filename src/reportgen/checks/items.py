"""What 项 and 款 are for: basic expenditure or projects, agencies or institutions, pay or operation."""

from collections.abc import Callable, Iterable, Iterator

from reportgen.checks.registry import check
from reportgen.checks.units import is_mistyped
from reportgen.classification.tables import SECTION
from reportgen.classification.word_lists import Entry, WordLists
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import (
    BASIC_UNDER_PROJECT_ITEM,
    ITEM_OF_ANOTHER_UNIT_TYPE,
    KIND_AGAINST_ECONOMIC,
    OUTSIDE_ITS_ITEM,
    PAY_FROM_PROJECT,
    PROJECT_UNDER_BASIC_ITEM,
)
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.model import PROJECT, Budget, ExpenditureLine

_BASIC = "基本支出"
_BY_SECTION, _BY_ITEM = "款", "项"


@check(PROJECT_UNDER_BASIC_ITEM)
def project_under_basic_item(budget: Budget) -> Iterator[Diagnostic]:
    """行政运行, 事业运行, pensions, medical care and housing are basic expenditure (政府收支分类科目)."""
    lines = [line for line in budget.expenditure if line.category == PROJECT]
    hint = "项目支出请列在“一般行政管理事务”或相应的业务科目。"
    for function, misused in _misused(budget, lines, _BASIC):
        sentence = f"{_named(budget, function)} 是基本支出的科目，项目支出却列在这里{_count(misused)}"
        rule = PROJECT_UNDER_BASIC_ITEM
        yield Diagnostic(rule, misused[0].span, sentence, or_allow(hint, rule), _others(misused))


@check(BASIC_UNDER_PROJECT_ITEM)
def basic_under_project_item(budget: Budget) -> Iterator[Diagnostic]:
    """一般行政管理事务 is for projects without an item of their own."""
    lines = [line for line in budget.expenditure if line.category != PROJECT]
    hint = "基本支出请列在“行政运行”或“事业运行”。"
    for function, misused in _misused(budget, lines, PROJECT):
        sentence = f"{_named(budget, function)} 是项目支出的科目，基本支出却列在这里{_count(misused)}"
        rule = BASIC_UNDER_PROJECT_ITEM
        yield Diagnostic(rule, misused[0].span, sentence, or_allow(hint, rule), _others(misused))


def _misused(
    budget: Budget, lines: Iterable[ExpenditureLine], use: str
) -> Iterator[tuple[str, list[ExpenditureLine]]]:
    """Yield each item that is for the other kind of expenditure, with the lines that stand in it."""
    found: dict[str, list[ExpenditureLine]] = {}
    for line in lines:
        entry = _entry(budget, line.function)
        if entry and entry.text("用") == use:
            found.setdefault(line.function, []).append(line)
    yield from found.items()


def _count(lines: list[ExpenditureLine]) -> str:
    return f"（{len(lines)} 行）" if len(lines) > 1 else ""


@check(ITEM_OF_ANOTHER_UNIT_TYPE)
def item_of_another_unit_type(budget: Budget) -> Iterator[Diagnostic]:
    """Agencies spend under 行政运行 and its like, institutions under 事业运行 and its like."""
    types = {unit.key: unit.type for unit in budget.units if not is_mistyped(budget, unit)}
    found: dict[tuple[str, str], list[ExpenditureLine]] = {}
    for line in budget.expenditure:
        entry, unit_type = _entry(budget, line.function), types.get(line.unit)
        if entry and unit_type and entry.texts("单位") and unit_type not in entry.texts("单位"):
            found.setdefault((line.unit, line.function), []).append(line)
    for (unit, function), lines in found.items():
        sentence = f"单位“{unit}”的类型是“{types[unit]}”，不用 {_named(budget, function)}{_count(lines)}"
        hint = or_allow("请核对单位的“类型”和各行的“功能科目”。", ITEM_OF_ANOTHER_UNIT_TYPE)
        yield Diagnostic(ITEM_OF_ANOTHER_UNIT_TYPE, lines[0].span, sentence, hint, _others(lines))


def _others(lines: list[ExpenditureLine]) -> tuple[Related, ...]:
    return tuple(Related(line.span, "同样的行") for line in lines[1:])


@check(KIND_AGAINST_ECONOMIC)
def kind_against_economic(budget: Budget) -> Iterator[Diagnostic]:
    """Pay and allowances are 人员经费, goods and services 公用经费."""
    kinds = budget.classification.words.made(_kinds)
    for line in budget.basic:
        kind = kinds(line.economic)
        if kind and kind != line.category:
            sentence = f"{_economic(budget, line.economic)} 是{kind}，类别却写“{line.category}”"
            hint = or_allow("请核对“类别”和“经济科目”。", KIND_AGAINST_ECONOMIC)
            yield Diagnostic(KIND_AGAINST_ECONOMIC, line.span, sentence, hint)


def _kinds(lists: WordLists) -> Callable[[str], str]:
    entries = [entry for entry in lists["economic_uses"] if entry.text("类别")]

    def kind(code: str) -> str:
        for entry in entries:
            if code.startswith(entry.texts("经济科目")) and code not in entry.texts("除"):
                return entry.text("类别")
        return ""

    return kind


@check(PAY_FROM_PROJECT)
def pay_from_project(budget: Budget) -> Iterator[Diagnostic]:
    """Pay, insurance and pensions of the staff are basic expenditure."""
    pay = {
        code
        for entry in budget.classification.words["economic_uses"]
        if entry.text("项目") == "否"
        for code in entry.texts("经济科目")
    }
    for line in budget.expenditure:
        if line.category == PROJECT and line.economic in pay:
            sentence = f"项目“{line.project}”里列了 {_economic(budget, line.economic)}，应当列在基本支出"
            hint = or_allow("编外人员的请列 30199 或 30226。", PAY_FROM_PROJECT)
            yield Diagnostic(PAY_FROM_PROJECT, line.span, sentence, hint)


@check(OUTSIDE_ITS_ITEM)
def outside_its_item(budget: Budget) -> Iterator[Diagnostic]:
    """Housing fund, pension and medical insurance have items of their own, which hold nothing else."""
    pairs = budget.classification.words["paired_codes"]
    for line in budget.basic:
        if not line.function or len(line.economic) != SECTION:
            continue
        fault = next(filter(None, (_unpaired(entry, line) for entry in pairs)), "")
        if fault:
            function, economic = _named(budget, line.function), _economic(budget, line.economic)
            sentence = f"{economic} 列在 {function}：{fault}"
            hint = or_allow("请核对“功能科目”和“经济科目”。", OUTSIDE_ITS_ITEM)
            yield Diagnostic(OUTSIDE_ITS_ITEM, line.span, sentence, hint)


def _unpaired(entry: Entry, line: ExpenditureLine) -> str:
    items, sections = entry.texts("功能科目"), entry.texts("经济科目")
    in_item, is_section = line.function.startswith(items), line.economic in sections
    if is_section and not in_item and _BY_SECTION in entry.texts("向"):
        return f"这一款列在 {'、'.join(items)}"
    if in_item and not is_section and _BY_ITEM in entry.texts("向"):
        return f"这一项只列 {'、'.join(sections)}"
    return ""


def _entry(budget: Budget, function: str) -> Entry | None:
    """Return what the list says of an item, by its code or by its name."""
    by_code, by_name = budget.classification.words.made(_items)
    code = budget.classification.functional.lookup(function)
    return by_code.get(function) or (by_name.get(code.name) if code else None)


def _items(lists: WordLists) -> tuple[dict[str, Entry], dict[str, Entry]]:
    entries = lists["item_uses"]
    return (
        {code: entry for entry in entries for code in entry.texts("编码")},
        {name: entry for entry in entries for name in entry.texts("名称")},
    )


def _named(budget: Budget, function: str) -> str:
    code = budget.classification.functional.lookup(function)
    return f"{function}-{code.name}" if code else function


def _economic(budget: Budget, economic: str) -> str:
    code = budget.classification.economic.lookup(economic)
    return f"{economic}-{code.name}" if code else economic
