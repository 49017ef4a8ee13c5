"""Where a text of a ledger is broken into lines does not show, wherever it is printed."""

import pytest

from reportgen.commands.checking import check_file
from reportgen.document.document import Document, Paragraph, Table
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit

PRINTED = "使用Word processing软件，按ISO 9001做好A4纸的管理。"
LINES = ("使用Word", "processing软件，", "按ISO", "9001做好", "A4纸的管理。")
STYLES = ["|", "|-", ">", "plain", "'", '"']
DUTY = "  - 负责全市档案工作。"
GOAL = "      年度绩效目标: 完成{{ 项目.合计|万元 }}万元的数字化任务"
REASON = "  收入.合计: 新增数字化项目"


def written(style: str, lines: tuple[str, ...], indent: int) -> str:
    blank = "\n" + " " * indent
    if style in {"'", '"', "plain"}:
        quote = "" if style == "plain" else style
        return quote + blank.join(lines).replace(blank + "\n", "\n\n") + quote
    return style + blank + blank.join(lines)


def document(example: Repository) -> Document:
    checked = check_file(example, example.root / EXAMPLE_LEDGER)
    assert checked.document, checked.findings
    return checked.document


def paragraphs(example: Repository) -> list[str]:
    return [block.text for block in document(example).blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("style", STYLES)
def test_line_breaks_are_joined_in_paragraphs(example: Repository, edit: Edit, style: str) -> None:
    edit(EXAMPLE_LEDGER, (DUTY, f"  - {written(style, LINES, 6)}"))
    assert any(text.endswith(PRINTED) for text in paragraphs(example))


@pytest.mark.parametrize("style", STYLES)
def test_line_breaks_are_joined_in_sentences(example: Repository, edit: Edit, style: str) -> None:
    edit(EXAMPLE_LEDGER, (REASON, f"  收入.合计: {written(style, LINES, 6)}"))
    assert any(f"主要原因：{PRINTED}" in text for text in paragraphs(example))


@pytest.mark.parametrize("style", STYLES)
def test_line_breaks_are_joined_in_cells(example: Repository, edit: Edit, style: str) -> None:
    edit(EXAMPLE_LEDGER, (GOAL, f"      年度绩效目标: {written(style, LINES, 10)}"))
    tables = [block for block in document(example).blocks if isinstance(block, Table)]
    cells = [cell.text for table in tables for grid in table.grids for row in grid.rows for cell in row.cells]
    assert PRINTED in [*cells, *(field.cell.text for table in tables for field in table.fields)]


@pytest.mark.parametrize("style", STYLES)
def test_a_blank_line_begins_a_paragraph(example: Repository, edit: Edit, style: str) -> None:
    both = ("负责全市", "档案工作。", "", "完成", "其他任务。")
    edit(EXAMPLE_LEDGER, (DUTY, f"  - {written(style, both, 6)}"))
    first, second = (
        text for text in paragraphs(example) if text.endswith(("全市档案工作。", "完成其他任务。"))
    )
    assert (first[-9:], second[-7:]) == ("负责全市档案工作。", "完成其他任务。")


@pytest.mark.parametrize("style", STYLES)
def test_a_blank_line_is_an_error_where_one_paragraph_is_wanted(
    example: Repository, edit: Edit, style: str
) -> None:
    edit(EXAMPLE_LEDGER, (REASON, f"  收入.合计: {written(style, ('新增项目', '', '人员增加'), 6)}"))
    findings = check_file(example, example.root / EXAMPLE_LEDGER).findings
    assert [finding.code for finding in findings if finding.is_error] == ["E204"]
