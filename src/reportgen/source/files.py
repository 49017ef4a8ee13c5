"""Reading the files of a repository: regular files inside it, of a stated size, and nothing else.

A pull request may bring a link to a file elsewhere, a named pipe or a device; none of them is opened.
A file is named by its label, its path from the root with `/`, which is also how messages name it.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeVar

_Found = TypeVar("_Found")

MAX_BYTES = 16 * 1024 * 1024  # the largest file of the five real departments and their forms has 0.1 MB
# A bureau may keep forms and classification once for several repositories: these folders may be links.
SHARED_FOLDERS = ("templates", "classification")
_KINDS = (
    (stat.S_ISLNK, "链接"),
    (stat.S_ISDIR, "文件夹"),
    (stat.S_ISFIFO, "管道"),
    (stat.S_ISSOCK, "套接字"),
    (stat.S_ISCHR, "设备"),
    (stat.S_ISBLK, "设备"),
)


class UnreadableError(Exception):
    """A file that is not read: one sentence for the user, and what to do about it."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


class NotUtf8Error(UnreadableError):
    """A file that is no UTF-8 text from *line* on."""

    def __init__(self, line: int) -> None:
        super().__init__("文件不是 UTF-8 编码", "请在编辑器中另存为 UTF-8。")
        self.line = line


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in a repository: a file's content, the names in a folder, whether a name is there."""

    look: Callable[[Path, str], object]
    label: str
    found: object


_watching: ContextVar[list[Seen] | None] = ContextVar("_watching", default=None)


@contextmanager
def watched() -> Iterator[list[Seen]]:
    """Give a list of all that is seen meanwhile; who watches around it is told of it too."""
    seen: list[Seen] = []
    token = _watching.set(seen)
    try:
        yield seen
    finally:
        _watching.reset(token)
        note(seen)


def note(seen: Sequence[Seen]) -> None:
    """Tell whoever watches what was seen, before now where what was made of it is still good."""
    watching = _watching.get()
    if watching is not None:
        watching.extend(seen)


def files_read(seen: Iterable[Seen]) -> list[str]:
    """Return the labels of the files whose content was seen, sorted."""
    return sorted({item.label for item in seen if isinstance(item.found, bytes)})


def seen_again(root: Path, seen: Seen) -> bool:
    """Whether the same is seen now."""
    return seen.look(root, seen.label) == seen.found


def _noted(look: Callable[[Path, str], _Found], root: Path, label: str) -> _Found:
    found = look(root, label)
    note((Seen(look, label, found),))
    return found


def read_bytes(root: Path, label: str) -> bytes:
    """Return what the file *label* beneath *root* holds.

    Kind and size are looked at before the file is opened, and kind again after.

    Raises:
        UnreadableError: it is no regular file inside *root*, larger than `MAX_BYTES`, or cannot be read.
    """
    found = _noted(_content, root, label)
    if isinstance(found, tuple):
        raise UnreadableError(*found)
    return found


def _content(root: Path, label: str) -> bytes | tuple[str, str]:
    """Return the bytes of a file, or the sentence and the hint that say why it is not read."""
    try:
        return _read(root, label)
    except UnreadableError as error:
        return error.sentence, error.hint


def _read(root: Path, label: str) -> bytes:
    try:
        path = _inside(root, label)
        _check(path.lstat())
        # Without O_NONBLOCK a pipe that takes the place of the file would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            _check(os.fstat(descriptor))
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UnreadableError(f"无法读取文件：{_reason(error)}") from error
    if len(data) > MAX_BYTES:
        raise _too_large()
    return data


def read_text(root: Path, label: str) -> str:
    """Return the text of the file *label* beneath *root*, without a byte order mark.

    Raises:
        NotUtf8Error: the file is no UTF-8.
        UnreadableError: as `read_bytes`.
    """
    data = read_bytes(root, label)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8Error(data[: error.start].count(b"\n") + 1) from error


def is_there(root: Path, label: str) -> bool:
    """Whether something has the name *label* beneath *root*, though it be a link that leads nowhere.

    What lies behind a link is there too: reading it says that it is a link.
    """
    return _noted(_is_there, root, label)


def _is_there(root: Path, label: str) -> bool:
    path = root
    for number, part in enumerate(PurePosixPath(label).parts):
        path /= part
        if path.is_symlink() and (number or part not in SHARED_FOLDERS):
            return True
    return os.path.lexists(path)


def names_in(root: Path, label: str) -> list[str]:
    """Return the names in a folder, sorted; none where it is no folder or cannot be read."""
    return _noted(_names_in, root, label)


def _names_in(root: Path, label: str) -> list[str]:
    try:
        return sorted(os.listdir(_inside(root, f"{label}/any").parent))  # noqa: PTH208 - ten times as fast
    except (OSError, ValueError, UnreadableError):
        return []


def kind_of(mode: int) -> str:
    """Return what messages call a file that is not a regular one, empty for a regular file."""
    return next((name for is_kind, name in _KINDS if is_kind(mode)), "")


def _inside(root: Path, label: str) -> Path:
    """Return the path of *label*; no folder on the way to it may lead elsewhere."""
    parts = PurePosixPath(label).parts
    if not parts or label.startswith("/") or ".." in parts:
        raise UnreadableError("文件不在台账库里，不读", "台账、表式、科目都要放在台账库的文件夹里。")
    path = root
    for number, part in enumerate(parts[:-1]):
        path /= part
        if path.is_symlink() and (number or part not in SHARED_FOLDERS):
            raise _not_regular("链接", f"文件夹“{part}”")
    return path / parts[-1]


def _check(status: os.stat_result) -> None:
    kind = kind_of(status.st_mode)
    if kind:
        raise _not_regular(kind, "这")
    if status.st_size > MAX_BYTES:
        raise _too_large()


def _not_regular(kind: str, what: str) -> UnreadableError:
    return UnreadableError(f"{what}是{kind}，不是普通文件，不读", "请换成文件本身。")


def _too_large() -> UnreadableError:
    return UnreadableError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，不读", "请核对是不是放错了文件。")


def _reason(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "文件不存在"
        case PermissionError():
            return "没有读取的权限"
        case OSError():
            return error.strerror or "读取出错"
        case _:
            return "文件名不对"
