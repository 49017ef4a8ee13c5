"""What a ledger may leave out where it says that it was not disclosed."""

from reportgen.building import check_file
from reportgen.loading import Repository
from reportgen.vocabulary import Vocabulary
from tests.conftest import EXAMPLE_LEDGER, Edit


def test_units_without_a_disclosed_code_go_by_their_names(example: Repository, edit: Edit) -> None:
    path = example.root / EXAMPLE_LEDGER
    text = path.read_text("utf-8").replace('编码: "900002", ', "").replace('"900002"', "示例市档案馆")
    path.write_text(text.replace("年度: 2024\n", "年度: 2024\n未披露: [单位编码]\n", 1), "utf-8")
    checked = check_file(example, path)
    assert checked.budget is not None, checked.findings
    assert [(unit.code, unit.key) for unit in checked.budget.units] == [
        ("900001", "900001"),
        ("", "示例市档案馆"),
    ]
    edit(EXAMPLE_LEDGER, ("未披露: [单位编码]\n", ""))
    assert [finding.code for finding in check_file(example, path).findings] == ["E202"]


def test_units_that_spend_are_counted(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("\n收入:", '  - {编码: "900003", 名称: 示例市档案学会, 类型: 事业}\n\n收入:'))
    budget, findings = example.budget(example.root / EXAMPLE_LEDGER)
    assert budget is not None, findings
    vocabulary = Vocabulary(budget)
    counts = [vocabulary.resolve(name) for name in ("单位数", "有支出单位数")]
    assert [getattr(count, "value", None) for count in counts] == [3, 2]


def test_a_category_of_projects_may_be_undisclosed(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("    项目类别: 特定目标类\n", ""))
    assert "E202" in [finding.code for finding in check_file(example, example.root / EXAMPLE_LEDGER).findings]
    edit(EXAMPLE_LEDGER, ("年度: 2024\n", "年度: 2024\n未披露: [项目类别]\n"))
    assert check_file(example, example.root / EXAMPLE_LEDGER).budget is not None
