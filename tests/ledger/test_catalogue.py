"""The facts of the package, and what a form may add to them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.findings.diagnostics import Diagnostic
from reportgen.form.package import package_facts
from reportgen.ledger.catalogue import KEY, Catalogue, Definition, read_catalogue
from reportgen.source.parsing import Mapping, parse
from reportgen.source.reading import Findings
from tests.conftest import ROOT

INTRODUCTION = """# 指标

各地共用的指标，出自 `src/reportgen/form/base/facts.yaml`。
写法、表式怎样增加和取代，见 [forms.md](forms.md#指标)。
条件里，几个维度都要满足，一个维度的几个值满足一个。
“分列”的指标还有 `.人员经费`、`.类.201` 这样的各项；“另列”的指标，台账“另列”里写了数就以它为准。

| 指标 | 条件 | | 又称 |
|---|---|---|---|
"""


def read(text: str) -> tuple[Catalogue, list[Diagnostic]]:
    """Lay facts over those of the package as a form does."""
    source, findings = parse(text, "profile.yaml"), Findings()
    assert isinstance(source.root, Mapping)
    catalogue = read_catalogue(source.root.get(KEY), package_facts(), findings)
    return catalogue, [*source.findings, *findings]


def test_the_reference_lists_every_fact(golden: Callable[[Path, str], None]) -> None:
    rows = "".join(map(_row, package_facts().definitions.values()))
    golden(ROOT / "docs" / "facts.md", INTRODUCTION + rows)


def _row(definition: Definition) -> str:
    condition = "，".join(
        f"{dimension} {'、'.join(values)}" for dimension, values in (definition.condition or {}).items()
    )
    kinds = (("分列", definition.has_parts), ("另列", definition.declarable))
    kind = "、".join(name for name, given in kinds if given)
    return f"| `{definition.path}` | {condition} | {kind} | {'、'.join(definition.words)} |\n"


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ("三公.接待", ["三公.接待"]),
        ("因公出国(境)费", ["三公.出国"]),
        ("因公出国 （境） 费", ["三公.出国"]),
        ("机构运转经费", ["机关运行经费"]),
        ("一般公共预算财政拨款支出", ["一般公共预算支出"]),
        ("其他收入", ["收入.其他", "收入.单位资金.合计", "收入.单位资金.其他"]),
        ("一般公共预算之外的支出", []),
    ],
)
def test_a_fact_is_found_by_the_words_that_sentences_call_it_by(words: str, paths: list[str]) -> None:
    assert [definition.path for definition in package_facts().named(words)] == paths


def test_words_of_several_facts_are_no_heading() -> None:
    headings = package_facts().headings()
    assert headings["公务接待费"] == package_facts().conditions["三公.接待"]
    assert "其他收入" not in headings


def test_a_form_adds_replaces_and_drops() -> None:
    catalogue, findings = read(
        "指标:\n"
        "  专户支出: {账: 支出, 资金来源: 财政专户管理资金, 分列: 是, 称: [专户安排的支出]}\n"
        "  机关运行经费: {账: 支出, 类别: 公用经费}\n"
        "  单位运行经费:\n"
    )
    assert findings == []
    assert [definition.path for definition in catalogue.named("专户安排的支出")] == ["专户支出"]
    assert catalogue.conditions["机关运行经费"] == {"账": ("支出",), "类别": ("公用经费",)}
    assert "机关运行经费" in catalogue.amounts
    assert catalogue.named("机构运转经费") == ()
    assert catalogue.named("单位运行经费") == ()


def test_the_example_in_the_guide_to_forms_is_right() -> None:
    guide = (ROOT / "docs" / "forms.md").read_text("utf-8")
    (block,) = re.findall(r"```yaml\n(指标:.*?)```", guide, re.DOTALL)
    catalogue, findings = read(block)
    assert findings == []
    assert len(catalogue.definitions) == len(package_facts().definitions) + 1
    assert [definition.path for definition in catalogue.named("专户项目支出")] == ["专户资金安排的项目支出"]


@pytest.mark.parametrize(
    ("written", "code", "column", "told"),
    [
        ("甲: {账: 支出, 资金: 一般公共预算}", "T202", 14, "没有“资金”这个维度"),
        ("甲: {账: 支出, 分例: 是}", "T202", 14, "是否应为“分列”"),
        ("甲: {账: 支处}", "T202", 10, "“账”没有“支处”"),
        ("甲: {账: 支出, 功能科目: 公共安全}", "T202", 20, "请写编码"),
        ("甲: {账: 支出, 财政拨款: 真}", "T202", 20, "可用的值：是、否"),
        ("甲: {账: []}", "T201", 10, "“账”没有写值"),
        ("甲: {类别: 项目}", "T201", 6, "没有写“账”"),
        ("甲: {称: [甲方]}", "T201", 6, "没有写“账”"),
        ("甲: 支出", "T201", 6, "应当写成 {维度: 值}"),
        ("甲: {账: 支出, 年: 上年}", "T201", 14, "不能写“年”"),
        ("甲: {账: 收入, 分列: 是}", "T201", 6, "不能分列"),
        ("甲: {另列: 是, 分列: 是}", "T201", 6, "不能分列"),
        ("甲: {账: 支出, 另列: 是}", "T201", 6, "有条件，不能另列"),
        ("甲: {账: 支出, 分列: 有}", "E206", 18, "“分列”不能是“有”"),
        ("甲: {账: 支出, 称: 甲方}", "E204", 17, "“称”应当是列表"),
        ("因公出国（境）费: {账: 支出}", "T201", 3, "不能作指标的名称"),
        ("amount: {账: 支出}", "T201", 3, "不能作指标的名称"),
        ("甲..乙: {账: 支出}", "T201", 3, "不能作指标的名称"),
        ("项目.甲: {账: 支出}", "T201", 3, "“项目”另有意思"),
        ("年度: {账: 支出}", "T201", 3, "“年度”另有意思"),
        ("变动: {账: 支出}", "T201", 3, "“变动”另有意思"),
        ("三公.出国: {账: 支出}", "T201", 3, "台账“上年”里的这一项要列进表里"),
        ("债务支出: {账: 支出}", "T201", 3, "台账“另列”里写的是这一项"),
        ("三公.接待:", "T201", 3, "台账“上年”里的这一项要列进表里"),
        ("支出.甲: {账: 支出}", "T201", 3, "“支出”是指标，它下面不能再有“支出.甲”"),
        ("收入: {账: 收入}", "T201", 3, "“收入”下面已经有“收入.合计”"),
        ("机关运转经费:", "T202", 3, "没有指标“机关运转经费”可以去掉"),
    ],
)
def test_a_wrong_fact_is_named_with_its_place(written: str, code: str, column: int, told: str) -> None:
    _, findings = read(f"指标:\n  {written}\n")
    assert [(finding.code, finding.span.line, finding.span.column) for finding in findings] == [
        (code, 2, column)
    ]
    assert told in f"{findings[0].sentence} {findings[0].hint}"


def test_of_two_facts_of_a_form_the_one_beneath_the_other_is_wrong() -> None:
    catalogue, findings = read("指标:\n  甲: {账: 支出}\n  甲.乙: {账: 支出}\n")
    assert [(finding.code, finding.span.line) for finding in findings] == [("T201", 3)]
    assert "甲" in catalogue.definitions


def test_facts_are_a_mapping() -> None:
    _, findings = read("指标: [支出]\n")
    assert [(finding.code, finding.span.line) for finding in findings] == [("T201", 1)]
