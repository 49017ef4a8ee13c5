"""Where a run meets terminals, pipes, signals and other users: it answers in sentences."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from reportgen.commands.processes import LostProcessError, in_processes
from reportgen.repository.repository import Repository
from tests.commands.proof.conftest import put_under_git
from tests.conftest import EXAMPLE_LEDGER, Edit

COMMAND = str(Path(sys.executable).with_name("reportgen"))
RARE = "𠀋"


def run(folder: Path, *arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    done = subprocess.run([COMMAND, *arguments], cwd=folder, check=False, text=False, **streams)
    assert b"Traceback" not in (done.stderr or b""), done.stderr
    return done


@pytest.fixture
def spoilt(example: Repository, edit: Edit) -> Path:
    """A repository with faults, in the words of one is a character that few terminals have."""
    edit(EXAMPLE_LEDGER, ("项目支出:", f"项目支岀{RARE}:"))
    return example.root


def test_a_terminal_without_a_character_shows_all_findings(spoilt: Path) -> None:
    headline = rb"\n?\S+:\d+:\d+: error\[(\w+)\]"
    wanted = re.findall(headline, run(spoilt, "check").stdout)
    assert len(wanted) > 1
    for encoding in ("gbk", "gbk:strict", "latin-1", "ascii"):
        done = run(spoilt, "check", env=os.environ | {"PYTHONIOENCODING": encoding})
        assert (done.returncode, re.findall(headline, done.stdout)) == (1, wanted), encoding
        if encoding.startswith("gbk"):
            assert "未知的键“项目支岀\\ud840\\udc0b”" in done.stdout.decode("gbk")


def test_findings_as_json_say_the_same_in_every_encoding(spoilt: Path) -> None:
    wanted = json.loads(run(spoilt, "check", "--format", "json").stdout)
    for encoding in ("gbk", "latin-1"):
        done = run(spoilt, "check", "--format", "json", env=os.environ | {"PYTHONIOENCODING": encoding})
        assert json.loads(done.stdout.decode(encoding)) == wanted


@pytest.mark.parametrize("arguments", [("check", "--format", "json"), ("build", "--format", "json")])
def test_output_that_goes_to_a_full_disk_is_said(example: Repository, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run(example.root, *arguments, stdout=full)
        assert done.returncode == 1
        assert "磁盘满了" in done.stderr.decode()
        assert run(example.root, *arguments, stdout=full, stderr=full).returncode == 1


def test_a_reader_who_leaves_is_no_trouble(spoilt: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    assert run(spoilt, "check", stdout=writing).returncode == 1
    os.close(writing)


def test_streams_that_are_closed_are_no_trouble(example: Repository) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{COMMAND} check >&- 2>&- && {COMMAND} check >&-"],
        cwd=example.root,
        check=False,
        capture_output=True,
    )
    assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0)


@pytest.fixture
def departments(example: Repository) -> Path:
    text = (example.root / EXAMPLE_LEDGER).read_text("utf-8")
    for number in range(901, 905):
        (example.root / EXAMPLE_LEDGER).with_name(f"{number}.yaml").write_text(text, "utf-8")
    return example.root


def processes_of(session: int) -> list[str]:
    """The processes that still belong to a session, but for those that only wait to be counted."""
    found = subprocess.run(
        ["ps", "-s", str(session), "-o", "stat=,args="], check=False, capture_output=True, text=True
    )
    return [line for line in found.stdout.splitlines() if not line.startswith("Z")]


def started(folder: Path) -> subprocess.Popen[bytes]:
    """A build in two processes, which has written the first document."""
    # A shell lets what it runs in the background hear no Ctrl-C.
    hearing = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"{hearing}; from reportgen.cli import main; main()"
    run = subprocess.Popen(
        [sys.executable, "-c", program, "build", "--format", "json", "--jobs", "2"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert run.stdout is not None
    assert run.stdout.readline()
    return run


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 1), (signal.SIGTERM, 143)])
def test_whoever_is_stopped_leaves_quietly(departments: Path, number: int, status: int) -> None:
    run = started(departments)
    os.killpg(run.pid, number)
    _, messages = run.communicate(timeout=30)
    assert run.returncode == status
    assert b"Traceback" not in messages, messages.decode()


def test_processes_end_with_the_one_that_started_them(departments: Path) -> None:
    run = started(departments)
    run.kill()
    run.communicate()
    end = monotonic() + 20
    while processes_of(run.pid) and monotonic() < end:
        sleep(0.1)
    assert processes_of(run.pid) == []


def die(_: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def test_a_process_that_the_system_ends_is_said() -> None:
    with pytest.raises(LostProcessError):
        list(in_processes(die, (1, 2), 2))


def test_the_repository_of_another_user_is_said_to_be_so(example: Repository) -> None:
    put_under_git(example.root)
    environment = os.environ | {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "LC_ALL": "C.UTF-8"}
    done = run(example.root, "proof", env=environment)
    assert done.returncode == 2
    message = done.stderr.decode()
    assert "台账库属于别的用户，git 不读" in message
    assert f"git config --global --add safe.directory {example.root}" in message


def test_proofs_are_not_written_in_the_place_of_a_file(example: Repository) -> None:
    put_under_git(example.root)
    (example.root / "proof").write_text("mine", "utf-8")
    done = run(example.root, "proof", "--out", "proof", EXAMPLE_LEDGER)
    assert done.returncode == 1
    assert "proof”：那里是文件，不是文件夹" in done.stderr.decode()
    assert (example.root / "proof").read_text("utf-8") == "mine"
