"""Cell texts with `{名}` and `{名|汉字}`: no logic, and blank where a name has no value in this row."""

import re
from collections.abc import Mapping, Sequence
from typing import Union

from reportgen.findings.rules import TYPED_NUMBER, UNKNOWN_NAME, WRONG_TYPE
from reportgen.findings.suggestions import sought
from reportgen.source.parsing import Scalar
from reportgen.source.reading import Findings

Record = Mapping[str, Union[str, "Record"]]

ROOTS = (
    "标签",
    "编码",
    "名称",
    "序",
    "类号",
    "科目",
    "单位",
    "部门",
    "项目",
    "指标",
    "任务",
    "绩效",
    "明细",
    "年度",
    "上年",
)
_SLOT = re.compile(r"\{([^{}|]+)(?:\|([^{}|]+))?\}")
_FILTER = "汉字"
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])|二[〇○零][〇○零一二三四五六七八九]{2}")
_DIGITS = "零一二三四五六七八九"
_TEN = 10
_HUNDRED = 100
_THOUSAND = 1000
_SPOKEN = 2  # 十二, but 二十二


def check_template(scalar: Scalar, findings: Findings, roots: Sequence[str] = ROOTS) -> None:
    """Report filters that do not exist and names that are not among *roots*: those that rows may know."""
    for path, filtered in _SLOT.findall(scalar.text):
        root = path.strip().split(".")[0]
        if root not in roots:
            hint = sought(root, roots, "可用的名字", roots)
            findings.report(UNKNOWN_NAME, scalar.span, f"“{{{path}}}”里没有“{root}”这个名字", hint)
        if filtered not in ("", _FILTER):
            findings.report(UNKNOWN_NAME, scalar.span, f"没有“|{filtered}”", f"只有“|{_FILTER}”。")
    rest = _SLOT.sub("", scalar.text)
    if "{" in rest or "}" in rest:
        sentence = f"花括号会照字面印出：{scalar.text}"
        findings.report(WRONG_TYPE, scalar.span, sentence, "这里用一对花括号，如 {年度}。")


def check_years(scalar: Scalar, findings: Findings) -> None:
    """Report a year that is typed into a title: next year it would be wrong."""
    found = _YEAR.search(scalar.text)
    if found:
        hint = "请换成年度：tables.yaml 里写 {年度}，profile.yaml 里写 {{ 年度 }}。"
        findings.report(TYPED_NUMBER, scalar.span, f"表式里写死了年份“{found[0]}”", hint)


def slots(template: str) -> tuple[str, ...]:
    """Return the names that *template* prints.

    >>> slots("{单位.编码}-{单位.名称|汉字}")
    ('单位.编码', '单位.名称')
    """
    return tuple(path.strip() for path, _ in _SLOT.findall(template))


def fill(template: str, record: Record) -> str:
    """Put the values of *record* into *template*; the whole text is blank when one of them is missing.

    >>> fill("{序|汉字}、{科目.名称}", {"序": "12", "科目": {"名称": "城乡社区支出"}})
    '十二、城乡社区支出'
    >>> fill("{项目.编码}-{项目.名称}", {})
    ''
    """
    missing = False

    def value(slot: re.Match[str]) -> str:
        nonlocal missing
        found = _lookup(slot[1].strip(), record)
        missing = missing or found is None
        text = found or ""
        return chinese_number(int(text)) if slot[2] and text else text

    filled = _SLOT.sub(value, template)
    return "" if missing else filled


def _lookup(path: str, record: Record) -> str | None:
    found: str | Record | None = record
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else None


def chinese_number(number: int) -> str:
    """Write 1–999 in Chinese numerals, as ordinals need them; beyond that in figures.

    >>> [chinese_number(number) for number in (1, 10, 12, 20, 27)]
    ['一', '十', '十二', '二十', '二十七']
    >>> [chinese_number(number) for number in (100, 101, 110, 215, 1000)]
    ['一百', '一百零一', '一百一十', '二百一十五', '1000']
    """
    if not 0 < number < _THOUSAND:
        return str(number)
    hundreds, rest = divmod(number, _HUNDRED)
    tens, ones = divmod(rest, _TEN)
    units = _DIGITS[ones] if ones else ""
    if hundreds == 0:
        return f"{'' if tens < _SPOKEN else _DIGITS[tens]}{'十' if tens else ''}{units}"
    middle = f"{_DIGITS[tens]}十" if tens else "零" if ones else ""
    return f"{_DIGITS[hundreds]}百{middle}{units}"
