"""The pictures of the README come from a built PDF."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.commands.proof.conftest import Library
from tests.conftest import EXAMPLE_LEDGER, ROOT


def draw(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "scripts" / "pictures.py", *arguments]
    return subprocess.run(command, text=True, capture_output=True, check=False)


@pytest.fixture
def pdf(library: Library) -> Path:
    library.places(EXAMPLE_LEDGER)
    return library.root / "printed/shili/2024/900-shili/900-shili.pdf"


def test_the_pages_of_the_headings_stand_beside_each_other(pdf: Path, tmp_path: Path) -> None:
    one, both = tmp_path / "one.png", tmp_path / "both.png"
    assert draw(pdf, one, "名词解释").returncode == 0
    assert draw(pdf, both, "名词解释", "2024年支出表").returncode == 0
    with Image.open(one) as portrait, Image.open(both) as pair:
        assert portrait.height == pair.height
        assert portrait.width < portrait.height < pair.width
    first = both.read_bytes()
    draw(pdf, both, "名词解释", "2024年支出表")
    assert both.read_bytes() == first


def test_a_heading_that_is_not_there_is_named(pdf: Path, tmp_path: Path) -> None:
    done = draw(pdf, tmp_path / "none.png", "没有的表")
    assert done.returncode == 1
    assert "没有的表" in done.stderr
