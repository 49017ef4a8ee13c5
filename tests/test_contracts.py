"""The import contracts bite: a module with a wrong import, written into a copy of the package, breaks one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

# One worker makes the fixtures of the module.
pytestmark = pytest.mark.xdist_group("contracts")

LINT = Path(sys.executable).with_name("lint-imports")
# Where a module is written, and what it may not import from there.
WRONG = (
    ("findings/wrong.py", "reportgen.source.parsing"),
    ("findings/wrong.py", "reportgen.money"),
    ("document/wrong.py", "reportgen.source.parsing"),
    ("source/wrong.py", "reportgen.renderers.fonts"),
    ("renderers/wrong.py", "reportgen.source.parsing"),
    ("renderers/wrong.py", "reportgen.readers.pages"),
    ("readers/wrong.py", "reportgen.renderers.output"),
    ("classification/wrong.py", "reportgen.ledger.model"),
    ("ledger/wrong.py", "reportgen.facts.facts"),
    ("facts/wrong.py", "reportgen.form.profile"),
    ("form/wrong.py", "reportgen.facts.vocabulary"),
    ("checks/wrong.py", "reportgen.facts.vocabulary"),
    ("checks/wrong.py", "reportgen.form.profile"),
    ("checks/wrong.py", "reportgen.composing.document"),
    ("composing/wrong.py", "reportgen.repository.repository"),
    ("composing/wrong.py", "reportgen.renderers.output"),
    ("repository/wrong.py", "reportgen.composing.document"),
    ("repository/wrong.py", "reportgen.readers.pages"),
    ("comparing/wrong.py", "reportgen.document.document"),
    ("commands/wrong.py", "reportgen.cli"),
)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT, "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src")},
        text=True,
        capture_output=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contracts")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    assert lint(folder).returncode == 0
    return folder


def test_every_wrong_import_breaks_a_contract(copy: Path) -> None:
    for place, target in WRONG:
        module = copy / "src" / "reportgen" / place
        module.write_text(f'"""Wrong."""\n\nimport {target}\n\n__all__ = ["{target}"]\n', "utf-8")
        done = lint(copy)
        module.unlink()
        assert done.returncode == 1, f"{place} may import {target}"
        assert "BROKEN" in done.stdout


def test_a_module_outside_the_rooms_breaks_the_contract(copy: Path) -> None:
    module = copy / "src" / "reportgen" / "helpers.py"
    module.write_text('"""Wrong."""\n', "utf-8")
    done = lint(copy)
    module.unlink()
    assert done.returncode == 1
    assert "helpers" in done.stdout + done.stderr


def test_every_room_says_what_it_is_for() -> None:
    for package in (ROOT / "src" / "reportgen").rglob("__init__.py"):
        assert package.read_text("utf-8").startswith('"""'), package
