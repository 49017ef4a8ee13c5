"""Which files are ledgers, and what is said of files that look like one and are none."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.repository.ledger_files import find_ledgers, ledger_fault, twin_fault
from reportgen.source.names import is_name

FOLDER = "budgets/shili/2024"
GOOD = (
    "133-yingshang",
    "yingshang",
    "营商局",
    "〇一二",
    "133_营商局.v2",
    "（副本）133",
    "133(副本)",
    "133)副本(",
    "𠀀",
)
BAD = (
    *("133 营商局", "133-营商局 - 副本", "a\u3000b", "a\tb", "a\nb"),
    *(
        "x&id>pwned&y",
        "a`{touch,b}`",
        "$(id)",
        "a$$b",
        "a;b",
        "a|b",
        "a<b",
        "a#b",
        "a:b",
        "a%b",
        "a=b",
        "a,b",
    ),
    *("a'b", 'a"b', "a\\b", "a*b", "a?b", "[a]", "a!b", "a@b", "a^b", "a+b", "~a", "-a", ".a", "_a"),
    *("a\u2028b", "a\u200bb", "a\u202eb", "a\x1bb", "a\x9bb", "e\u0301", "\uf900", "ａ", "é"),
)


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str], Path]:
    """Write a file into an empty repository."""

    def write(label: str) -> Path:
        path = tmp_path / label
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", "utf-8")
        return path

    return write


def found(root: Path) -> tuple[list[str], list[tuple[str, str]]]:
    files = find_ledgers(root)
    return list(files.labels), [(stray.label, stray.finding.code) for stray in files.strays]


@pytest.mark.parametrize("stem", GOOD)
def test_names_of_chinese_letters_digits_and_brackets_are_ledgers(
    stem: str, put: Callable[[str], Path], tmp_path: Path
) -> None:
    put(f"{FOLDER}/{stem}.yaml")
    assert is_name(stem)
    assert found(tmp_path) == ([f"{FOLDER}/{stem}.yaml"], [])


@pytest.mark.parametrize("stem", BAD)
def test_a_name_that_a_shell_or_a_reader_may_take_otherwise_is_named(
    stem: str, put: Callable[[str], Path], tmp_path: Path
) -> None:
    label = f"{FOLDER}/{stem}.yaml"
    put(label)
    assert not is_name(stem)
    assert found(tmp_path) == ([], [(label, "E109")])


@pytest.mark.parametrize(
    "name",
    ["a.yml", "a.YAML", "a.Yaml", "a.yaml.txt", "a。yaml", "ａ．ｙａｍｌ", "a.yaml ", "a.yaml.", ".yaml"],
)
def test_another_ending_is_named(name: str, put: Callable[[str], Path], tmp_path: Path) -> None:
    put(f"{FOLDER}/{name}")
    assert found(tmp_path) == ([], [(f"{FOLDER}/{name}", "E109")])


@pytest.mark.parametrize(
    "name", ["README.md", "批复.pdf", "a.yaml~", "a.yaml.bak", ".a.yaml.swp", ".gitkeep"]
)
def test_what_does_not_look_like_a_ledger_is_left_alone(
    name: str, put: Callable[[str], Path], tmp_path: Path
) -> None:
    put(f"{FOLDER}/{name}")
    assert found(tmp_path) == ([], [])


@pytest.mark.parametrize(
    "label",
    [
        "budgets/a.yaml",
        "budgets/shili/a.yaml",
        "budgets/shili/2024/b/a.yaml",
        "budgets/zzz/a/b/a.yaml",
        "budgets/示例/2024/a.yaml",
        "budgets/Shili/2024/a.yaml",
        "budgets/shili/2024年/a.yaml",
        "budgets/shili/24/a.yaml",
        "budgets/proof/2024/a.yaml",
    ],
)
def test_a_ledger_in_no_folder_of_a_region_and_year_is_named(
    label: str, put: Callable[[str], Path], tmp_path: Path
) -> None:
    put(label)
    assert found(tmp_path) == ([], [(label, "E216")])


@pytest.mark.parametrize("label", ["a.yaml", "templates/a.yaml", "/etc/a.yaml", "../budgets/x/2024/a.yaml"])
def test_a_ledger_elsewhere_is_none(label: str) -> None:
    fault = ledger_fault(label)
    assert fault is not None
    assert fault.code == "E216"


@pytest.mark.parametrize("stem", ["volume", "x" * 201, "汉" * 67])
def test_a_name_without_room_in_the_output_is_named(stem: str) -> None:
    fault = ledger_fault(f"{FOLDER}/{stem}.yaml")
    assert fault is not None
    assert fault.code == "E109"


def test_links_pipes_and_folders_are_no_ledgers(put: Callable[[str], Path], tmp_path: Path) -> None:
    put(f"{FOLDER}/a.yaml")
    folder = tmp_path / FOLDER
    (folder / "link.yaml").symlink_to("a.yaml")
    (folder / "dangling.yaml").symlink_to("nothing")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder / "device.yaml").symlink_to("/dev/zero")
    (folder / "folder.yaml").mkdir()
    (tmp_path / "budgets" / "other").symlink_to(tmp_path / "budgets" / "shili")
    (folder / "README").symlink_to("a.yaml")
    os.mkfifo(folder / "pipe.yaml")
    labels, strays = found(tmp_path)
    assert labels == [f"{FOLDER}/a.yaml"]
    names = ("dangling", "device", "folder", "link", "loop", "pipe")
    assert strays == [
        ("budgets/other", "E101"),
        *((f"{FOLDER}/{name}.yaml", "E101") for name in names),
    ]


def test_a_link_that_cannot_be_looked_at_is_no_fault_of_ours(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / "note").symlink_to("x" * 300)
    (tmp_path / FOLDER / "more.yaml").symlink_to("x" * 300)
    (tmp_path / "budgets" / "~$beishi").symlink_to("shili")
    assert found(tmp_path)[1] == [(f"{FOLDER}/more.yaml", "E101"), ("budgets/~$beishi", "E101")]


def test_settings_of_git_and_odd_files_of_forms_are_named(tmp_path: Path) -> None:
    for label in (
        "budgets/.gitattributes",
        "classification/.gitmodules",
        "templates/.gitattributes",
        "templates/a/b c.j2",
        "templates/a/说明.j2",
        "templates/a/b c.docx",
    ):
        (tmp_path / label).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / label).touch()
    (tmp_path / "templates/a/link.yaml").symlink_to("profile.yaml")
    assert found(tmp_path)[1] == [
        ("budgets/.gitattributes", "E109"),
        ("classification/.gitmodules", "E109"),
        ("templates/.gitattributes", "E109"),
        ("templates/a/b c.j2", "E109"),
        ("templates/a/link.yaml", "E101"),
    ]


def test_a_link_for_the_folder_of_all_ledgers_is_named(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "budgets").symlink_to("elsewhere")
    assert found(tmp_path) == ([], [("budgets", "E101")])


def test_a_file_that_an_editor_left_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / ".#a.yaml").symlink_to("user@host.1234")
    (stray,) = find_ledgers(tmp_path).strays
    assert (stray.finding.code, stray.folder) == ("E109", FOLDER)
    assert "编辑器" in stray.finding.sentence


def test_folders_a_thousand_deep_are_walked(tmp_path: Path) -> None:
    label = "budgets/" + "d/" * 1500
    descriptor = os.open(tmp_path, os.O_RDONLY)
    for part in label.split("/")[:-1]:
        os.mkdir(part, dir_fd=descriptor)
        below = os.open(part, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = below
    os.close(os.open("a.yaml", os.O_CREAT | os.O_WRONLY, dir_fd=descriptor))
    os.close(descriptor)
    assert found(tmp_path) == ([], [(f"{label}a.yaml", "E216")])
    subprocess.run(["rm", "-r", tmp_path / "budgets"], check=True)  # deeper than Python's own can go


@pytest.mark.parametrize(("own", "other"), [("A.yaml", "a.yaml"), ("a(1).yaml", "a（1）.yaml")])
def test_names_that_are_one_on_other_machines_are_named(
    own: str, other: str, put: Callable[[str], Path], tmp_path: Path
) -> None:
    put(f"{FOLDER}/{own}")
    put(f"{FOLDER}/{other}")
    for label in (f"{FOLDER}/{own}", f"{FOLDER}/{other}"):
        fault = twin_fault(tmp_path, label)
        assert fault is not None
        assert fault.code == "E220"
    put(f"{FOLDER}/b.yaml")
    assert twin_fault(tmp_path, f"{FOLDER}/b.yaml") is None
