"""Write a document anew and be killed at every step: run as a program, which prints what each kill left.

A step is a line of the module that writes, or of `shutil`, which it uses.
"""

import errno
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

from reportgen.commands import writing

STEPS = {writing.__file__, shutil.__file__}
NAME = "900-shili"


def kill_at(step: int) -> None:
    """Let this process be killed before the line *step* of those that write."""
    left = step

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in STEPS:
            return None
        if event == "line":
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


def killed(step: int, folder: Path, files: dict[str, bytes]) -> bool:
    """Write *files* in a process that is killed at *step*; whether it was."""
    child = os.fork()
    if not child:
        kill_at(step)
        writing.replace_files(folder, files, writing.reading_begins())
        sys.settrace(None)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def state(folder: Path) -> dict[str, str]:
    """What a user sees in a folder: names and contents."""
    found = sorted(folder.iterdir()) if folder.exists() else []
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in found}


def beside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.parent.iterdir() if path != folder)


def steps(at: Path, old: Path, files: dict[str, bytes], stride: int) -> Iterator[dict[str, Any]]:
    for step in count(0, stride):
        folder = at / str(step) / NAME
        if old.exists():
            shutil.copytree(old, folder)
        else:
            folder.parent.mkdir()
        if not killed(step, folder, files):
            return
        left = {"step": step, "files": state(folder), "beside": beside(folder)}
        writing.replace_files(folder, files, writing.reading_begins())
        yield left | {"healed": state(folder), "still beside": beside(folder)}
        shutil.rmtree(folder.parent)


def no_exchange(*_: object) -> None:
    raise OSError(errno.EINVAL, "a file system that cannot exchange names")


if __name__ == "__main__":
    at, old, new = map(Path, sys.argv[1:4])
    exchange, stride = sys.argv[4:]
    if exchange == "without":
        writing.__dict__["exchange"] = no_exchange
    os.__dict__["fsync"] = lambda _: (
        None
    )  # a process that is killed takes nothing from the kernel, and disks are slow
    made = {path.name: path.read_bytes() for path in new.iterdir()}
    print(json.dumps(list(steps(at, old, made, int(stride)))))  # noqa: T201 - the program's result
