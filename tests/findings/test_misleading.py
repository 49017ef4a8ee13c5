"""What is said of a mistake is about that mistake: no follow-ups, no repeats, no foreign words."""

import re

import pytest

from reportgen.commands.checking import check_file
from reportgen.findings.diagnostics import Diagnostic
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit

FORM, TEMPLATE = (f"templates/shili-2024/{name}" for name in ("profile.yaml", "说明.j2"))
HEADING = "# 主要职责"
PROCURED = '  - {单位: "900001", 项目: 档案数字化, 类别: 服务, 金额: 90000.00}'
WAIVED = f"  # reportgen: allow T106 —— 四舍五入\n{PROCURED}"


def findings(example: Repository) -> list[Diagnostic]:
    found = check_file(example, example.root / EXAMPLE_LEDGER).findings
    return [finding for finding in found if finding.code != "L203"]


def codes(example: Repository) -> list[str]:
    return [finding.code for finding in findings(example)]


def test_an_idle_waiver_is_told(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, (PROCURED, WAIVED))
    assert codes(example) == ["E402"]


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        (FORM, "词:\n", "词:\n  占比小数: 两\n", "E213"),
        (TEMPLATE, "{{ 收入.合计|万元 }}", "{{ 收入.合记|万元 }}", "P102"),
        (TEMPLATE, HEADING, "# 主要职责{% if %}", "P101"),
    ],
)
def test_after_an_error_in_a_form_no_waiver_is_called_idle(  # noqa: PLR0917 - a change and its code
    example: Repository, edit: Edit, file: str, old: str, new: str, code: str
) -> None:
    edit(EXAMPLE_LEDGER, (PROCURED, WAIVED))
    edit(file, (old, new))
    assert codes(example) == [code]


@pytest.mark.parametrize(
    "broken", ["# 主要职责{% if %}", "{{ 比() }}\n\n# 主要职责", "{{ 甲.乙() }}\n\n# 主要职责"]
)
def test_after_an_error_in_a_template_no_reason_is_called_needless(
    example: Repository, edit: Edit, broken: str
) -> None:
    edit(TEMPLATE, (HEADING, f"{broken}\n\n# 主要职责"))
    assert set(codes(example)) <= {"P101", "P102"}


@pytest.mark.parametrize(
    "words", ["{{ 项目.错名 }}", "{{ 项目.合计 }}", "{{ 项目.名称|万元 }}", "{{ 项目 ~ '甲' }}"]
)
def test_a_mistake_in_a_loop_is_told_once(example: Repository, edit: Edit, words: str) -> None:
    edit(TEMPLATE, (HEADING, f"{{% for 项目 in 项目 %}}{{{{ {words} }}}}{{% endfor %}}\n\n# 主要职责"))
    assert len(findings(example)) == 1


def test_two_mistakes_of_one_line_are_told_both(example: Repository, edit: Edit) -> None:
    edit(TEMPLATE, (HEADING, "{% for 项目 in 项目 %}{{ 项目.甲 }}{{ 项目.乙 }}{% endfor %}\n\n# 主要职责"))
    assert codes(example) == ["P102", "P102"]


@pytest.mark.parametrize(
    "words",
    [
        *("{{ 1 + 收入 }}", "{{ -收入 }}", "{{ 年度 * 'a' }}", "{{ 年度 < 'a' }}", "{{ '%s' % 收入 }}"),
        *("{% for a in 5 %}{% endfor %}", "{% for a, b in 项目 %}{% endfor %}", "{{ 3|list }}"),
        *("{{ 收入.合计|万元|length }}", "{{ 比() }}", "{{ 变动(收入.合计, x=3) }}", "{{ 占(收入.合计) }}"),
        *("{{ 收入.合计|万元(3) }}", "{{ 职责|条目(3) }}", "{{ 甲", "{{ 3 'x' }}", "{% if %}", "{# 甲"),
        *("{% block a %}{% endblock %}{% block a %}{% endblock %}", "{% set 3 = 4 %}", "{% for %}"),
        *("{% include 'x' %}", "{% macro %}", "{{ 收入.合计|万元( }}", "{% raw %}", "{{ 收入..合计 }}"),
    ],
)
def test_a_mistake_in_a_template_is_told_in_chinese(example: Repository, edit: Edit, words: str) -> None:
    edit(TEMPLATE, (HEADING, f"{words}\n\n# 主要职责"))
    told = [finding for finding in findings(example) if finding.is_error]
    assert told
    for finding in told:
        assert not re.search("[A-Za-z]{2,} [A-Za-z]{2,}|[A-Z][a-z]+[.(]", finding.sentence + finding.hint)


