"""Words of the ledger that no table and no template prints."""

import pytest

from reportgen.commands.checking import check_file
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit

INDICATOR = "三级指标: 扫描页数, 指标值"


def unprinted(example: Repository) -> list[tuple[str, str]]:
    found = check_file(example, example.root / EXAMPLE_LEDGER).findings
    return [(finding.sentence, finding.hint) for finding in found if finding.code == "T107"]


@pytest.mark.parametrize(
    ("change", "key", "hint"),
    [
        (("年度绩效目标: 完成", "年度目标: 完成"), "年度目标", "是否应为“年度绩效目标”？"),
        ((INDICATOR, "三级指标: 扫描页数, 指标植"), "指标植", "是否应为“指标值”或“二级指标”？"),
        (("    安排:\n", "    安排:\n      - 一次\n    按排:\n"), "按排", "是否应为“安排”？"),
        (("\n项目说明:", "\n绩效: {目标: 服务群众}\n项目说明:"), "目标", "表式不印这样的文字。"),
    ],
)
def test_a_key_without_place_is_an_error(
    example: Repository, edit: Edit, change: tuple[str, str], key: str, hint: str
) -> None:
    edit(EXAMPLE_LEDGER, change)
    assert unprinted(example) == [(f"“{key}”在表式里没有地方印出", hint)]


def test_indicators_that_a_table_arranges_have_their_place(example: Repository, edit: Edit) -> None:
    edit(
        "templates/shili-2024/tables.yaml",
        ("列: [一级:", '列: [安排: "{项目.各指标.产出指标.数量指标.指标值}", 一级:'),
        (', 指标值: "{指标.指标值}"', ""),
    )
    assert unprinted(example) == []


def test_a_ledger_without_tables_prints_no_indicators(example: Repository, edit: Edit) -> None:
    edit(
        EXAMPLE_LEDGER,
        ("年度绩效目标: 完成", "年度目标: 完成"),
        ("年度: 2024\n", "年度: 2024\n附表: {不列: 随全市公开}\n"),
    )
    assert unprinted(example) == []
