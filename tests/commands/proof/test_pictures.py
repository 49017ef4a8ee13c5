"""The picture of the README comes from built files and their ledger."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.conftest import LEDGER, ROOT

# What make pictures asks for: a fact, and the cell that the same lines make.
POINT = ("机关运行经费", "附表7", "201-")


def draw(folder: Path, target: Path, *point: str) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [sys.executable, ROOT / "scripts" / "pictures.py", folder, target, *point]
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)


def test_the_same_picture_is_drawn_each_time(built_file: Callable[[str, str], Path], tmp_path: Path) -> None:
    folder, first, second = built_file(LEDGER, "pdf").parent, tmp_path / "1.png", tmp_path / "2.png"
    for target in (first, second):
        done = draw(folder, target, *POINT)
        assert done.returncode == 0, done.stderr
    assert first.read_bytes() == second.read_bytes()
    with Image.open(first) as picture, Image.open(ROOT / "docs/images/point.png") as shown:
        assert picture.size == shown.size


def test_a_fact_that_no_sentence_prints_is_named(
    built_file: Callable[[str, str], Path], tmp_path: Path
) -> None:
    done = draw(built_file(LEDGER, "pdf").parent, tmp_path / "none.png", "没有的事实", *POINT[1:])
    assert done.returncode == 1
    assert "没有的事实" in done.stderr
    assert "Traceback" not in done.stderr
