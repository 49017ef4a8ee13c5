"""The departments of the other ledgers of a repository are known, and so is the level of the department."""

from reportgen.commands.checking import check_file
from reportgen.ledger.names import level_of, places_of
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit

OTHER = EXAMPLE_LEDGER.replace("900-shili", "901-qita")


def codes(example: Repository) -> list[str]:
    repository = Repository(example.root)
    findings = check_file(repository, repository.root / EXAMPLE_LEDGER).findings
    return [finding.code for finding in findings if finding.code.startswith("W3")]


def test_the_department_of_another_ledger_is_known(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("负责全市档案工作", "示例市文史编纂院负责全市档案工作"))
    assert codes(example) == []
    ledger = (example.root / EXAMPLE_LEDGER).read_text("utf-8")
    (example.root / OTHER).write_text(ledger.replace("全称: 示例市档案局", "全称: 示例市文史编纂院"), "utf-8")
    assert codes(example) == ["W301"]


def test_another_department_may_be_one_to_work_with(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("负责全市档案工作", "配合市教育局做好学籍档案工作，经市财政局批复后执行"))
    assert codes(example) == []


def test_the_level_comes_from_the_place_in_the_full_name() -> None:
    assert [
        level_of(name) for name in ("大连市西岗区民政局", "台安县财政局", "鞍山市社区服务中心", "档案馆")
    ] == [
        *("区", "县", "市", ""),
    ]
    assert places_of("大连高新技术产业园区营商环境建设局") == ("大连高新技术产业园区",)
