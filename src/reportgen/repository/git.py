"""Earlier states of a repository: the only module that runs git."""

import os
import subprocess
from pathlib import Path

from reportgen.classification.tables import CLASSIFICATION
from reportgen.form.layers import TEMPLATES
from reportgen.repository.ledger_files import BUDGETS
from reportgen.repository.repository import Repository
from reportgen.source.files import SHARED_FOLDERS

_MAIN = ("main", "origin/main", "master", "origin/master")


class RevisionError(Exception):
    """There is no such state to be had; the text is one sentence for the user."""


def default_revision(repository: Repository) -> str:
    """Return the commit at which the work left the main branch; the last commit where there is none.

    Raises:
        RevisionError: the repository is not under git, or has no commit.
    """
    head = commit_of(repository, "HEAD")
    for name in _MAIN:
        if _git(repository.root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").returncode == 0:
            left = _git(repository.root, "merge-base", name, "HEAD")
            return left.stdout.decode().strip() or head
    return head


def commit_of(repository: Repository, revision: str) -> str:
    """Return the commit that *revision* names.

    Raises:
        RevisionError: there is no git, the repository is not under git, or the revision is unknown.
    """
    inside = _git(repository.root, "rev-parse", "--git-dir")
    if b"safe.directory" in inside.stderr:
        trust = _last_line(inside.stderr)  # the command that git asks for
        raise RevisionError(f"台账库属于别的用户，git 不读。信得过这个库，就先运行：{trust}")
    if inside.returncode:
        raise RevisionError(f"台账库不在 git 里，没有以前的版本可比（{_last_line(inside.stderr)}）。")
    found = _git(
        repository.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    if found.returncode:
        raise RevisionError(f"git 里没有版本“{revision}”。分支、标签、提交号都可以；git log 列出各次提交。")
    return found.stdout.decode().split()[-1]


def check_out(repository: Repository, commit: str, folder: Path) -> Repository:
    """Write ledgers, forms and classification as of *commit* beneath *folder*.

    An index of its own leaves that of the user alone.

    Raises:
        RevisionError: git could not write the files.
    """
    index = folder / "index"
    prefix = os.fsdecode(_must(repository.root, "rev-parse", "--show-prefix")).removesuffix("\n")
    top = Path(os.fsdecode(_must(repository.root, "rev-parse", "--show-toplevel")).removesuffix("\n"))
    wanted = [prefix + name for name in (BUDGETS, TEMPLATES, CLASSIFICATION)]
    _must(top, "read-tree", commit, index=index)
    files = _must(top, "ls-files", "-z", "--", *wanted, index=index)
    _must(
        top,
        "checkout-index",
        "--force",
        "-z",
        "--stdin",
        f"--prefix={folder}/tree/",
        given=files,
        index=index,
    )
    root = folder / "tree" / prefix
    root.mkdir(parents=True, exist_ok=True)
    _keep_shared(repository.root, root)
    return Repository(root.resolve())


def _keep_shared(now: Path, then: Path) -> None:
    """Let forms and classification that are kept for several repositories be found from elsewhere too.

    They are those of today: what was kept elsewhere is not in the history of this repository.
    """
    for name in SHARED_FOLDERS:
        if (then / name).is_symlink():
            (then / name).unlink()
            (then / name).symlink_to((now / name).resolve())


def _must(folder: Path, *arguments: str, given: bytes = b"", index: Path | None = None) -> bytes:
    done = _git(folder, *arguments, given=given, index=index)
    if done.returncode:
        raise RevisionError(f"git {arguments[0]} 没有成功：{_last_line(done.stderr)}")
    return done.stdout


def _git(
    folder: Path, *arguments: str, given: bytes = b"", index: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - no shell, and what the user gave is never taken for an option
            ["git", "--literal-pathspecs", *arguments],  # noqa: S607 - the git of the user
            cwd=folder,
            # In English, since what git refuses is told by its words.
            env=os.environ | {"LC_ALL": "C"} | ({"GIT_INDEX_FILE": str(index)} if index else {}),
            input=given,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as missing:
        raise RevisionError("没有安装 git。请安装：sudo apt-get install git") from missing


def _last_line(message: bytes) -> str:
    lines = message.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].strip() if lines else "没有说明"
