"""What a pull request may bring under `budgets/` and `templates/`: make and every command on the same set."""

import os
import shutil
import unicodedata
from pathlib import Path
from time import time
from typing import Any

import pikepdf
import pytest

from reportgen.repository.ledger_files import find_ledgers
from tests.commands.proof.conftest import put_under_git
from tests.commands.trees import put_tree
from tests.conftest import make, reportgen
from tests.repository.test_ledger_files import BAD, GOOD

FOLDER = "budgets/shili/2024"
LEDGER = f"{FOLDER}/900-shili.yaml"
# What names may make a shell or make do: write a file of this name.
TRAPS = ("x&id>pwned&y", "a`{touch,pwned}`", "$(touch pwned)", "$(shell touch pwned)", "a;touch pwned;")
Factory = pytest.TempPathFactory


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return put_tree(tmp_path)


def copies(tree: Path, *names: str) -> None:
    for name in names:
        path = tree / FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tree / LEDGER, path)


def of_make(tree: Path) -> list[str]:
    """The ledgers that make finds."""
    rule = "--eval=ledgers: ; @printf '%s\\n' $(foreach name,$(LEDGERS),'$(name)')"
    return make(tree, "--silent", rule, "ledgers").stdout.removesuffix("\n").split("\n")


def test_names_run_nothing_are_named_and_hold_up_no_other_department(tree: Path) -> None:
    copies(tree, *(f"{name}.yaml" for name in (*TRAPS, "133 营商局", "133 - 副本", "a#b", "a:b", "a%b")))
    (tree / FOLDER / ".#900-shili.yaml").symlink_to("user@host.1234")
    copies(tree, "（甲）局(1).yaml")
    done = make(tree, "-j2")
    assert done.returncode == 2
    assert not list(tree.rglob("pwned"))
    for stem in ("900-shili", "（甲）局(1)"):
        assert (tree / "build/shili/2024" / stem / f"{stem}.pdf").is_file()
    errors = [line for line in (done.stdout + done.stderr).splitlines() if "error[E109]" in line]
    assert len(errors) == len(TRAPS) + 6
    again = make(tree)
    assert again.returncode == 2
    assert "reportgen build" not in again.stdout


def test_every_way_to_use_the_ledgers_names_what_is_none(tree: Path) -> None:
    copies(tree, "133 营商局.yaml")
    put_under_git(tree)
    for arguments, out in (
        (("check",), "stdout"),
        (("check", FOLDER), "stdout"),
        (("check", "--names"), "stdout"),
        (("build", "--format", "json"), "stderr"),
        (("volume", FOLDER), "stderr"),
        (("proof", "--against", "HEAD"), "stderr"),
    ):
        done = reportgen(tree, *arguments)
        assert done.returncode == 1, arguments
        assert f"{FOLDER}/133 营商局.yaml:1:1: error[E109] 文件名不能有空格" in getattr(done, out)
    assert (tree / "build/shili/2024/900-shili/900-shili.json").is_file()
    assert not (tree / "build/shili/2024/volume").exists()


@pytest.mark.parametrize("place", ["budgets/133.yaml", "budgets/shili/133.yaml", "budgets/zzz/a/b/133.yaml"])
def test_a_volume_is_not_bound_without_a_ledger_that_may_be_of_it(tree: Path, place: str) -> None:
    (tree / place).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(tree / LEDGER, tree / place)
    done = reportgen(tree, "volume", FOLDER)
    assert done.returncode == 1
    assert f"{place}:1:1: error[E216]" in done.stderr
    assert not (tree / "build").exists()


def test_a_volume_is_bound_when_a_file_of_another_region_is_odd(tree: Path) -> None:
    odd = tree / "budgets/beishi/2024/133 营商局.yaml"
    odd.parent.mkdir(parents=True)
    odd.touch()
    assert reportgen(tree, "volume", FOLDER).returncode == 0


