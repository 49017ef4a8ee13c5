"""A department with many lines or projects costs in proportion to them: counted in calls, not in seconds."""

import cProfile
import pstats
from collections.abc import Callable
from pathlib import Path
from runpy import run_path

import pytest

from reportgen.commands.checking import check_file
from reportgen.repository.repository import Repository
from tests.conftest import LEDGER, ROOT

FEW, MANY = 150, 600
grown: Callable[[str, str, int], str] = run_path(str(ROOT / "bench" / "scale.py"))["grown"]


def calls(root: Path, kind: str, count: int) -> int:
    path = root / LEDGER
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(grown((ROOT / LEDGER).read_text("utf-8"), kind, count), "utf-8")
    repository = Repository(root)
    check_file(repository, path)
    profile = cProfile.Profile()
    profile.enable()
    checked = check_file(repository, path)
    profile.disable()
    assert checked.document is not None, checked.findings
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["lines", "projects"])
def test_work_grows_with_the_ledger_and_not_faster(kind: str, tmp_path: Path) -> None:
    for name in ("templates", "classification"):
        (tmp_path / name).symlink_to(ROOT / name)
    few, many = (calls(tmp_path, kind, count) for count in (FEW, MANY))
    assert many / few < MANY / FEW
