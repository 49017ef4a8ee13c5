"""Fixtures: the repository itself, the files that make builds of it, a copy of the invented one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportgen.cli import commands
from reportgen.document.document import Document
from reportgen.repository.repository import Repository
from tests.sharing import Shared, shared_by_workers
from tests.unchecked import compose

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "tests" / "example"
EXAMPLE_LEDGER = "budgets/shili/2024/900-shili.yaml"
LEDGER = "budgets/dalian-xigang/2024/133-yingshang.yaml"

Edit = Callable[..., Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write golden texts anew")


@pytest.fixture(scope="session")
def repository() -> Repository:
    return Repository(ROOT)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    return shared_by_workers(tmp_path_factory)


@pytest.fixture(scope="session")
def tree(shared: Shared) -> Path:
    """A copy of the repository in which make has built every document."""
    return shared.folder("tree", _make_all)


def _make_all(folder: Path) -> None:
    for name in ("budgets", "templates", "classification", "src", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, folder)
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    for ready in (".ready", ".ready-test"):
        (folder / ".venv" / ready).touch()
    # Both are held against another seed and another time zone in test_reproducible.
    done = make(folder, "-j2", PYTHONHASHSEED="1", TZ="Asia/Shanghai")
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make as from a shell of its own, not as from the make that runs the tests."""
    outer = ("MAKE", "GITHUB_ACTIONS")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(outer)}
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env={**clean, **environment},
        text=True,
        errors="replace",
        capture_output=True,
        check=False,
    )


def reportgen(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command as its user does in a folder, without the start of a process."""
    settings = {"GITHUB_ACTIONS": None, "SOURCE_DATE_EPOCH": None, **environment}
    with chdir(folder):
        done = CliRunner().invoke(commands, arguments, env=settings)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def built_file(tree: Path) -> Callable[[str, str], Path]:
    """The file of one format that make has built from a ledger."""

    def file(ledger: str, suffix: str) -> Path:
        stem = Path(ledger).stem
        return tree / "build" / Path(ledger).relative_to("budgets").with_suffix("") / f"{stem}.{suffix}"

    return file


@pytest.fixture
def make_example(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], tuple[Repository, Edit]]:
    """Make copies of the invented repository that a test may edit."""

    def make() -> tuple[Repository, Edit]:
        folder = tmp_path_factory.mktemp("example").resolve()
        shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
        (folder / "classification").symlink_to(ROOT / "classification")
        return Repository(folder), editor(folder)

    return make


def editor(folder: Path) -> Edit:
    """Replace texts in a file beneath *folder*; each must stand there."""

    def replace(file: str, *pairs: tuple[str, str]) -> Path:
        path = folder / file
        text = path.read_text("utf-8")
        for old, new in pairs:
            assert old in text, f"{old!r} is not in {file}"
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")
        return path

    return replace


def drop_descriptions(example: Repository) -> None:
    """Take 项目说明 out of the ledger, for forms that print none."""
    ledger = example.root / EXAMPLE_LEDGER
    before, heading, after = ledger.read_text("utf-8").partition("\n项目说明:\n")
    assert heading
    ledger.write_text(before + after[len(after.partition("\n\n")[0]) :] + "\n", "utf-8")


@pytest.fixture
def example(make_example: Callable[[], tuple[Repository, Edit]]) -> Repository:
    return make_example()[0]


@pytest.fixture
def edit(example: Repository) -> Edit:
    return editor(example.root)


@pytest.fixture(scope="session")
def document(repository: Repository) -> Document:
    """The published department's document."""
    return composed(repository, LEDGER)


@pytest.fixture
def example_document(example: Repository) -> Document:
    return composed(example, EXAMPLE_LEDGER)


def composed(repository: Repository, ledger: str) -> Document:
    budget, findings = repository.budget(repository.root / ledger)
    assert budget is not None, findings
    profile, faults = repository.profile(budget.profile)
    assert profile is not None, faults
    return compose(budget, profile)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a file under review, or write it with --rewrite-golden."""

    def compare(file: Path, actual: str) -> None:
        if request.config.getoption("--rewrite-golden"):
            file.write_text(actual, "utf-8")
        assert file.read_text("utf-8") == actual, f"{file.name} differs: see make golden"

    return compare
