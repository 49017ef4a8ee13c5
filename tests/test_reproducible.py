"""The same input gives the same bytes: on another day, in another folder, under another hash seed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LEDGER, ROOT

STEM = "dalian-xigang/2024/133-yingshang/133-yingshang"
FORMATS = ("docx", "xlsx", "pdf", "html", "json")


def build(folder: Path, seed: str, day: str) -> Path:
    for name in ("budgets", "templates", "classification"):
        shutil.copytree(ROOT / name, folder / name)
    command = Path(sys.executable).with_name("reportgen")
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai" if seed == "1" else "UTC"}
    subprocess.run(["faketime", day, command, "build", LEDGER], cwd=folder, env=environment, check=True)
    return folder / "build" / STEM


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    first = build(tmp_path_factory.mktemp("one"), "1", "2024-02-05 08:00:00")
    return first, build(tmp_path_factory.mktemp("another") / "deeper", "2", "2031-11-20 23:59:58")


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_are_the_same(builds: tuple[Path, Path], name: str) -> None:
    first, second = (path.with_name(f"{path.name}.{name}").read_bytes() for path in builds)
    assert first == second
