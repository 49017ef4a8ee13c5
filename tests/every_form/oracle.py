"""What a form should print, worked out from the lines alone: nothing of the engine is used here.

A condition is a text of words, each a value of one dimension: words of one dimension are alternatives,
dimensions add up. `收入 结转入 一般公共预算` is general public money that comes in, of either year.
`F201`, `E302` and `G502` are beginnings of codes, `U…` is a unit, `P…` a project.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
STEP = Decimal(100)
UNIT_FUNDS = ("事业收入", "上级补助收入", "附属单位上缴收入", "事业单位经营收入", "其他收入")
APPROPRIATIONS = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
FUNDS = (*APPROPRIATIONS, "财政专户管理资金", *UNIT_FUNDS)
VALUES: dict[str, tuple[str, ...]] = {
    "账": ("支出", "收入", "结转入", "年终结转", "采购", "服务", "转移", "保障"),
    "资金": FUNDS,
    "类别": ("人员经费", "公用经费", "项目"),
    "期": ("本年", "上年结转"),
    "财政拨款": ("是", "否"),
    "阶段": ("部门预算", "本年预留"),
    "项目类别": ("特定目标类", "其他运转类"),
    "三公": ("出国", "接待", "用车购置", "用车运行"),
    "采购类别": ("货物", "服务类", "工程"),
    "性质": ("行政", "参公", "事业"),
}
GROUPS = {
    "单位资金": UNIT_FUNDS,
    "三种预算": APPROPRIATIONS,
    "基本": ("人员经费", "公用经费"),
    "三公": VALUES["三公"],
    "用车": ("用车购置", "用车运行"),
    "拨款": ("是",),
}
CODES = {"F": "功能", "E": "经济", "G": "政府", "U": "单位", "P": "项目"}

Line = Mapping[str, str]
Condition = tuple[tuple[str, tuple[str, ...]], ...]

LAST_YEAR: Condition = (("年", ("上年",)),)


@dataclass(frozen=True)
class Department:
    """Lines by their letters, with the amounts that tell which of them a sum counts."""

    lines: tuple[Line, ...]
    amounts: Mapping[str, Decimal]
    units: Mapping[str, tuple[str, str]]
    projects: Mapping[str, Mapping[str, Any]]

    def letters(self, *conditions: Condition) -> tuple[str, ...]:
        """The lines that satisfy all conditions; without an account they are expenditure."""
        wanted = [pair for condition in conditions for pair in condition]
        if not any(dimension == "账" for dimension, _ in wanted):
            wanted.append(("账", ("支出",)))
        return tuple(line["代号"] for line in self.lines if all(_has(line, *pair) for pair in wanted))

    def amount(self, letters: Iterable[str]) -> Decimal:
        return sum((self.amounts[letter] for letter in letters), Decimal(0))

    def targeted(self) -> list[str]:
        """Projects with lines that have targets, in the order that these give themselves."""
        spent = {line.get("项目") for line in self.lines if line["账"] == "支出"}
        orders = {name: facts.get("顺序", 0) for name, facts in self.projects.items() if name in spent}
        return sorted((name for name in orders if orders[name] is not None), key=lambda name: orders[name])

    def decomposed(self, value: Decimal) -> str:
        """Which lines add up to an amount: `=abc`."""
        steps, rest = divmod(value, STEP)
        assert rest == 0, value
        bits = int(steps)
        found = [letter for letter, amount in self.amounts.items() if bits & int(amount / STEP)]
        assert self.amount(found) == value, value
        return f"={''.join(found)}"


def _has(line: Line, dimension: str, values: tuple[str, ...]) -> bool:
    known = line.get(dimension, "")
    return known.startswith(values) if dimension in ("功能", "经济", "政府") else known in values


@cache
def meaning(form: str) -> dict[str, Any]:
    """What is written down of a form, or of the one whose tables it has."""
    found: dict[str, Any] = yaml.safe_load((HERE / "meaning" / f"{form}.yaml").read_text("utf-8"))
    return meaning(found["同"]) if "同" in found else found


def condition(text: str) -> Condition:
    """Read a condition; an unknown word is a slip in this test."""
    if text == "去年":
        return LAST_YEAR
    found: dict[str, list[str]] = {}
    for word in text.split():
        if word[0] in CODES and word[1:]:
            found.setdefault(CODES[word[0]], []).append(word[1:])
            continue
        for value in GROUPS.get(word, (word,)):
            dimension = next(name for name, values in VALUES.items() if value in values)
            found.setdefault(dimension, []).append(value.replace("服务类", "服务"))
    return tuple((dimension, tuple(values)) for dimension, values in found.items())


def department(data: Mapping[str, Any], kept: str) -> Department:
    """The lines under the letters *kept*, with the revenue that pays for them."""
    units, projects = data["单位"], data["项目"]
    amounts = {letter: STEP * 2**power for power, letter in enumerate(data["行"])}
    lines: list[Line] = []
    for letter, written in data["行"].items():
        if letter in kept:
            line = {key: str(value) for key, value in written.items()}
            project = projects.get(line.get("项目", ""), {}) if "账" not in line else {}
            line = {"账": "支出", "类别": "项目" if project else "", "代号": letter, **project, **line}
            line["性质"] = units[line["单位"]][1] if "单位" in line else ""
            if line["账"] in ("支出", "年终结转"):
                own = "是" if line["资金"] in APPROPRIATIONS else "否"
                line = {"期": "本年", "财政拨款": own, **line}
                lines.append(_paying(line))
            lines.append(line)
    return Department(tuple(lines), amounts, units, projects)


def _paying(line: Line) -> Line:
    """Money that comes in for a line: revenue, or what was carried over."""
    kept = {key: line[key] for key in ("代号", "单位", "性质", "资金", "财政拨款")}
    return {**kept, "账": "结转入" if line["期"] == "上年结转" else "收入"}


@dataclass(frozen=True)
class Row:
    """A row: its texts, and which of the lines it counts (*only*: these at most)."""

    texts: tuple[str, ...]
    counts: Condition
    only: tuple[str, ...] | None = None


@dataclass
class Oracle:
    """What the tables of one form mean, as written down in `meaning/<form>.yaml`."""

    form: str
    department: Department
    names: Mapping[str, Mapping[str, str]]
    last_year: Mapping[str, Decimal]

    def __post_init__(self) -> None:
        self.meaning = meaning(self.form)

    def table(self, key: str) -> list[list[str]]:
        """Every row with amounts as it should be printed, texts first in each panel."""
        spec = {**self.meaning["各表"], **self.meaning["表"][key]}
        return self._sheets(spec) if "每" in spec else self._block(spec)

    def _sheets(self, spec: Mapping[str, Any]) -> list[list[str]]:
        """The amount above the table of each project."""
        label, counts = spec["字段"]
        rows = []
        for name in self.department.targeted():
            letters = self._letters((), condition(counts), (("项目", (name,)),), None)
            rows.append([label, printed(self.department.amount(letters), spec)])
        return rows

    def _block(self, spec: Mapping[str, Any]) -> list[list[str]]:
        panels = [self._panel({**spec, **panel}) for panel in spec.get("栏", [spec])]
        height = max(len(body) for body, _ in panels)
        depth = max(len(foot) for _, foot in panels)
        padded = []
        for body, foot in panels:
            width = len((body or foot or [[]])[0])
            space = height - len(body) + depth - len(foot)
            padded.append([*body, *[[""] * width] * space, *foot])
        return [list(chain.from_iterable(parts)) for parts in zip(*padded, strict=True)]

    def _panel(self, spec: Mapping[str, Any]) -> tuple[list[list[str]], list[list[str]]]:
        scope = condition(spec.get("范围", ""))
        columns = [condition(text) for text in spec["列"]]
        width = spec.get("文字列", 1)
        sides = []
        for key in ("行", "底行"):
            rows = [row for item in spec.get(key, []) for row in self._rows(item, scope, columns)]
            sides.append([self._cells(row, scope, columns, spec, width) for row in rows])
        return sides[0], sides[1]

    def _cells(
        self,
        row: Row,
        scope: Condition,
        columns: Sequence[Condition],
        spec: Mapping[str, Any],
        width: int,
    ) -> list[str]:
        texts = [*row.texts, *[""] * width][:width]
        amounts = []
        for column in columns:
            if column == LAST_YEAR:
                amount = self._before(row.counts)
            else:
                amount = self.department.amount(self._letters(scope, column, row.counts, row.only))
            amounts.append(printed(amount, spec))
        return [*texts, *amounts]

    def _before(self, counts: Condition) -> Decimal:
        """What is declared of last year's “三公” expenses, the only ones that a table prints."""
        items = dict(counts).get("三公", VALUES["三公"])
        return sum((self.last_year[f"三公.{item}"] for item in items), Decimal(0))

    def _letters(
        self, scope: Condition, column: Condition, row: Condition, only: tuple[str, ...] | None
    ) -> tuple[str, ...]:
        """An account that a column or row names takes the place of that of the scope."""
        if any(dimension == "账" for dimension, _ in (*column, *row)):
            scope = tuple(pair for pair in scope if pair[0] != "账")
        found = self.department.letters(scope, column, row)
        return found if only is None else tuple(letter for letter in found if letter in only)

    def _rows(self, item: Any, scope: Condition, columns: Sequence[Condition]) -> Iterator[Row]:
        if isinstance(item, list):
            text, counts = item
            yield Row(tuple(text.split("|")), condition(counts))
        elif "清单" in item:
            for place, (code, name) in enumerate(self.meaning[item["清单"]].items(), 1):
                number = int(code) - 200 if item.get("序") == "类号" else place
                yield Row((item["标签"].format(名=name, 序=numeral(number)),), condition(f"F{code}"))
        else:
            above = ""
            for row in self._levels(item["逐"], item["标签"], (scope, columns)):
                repeated = item.get("合并首列") and row.texts[0] == above
                above = row.texts[0]
                yield Row(("", *row.texts[1:]), row.counts, row.only) if repeated else row

    def _levels(
        self,
        levels: Sequence[str],
        labels: Mapping[str, str],
        within: tuple[Condition, Sequence[Condition]],
        above: Condition = (),
        only: tuple[str, ...] | None = None,
    ) -> Iterator[Row]:
        """The members of the levels that have a line in any column; *within* is the scope and the columns."""
        scope, columns = within
        number = 0
        for names, own, mine in self._members(levels[0], scope) if levels else ():
            counts, shown = (*above, *own), mine or only
            if any(self._letters(scope, column, counts, shown) for column in columns):
                number += 1
                label = labels[levels[0]].format(**names, 序=number, 序汉字=numeral(number))
                yield Row(tuple(label.split("|")), counts, shown)
                yield from self._levels(levels[1:], labels, within, counts, shown)

    def _members(
        self, level: str, scope: Condition
    ) -> Iterator[tuple[dict[str, str], Condition, tuple[str, ...] | None]]:
        """The members of a level in the order of the ledger, or of the codes."""
        if level == "部门":
            yield {"码": "900", "名": "示例局"}, (), None
        elif level == "单位":
            for code, (name, _) in self.department.units.items():
                yield {"码": code, "名": name}, (("单位", (code,)),), None
        elif level == "项目":
            for name, facts in self.department.projects.items():
                unit = self.department.units[facts["单位"]][0]
                names = {"名": name, "编码": facts["编码"], "类别": facts["项目类别"]}
                yield {**names, "单位码": facts["单位"], "单位": unit}, (("项目", (name,)),), None
        elif level == "明细":
            for letter in self.department.letters(scope):
                line = next(line for line in self.department.lines if line["代号"] == letter)
                yield dict(line), (), (letter,)
        else:
            dimension, digits = LEVELS[level]
            codes = {line[dimension][:digits] for line in self.department.lines if line.get(dimension)}
            for code in sorted(codes):
                names = {"码": code, "名": self.names[dimension][code]}
                parts = {"类": code[:3], "款": code[3:5], "项": code[5:]}
                yield {**names, **parts}, ((dimension, (code,)),), None


