"""另列: a declared figure that the ledger's own lines contradict, and sentences that follow from it."""

import shutil
from pathlib import Path

import pytest

from reportgen.commands.checking import Checked, check_file
from reportgen.document.document import Paragraph
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, ROOT, Edit

OF_ALL = "budgets/xinxiang-jingkai/2024/112-xingzhengshenpi.yaml"


def otherwise(repository: Repository, ledger: str) -> list[tuple[int, str]]:
    found = check_file(repository, repository.root / ledger).findings
    return [(finding.span.line, finding.sentence) for finding in found if finding.code == "L206"]


def declaring(example: Repository, edit: Edit, text: str) -> list[str]:
    edit(EXAMPLE_LEDGER, ("年度: 2024\n", f"年度: 2024\n另列: {{{text}}}\n"))
    return [sentence for _, sentence in otherwise(example, EXAMPLE_LEDGER)]


@pytest.mark.parametrize(
    ("declared", "sentence"),
    [
        ("绩效.目标数: 5", "“另列”里的“绩效.目标数”是 5，台账列出的是 1"),
        ("绩效.应编数: 1", "“另列”里的“绩效.应编数”是 1，台账列出的是 2"),
        ("债务支出: 0.01", "“另列”里的“债务支出”是 0.01 元，台账列出的是 0 元"),
        ("资本性支出.购车: 3.00", "“另列”里的“资本性支出.购车”是 3.00 元，台账列出的是 0 元"),
        ("资本性支出.设备: 1.00", "“另列”里的“资本性支出.设备”是 1.00 元，台账列出的是 10,000.00 元"),
    ],
)
def test_what_the_lines_contradict_is_a_warning(
    example: Repository, edit: Edit, declared: str, sentence: str
) -> None:
    assert declaring(example, edit, declared) == [sentence]


@pytest.mark.parametrize(
    "declared", ["绩效.目标数: 1", "绩效.应编数: 2", "债务支出: 0.00", "采购.预留中小: 7.00"]
)
def test_what_the_lines_bear_out_or_cannot_tell_is_none(
    example: Repository, edit: Edit, declared: str
) -> None:
    assert declaring(example, edit, declared) == []


@pytest.fixture
def of_all(tmp_path: Path) -> Repository:
    """The department of which five targets are legible, where a test may edit it."""
    for name in ("templates", "classification"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / OF_ALL).parent.mkdir(parents=True)
    shutil.copy(ROOT / OF_ALL, tmp_path / OF_ALL)
    return Repository(tmp_path.resolve())


def rewrite(repository: Repository, old: str, new: str) -> None:
    path = repository.root / OF_ALL
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def sentence_on_targets(checked: Checked) -> str:
    assert checked.document is not None
    texts = [block.text for block in checked.document.blocks if isinstance(block, Paragraph)]
    return texts[texts.index("（三）绩效目标设置情况") + 1].partition("，从")[0]


def test_all_projects_have_targets_only_where_as_many_are_declared(of_all: Repository) -> None:
    checked = check_file(of_all, of_all.root / OF_ALL)
    assert sentence_on_targets(checked) == "我局2024年预算项目均按要求编制了绩效目标"
    assert "L206" not in {finding.code for finding in checked.findings}


def test_without_the_declaration_the_listed_targets_are_counted(of_all: Repository) -> None:
    rewrite(of_all, "  绩效.目标数: 15", "  债务支出: 0.00")
    checked = check_file(of_all, of_all.root / OF_ALL)
    assert sentence_on_targets(checked) == "我局2024年预算项目15个，其中5个编制了绩效目标"
    assert [finding.code for finding in checked.findings if finding.code == "E402"] == ["E402"]


def test_the_declaration_stays_a_warning_until_its_reason_is_given(of_all: Repository) -> None:
    rewrite(of_all, "# reportgen: allow L206 ——", "#")
    assert [sentence for _, sentence in otherwise(of_all, OF_ALL)] == [
        "“另列”里的“绩效.目标数”是 15，台账列出的是 5"
    ]
