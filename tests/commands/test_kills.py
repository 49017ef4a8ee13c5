"""Whoever is killed while he writes leaves the old files or the new ones, and the next make puts it right.

A sample of the moments is tried; `KILLS=50 pytest tests/commands/test_kills.py` tries that many of each
command, and every step of writing.
"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import pikepdf
import pytest

from tests.commands.trees import put_tree
from tests.conftest import EXAMPLE_LEDGER, make

KILLS = int(os.environ.get("KILLS", "0"))
FORMATS = ("docx", "xlsx", "pdf", "html", "json")
NAMES = {*(f"900-shili.{name}" for name in FORMATS), ".depends.mk"}
PROGRAM = Path(__file__).with_name("every_step.py")


@pytest.mark.parametrize("exchange", ["with", "without"])
@pytest.mark.parametrize("before", ["first", "again"])
def test_killed_at_any_step_of_writing_all_files_are_old_or_all_are_new(
    tmp_path: Path, before: str, exchange: str
) -> None:
    old, new, place = (tmp_path / name for name in ("old", "new", "place"))
    place.mkdir()
    for folder in (old, new) if before == "again" else (new,):
        folder.mkdir()
        for name in NAMES:
            (folder / name).write_text(f"{name} {folder.name}" * 1000, "utf-8")
    if before == "again":
        (old / "批注.txt").write_text("mine", "utf-8")
    command = [sys.executable, *map(str, (PROGRAM, place, old, new)), exchange, "1" if KILLS else "7"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    steps = json.loads(done.stdout)
    assert len(steps) > (150 if KILLS else 20)
    kept = steps[0]["files"]
    made = steps[-1]["healed"]
    assert set(made) >= NAMES
    assert "批注.txt" in made or before == "first"
    for step in steps:
        # Without an exchange there may be no file at all between two names: make misses them.
        assert step["files"] in ((kept, made) if exchange == "with" else (kept, made, {})), step
        assert (step["healed"], step["still beside"]) == (made, []), step


def tree_of(folder: Path, stems: tuple[str, ...]) -> Path:
    """A repository with departments at the edition 1."""
    tree = put_tree(folder)
    text = (tree / EXAMPLE_LEDGER).read_text("utf-8")
    (tree / EXAMPLE_LEDGER).unlink()
    for stem in stems:
        own = text.replace("示例市档案局", f"示例市{stem}局第1稿").replace('"900', f'"{stem}')
        (tree / EXAMPLE_LEDGER).with_name(f"{stem}.yaml").write_text(own, "utf-8")
    return tree


def edit(tree: Path, edition: int) -> None:
    for ledger in (tree / EXAMPLE_LEDGER).parent.iterdir():
        text = re.sub("第[0-9]+稿", f"第{edition}稿", ledger.read_text("utf-8"))
        ledger.write_text(text, "utf-8")


def text_of(file: Path) -> str:
    """The text of a file, which must be whole."""
    if file.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(file) as opened:
            assert opened.testzip() is None
            return "".join(opened.read(name).decode("utf-8", "replace") for name in opened.namelist())
    if file.suffix == ".pdf":
        with pikepdf.open(file) as pdf, pdf.open_outline() as outline:
            titles = "".join(str(item.title) for item in outline.root)
            return str(pdf.open_metadata()) + titles
    text = file.read_text("utf-8")
    assert file.suffix != ".json" or json.loads(text)
    return text


def editions(folder: Path, names: list[str]) -> set[str]:
    """The editions that the files of a document are of; one is missing as a whole or not at all."""
    files = [folder / name for name in names]
    there = {file.exists() for file in files}
    if there == {False}:
        return set()
    assert there == {True}, folder
    found = [set(re.findall("第([0-9]+)稿", text_of(file))) for file in files]
    assert all(found), dict(zip(names, found, strict=True))
    return set.union(*found)


def documents_of(tree: Path, stems: tuple[str, ...]) -> dict[Path, list[str]]:
    folder = tree / "build/shili/2024"
    return {folder / stem: [f"{stem}.{name}" for name in FORMATS] for stem in stems}


def volume_of(tree: Path, _: tuple[str, ...]) -> dict[Path, list[str]]:
    return {tree / "build/shili/2024/volume": [f"shili-2024.{name}" for name in ("pdf", "xlsx", "json")]}


# What runs, the goal of make that heals it, the departments, the files, and how many kills the sample has.
COMMANDS = {
    "build": ([".venv/bin/reportgen", "build"], "all", ("900",), documents_of, 1),
    "make": (["make", "-j2"], "all", ("900", "901"), documents_of, 2),
    "volume": (["make", "volume"], "volume", ("900",), volume_of, 1),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_killed_at_any_moment_every_document_is_of_one_edition_and_make_heals(
    tmp_path: Path, command: str
) -> None:
    arguments, goal, stems, files_of, sample = COMMANDS[command]
    tree = tree_of(tmp_path, stems)
    documents = files_of(tree, stems)
    start = monotonic()
    assert make(tree, goal).returncode == 0
    duration = monotonic() - start
    moments = random.Random(command)  # noqa: S311 - a red run must be red again
    before = {document: {"1"} for document in documents}
    for edition in range(2, 2 + (KILLS or sample)):
        edit(tree, edition)
        kill_after(moments.uniform(0.1, 1.1) * duration, arguments, tree)
        for document, names in documents.items():
            found = editions(document, names)
            assert found in (before[document], {str(edition)}), (edition, document)
            before[document] = found
        if KILLS:
            healed(tree, goal, documents, edition)
            before = {document: {str(edition)} for document in documents}
    healed(tree, goal, documents, edition)


def healed(tree: Path, goal: str, documents: dict[Path, list[str]], edition: int) -> None:
    """One make later all is new, nothing else is left, and make knows."""
    done = make(tree, goal)
    assert done.returncode == 0, done.stderr
    for document, names in documents.items():
        assert editions(document, names) == {str(edition)}
    assert [*tree.glob("build/**/.new*"), *tree.glob("build/**/.old*")] == []
    assert "reportgen" not in make(tree, "-n", goal).stdout


def kill_after(seconds: float, arguments: list[str], tree: Path) -> None:
    """Start a command and kill it with all processes that it has started."""
    run = subprocess.Popen(
        arguments, cwd=tree, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    sleep(seconds)
    with suppress(ProcessLookupError):
        os.killpg(run.pid, signal.SIGKILL)
    run.wait()
