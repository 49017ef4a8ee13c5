"""make builds what is out of date and nothing else."""

import os
import shutil
import subprocess
from pathlib import Path
from time import monotonic, time

import pytest

from tests.conftest import LEDGER, ROOT, make

LEDGERS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "budgets").rglob("*.yaml"))
TARGET = "build/dalian-xigang/2024/133-yingshang/133-yingshang"

# The tests change the times of files of the one tree.
pytestmark = pytest.mark.xdist_group("make")


def made(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = make(folder, *arguments)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done


def planned(folder: Path, *arguments: str) -> list[str]:
    """The commands that make would run."""
    return [line for line in made(folder, "-n", *arguments).stdout.splitlines() if "reportgen" in line]


def command(ledger: str) -> str:
    return f".venv/bin/reportgen build '{ledger}' --out 'build'"


def depends(tree: Path, ledger: str, file: str) -> bool:
    """Whether the budget was built from *file*, as reportgen wrote down; all are from the program."""
    folder = tree / "build" / Path(ledger).relative_to("budgets").with_suffix("")
    return file.startswith("src/") or file in (folder / ".depends.mk").read_text("utf-8").split()


def later(path: Path) -> None:
    stamp = time() + 3600
    os.utime(path, (stamp, stamp))


def test_volume_is_bound_anew_when_a_ledger_of_its_region_or_a_form_changes(tree: Path) -> None:
    folders = sorted({Path(ledger).parent.as_posix() for ledger in LEDGERS})
    assert len(planned(tree, "volume")) == len(folders)
    for folder in folders:
        region, year = Path(folder).parts[1:]
        out = tree / "build" / region / year / "volume"
        out.mkdir(parents=True)
        for form in ("pdf", "xlsx", "json"):
            (out / f"{region}-{year}.{form}").touch()
    assert planned(tree, "volume") == []
    changed = tree / "budgets/dalian-xigang/2024/133-yingshang.yaml"
    before = changed.stat().st_mtime
    later(changed)
    found = planned(tree, "volume")
    os.utime(changed, (before, before))
    bound = [line.split()[2].strip("'") for line in found]
    assert bound == ["budgets/dalian-xigang/2024", "budgets/dalian-xigang/2025"]
    assert len(planned(tree, "volume", "-W", "templates/yingkou-2024/volume.yaml")) == len(folders)


def test_volume_is_bound_anew_when_a_ledger_is_deleted(tree: Path) -> None:
    folder = tree / "budgets/dalian-xigang/2025"
    out = tree / "build/dalian-xigang/2025/volume"
    out.mkdir(parents=True, exist_ok=True)
    extra = folder / "104.yaml"
    extra.touch()
    try:
        for form in ("pdf", "xlsx", "json"):
            bound = out / f"dalian-xigang-2025.{form}"
            bound.touch()
            later(bound)
        goal = "build/dalian-xigang/2025/volume/dalian-xigang-2025.pdf"
        assert planned(tree, goal) == []
        extra.unlink()
        os.utime(folder, (time() + 7200,) * 2)
        assert len(planned(tree, goal)) == 1
    finally:
        extra.unlink(missing_ok=True)
        os.utime(folder)
        shutil.rmtree(out)


def test_files_of_a_deleted_ledger_are_named(tree: Path) -> None:
    old = tree / "build/dalian-xigang/2024/199-old"
    old.mkdir()
    (old / ".depends.mk").touch()
    assert "build/dalian-xigang/2024/199-old" in made(tree, "-n").stderr
    shutil.rmtree(old)
    assert made(tree, "-n").stderr == ""


def test_every_document_is_built(tree: Path) -> None:
    assert all((tree / f"{TARGET}.{name}").is_file() for name in ("docx", "xlsx", "pdf", "html", "json"))


def test_a_second_make_does_nothing_and_takes_no_time(tree: Path) -> None:
    start = monotonic()
    done = made(tree)
    assert "reportgen" not in done.stdout
    assert monotonic() - start < 1


@pytest.mark.parametrize(
    "file",
    [
        LEDGER,
        "templates/dalian-xigang-2024/tables.yaml",
        "templates/dalian-xigang-2024/情况说明.j2",
        "classification/functional.yaml",
        "src/reportgen/money.py",
    ],
)
def test_a_changed_file_rebuilds_the_budgets_that_depend_on_it(tree: Path, file: str) -> None:
    stamp = (tree / file).stat().st_mtime
    later(tree / file)
    try:
        assert planned(tree) == [command(ledger) for ledger in LEDGERS if depends(tree, ledger, file)]
        assert planned(tree, f"{TARGET}.pdf") == [command(LEDGER)]
    finally:
        os.utime(tree / file, (stamp, stamp))


def test_another_form_does_not_rebuild(tree: Path) -> None:
    other = tree / "templates" / "another-2024"
    other.mkdir()
    (other / "profile.yaml").write_text("", "utf-8")
    later(other / "profile.yaml")
    assert planned(tree) == []


def test_last_years_ledger_rebuilds_when_it_appears(tree: Path) -> None:
    before = tree / LEDGER.replace("/2024/", "/2023/")
    before.parent.mkdir()
    before.write_text("", "utf-8")
    later(before)
    try:
        assert command(LEDGER) in planned(tree)
    finally:
        shutil.rmtree(before.parent)


def test_help_lists_the_targets(tree: Path) -> None:
    shown = made(tree, "help").stdout
    assert all(f"make {name}" in shown for name in ("all", "test", "check", "bench", "clean"))
