"""All files of a document or none: what keeps one from being written leaves the old ones, and is said."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen.commands import writing
from reportgen.commands.volume.building import build_volume
from reportgen.commands.volume.printing import VolumePrinting
from reportgen.commands.writing import in_place_of, reading_begins, replace_files
from reportgen.renderers.output import Output
from reportgen.repository.repository import Repository
from tests.commands.trees import put_tree
from tests.conftest import EXAMPLE_LEDGER, Edit, make, reportgen

COMMAND = Path(sys.executable).with_name("reportgen")
FOLDER = "build/shili/2024/900-shili"
TEMPLATE = "templates/shili-2024/说明.j2"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def leftovers(folder: Path) -> list[Path]:
    return [*folder.rglob(".new.*"), *folder.rglob(".old.*")]


def refused(done: subprocess.CompletedProcess[str], reason: str) -> None:
    assert done.returncode == 1, done.stderr
    assert "error[A103] 写不了" in done.stderr
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def built(example: Repository, edit: Edit) -> Path:
    """The folder of a ledger that was built, and has changed since."""
    reportgen(example.root, "build", "--format", "json", "--format", "docx")
    edit(EXAMPLE_LEDGER, ("负责全市档案工作", "负责全市的档案工作"))
    return example.root / FOLDER


def rebuild(built: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    command = [str(COMMAND), "build", "--format", "json", "--format", "docx"]
    return subprocess.run(command, cwd=built.parents[3], text=True, capture_output=True, check=False, **more)


def test_a_limit_of_file_sizes_leaves_the_old_files(built: Path) -> None:
    before = contents(built)
    done = rebuild(built, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000)))
    refused(done, "超过了文件大小的限制")
    assert f"“{FOLDER}/900-shili.json”" in done.stderr
    assert contents(built) == before
    assert leftovers(built.parents[2]) == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_leaves_the_old_files(built: Path) -> None:
    disk = built.parents[2]
    shutil.rmtree(disk)
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96k", "none", disk], check=False)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        assert rebuild(built).returncode == 0
        before = contents(built)
        (disk / "large").write_bytes(bytes(56_000))
        refused(rebuild(built), "磁盘满了")
        assert contents(built) == before
        assert leftovers(disk) == []
        (disk / "large").unlink()
        assert rebuild(built).returncode == 0
    finally:
        subprocess.run(["umount", disk], check=True)


def protected(path: Path) -> Callable[[], int]:
    """Keep even root from changing *path*, until what is returned is called."""
    if subprocess.run(["chattr", "+i", path], check=False, capture_output=True).returncode:
        pytest.skip("nothing can be protected here")
    return lambda: subprocess.check_call(["chattr", "-i", path])


@pytest.mark.parametrize(
    ("place", "reason"), [("900-shili.docx", "不许改动"), (".", "没有权限"), ("..", "不许改动")]
)
def test_what_is_protected_is_not_replaced(built: Path, place: str, reason: str) -> None:
    before = contents(built)
    release = protected(built / place)
    try:
        refused(rebuild(built), reason)
    finally:
        release()
    assert contents(built) == before
    assert leftovers(built.parents[2]) == []


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_left_alone(built: Path) -> None:
    before = contents(built)
    built.chmod(0o555)
    refused(rebuild(built), "没有权限")
    assert contents(built) == before


def test_a_folder_in_the_place_of_a_file_is_left_alone(built: Path) -> None:
    (built / "900-shili.docx").unlink()
    (built / "900-shili.docx").mkdir()
    (built / "900-shili.docx" / "mine").touch()
    before = contents(built)
    refused(rebuild(built), f"“{FOLDER}/900-shili.docx”：那里是文件夹，不是文件")
    assert contents(built) == before
    assert (built / "900-shili.docx" / "mine").exists()


@pytest.mark.parametrize("place", ["build", "build/shili", FOLDER])
def test_a_file_in_the_place_of_a_folder_is_left_alone(built: Path, place: str) -> None:
    file = built.parents[3] / place
    shutil.rmtree(file)
    file.write_text("mine", "utf-8")
    refused(rebuild(built), f"“{place}”：那里是文件，不是文件夹")
    assert file.read_text("utf-8") == "mine"


def test_a_volume_that_cannot_be_written_leaves_the_old_one(
    example: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = example.root / "build/shili/2024/volume"
    (old / "shili-2024.pdf").mkdir(parents=True)
    (old / "shili-2024.json").write_text("old", "utf-8")
    monkeypatch.setattr(VolumePrinting, "files", lambda *_: {"pdf": b"new", "json": b"new"})
    paths = [example.root / EXAMPLE_LEDGER]
    done = build_volume(example, paths, example.root / "build", jobs=1, progress=lambda *_: None)
    assert [finding.code for finding in done.findings if finding.is_error] == ["A103"]
    assert done.files == ()
    assert contents(old) == {"shili-2024.json": b"old"}


def test_what_else_lies_in_the_folder_stays(built: Path) -> None:
    (built / "批注.txt").write_text("mine", "utf-8")
    (built / "旧版").mkdir()
    (built / "旧版" / "a.pdf").write_text("old", "utf-8")
    docx = (built / "900-shili.docx").read_bytes()
    assert reportgen(built.parents[3], "build", "--format", "json").returncode == 0
    assert (built / "批注.txt").read_text("utf-8") == "mine"
    assert (built / "旧版" / "a.pdf").read_text("utf-8") == "old"
    assert (built / "900-shili.docx").read_bytes() == docx


def planned(tree: Path) -> bool:
    """Whether make would build the ledger."""
    done = make(tree, "-n")
    assert done.returncode == 0, done.stderr
    return "reportgen build" in done.stdout


def test_what_is_edited_while_a_build_runs_is_built_by_the_next_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = put_tree(tmp_path)
    render = Output.render
    for file in (EXAMPLE_LEDGER, TEMPLATE, "classification/functional.yaml"):

        def edited(output: Output, form: str, *, file: str = file) -> bytes:
            (tree / file).touch()
            return render(output, form)

        with monkeypatch.context() as patch:
            patch.setattr(Output, "render", edited)
            assert reportgen(tree, "build").returncode == 0
        assert planned(tree), file
        assert reportgen(tree, "build").returncode == 0
        assert not planned(tree)


def test_a_template_that_was_read_and_is_gone_when_the_build_ends_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = put_tree(tmp_path)
    render = Output.render

    def without(output: Output, form: str) -> bytes:
        (tree / TEMPLATE).unlink(missing_ok=True)
        return render(output, form)

    monkeypatch.setattr(Output, "render", without)
    assert reportgen(tree, "build").returncode == 0
    assert planned(tree)


def test_formats_that_were_not_asked_for_are_known_to_be_old(tmp_path: Path) -> None:
    tree = put_tree(tmp_path)
    assert reportgen(tree, "build").returncode == 0
    (tree / TEMPLATE).touch()
    assert reportgen(tree, "build", "--format", "json").returncode == 0
    assert planned(tree)


def test_two_runs_write_one_after_the_other(built: Path) -> None:
    with in_place_of(built) as new:
        (new / "900-shili.json").write_text("first", "utf-8")
        other = subprocess.Popen(
            [COMMAND, "build", "--format", "json"], cwd=built.parents[3], stdout=-1, stderr=-1
        )
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(3)
        assert contents(new) == {"900-shili.json": b"first"}
    assert other.wait(30) == 0
    assert contents(built)["900-shili.json"] != b"first"
    assert leftovers(built.parents[2]) == []
    other.communicate()


def test_whoever_waits_too_long_is_told(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PATIENCE", 0)
    before = contents(built)
    with in_place_of(built.parent / "901-erdang"):
        done = reportgen(built.parents[3], "build", "--format", "json")
    refused(done, "另一次生成还没有写完")
    assert contents(built) == before


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit, OSError])
def test_a_run_that_is_stopped_clears_up(built: Path, end: type[BaseException]) -> None:
    before = contents(built)

    def stopped() -> None:
        with in_place_of(built) as new:
            (new / "900-shili.json").write_text("half", "utf-8")
            raise end

    with pytest.raises(end):
        stopped()
    assert contents(built) == before
    assert leftovers(built.parents[2]) == []


def test_a_file_system_without_exchange_takes_all_files_too(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(writing, "exchange", none)
    replace_files(built, {"900-shili.json": b"new"}, reading_begins())
    assert contents(built)["900-shili.json"] == b"new"
    assert (built / "900-shili.docx").is_file()
    assert leftovers(built.parents[2]) == []
