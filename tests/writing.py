"""Writes a budget as a ledger, so that what is decoded can be held against what was written."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from reportgen.ledger.model import (
    CURRENT,
    DEPARTMENT_STAGE,
    Budget,
    ExpenditureLine,
    FundLine,
    Performance,
    Project,
    Words,
)

Yaml = dict[str, Any]


def ledger_text(budget: Budget) -> str:
    """Return the YAML of a ledger that decodes to *budget*."""
    return str(yaml.safe_dump(ledger(budget), allow_unicode=True, sort_keys=False, width=10_000))


def ledger(budget: Budget) -> Yaml:
    written: Yaml = {
        "表式": budget.profile,
        "地区": budget.region,
        "年度": budget.year,
        "部门": {"编码": budget.department.code, **budget.department.names},
        "单位": [{"编码": unit.code, "名称": unit.name, "类型": unit.type} for unit in budget.units],
        "收入": fund_lines(budget.revenue),
        "上年结转": fund_lines(budget.carried_in),
        "年终结转": fund_lines(budget.carried_out),
        "基本支出": [{"单位": line.unit, "类别": line.category, **leaf(line)} for line in budget.basic],
        "项目支出": [project(item) for item in budget.projects],
        "政府采购": [
            {
                "单位": item.unit,
                "项目": item.project,
                "类别": item.category,
                "名称": item.name,
                "金额": f"{item.amount}",
            }
            for item in budget.procurement
        ],
        "上年": {path: f"{item.amount}" for path, item in budget.previous.items()},
        "原因": {path: words.text for path, words in budget.reasons.items()},
        "职责": words_list(budget.duties),
        "内设机构": words_list(budget.offices),
        "文字": {key: words_list(value) for key, value in budget.texts.items()},
    }
    if budget.date:
        written["日期"] = budget.date.isoformat()
    if budget.assets:
        written["资产"] = {
            "截至": budget.assets.as_of.isoformat(),
            "车辆": {item.name: item.number for item in budget.assets.vehicles},
            "通用设备": budget.assets.general_equipment.number,
            "专用设备": budget.assets.special_equipment.number,
        }
    return written


def fund_lines(lines: Iterable[FundLine]) -> list[Yaml]:
    return [
        {"单位": line.unit, "资金来源": line.fund, "财政拨款": line.appropriation, "金额": f"{line.amount}"}
        for line in lines
    ]


def leaf(line: ExpenditureLine) -> Yaml:
    written = {
        "功能科目": line.function,
        "经济科目": line.economic,
        "资金来源": line.fund,
        "财政拨款": line.appropriation,
        "金额": f"{line.amount}",
    }
    if line.period != CURRENT:
        written["期"] = line.period
    if line.item:
        written["名称"] = line.item
    return written


def project(item: Project) -> Yaml:
    written: Yaml = {
        "名称": item.name,
        "单位": item.unit,
        "项目类别": item.category,
        "明细": [leaf(line) for line in item.lines],
    }
    if item.stage != DEPARTMENT_STAGE:
        written["阶段"] = item.stage
    if item.performance:
        written["绩效"] = performance(item.performance)
    return written


def performance(item: Performance) -> Yaml:
    return {
        "顺序": item.order,
        **texts(item.fields),
        "指标": [texts(indicator) for indicator in item.indicators],
    }


def texts(words: Mapping[str, Words]) -> Yaml:
    return {key: value.text for key, value in words.items()}


def words_list(words: Iterable[Words]) -> list[str]:
    return [item.text for item in words]
