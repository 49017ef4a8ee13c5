"""What is costly to make is made once a run, by whichever worker of xdist needs it first."""

import fcntl
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Shared:
    """Folders that all workers of a run read and none changes."""

    root: Path

    def folder(self, name: str, make: Callable[[Path], None]) -> Path:
        """Return the folder of this name, filled by *make* unless another worker has done so."""
        folder = self.root / name
        made = self.root / f"{name}.made"
        with (self.root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                made.touch()
        return folder


def shared_by_workers(factory: pytest.TempPathFactory) -> Shared:
    """Share what one run makes, and nothing with other runs: a worker's folder lies in that of the run."""
    own = factory.getbasetemp()
    return Shared((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own).resolve())
