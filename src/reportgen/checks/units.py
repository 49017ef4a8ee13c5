"""Units: their codes, their types and that they have money; projects: their codes and categories."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reportgen.checks.registry import check
from reportgen.classification.word_lists import WordLists
from reportgen.findings.diagnostics import Diagnostic, Related, Span
from reportgen.findings.rules import (
    CATEGORY_AGAINST_NUMBER,
    CODE_OF_ANOTHER_LENGTH,
    CODE_TWICE,
    REVENUE_OF_AN_INSTITUTION,
    UNIT_OUTSIDE_DEPARTMENT,
    UNIT_TYPE_AGAINST_NAME,
    UNIT_WITHOUT_MONEY,
)
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.model import INSTITUTION, Budget, ExpenditureLine, FundLine, Project, Unit

_HEAD_OFFICE = re.compile(r"[（(](?:本级|机关|局机关|机关本级|局本级|本部)[）)]$")
# A department that is an institution has a head office that is one.
_INSTITUTIONS = re.compile(r"(中心|院|校|馆|所|站|台|社|园|学会|协会|医院)(?:[（(].*[）)])?$")
_LEADING = re.compile(r"[0-9]+")
_NUMBERED = re.compile(r"([0-9]+)\s*[-—－ 　]?\s*(\D.*)")
# As many with the same length make a custom.
_CUSTOM = 2


@check(REVENUE_OF_AN_INSTITUTION)
def revenue_of_an_institution(budget: Budget) -> Iterator[Diagnostic]:
    """事业收入 and 经营收入 are revenue of institutions."""
    types = {unit.key: unit.type for unit in budget.units}
    owners = {
        fund: entry.texts("单位")
        for entry in budget.classification.words["unit_revenue"]
        for fund in entry.texts("资金来源")
    }
    seen: set[tuple[str, str]] = set()
    lines: tuple[FundLine | ExpenditureLine, ...] = (*budget.revenue, *budget.carried_in, *budget.expenditure)
    for line in lines:
        unit_type = types.get(line.unit)
        if unit_type and line.fund in owners and unit_type not in owners[line.fund]:
            if (line.unit, line.fund) not in seen:
                sentence = f"单位“{line.unit}”的类型是“{unit_type}”，不会有“{line.fund}”"
                hint = or_allow("请核对“资金来源”和单位的“类型”。", REVENUE_OF_AN_INSTITUTION)
                yield Diagnostic(REVENUE_OF_AN_INSTITUTION, line.span, sentence, hint)
            seen.add((line.unit, line.fund))


@check(UNIT_WITHOUT_MONEY)
def unit_without_money(budget: Budget) -> Iterator[Diagnostic]:
    """A budget unit has money; one without is a slip in the lines, or was not meant to be listed."""
    lines: tuple[FundLine | ExpenditureLine, ...] = (*budget.revenue, *budget.carried_in, *budget.expenditure)
    used = {line.unit for line in lines}
    for unit in budget.units:
        if unit.key not in used and used != {""}:
            sentence = f"单位“{unit.name}”没有收入也没有支出"
            hint = or_allow("请核对各行的“单位”。", UNIT_WITHOUT_MONEY)
            yield Diagnostic(UNIT_WITHOUT_MONEY, unit.span, sentence, hint)


@check(UNIT_TYPE_AGAINST_NAME)
def unit_type_against_name(budget: Budget) -> Iterator[Diagnostic]:
    """The head office (本级) of an agency is no institution."""
    for unit in budget.units:
        if is_mistyped(budget, unit):
            sentence = f"单位“{unit.name}”是本级，类型却写“{INSTITUTION}”"
            hint = or_allow("机关本级是行政或参公。", UNIT_TYPE_AGAINST_NAME)
            yield Diagnostic(UNIT_TYPE_AGAINST_NAME, unit.span, sentence, hint)


def is_mistyped(budget: Budget, unit: Unit) -> bool:
    """Whether a unit is the head office of an agency, and said to be an institution."""
    is_head = _HEAD_OFFICE.search(unit.name) or (
        unit.name == budget.department.full_name and len(budget.units) > 1
    )
    owner = _HEAD_OFFICE.sub("", unit.name)
    return unit.type == INSTITUTION and bool(is_head) and not _INSTITUTIONS.search(owner)


@check(UNIT_OUTSIDE_DEPARTMENT)
def unit_outside_department(budget: Budget) -> Iterator[Diagnostic]:
    """The code of a unit begins with that of its department (预算管理一体化规范)."""
    department = budget.department
    code, place = department.code, department.place("编码")
    outside = [unit for unit in budget.units if code and unit.code and not unit.code.startswith(code)]
    hint = or_allow("请核对部门和单位的“编码”。", UNIT_OUTSIDE_DEPARTMENT)
    if outside and len(outside) == len(budget.units) and _is_odd(budget, outside):
        sentence = f"部门的编码“{code}”不是各单位的编码的开头"
        related = tuple(Related(unit.span, f"单位“{unit.code}”") for unit in outside)
        yield Diagnostic(UNIT_OUTSIDE_DEPARTMENT, place, sentence, hint, related)
        return
    for unit in outside:
        sentence = f"单位的编码“{unit.code}”不以部门的编码“{code}”开头"
        yield Diagnostic(UNIT_OUTSIDE_DEPARTMENT, unit.span, sentence, hint, (Related(place, "部门"),))


def _is_odd(budget: Budget, outside: Sequence[Unit]) -> bool:
    """Whether it is the code of the department that differs: from several units, or from the file's name."""
    named = _LEADING.match(budget.stem)
    by_name = named is not None and named[0] != budget.department.code
    return len(outside) > 1 or (by_name and outside[0].code.startswith(named[0] if named else ""))