@cache
def written_facts() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((HERE / "facts.yaml").read_text("utf-8"))
    return found


@dataclass
class Facts:
    """What the figures of the text mean, as written down in `facts.yaml`."""

    department: Department
    last_year: Mapping[str, Decimal]
    counts: Mapping[str, int]

    def __post_init__(self) -> None:
        self.meaning = written_facts()

    def value(self, path: str) -> Decimal:
        """The value of a figure: 元, a number, or a fraction of two of them."""
        kind, _, name = path.partition(".")
        if kind == "占比":
            part, whole = name.split("/")
            return self.value(part) / self.value(whole)
        if kind == "变动":
            return self.value(name) - self.last_year[name]
        if kind == "变动率":
            return (self.value(name) - self.last_year[name]) / self.last_year[name]
        for known in (self.counts, self.meaning["个数"], self.meaning["另有"]):
            if path in known:
                return Decimal(known[path])
        return self.department.amount(self.letters(path))

    def letters(self, path: str) -> tuple[str, ...]:
        written, _, code = path.rpartition(".")
        base, _, part = written.rpartition(".")
        if path in self.meaning["金额"]:
            return self.department.letters(condition(self.meaning["金额"][path]))
        if part in ("类", "经济类"):
            own = f"{'F' if part == '类' else 'E'}{code}"
            return self.department.letters(condition(f"{self.meaning['金额'][base]} {own}"))
        assert written == "项目", path
        return self.department.letters((("项目", (code,)),))

    def is_sum(self, path: str) -> bool:
        """Whether the figure adds lines up."""
        kind, whole = path.partition(".")[0], path.partition(".类.")[0].partition(".经济类.")[0]
        return kind == "项目" or whole in self.meaning["金额"]


LEVELS = {
    "类": ("功能", 3),
    "款": ("功能", 5),
    "项": ("功能", 7),
    "经类": ("经济", 3),
    "经款": ("经济", 5),
    "政类": ("政府", 3),
    "政款": ("政府", 5),
}


def numeral(number: int) -> str:
    """1 to 99 in Chinese numerals.

    >>> numeral(7), numeral(10), numeral(13), numeral(20), numeral(34)
    ('七', '十', '十三', '二十', '三十四')
    """
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones or not tens else "")


def printed(value: Decimal, spec: Mapping[str, Any]) -> str:
    """An amount as the form prints it in a table."""
    if value == 0:
        return str(spec["零"])
    scaled = value / 10_000 if spec["单位"] == "万元" else value
    text = f"{scaled.quantize(Decimal(10) ** -spec.get('小数', 2), ROUND_HALF_UP):,f}"
    text = text.replace(",", "") if spec.get("千分位") == "否" else text
    return text.rstrip("0").rstrip(".") if spec.get("去尾零") else text
