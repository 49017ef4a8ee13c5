"""The same input gives the same bytes: on another day, in another folder, under another hash seed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import LEDGER, ROOT

# One worker makes the fixtures of the module.
pytestmark = pytest.mark.xdist_group("reproducible")

STEM = "dalian-xigang/2024/133-yingshang/133-yingshang"
FORMATS = ("docx", "xlsx", "pdf", "html", "json")


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document as it is built years later; make has built it today, in Shanghai, under seed 1."""
    folder = tmp_path_factory.mktemp("another") / "deeper"
    for name in ("budgets", "templates", "classification"):
        shutil.copytree(ROOT / name, folder / name)
    command = Path(sys.executable).with_name("reportgen")
    environment = {**os.environ, "PYTHONHASHSEED": "2", "TZ": "UTC"}
    day = "2031-11-20 23:59:58"
    subprocess.run(["faketime", day, command, "build", LEDGER], cwd=folder, env=environment, check=True)
    return folder / "build" / STEM


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_are_the_same(built_file: Callable[[str, str], Path], again: Path, name: str) -> None:
    assert built_file(LEDGER, name).read_bytes() == again.with_name(f"{again.name}.{name}").read_bytes()