def test_a_file_that_is_named_and_is_no_ledger_is_refused(tree: Path) -> None:
    copies(tree, "133 营商局.yaml", "a/133.yaml")
    (tree / FOLDER / "passwd.yaml").symlink_to("/etc/passwd")
    os.mkfifo(tree / FOLDER / "pipe.yaml")
    (tree / "elsewhere.yaml").symlink_to(tree / LEDGER)
    for path, code in (
        (f"{FOLDER}/133 营商局.yaml", "E109"),
        (f"{FOLDER}/a/133.yaml", "E216"),
        (f"{FOLDER}/passwd.yaml", "E101"),
        (f"{FOLDER}/pipe.yaml", "E101"),
        ("elsewhere.yaml", "E216"),
        ("/etc/passwd", "E109"),
    ):
        done = reportgen(tree, "build", path)
        assert done.returncode == 1, path
        assert f"{path}:1:1: error[{code}]" in done.stderr
        assert "root:" not in done.stdout + done.stderr
    assert not (tree / "build").exists()


def test_last_years_ledger_that_is_a_link_is_refused(tree: Path) -> None:
    before = tree / LEDGER.replace("/2024/", "/2023/")
    before.parent.mkdir()
    before.symlink_to("/etc/passwd")
    done = reportgen(tree, "check", LEDGER)
    assert done.returncode == 1
    assert f"{LEDGER.replace('/2024/', '/2023/')}:1:1: error[E101]" in done.stdout
    assert "root:" not in done.stdout


def test_one_ledger_does_not_take_the_place_of_another(tree: Path) -> None:
    reportgen(tree, "build", "--format", "json")
    built = tree / "build/shili/2024/900-shili/900-shili.json"
    before = built.read_bytes()
    for place in ("budgets/zzz/a/b", "budgets/zzz/2024", "budgets/shili/2023", "budgets/shili/2024/2024"):
        ledger = tree / place / "900-shili.yaml"
        ledger.parent.mkdir(parents=True, exist_ok=True)
        text = (tree / LEDGER).read_text("utf-8")
        ledger.write_text(text.replace("1234567.89", "1234567.98").replace("134567.89", "134567.98"), "utf-8")
        done = reportgen(tree, "build", str(ledger.relative_to(tree)), "--format", "json")
        assert (done.returncode, "E216" in done.stderr) == (1, True), place
        assert built.read_bytes() == before
        ledger.unlink()


@pytest.mark.parametrize("kept", ["", "budgets", "budgets/README.md"])
def test_no_ledger_at_all_is_no_success(tree: Path, kept: str) -> None:
    shutil.rmtree(tree / "budgets")
    if kept:
        (tree / kept).parent.mkdir(exist_ok=True)
        (tree / kept).touch() if kept.endswith(".md") else (tree / kept).mkdir()
    put_under_git(tree)
    for command in (("check",), ("build",), ("proof", "--against", "HEAD"), ("check", "--names")):
        done = reportgen(tree, *command)
        assert done.returncode == 2, command
        assert "没有找到台账" in done.stderr
    for goal in ("all", "volume", "check"):
        assert make(tree, goal).returncode == 2


def test_a_ledger_with_errors_holds_up_no_other(tree: Path) -> None:
    copies(tree, "800-huai.yaml", "999-hao.yaml")
    path = tree / FOLDER / "800-huai.yaml"
    path.write_text(path.read_text("utf-8").replace("项目支出:", "项目支岀:"), "utf-8")
    done = make(tree)
    assert done.returncode == 2
    assert "800-huai.yaml" in done.stderr
    for stem in ("900-shili", "999-hao"):
        assert (tree / "build/shili/2024" / stem / f"{stem}.docx").is_file()


def test_make_and_the_program_find_the_same_ledgers(tree: Path) -> None:
    copies(tree, *(f"{stem}.yaml" for stem in (*GOOD, *BAD)), "a.yml", "b.YAML", "c/d.yaml")
    (tree / FOLDER / "link.yaml").symlink_to("900-shili.yaml")
    (tree / FOLDER / "folder.yaml").mkdir()
    ours = find_ledgers(tree)
    found = of_make(tree)
    assert set(ours.labels) <= set(found)
    # make knows no Unicode: such a name gets as far as the program, which refuses it, and no shell minds it.
    more = set(found) - set(ours.labels)
    assert more <= {stray.label for stray in ours.strays}
    assert not any(name.isascii() or "Cc" in map(unicodedata.category, name) for name in more)


