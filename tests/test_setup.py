"""Without the right to install, set-up says what to run and fails; nothing is skipped."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

COMMAND = "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends "


def bare_machine(folder: Path) -> dict[str, str]:
    """A PATH on which no package is installed and nobody is root."""
    tools = {"dpkg-query": "exit 1", "id": "echo 1000", "sudo": "exit 1", "apt-get": "exit 99"}
    for name, body in tools.items():
        (folder / name).write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        (folder / name).chmod(0o755)
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}


@pytest.mark.parametrize(
    ("stage", "package"),
    [("build", "fonts-noto-cjk"), ("test", "libreoffice-writer-nogui"), ("test", "faketime")],
)
def test_the_command_to_run_is_printed(tmp_path: Path, stage: str, package: str) -> None:
    done = subprocess.run(
        [ROOT / "scripts" / "setup", stage, sys.executable],
        env=bare_machine(tmp_path),
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert COMMAND in done.stderr
    assert package in done.stderr


def test_an_old_python_is_refused(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\nexit 1\n', "utf-8")
    old.chmod(0o755)
    done = subprocess.run(
        [ROOT / "scripts" / "setup", "build", old], text=True, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert "3.11" in done.stderr
    assert "Python 3.9.2" in done.stderr
