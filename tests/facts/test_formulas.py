"""What a figure is said to be computed from gives that figure."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.commands.checking import check_file
from reportgen.document.document import Document, Figure, Formula, Paragraph, Part, Term
from reportgen.facts.derived import share_of
from reportgen.facts.facts import Amount
from reportgen.facts.formulas import Formulas
from reportgen.renderers.data.document import render_json
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, ROOT, Edit, composed

LEDGERS = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("budgets/*/*/*.yaml"))]
WITH_CARS = "budgets/dalian-xigang/2025/103-zhengfuban.yaml"
PROSE = "templates/shili-2024/说明.j2"


def figures(document: Document) -> Iterator[Figure]:
    return (
        figure for block in document.blocks if isinstance(block, Paragraph | Part) for figure in block.figures
    )


def computed(terms: tuple[Term, ...]) -> Decimal:
    first, *others = terms
    assert first.sign == ""
    value = first.value
    for term in others:
        match term.sign:
            case "+":
                value += term.value
            case "−":
                value -= term.value
            case "÷":
                value /= term.value
            case _:
                pytest.fail(f"no such sign: {term.sign}")
    return value


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: Path(ledger).stem)
def test_terms_give_the_figure(repository: Repository, ledger: str) -> None:
    stated = [figure for figure in figures(composed(repository, ledger)) if figure.formula]
    assert len({figure.fact for figure in stated}) > 5
    for figure in stated:
        assert figure.formula
        if figure.formula.terms:
            assert computed(figure.formula.terms) == figure.value, figure.fact
        if figure.formula.lines is not None:
            assert figure.formula.lines == len(figure.sources), figure.fact


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: Path(ledger).stem)
def test_only_years_and_dates_have_no_formula(repository: Repository, ledger: str) -> None:
    without = {figure.fact for figure in figures(composed(repository, ledger)) if figure.formula is None}
    assert without <= {"年度", "上年", "日期", "资产.截至"}


def formula(document: Document, fact: str) -> Formula:
    found = next(figure.formula for figure in figures(document) if figure.fact == fact)
    assert found is not None
    return found


def written(terms: tuple[Term, ...]) -> str:
    return " ".join(f"{term.sign}{term.name} {term.value}" for term in terms)


def test_a_sum_is_taken_apart_where_its_lines_differ_and_says_which_lines_it_counts(
    document: Document,
) -> None:
    spent = formula(document, "一般公共预算支出.类.201")
    assert spent.name == "一般公共预算支出·201 一般公共服务支出"
    assert written(spent.terms) == "人员经费 1648290.92 +公用经费 198958.94 +项目 934780.00"
    assert spent.condition == (
        ("收支", "支出"),
        ("资金来源", "一般公共预算"),
        ("功能科目", "201 一般公共服务支出"),
    )
    assert spent.lines == 24


def test_a_change_names_both_years_and_its_rate_names_the_change(document: Document) -> None:
    change = formula(document, "变动.收入.合计")
    assert written(change.terms) == "本年收入·合计 3545955.50 −上年收入·合计 4269800.00"
    rate = formula(document, "变动率.一般公共预算支出")
    assert written(rate.terms) == "一般公共预算支出 比上年增减 -723844.50 ÷上年一般公共预算支出 4269800.00"


def test_a_share_names_the_part_and_the_whole(document: Document) -> None:
    share = formula(document, "占比.绩效.金额/支出.项目")
    assert written(share.terms) == "绩效·金额 934780.00 ÷支出·项目 934780.00"


def test_what_is_computed_of_a_fact_is_said_behind_its_name_in_words_of_readers(document: Document) -> None:
    assert formula(document, "变动.收入.合计").name == "收入·合计 比上年增减"
    assert formula(document, "变动率.一般公共预算支出.类.201").name == (
        "一般公共预算支出·201 一般公共服务支出 比上年增减率"
    )
    assert formula(document, "占比.一般公共预算支出/支出").name == "一般公共预算支出 所占比重"
    assert formula(document, "门槛.通用设备").name == "单价标准·通用设备"


def test_a_name_with_a_stroke_is_whole_in_the_name_of_its_share() -> None:
    part = Amount(path="项目.电话/网络费", value=Decimal(1), sources=())
    whole = Amount(path="支出", value=Decimal(4), sources=())
    share = share_of(part, whole)
    assert (share.path, share.value) == ("占比.项目.电话/网络费/支出", Decimal("0.25"))
    assert Formulas({}, {}, detailed=True).of(share).name == "项目·电话/网络费 占比"


def test_a_sum_is_not_taken_apart_by_what_most_of_its_lines_have_nothing_of(repository: Repository) -> None:
    spent = formula(composed(repository, WITH_CARS), "支出.公用经费")
    names = [term.name for term in spent.terms]
    assert "无" not in names
    assert "用车运行" not in names


def test_an_amount_without_lines_has_none(document: Document) -> None:
    assert formula(document, "三公.出国").lines == 0


def test_ledger_lines_on_one_line_of_the_file_are_counted_each_and_cited_once(
    example: Repository, edit: Edit
) -> None:
    edit(
        EXAMPLE_LEDGER,
        ("收入:\n  - {", "收入: [{"),
        ("1234567.89}\n  - {", "1234567.89}, {"),
        ('300000.00}\n  - {单位: "900002", 资金来源: 财政', '300000.00}, {单位: "900002", 资金来源: 财政'),
        ("50000.00}\n上年结转", "50000.00}]\n上年结转"),
    )
    document = composed(example, EXAMPLE_LEDGER)
    assert formula(document, "收入.合计").lines == 4
    written = json.loads(render_json(document, ()))
    cited = {entry["fact"]: entry["sources"] for item in written["paragraphs"] for entry in item["figures"]}
    assert cited["收入.合计"] == [f"{EXAMPLE_LEDGER}:13", f"{EXAMPLE_LEDGER}:15"]


def test_a_budget_without_tables_does_not_show_their_amounts(example: Repository, edit: Edit) -> None:
    edit(PROSE, ("# 收支情况", "# 收支情况\n\n支出{{ 支出.合计|万元 }}万元。"))
    edit(EXAMPLE_LEDGER, ("年终结转: []", "年终结转: []\n附表: {不列: 随区级汇总公开}"))
    checked = check_file(example, example.root / EXAMPLE_LEDGER)
    assert checked.document is not None, [finding.headline for finding in checked.findings]
    assert formula(checked.document, "支出").terms == ()
    assert formula(checked.document, "变动.收入.合计").terms != ()