def test_names_of_templates_run_nothing_either(tree: Path) -> None:
    form = tree / "templates/shili-2024"
    for name in (*(f"{trap}.j2" for trap in TRAPS), *(f"{trap}.txt" for trap in TRAPS), "说明 副本.docx"):
        (form / name).write_text("{# 空 #}", "utf-8")
    done = make(tree)
    assert (done.returncode, done.stderr.count("error[E109]")) == (2, len(TRAPS))
    for trap in TRAPS:
        (form / f"{trap}.j2").unlink()
    for goal in ("all", "all", "volume"):
        assert make(tree, goal).returncode == 0
    assert "reportgen" not in make(tree).stdout
    assert not list(tree.rglob("pwned"))


def test_the_name_of_a_form_runs_nothing(tree: Path) -> None:
    name = "$(shell touch pwned)"
    (tree / "templates/shili-2024").rename(tree / "templates" / name)
    ledger = tree / LEDGER
    ledger.write_text(ledger.read_text("utf-8").replace("表式: shili-2024", f"表式: {name}"), "utf-8")
    done = make(tree)
    assert (done.returncode, "error[E109]" in done.stderr) == (2, True)
    assert not list(tree.rglob("pwned"))


def test_a_thousand_ledgers_that_are_up_to_date_take_make_no_time(tree: Path) -> None:
    copies(tree, *(f"9{number:04}-ju.yaml" for number in range(1000)))
    reportgen(tree, "build", LEDGER, "--format", "json")
    depends = (tree / "build/shili/2024/900-shili/.depends.mk").read_text("utf-8").partition(": ")[2]
    for label in find_ledgers(tree).labels:
        stem = Path(label).stem
        folder = tree / "build/shili/2024" / stem
        folder.mkdir(exist_ok=True)
        targets = [folder / f"{stem}.{name}" for name in ("docx", "xlsx", "pdf", "html", "json")]
        for target in targets:
            target.touch()
        goals = " ".join(target.relative_to(tree).as_posix() for target in targets)
        (folder / ".depends.mk").write_text(f"{goals}: {depends.replace('900-shili', stem)}", "utf-8")
    times = []
    for _ in range(5):
        before = os.times()
        done = make(tree)
        after = os.times()
        assert "reportgen" not in done.stdout
        times.append(after.children_user + after.children_system - before[2] - before[3])
    assert min(times) < 0.3, times


def test_every_name_that_may_be_used_is_built_once_and_left_alone_then(tree: Path) -> None:
    copies(tree, *(f"{stem}.yaml" for stem in ("133(", "(133", "133)副本(", "133)", "z(", "（副本）133")))
    for name in ("x(", "x)y"):
        shutil.copytree(tree / "templates/shili-2024", tree / "templates" / name)
    text = (tree / LEDGER).read_text("utf-8")
    (tree / FOLDER / "133(.yaml").write_text(text.replace("表式: shili-2024", '表式: "x("'), "utf-8")
    (tree / FOLDER / "z(.yaml").write_text(text.replace("表式: shili-2024", "表式: x)y"), "utf-8")
    for odd in (
        "templates/shili-2024/lib(x)",
        "templates/x(/a(",
        "classification/lib(x)",
        "classification/zz)",
    ):
        (tree / odd).write_text("", "utf-8")
    first = make(tree)
    assert first.returncode == 0, first.stderr
    again = make(tree)
    assert (again.returncode, "reportgen" in again.stdout, again.stderr) == (0, False, "")
    before = tree / FOLDER.replace("2024", "2023") / "133(.yaml"
    before.parent.mkdir()
    before.touch()
    os.utime(before, (time() + 3600,) * 2)
    planned = [line for line in make(tree, "-n").stdout.splitlines() if "reportgen build" in line]
    assert any("2024/133(.yaml" in line for line in planned)


