"""The steps of docs/new-region.md, run as they stand."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

# One worker makes the fixtures of the module.
pytestmark = pytest.mark.xdist_group("new region")

BLOCKS = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "new-region.md").read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[subprocess.CompletedProcess[str]]]:
    folder = tmp_path_factory.mktemp("steps")
    shutil.copytree(ROOT / "tests" / "sixth", folder, dirs_exist_ok=True)
    (folder / "classification").symlink_to(ROOT / "classification")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = [
        subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=folder,
            env=environment,
            text=True,
            capture_output=True,
            check=False,
        )
        for block in BLOCKS
    ]
    return folder, done


def test_every_step_runs(steps: tuple[Path, list[subprocess.CompletedProcess[str]]]) -> None:
    assert [(step.returncode, step.stderr) for step in steps[1] if step.returncode] == []


def test_the_form_of_the_next_year_says_what_differs(
    steps: tuple[Path, list[subprocess.CompletedProcess[str]]],
) -> None:
    built = json.loads((steps[0] / "build/liuxian/2025/002-kong/002-kong.json").read_text("utf-8"))
    table = next(table for table in built["tables"] if "对照表" in table["title"])
    assert table["title"] == "2025年单位性质与拨款对照表"
    assert [heading[-1] for heading in table["header"]][1:3] == ["合计", "财政性拨款"]
    text = "".join(paragraph["text"] for paragraph in built["paragraphs"])
    assert "收入总计0.5元，与2024年一样" in text
    assert "购买服务表" not in text


def test_the_new_region_is_built_in_every_format(
    steps: tuple[Path, list[subprocess.CompletedProcess[str]]],
) -> None:
    folder = steps[0] / "build/qixian/2024/001-shi"
    assert {file.suffix for file in folder.iterdir()} >= {".docx", ".xlsx", ".pdf", ".html", ".json"}