@check(CODE_TWICE)
def code_twice(budget: Budget) -> Iterator[Diagnostic]:
    """Every project has a code of its own."""
    seen: dict[str, Project] = {}
    for project in budget.projects:
        if project.code and project.code in seen:
            first = seen[project.code]
            sentence = f"项目“{project.name}”和“{first.name}”的编码都是“{project.code}”"
            related = (Related(first.place("编码"), "同一个编码"),)
            yield Diagnostic(CODE_TWICE, project.place("编码"), sentence, "请核对项目的“编码”。", related)
        seen.setdefault(project.code, project)


@check(CODE_OF_ANOTHER_LENGTH)
def code_of_another_length(budget: Budget) -> Iterator[Diagnostic]:
    """Codes of one ledger are all of one length: another one lost or won a digit."""
    kinds: tuple[tuple[str, Sequence[tuple[str, Span]]], ...] = (
        ("项目", [(project.code, project.place("编码")) for project in budget.projects if project.code]),
        ("单位", [(unit.code, unit.span) for unit in budget.units if unit.code]),
    )
    for what, codes in kinds:
        lengths = Counter(len(code) for code, _ in codes)
        usual, count = lengths.most_common(1)[0] if lengths else (0, 0)
        if count < _CUSTOM:
            continue
        for code, span in codes:
            if len(code) != usual and lengths[len(code)] < count:
                sentence = f"{what}的编码“{code}”是 {len(code)} 位，别的都是 {usual} 位"
                hint = or_allow("请核对，是否少了或多了一位。", CODE_OF_ANOTHER_LENGTH)
                yield Diagnostic(CODE_OF_ANOTHER_LENGTH, span, sentence, hint)


@check(CATEGORY_AGAINST_NUMBER)
def category_against_number(budget: Budget) -> Iterator[Diagnostic]:
    """The number and the words of 项目类别 (31-部门项目) belong together."""
    names = budget.classification.words.made(_categories)
    split = [
        (project, found) for project in budget.projects if (found := _NUMBERED.fullmatch(project.category))
    ]
    used = Counter((found[1], found[2].strip()) for _, found in split)
    for project, found in split:
        number, word = found[1], found[2].strip()
        other = _rightful(number, word, names, used)
        if other:
            sentence = f"项目“{project.name}”的类别“{project.category}”编号和名称不符：{other}"
            hint = or_allow("请核对“项目类别”。", CATEGORY_AGAINST_NUMBER)
            yield Diagnostic(CATEGORY_AGAINST_NUMBER, project.place("项目类别"), sentence, hint)


def _rightful(number: str, word: str, names: dict[str, str], used: Counter[tuple[str, str]]) -> str:
    """Return what the number or the word goes with, by the list or by most projects; empty where it fits."""
    if number in names and names[number] != word and word in names.values():
        return f"{number} 是“{names[number]}”"
    for (other, text), count in used.items():
        differs = (other == number) != (text == word)
        if differs and (count > used[number, word] or (names.get(other) == text and count)):
            return f"别的项目写“{other}-{text}”"
    if names.get(number, word) != word:
        return f"{number} 是“{names[number]}”"
    numbers = [known for known, name in names.items() if name == word]
    return f"“{word}”的编号是 {numbers[0]}" if numbers and number not in numbers else ""


def _categories(lists: WordLists) -> dict[str, str]:
    return {entry.text("编号"): entry.text("名称") for entry in lists["project_categories"]}
