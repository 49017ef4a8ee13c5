"""A repository as a bureau keeps it, with the Makefile and the program, for make to work on."""

import shutil
import sys
from pathlib import Path

from tests.conftest import EXAMPLE, ROOT


def put_tree(folder: Path) -> Path:
    """Copy the invented repository with the Makefile and the program into *folder*."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    for name in ("classification", "src"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    (folder / "scripts").mkdir()
    (folder / "scripts" / "setup").touch()
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (folder / ".venv" / ".ready").touch()
    return folder
