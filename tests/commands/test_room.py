"""A text that has no room holds up building, volumes and the door for programs, with its place."""

from pathlib import Path

import pytest

import reportgen
from reportgen.commands.building import build_file
from reportgen.commands.volume.building import build_volume
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER

NARROW = (
    "纸张: {纵向: {宽: 210, 高: 297, 上: 37, 右: 85, 下: 35, 左: 85},"
    " 横向: {宽: 297, 高: 210, 上: 24, 右: 130, 下: 20, 左: 130}}\n"
)


@pytest.fixture
def narrow(example: Repository) -> Repository:
    (example.root / "templates/shili-2024/theme.yaml").write_text(NARROW, "utf-8")
    return example


def test_nothing_is_written_and_the_line_of_the_amount_is_named(narrow: Repository) -> None:
    out = narrow.root / "build"
    built = build_file(narrow, narrow.root / EXAMPLE_LEDGER, out, ("pdf", "json"))
    assert built.files == ()
    assert not out.exists()
    (found,) = (finding for finding in built.findings if finding.is_error)
    assert found.code == "A102"
    line = narrow.text(EXAMPLE_LEDGER).splitlines()[found.span.line - 1]
    assert found.span.path == EXAMPLE_LEDGER
    assert "金额" in line
    assert "2024年支出表" in found.sentence


def test_formats_without_pages_are_written(narrow: Repository) -> None:
    built = build_file(narrow, narrow.root / EXAMPLE_LEDGER, narrow.root / "build", ("xlsx", "json"))
    assert len(built.files) == 2


def test_a_volume_is_held_up(narrow: Repository) -> None:
    built = build_volume(
        narrow, [narrow.root / EXAMPLE_LEDGER], narrow.root / "build", jobs=1, progress=lambda *_: None
    )
    assert built.files == ()
    assert "A102" in {finding.code for finding in built.findings}


def test_programs_get_no_file(narrow: Repository, tmp_path: Path) -> None:
    document = reportgen.open(narrow.root).check(EXAMPLE_LEDGER).document
    assert document is not None
    with pytest.raises(reportgen.ComposeError, match="A102"):
        reportgen.render(document, "pdf", tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()
