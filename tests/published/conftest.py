"""Builds what is held against the published documents, each ledger once."""

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.published.readers import READERS
from tests.published.readers.content import Content

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """The folder of files that the installed command builds from a ledger."""

    @cache
    def build(ledger: Path) -> Path:
        out = tmp_path_factory.mktemp("build")
        command: list[str | Path] = [
            Path(sys.executable).with_name("reportgen"),
            "build",
            ledger,
            "--out",
            out,
        ]
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        assert done.returncode == 0, f"{ledger} was not built:\n{done.stdout}{done.stderr}"
        return out / ledger.relative_to("budgets").with_suffix("")

    return build


@pytest.fixture(scope="session")
def read(built: Callable[[Path], Path]) -> Callable[[Path, str], Content]:
    """What a file of one format, built from a ledger, says."""

    @cache
    def read_built(ledger: Path, suffix: str) -> Content:
        return READERS[suffix]((built(ledger) / ledger.stem).with_suffix(f".{suffix}"))

    return read_built
