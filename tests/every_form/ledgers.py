"""The invented departments as ledgers of each form, and a repository to check them in."""

import shutil
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reportgen.commands.checking import Checked, check_file
from reportgen.repository.repository import Repository
from tests.conftest import ROOT
from tests.every_form.oracle import HERE, Department, Facts, Line, Oracle, department, meaning

FORMS = {
    "dalian-xigang-2024": ("dalian-xigang", 2024),
    "dalian-xigang-2025": ("dalian-xigang", 2025),
    "dalian-gaoxin-2024": ("dalian-gaoxin", 2024),
    "yingkou-2024": ("yingkou", 2024),
    "xinxiang-jingkai-2024": ("xinxiang-jingkai", 2024),
}
DATA: Mapping[str, Any] = yaml.safe_load((HERE / "lines.yaml").read_text("utf-8"))
# The classification at hand has no 项 for the interest on debts; the department needs two.
DEBT = {
    "2320301": ("地方政府一般债券付息支出", "一般公共预算"),
    "2320411": ("专项债务付息支出", "政府性基金预算"),
}
COMPARED = (
    *(
        "收入.合计",
        "支出",
        "支出总计",
        "财政拨款收入.合计",
        "财政拨款支出",
        "一般公共预算支出",
        "政府性基金支出",
    ),
    *(f"一般公共预算支出.类.{code}" for code in (201, 205, 208, 210, 232)),
    *(f"三公.{item}" for item in ("合计", "出国", "接待", "用车", "用车购置", "用车运行")),
    "机关运行经费",
)
INDICATOR = {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "件数"}
# A basic line of one kind of money and nothing else.
NEARLY_EMPTY = "b"

Yaml = dict[str, Any]


def kept_by(form: str) -> str:
    """The letters of the largest department that a form can hold."""
    excluded = "".join(meaning(form)["容不下"])
    return "".join(letter for letter in DATA["行"] if letter not in excluded)


def names() -> dict[str, dict[str, str]]:
    """The names of all codes, those of the two more included."""
    return {
        "功能": _names("functional") | {code: name for code, (name, _) in DEBT.items()},
        "经济": _names("economic-departmental"),
        "政府": _names("economic-governmental"),
    }


def oracle(form: str, kept: str) -> Oracle:
    last_year = {path: previous(path) for path in COMPARED}
    return Oracle(form, department(DATA, kept), names(), last_year)


def facts(form: str, kept: str) -> Facts:
    held, year = department(DATA, kept), FORMS[form][1]
    spent = [line for line in held.lines if line["账"] == "支出"]
    projects = {line["项目"] for line in spent if "项目" in line}
    counts = {
        "年度": year,
        "上年": year - 1,
        "有支出单位数": len({line["单位"] for line in spent}),
        "转移支付.个数": sum(line["账"] == "转移" for line in held.lines),
        **dict.fromkeys(("项目数", "绩效.目标数", "绩效.应编数"), len(projects)),
    }
    return Facts(held, {path: previous(path) for path in COMPARED}, counts)


@cache
def _names(file: str) -> dict[str, str]:
    data = yaml.load((ROOT / "classification" / f"{file}.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return {entry["编码"]: entry["名称"] for entry in data["科目"]}


def previous(path: str) -> Decimal:
    """What the ledger declares of last year, in 元."""
    return Decimal(str(DATA["上年"].get(path, 0))) * 10_000


def repository(folder: Path) -> Repository:
    """The real forms, and the real classification with two codes more."""
    (folder / "templates").symlink_to(ROOT / "templates")
    shutil.copytree(ROOT / "classification", folder / "classification")
    with (folder / "classification" / "functional.yaml").open("a", encoding="utf-8") as table:
        for code, (name, budget) in DEBT.items():
            table.write(f"- {{编码: '{code}', 名称: {name}, 预算: [{budget}], 依据: 常识}}\n")
    return Repository(folder)


def checked(found: Repository, form: str, kept: str, **more: Any) -> Checked:
    """Check the department of the lines *kept* in a form."""
    region, year = FORMS[form]
    path = found.root / "budgets" / region / str(year) / f"900-{year}-{len(kept)}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(ledger(form, kept) | more, allow_unicode=True, sort_keys=False), "utf-8")
    return check_file(found, path)


def ledger(form: str, kept: str) -> Yaml:
    region, year = FORMS[form]
    held = department(DATA, kept)
    accounts = {name: [line for line in held.lines if line["账"] == name] for name in _ACCOUNTS}
    spent = accounts["支出"]
    return {
        "表式": form,
        "地区": region,
        "年度": year,
        "部门": {"编码": "900", "全称": "示例局"},
        "单位": [{"编码": code, "名称": name, "类型": kind} for code, (name, kind) in DATA["单位"].items()],
        **{
            _ACCOUNTS[name]: [_fund(line, held) for line in accounts[name]]
            for name in ("收入", "结转入", "年终结转")
        },
        "基本支出": [_leaf(line, held, "单位", "类别") for line in spent if line["类别"] != "项目"],
        "项目支出": list(_projects(spent, held)),
        "政府采购": [_item(line, held, 采购类别="类别") for line in accounts["采购"]],
        "政府购买服务": [_item(line, held) for line in accounts["服务"]],
        "转移支付": [_item(line, held) for line in accounts["转移"]],
        "保障层次": [_item(line, held) for line in accounts["保障"]],
        "上年": {path: str(previous(path).quantize(Decimal("0.01"))) for path in COMPARED},
        "原因": dict.fromkeys(COMPARED, "按实际需要调整"),
        "职责": ["负责示例工作。"],
        "内设机构": ["办公室"],
        "资产": {"截至": f"{year - 1}-12-31", "车辆": {"一般公务用车": 3}, "通用设备": 2, "专用设备": 1},
        "文字": {
            "公布日期": "二〇二四年三月",
            "职责引言": "主要职责是：",
            "公开管理文件名称": "办法",
            "公开管理文件": ["总则", ["第一条"]],
        },
    }


_ACCOUNTS = {
    "收入": "收入",
    "结转入": "上年结转",
    "年终结转": "年终结转",
    "支出": "支出",
    "采购": "政府采购",
    "服务": "政府购买服务",
    "转移": "转移支付",
    "保障": "保障层次",
}
_KEYS = {
    "功能": "功能科目",
    "经济": "经济科目",
    "资金": "资金来源",
    "期": "期",
    "财政拨款": "财政拨款",
    "名称": "名称",
}


def _amount(line: Line, held: Department) -> Yaml:
    return {"金额": f"{held.amounts[line['代号']]}.00"}


def _fund(line: Line, held: Department) -> Yaml:
    own = {"单位": line["单位"], "资金来源": line["资金"], "财政拨款": line["财政拨款"]}
    return own | _amount(line, held)


def _leaf(line: Line, held: Department, *more: str) -> Yaml:
    own = {key: line[key] for key in more}
    return own | {key: line[old] for old, key in _KEYS.items() if old in line} | _amount(line, held)


def _projects(spent: Iterable[Line], held: Department) -> Iterable[Yaml]:
    lines = list(spent)
    for name, facts in DATA["项目"].items():
        mine = [_leaf(line, held) for line in lines if line.get("项目") == name]
        if mine:
            targets = {"绩效": {"指标": [dict(INDICATOR)]}}
            yield {"名称": name, **facts, "明细": mine, **targets}


def _item(line: Line, held: Department, **renamed: str) -> Yaml:
    own = ("单位", "项目", "采购类别", "名称", "一级", "二级", "三级", "服务领域")
    return {renamed.get(key, key): line[key] for key in own if key in line} | _amount(line, held)
