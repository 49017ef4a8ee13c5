"""make fresh says what it lacks, hands on where packages come from, fails with make and leaves nothing."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

SCRIPT = ROOT / "scripts" / "fresh"
# What stands for the tools that make a system: it says what it was asked for.
TOOLS = {
    "id": "echo 0",
    "unshare": 'while [ "${1#--}" != "$1" ]; do shift; done; exec "$@"',
    "debootstrap": 'for last; do :; done; echo "debootstrap $*" >&2; shift 4; '
    'mkdir -p "$2/etc" "$2/dev" "$2/proc" "$2/sys" "$2/usr/local/share/ca-certificates"',
    "mount": "exit 0",
    "chroot": 'shift; echo "chroot $*" >&2; exit "${MADE:-0}"',
}


Done = subprocess.CompletedProcess[str]


def run(folder: Path, *systems: str, without: str = "", **environment: str) -> Done:
    """Run the script where only the tools stand that it needs."""
    tools, temporary = folder / "tools", folder / "tmp"
    for made in (tools, temporary):
        made.mkdir()
    for name in ("bash", "cp", "dirname", "env", "git", "mktemp", "rm", "tail", "mkdir"):
        found = next(path for path in os.get_exec_path() if (Path(path) / name).exists())
        (tools / name).symlink_to(Path(found) / name)
    for name, body in TOOLS.items():
        (tools / name).write_text(f"#!/bin/bash\n{body}\n", "utf-8")
        (tools / name).chmod(0o755)
    if without:
        (tools / without).unlink()
    done = subprocess.run(
        [SCRIPT, *systems],
        env={"PATH": str(tools), "TMPDIR": str(temporary), **environment},
        text=True,
        capture_output=True,
        check=False,
    )
    assert list(temporary.iterdir()) == []
    return done


def asked(done: Done, tool: str) -> list[str]:
    return [line for line in done.stderr.splitlines() if line.startswith(f"{tool} ")]


def test_both_debians_are_made_and_everything_is_run(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0, done.stderr
    assert [
        suite in line for suite, line in zip(("bookworm", "trixie"), asked(done, "debootstrap"), strict=True)
    ]
    assert [line.endswith("make -C /reportgen all test") for line in asked(done, "chroot")] == [True, True]
    assert "== trixie：make all test 通过" in done.stdout


def test_mirrors_and_targets_are_taken_from_the_environment(tmp_path: Path) -> None:
    certificate = tmp_path / "certificate.crt"
    certificate.write_text("certificate", "utf-8")
    done = run(
        tmp_path,
        "trixie",
        MIRROR_DEBIAN="http://mirror.invalid/debian",
        PIP_INDEX_URL="http://index.invalid/simple",
        PIP_CERT=str(certificate),
        FRESH_TARGETS="all check",
    )
    assert done.returncode == 0, done.stderr
    (made,) = asked(done, "debootstrap")
    (ran,) = asked(done, "chroot")
    assert "http://mirror.invalid/debian" in made
    assert "PIP_INDEX_URL=http://index.invalid/simple" in ran
    assert "PIP_CERT=/usr/local/share/ca-certificates/fresh.crt" in ran
    assert ran.endswith("make -C /reportgen all check")


def test_what_fails_there_fails_here(tmp_path: Path) -> None:
    done = run(tmp_path, "bookworm", "trixie", MADE="2")
    assert done.returncode == 2
    assert "通过" not in done.stdout
    assert len(asked(done, "chroot")) == 1


@pytest.mark.parametrize("tool", ["debootstrap", "unshare", "chroot"])
def test_a_tool_that_is_not_there_is_named(tmp_path: Path, tool: str) -> None:
    done = run(tmp_path, without=tool)
    assert done.returncode == 1
    assert f"没有 {tool}。请安装：apt-get install" in done.stderr


def test_a_system_that_nobody_tried_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path, "jessie")
    assert done.returncode == 1
    assert done.stderr == "只能是 bookworm、trixie、noble：jessie\n"


def test_only_root_can_make_systems(tmp_path: Path) -> None:
    done = subprocess.run(
        [SCRIPT],
        env={**os.environ, "PATH": f"{nobody(tmp_path)}:{os.environ['PATH']}"},
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "要有 root 的权限。请运行：sudo make fresh\n"


def nobody(folder: Path) -> Path:
    (folder / "id").write_text("#!/bin/sh\necho 1000\n", "utf-8")
    (folder / "id").chmod(0o755)
    return folder
