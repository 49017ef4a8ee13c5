"""The commands as their user runs them."""

import json
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit, reportgen

COMMAND = Path(sys.executable).with_name("reportgen")
OUTPUT = "build/shili/2024/900-shili"


def start(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, as its user does."""
    return subprocess.run([COMMAND, *arguments], cwd=folder, text=True, capture_output=True, check=False)


def test_build_writes_every_format_and_names_the_files(example: Repository) -> None:
    done = start(example.root, "build")
    assert done.returncode == 0
    expected = [f"{OUTPUT}/900-shili.{name}" for name in ("docx", "xlsx", "pdf", "html", "json")]
    assert done.stdout.splitlines() == expected
    assert all((example.root / name).stat().st_size > 0 for name in expected)
    assert sorted(file.name for file in (example.root / OUTPUT).iterdir()) == sorted(
        [".depends.mk", *(Path(name).name for name in expected)]
    )


def test_build_writes_only_the_formats_asked_for(example: Repository) -> None:
    done = reportgen(example.root, "build", EXAMPLE_LEDGER, "--format", "json", "--out", "elsewhere")
    assert done.stdout == "elsewhere/shili/2024/900-shili/900-shili.json\n"


def test_preview_is_a_page_of_its_own_beside_the_public_one(example: Repository) -> None:
    done = reportgen(example.root, "build", "--format", "html", "--preview")
    names = [f"{OUTPUT}/900-shili.{name}" for name in ("html", "preview.html")]
    assert done.stdout.splitlines() == names
    public, preview = ((example.root / name).read_text("utf-8") for name in names)
    assert f"{EXAMPLE_LEDGER}:" in preview
    assert EXAMPLE_LEDGER not in public


def test_build_with_errors_says_why_and_leaves_earlier_output_alone(example: Repository, edit: Edit) -> None:
    reportgen(example.root, "build", "--format", "json")
    file = example.root / OUTPUT / "900-shili.json"
    before = file.read_bytes()
    edit(EXAMPLE_LEDGER, ("金额: 134567.89", "金额: 134567.98"), ("类别: 人员经费", "类别: 人员费"))
    done = start(example.root, "build", "--format", "json")
    assert done.returncode == 1
    assert "error[E206]" in done.stderr
    assert "没有生成" in done.stderr
    assert done.stdout == ""
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".900")] == []


def test_one_ledger_with_errors_does_not_hold_up_the_others(example: Repository, edit: Edit) -> None:
    good = example.root / EXAMPLE_LEDGER
    good.with_name("901-huai.yaml").write_text(good.read_text("utf-8"), "utf-8")
    edit(EXAMPLE_LEDGER.replace("900-shili", "901-huai"), ("年度: 2024", "年度: 2024年"))
    done = reportgen(example.root, "build", "--format", "json", "--jobs", "2")
    assert done.returncode == 1
    assert done.stdout == f"{OUTPUT}/900-shili.json\n"
    assert "901-huai.yaml:4:5: error[E213]" in done.stderr
    assert "[2/2]" in done.stderr


def test_check_reports_every_fault_in_one_run(example: Repository, edit: Edit) -> None:
    edit(
        EXAMPLE_LEDGER,
        ("类别: 人员经费", "类别: 人员费"),
        ("金额: 1234567.89", "金额: 123万"),
        ("功能科目: 2010302, 经济科目: 30227", "功能科目: 2019999999, 经济科目: 30227"),
        ("内设机构:", "内设机购:"),
    )
    done = reportgen(example.root, "check")
    codes = re.findall(r"^\S+:(\d+):(\d+): (?:error|warning)\[(\w+)\] ", done.stdout, re.MULTILINE)
    assert {code for _, _, code in codes} == {"E202", "E203", "E205", "E206", "E207"}
    assert done.returncode == 1
    assert done.stderr.endswith("个错误，0 个警告。\n")


def test_check_lists_the_numbers_of_the_words_and_those_that_hang_on_nothing(
    example: Repository, edit: Edit
) -> None:
    edit(EXAMPLE_LEDGER, ("负责全市档案工作。", "负责全市档案工作，每份收费3元，管理专项资金77万元。"))
    done = reportgen(example.root, "check", "--figures")
    assert re.search(r"数据项 4，.*写明的数 3，金额 1，占比 0\n", done.stdout)
    assert "  66:18 写明的数 3元\n" in done.stdout
    assert "  66:27 [F203] 金额“77万元”不是台账里的数" in done.stdout
    assert done.returncode == 0


def test_check_as_json(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("项目支出:", "项目支岀:"))
    found = json.loads(reportgen(example.root, "check", "--format", "json").stdout)
    unknown = next(item for item in found if item["code"] == "E203")
    assert (unknown["path"], unknown["line"], unknown["column"]) == (EXAMPLE_LEDGER, 27, 1)
    assert unknown["hint"] == "是否应为“项目支出”？"


def test_check_annotates_by_itself_in_github_actions(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("项目支出:", "项目支岀:"))
    done = reportgen(example.root, "check", GITHUB_ACTIONS="true")
    assert f"::error file={EXAMPLE_LEDGER},line=27,col=1,title=E203::" in done.stdout


@pytest.mark.parametrize(("arguments", "status"), [((), 0), (("--strict",), 1)])
def test_warnings_fail_only_when_strict(example: Repository, arguments: tuple[str, ...], status: int) -> None:
    assert reportgen(example.root, "check", *arguments).returncode == status


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "missing.yaml"),
        ("build", "--format", "odt"),
        ("frobnicate",),
        ("build", "--jobs", "0"),
        ("build", "--epoch", "-1"),
    ],
)
def test_wrong_usage_exits_with_2(example: Repository, arguments: tuple[str, ...]) -> None:
    assert reportgen(example.root, *arguments).returncode == 2


def test_the_process_exits_with_2_too(example: Repository) -> None:
    assert start(example.root, "frobnicate").returncode == 2


def file_date(file: Path) -> str:
    """The date in the properties of a file."""
    data = file.read_bytes()
    if file.suffix != ".pdf":
        data = zipfile.ZipFile(BytesIO(data)).read("docProps/core.xml")
    found = re.search(rb"<(?:xmp:CreateDate|dcterms:created)[^>]*>([^T<]*)T00:00:00Z<", data)
    return found[1].decode() if found else ""


def test_properties_bear_the_date_of_the_ledger_else_of_the_environment_else_none(
    example: Repository, edit: Edit
) -> None:
    files = [example.root / OUTPUT / f"900-shili.{name}" for name in ("docx", "xlsx", "pdf")]
    page = files[0].with_suffix(".html")
    reportgen(example.root, "build", SOURCE_DATE_EPOCH="1700000000")
    assert [file_date(file) for file in files] == ["2024-02-05"] * 3
    edit(EXAMPLE_LEDGER, ("日期: 2024-02-05\n", ""))
    reportgen(example.root, "build")
    undated = page.read_bytes()
    assert [file_date(file) for file in files] == ["1980-01-01", "1980-01-01", ""]
    reportgen(example.root, "build", SOURCE_DATE_EPOCH="1700000000")
    assert [file_date(file) for file in files] == ["2023-11-14"] * 3
    assert page.read_bytes() == undated


def test_outside_a_repository_the_command_says_what_is_missing(tmp_path: Path) -> None:
    done = reportgen(tmp_path, "check")
    assert done.returncode == 2
    assert "classification/" in done.stderr


def test_messages_name_paths_from_the_root_of_the_repository(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("项目支出:", "项目支岀:"))
    done = reportgen(example.root / "budgets", "check", "shili/2024/900-shili.yaml")
    assert done.stdout.startswith(f"{EXAMPLE_LEDGER}:")


def test_commands_that_are_not_built_are_not_there(example: Repository) -> None:
    listed = re.findall(
        r"^  (\w+) ", reportgen(example.root, "--help").stdout.split("Commands:")[1], re.MULTILINE
    )
    assert listed == ["build", "check", "proof", "volume"]
