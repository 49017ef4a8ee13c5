"""A sixth form, unlike the published ones, with two invented departments: every cell and sentence by hand.

The lines of the first ledger have letters (see its comments) and amounts that are powers of two:
`=abc` is the sum of the lines a, b and c, worked out from what each heading and row label means.
"""

import re
import shutil
from pathlib import Path

import pytest

from reportgen.commands.building import build_file
from reportgen.commands.checking import check_file
from reportgen.document.document import Document, Paragraph, Part
from reportgen.repository.repository import Repository
from tests.conftest import ROOT

# One worker makes the fixtures of the module.
pytestmark = pytest.mark.xdist_group("sixth form")

SIXTH = ROOT / "tests" / "sixth"
AMOUNTS = {letter: 2**power for power, letter in enumerate("abcdefghijklmnopq")}

PROSE = "文字"


def expected(name: str) -> dict[str, list[str]]:
    """The lines under each heading of a file that was worked out by hand."""
    sections: dict[str, list[str]] = {}
    for line in (SIXTH / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            sections[line[3:]] = lines = []
        elif line and not line.startswith("#"):
            lines.append(line)
    return sections


FULL, EMPTY = expected("full"), expected("empty")


@pytest.fixture(scope="module")
def sixth(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    folder = tmp_path_factory.mktemp("sixth").resolve()
    shutil.copytree(SIXTH, folder, dirs_exist_ok=True)
    (folder / "classification").symlink_to(ROOT / "classification")
    return Repository(folder)


def document_of(repository: Repository, stem: str) -> Document:
    checked = check_file(repository, repository.root / "budgets" / "liuxian" / "2024" / f"{stem}.yaml")
    assert checked.document is not None, [finding.headline for finding in checked.findings]
    return checked.document


def worked_out(cell: str) -> str:
    """`=abc` is the sum of lines; anything else is printed as it stands."""
    return str(sum(AMOUNTS[letter] for letter in cell[1:])) if cell.startswith("=") else cell


def expected_rows(lines: list[str]) -> list[list[str]]:
    return [[worked_out(cell.strip()) for cell in line.split("|")] for line in lines]


def printed_rows(document: Document, key: str) -> list[list[str]]:
    table = next(table for table in document.tables if table.key == key)
    return [[cell.text for cell in row.cells] for grid in table.grids for row in grid.rows]


def prose(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph | Part)]


def expected_prose(lines: list[str]) -> list[str]:
    return [re.sub(r"\{(=\w+)\}", lambda found: worked_out(found[1]), line) for line in lines]


@pytest.mark.parametrize("key", sorted(set(FULL) - {PROSE}))
def test_every_cell_of_the_department_with_all_kinds_of_money(sixth: Repository, key: str) -> None:
    assert printed_rows(document_of(sixth, "001-quan"), key) == expected_rows(FULL[key])


def test_every_sentence_of_the_department_with_all_kinds_of_money(sixth: Repository) -> None:
    assert prose(document_of(sixth, "001-quan")) == expected_prose(FULL[PROSE])


@pytest.mark.parametrize("key", sorted(set(EMPTY) - {PROSE}))
def test_every_cell_of_the_nearly_empty_department(sixth: Repository, key: str) -> None:
    assert printed_rows(document_of(sixth, "002-kong"), key) == expected_rows(EMPTY[key])


def test_every_sentence_of_the_nearly_empty_department(sixth: Repository) -> None:
    assert prose(document_of(sixth, "002-kong")) == expected_prose(EMPTY[PROSE])


def test_empty_tables_carry_the_note_of_the_form(sixth: Repository) -> None:
    notes = {table.key: table.notes for table in document_of(sixth, "002-kong").tables}
    empty = ("出访用车表", "政府经济表", "采购表", "服务表", "清单表")
    assert notes == {key: (("无。",) if key in empty else ()) for key in notes}


def test_the_header_has_three_levels(sixth: Repository) -> None:
    table = document_of(sixth, "001-quan").tables[1]
    headings = [column.heading for column in table.grids[0].columns]
    assert headings[3:5] == [("本年收入", "一般公共预算", "小计"), ("本年收入", "一般公共预算", "拨款")]
    assert headings[-3:] == [("上年结转", "小计"), ("上年结转", "一般公共预算"), ("上年结转", "单位资金")]


@pytest.mark.parametrize("stem", ["001-quan", "002-kong"])
def test_it_builds_in_every_format(sixth: Repository, stem: str, tmp_path: Path) -> None:
    ledger = sixth.root / "budgets" / "liuxian" / "2024" / f"{stem}.yaml"
    built = build_file(sixth, ledger, tmp_path, ("docx", "xlsx", "pdf", "html", "json"))
    assert len(built.files) == 5


def test_an_empty_budget_prints_blanks_and_zeros(sixth: Repository) -> None:
    ledger = sixth.root / "budgets" / "liuxian" / "2024" / "002-kong.yaml"
    text = ledger.read_text("utf-8")
    empty = re.sub(r"(收入|基本支出):\n  - .*\n", r"\1: []\n", text)
    empty = re.sub(r"原因:\n  收入.合计: .*\n", "", empty)
    other = ledger.with_name("003-wu.yaml")
    other.write_text(empty, "utf-8")
    document = document_of(sixth, other.stem)
    amounts = {
        cell.value
        for table in document.tables
        for grid in table.grids
        for row in grid.rows
        for cell in row.cells
    }
    assert amounts <= {None, 0}
    assert "收入总计0元，与2023年相同。" in prose(document)
    other.unlink()
