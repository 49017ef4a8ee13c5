"""A repository under git, and the proof of what is edited in it."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest

from tests.conftest import EXAMPLE, EXAMPLE_LEDGER, ROOT, Edit, editor, reportgen

DPI = 72
FOLDER = "build/proof/shili/2024/900-shili"
# 1,000 元 go from office supplies to scanning; no total changes.
AMOUNTS = (
    (
        "经济科目: 30201, 资金来源: 一般公共预算, 金额: 134567.89",
        "经济科目: 30201, 资金来源: 一般公共预算, 金额: 133567.89",
    ),
    ("金额: 96000.00", "金额: 97000.00"),
)
_WORD = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>')


@dataclass(frozen=True)
class Outcome:
    status: int
    lines: list[str]
    messages: str

    @property
    def pages(self) -> list[str]:
        """The lines without ledger and picture: 改 3 → 3."""
        return [line.partition(": ")[2].partition(" build/")[0] for line in self.lines]


@dataclass(frozen=True)
class Place:
    """A word on a page, as poppler finds it, in points."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Library:
    """A repository of ledgers, its state committed once on main."""

    root: Path
    edit: Edit

    def git(self, *arguments: str) -> str:
        return git(self.root, *arguments)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "state")

    def proof(self, *arguments: str) -> Outcome:
        done = reportgen(self.root, "proof", "--dpi", str(DPI), "--jobs", "1", *arguments)
        return Outcome(done.returncode, done.stdout.splitlines(), done.stderr)

    def places(self, ledger: str) -> list[Place]:
        """Where the words of the document stand now, by a reader that has no part in the proof."""
        made = reportgen(self.root, "build", ledger, "--format", "pdf", "--out", "printed")
        found = subprocess.run(
            ["pdftotext", "-bbox", self.root / made.stdout.strip(), "-"], capture_output=True, check=True
        )
        pages = found.stdout.decode().split("<page ")[1:]
        return [
            Place(number, text, *map(float, box))
            for number, page in enumerate(pages, 1)
            for *box, text in _WORD.findall(page)
        ]


@dataclass(frozen=True)
class Changed:
    """A library whose ledger was changed, where its words stood and stand, and what the proof says."""

    library: Library
    before: list[Place]
    done: Outcome
    after: list[Place]


def git(folder: Path, *arguments: str) -> str:
    """Run git with the settings of no user."""
    names = ("AUTHOR", "COMMITTER")
    person = {f"GIT_{name}_{key}": "tester@example.org" for name in names for key in ("NAME", "EMAIL")}
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **person, **settings},
        text=True,
        capture_output=True,
        check=True,
    )
    return done.stdout


def put_under_git(folder: Path) -> None:
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "state")


@pytest.fixture(scope="session")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("committed")
    copytree(EXAMPLE, folder, dirs_exist_ok=True)
    copytree(ROOT / "classification", folder / "classification")
    (folder / ".gitignore").write_text("/build/\n/printed/\n", "utf-8")
    put_under_git(folder)
    return folder


@pytest.fixture
def library(committed: Path, tmp_path: Path) -> Library:
    root = tmp_path.resolve() / "library"
    copytree(committed, root)
    return Library(root, editor(root))


@pytest.fixture(scope="module")
def changed(committed: Path, tmp_path_factory: pytest.TempPathFactory) -> Changed:
    """A ledger with other amounts and its proof, for tests that only look at it."""
    root = tmp_path_factory.mktemp("changed").resolve() / "library"
    copytree(committed, root)
    library = Library(root, editor(root))
    before = library.places(EXAMPLE_LEDGER)
    library.edit(EXAMPLE_LEDGER, *AMOUNTS)
    return Changed(library, before, library.proof(), library.places(EXAMPLE_LEDGER))
