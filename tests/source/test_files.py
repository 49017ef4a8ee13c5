"""Only regular files inside the repository are read, up to a stated size."""

import os
import socket
from pathlib import Path

import pytest

from reportgen.source.files import MAX_BYTES, UnreadableError, is_there, names_in, read_bytes, read_text

LABEL = "budgets/shili/2024/a.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "budgets/shili/2024").mkdir(parents=True)
    (tmp_path / "secret").write_text("geheim", "utf-8")
    return tmp_path


def refusal(root: Path, label: str = LABEL) -> str:
    with pytest.raises(UnreadableError) as raised:
        read_bytes(root, label)
    return raised.value.sentence


def test_a_regular_file_is_read(root: Path) -> None:
    (root / LABEL).write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_text(root, LABEL) == "a: 1\n"
    assert names_in(root, "budgets/shili/2024") == ["a.yaml"]


@pytest.mark.parametrize("target", ["/etc/passwd", "../../../secret", "a.yaml", "/dev/zero", "nothing"])
def test_links_are_not_followed(root: Path, target: str) -> None:
    (root / LABEL).symlink_to(target)
    assert is_there(root, LABEL)
    assert "链接" in refusal(root)


@pytest.mark.parametrize("place", ["budgets", "budgets/shili", "budgets/shili/2024", "templates/x"])
def test_links_on_the_way_are_not_followed(tmp_path: Path, place: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    repository = tmp_path / "repository"
    (repository / place).parent.mkdir(parents=True)
    (repository / place).symlink_to(elsewhere)
    below = LABEL.removeprefix(f"{place}/") if LABEL.startswith(place) else "profile.yaml"
    (elsewhere / below).parent.mkdir(parents=True, exist_ok=True)
    (elsewhere / below).write_text("geheim", "utf-8")
    assert "链接" in refusal(repository, f"{place}/{below}")


def test_forms_and_classification_may_be_kept_for_several_repositories(root: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "functional.yaml").write_text("a", "utf-8")
    (root / "classification").symlink_to(tmp_path / "kept")
    assert read_bytes(root, "classification/functional.yaml") == b"a"


def test_pipes_folders_sockets_and_devices_are_not_opened(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(root / LABEL)
    assert "管道" in refusal(root)
    (root / LABEL).unlink()
    (root / LABEL).mkdir()
    assert "文件夹" in refusal(root)
    (root / LABEL).rmdir()
    monkeypatch.chdir(root)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(LABEL)
        assert "套接字" in refusal(root)
    assert "设备" in refusal(Path("/dev"), "zero")


@pytest.mark.parametrize("label", ["/etc/passwd", "../secret", "budgets/../secret", "", "a\0b"])
def test_nothing_outside_is_read(root: Path, label: str) -> None:
    assert refusal(root / "budgets" if label == "../secret" else root, label)


def test_the_size_is_looked_at_before_reading(root: Path) -> None:
    with (root / LABEL).open("wb") as file:
        file.truncate(MAX_BYTES + 1)  # a sparse file takes no room
    assert "16 MB" in refusal(root)
    with (root / LABEL).open("wb") as file:
        file.truncate(200 * 1024**3)
    assert "16 MB" in refusal(root)


def test_a_file_that_may_not_be_read_says_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / LABEL).write_text("a", "utf-8")

    def denied(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", denied)
    assert "权限" in refusal(root)
    assert "不存在" in refusal(root, "budgets/none.yaml")