@pytest.mark.parametrize(
    "words", ["{{ 收入 ~ '甲' }}", "{{ 职责 ~ '甲' }}", "{{ 项目|join }}", "{{ '%s' % 收入 }}"]
)
def test_nothing_of_python_is_printed(example: Repository, edit: Edit, words: str) -> None:
    edit(TEMPLATE, (HEADING, f"{{{{ {words} }}}}\n\n# 主要职责"))
    assert codes(example) == ["P101"]


UNDISCLOSED = ("年度: 2024\n", "年度: 2024\n未披露: [单位]\n")
TABLES = "templates/shili-2024/tables.yaml"
UNIT = '    单位: "900002"\n'


def test_what_a_hint_asks_for_is_accepted(example: Repository, edit: Edit) -> None:
    """A table by units asks for the unit of a project, which its lines cannot have."""
    edit(EXAMPLE_LEDGER, UNDISCLOSED, (UNIT, ""))
    (finding,) = (finding for finding in findings(example) if finding.code == "T103")
    assert "项目的单位写在项目上，不写在明细里。" in finding.hint
    edit(EXAMPLE_LEDGER, ("    项目类别: 其他运转类\n", f"    项目类别: 其他运转类\n{UNIT}"))
    assert codes(example) == []


def test_the_type_of_a_unit_is_asked_for_by_its_unit(example: Repository, edit: Edit) -> None:
    edit(
        EXAMPLE_LEDGER,
        ("年度: 2024\n", "年度: 2024\n未披露: [单位]\n"),
        ('{单位: "900002", 类别: 人员', "{类别: 人员"),
    )
    edit(
        "templates/shili-2024/tables.yaml",
        ("      - 项目支出\n", "      - 行政: {口径: 行政单位}\n      - 项目支出\n"),
    )
    edit(
        "templates/shili-2024/tables.yaml", ("标签: {单位", "口径: {行政单位: {单位类型: 行政}}\n标签: {单位")
    )
    hints = [finding.hint for finding in findings(example) if finding.code == "T103"]
    assert hints
    assert not any("单位类型" in hint for hint in hints)


TEXT = ("原因:\n  收入", "文字: {办法: [WORDS]}\n原因:\n  收入")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("共159.46万元", True),
        ("共1594567.89元", True),
        ("共 159.46 万元", True),
        ("共159.47万元", False),
        ("机关运行经费13.86万元", True),
        ("公务接待费安排0.4万元", True),
        ("印刷费0.4万元", False),
        ("每人每天150元", False),
        ("每季度10万元", False),
    ],
)
def test_an_amount_that_is_a_fact_is_told_in_any_text(
    example: Repository,
    edit: Edit,
    words: str,
    told: bool,  # noqa: FBT001
) -> None:
    old, new = TEXT
    edit(EXAMPLE_LEDGER, (old, new.replace("WORDS", words)))
    assert ("P201" in codes(example)) == told


DESCRIBED = "扫描{{ 项目.明细.扫描|万元 }}万元；"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("扫描9.6万元；", True),
        ("共10.6万元；", True),
        ("一季度5万元；", False),
        ("二季度30万元；", False),
        ("存储1万元；", True),
        ("三季度1万元；", False),
    ],
)
def test_a_round_number_of_a_plan_is_no_fact(
    example: Repository,
    edit: Edit,
    words: str,
    told: bool,  # noqa: FBT001
) -> None:
    edit(EXAMPLE_LEDGER, (DESCRIBED, words))
    assert ("P201" in codes(example)) == told


@pytest.mark.parametrize("code", ["２０１０３０１", "2010３01", "201 0301", "２０１０３０１-行政运行"])
def test_a_code_in_another_width_is_to_be_typed_plain(example: Repository, edit: Edit, code: str) -> None:
    edit(EXAMPLE_LEDGER, ("功能科目: 2010301, 经济科目: 30101", f"功能科目: {code}, 经济科目: 30101"))
    (finding,) = findings(example)
    assert (finding.code, finding.hint) == ("E207", "请用半角数字，中间不留空：2010301。")


@pytest.mark.parametrize("code", ["'2010301 '", "'2010301　'", "' 2010301'"])
def test_blanks_around_a_code_do_not_count(example: Repository, edit: Edit, code: str) -> None:
    edit(EXAMPLE_LEDGER, ("功能科目: 2010301, 经济科目: 30101", f"功能科目: {code}, 经济科目: 30101"))
    assert codes(example) == []