def test_a_repository_within_the_ledgers_is_none(tree: Path) -> None:
    for folder in ("budgets", "budgets/shili/2024", "budgets/evil/2024"):
        for name in ("classification", "templates"):
            (tree / folder / name).mkdir(parents=True)
            (tree / folder / name / "README").touch()
    inner = tree / "budgets/evil/2024" / LEDGER
    inner.parent.mkdir(parents=True)
    shutil.copy(tree / LEDGER, inner)
    (tree / "budgets/link").symlink_to(tree / "budgets/evil/2024")
    assert reportgen(tree, "build", LEDGER, "--format", "json").returncode == 0
    built = (tree / "build/shili/2024/900-shili/900-shili.json").read_bytes()
    for path in ("budgets/evil/2024", f"budgets/evil/2024/{LEDGER}", f"budgets/link/{LEDGER}"):
        done = reportgen(tree, "build", path, "--format", "json")
        assert (done.returncode, "error[E216]" in done.stderr) == (1, True), (path, done.stderr)
    assert (tree / "build/shili/2024/900-shili/900-shili.json").read_bytes() == built


def test_ledgers_of_two_repositories_are_not_taken_for_one_another(
    tree: Path, tmp_path_factory: Factory
) -> None:
    other = tmp_path_factory.mktemp("other")
    for name in ("budgets", "templates", "classification"):
        shutil.copytree(tree / name, other / name)
    (tree / LEDGER).write_text("坏: 1", "utf-8")
    relative = os.path.relpath(other / LEDGER, tree)
    done = reportgen(tree, "check", relative, LEDGER)
    assert done.returncode == 1
    assert "error[E2" in done.stdout


@pytest.mark.parametrize("place", ["budgets/shili/2023", "budgets/shili/2025"])
def test_a_folder_behind_a_link_is_neither_read_nor_listed(
    tree: Path, tmp_path_factory: Factory, place: str
) -> None:
    foreign = tmp_path_factory.mktemp("foreign")
    for name in ("900-shili.yaml", "900-SHILI.yaml"):
        (foreign / name).write_text("金额: x9SECRET", "utf-8")
    (tree / place).symlink_to(foreign)
    for command in (("check", LEDGER), ("check",), ("check", f"{place}/900-shili.yaml"), ("volume", place)):
        done = reportgen(tree, *command)
        shown = done.stdout + done.stderr
        assert "SECRET" not in shown
        assert "900-SHILI" not in shown
        if "2023" in place or command != ("check", LEDGER):
            assert done.returncode in {1, 2}, command


def test_nothing_that_a_file_or_a_name_says_gives_orders_to_a_terminal_or_to_github(tree: Path) -> None:
    form = "shili-2025\n::error::P"
    (tree / "templates" / form).mkdir()
    (tree / "templates" / form / "profile.yaml").touch()
    text = (tree / LEDGER).read_text("utf-8").replace("表式: shili-2024", '表式: "shili-2025\\n::error::Q"')
    orders = '"注\\n::add-mask::x\\e[2J": 1\n'
    (tree / LEDGER).write_text(
        text.replace("表式: shili-2024", '表式: "shili-2025\\n::error::Q"') + orders, "utf-8"
    )
    copies(tree, "##[stop-commands]x.yaml")
    for command in (("build",), ("check",), ("volume", FOLDER)):
        done = reportgen(tree, *command)
        shown = done.stdout + done.stderr
        assert not [line for line in shown.splitlines() if line.startswith("::")]
        assert "\x1b" not in shown
        assert "##[" not in shown


def test_a_department_does_not_take_places_of_the_volume(tree: Path) -> None:
    (tree / LEDGER).rename(tree / FOLDER / "table-1.yaml")
    assert reportgen(tree, "volume", FOLDER).returncode == 0
    with pikepdf.open(tree / "build/shili/2024/volume/shili-2024.pdf") as pdf:
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
        first = {key: pages[value[0].objgen] for key, value in names.items()}
    assert first["table-1"] < first["department/table-1"]
