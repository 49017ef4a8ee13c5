"""Files put in place whole and together, so that nobody sees a mix of old and new, however a run ends.

A folder of files is written beside its place, synced, and exchanged with what is there in one step of the
file system. Whoever is killed before it leaves the old files, whoever is killed after it the new ones; what
else is left has the name of the folder behind `.new.` or `.old.`, which make looks for and the next run of
the same folder clears. A lock on the folder around it lets one run write at a time and ends with its process.
"""

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep, time_ns

# Before the name of a folder; no longer than the ending `.yaml`, so that no name outgrows that of a ledger.
_NEW, _OLD = ".new.", ".old."
PATIENCE = 60  # seconds: writing one document takes a tenth of one
_PAUSE = 0.02  # seconds between two looks at a lock
_TICK = 20_000_000  # ns: file systems stamp with a clock that lags by a tick of the kernel, at most 10 ms
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # fcntl.h and linux/fs.h
# What file systems say that cannot exchange two names, or not two folders of a layer beneath (overlayfs).
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV}
_NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF}


def reading_begins() -> int:
    """Return a time, in ns since 1970, that whatever is edited from now on is newer than."""
    return time_ns() - _TICK


def replace_files(folder: Path, files: Mapping[str, bytes], read: int) -> None:
    """Let *files*, by name, take the place of those in *folder* at once; what else is in there stays.

    *read* is when reading began what they were made of: they bear it as the time of their change, so that
    make finds newer what was edited while they were made.

    Raises:
        OSError: a file cannot be written or replaced (its `filename`); all files are as they were.
    """
    folder = Path(os.path.realpath(folder))
    with in_place_of(folder) as new:
        for path in sorted({*map(folder.joinpath, files), *_files_in(folder)}):
            _check_replaceable(path)
        for name, data in files.items():
            with _named(folder / name):
                _write(new / name, data, read)
        if folder.exists():
            _keep_others(folder, new, set(files))


@contextmanager
def in_place_of(folder: Path) -> Iterator[Path]:
    """Give an empty folder to write to; it takes the place of *folder* in one step when all went well.

    Raises:
        OSError: it cannot be written, or another run has been writing for a minute.
    """
    folder = Path(os.path.realpath(folder))
    _make_folder(folder.parent)
    with _alone(folder.parent):
        if os.path.lexists(folder):
            _check_folder(folder)
        new, old = (folder.parent / f"{prefix}{folder.name}" for prefix in (_NEW, _OLD))
        _clear(folder, new, old)
        try:
            with _named(folder):
                new.mkdir()
            yield new
            _sync(new)
            with _named(folder):
                _put_in_place(new, folder, old)
            _sync(folder.parent)
        finally:
            _clear(folder, new, old)


def replace_file(path: Path, data: bytes) -> None:
    """Let *data* take the place of the file *path* when all of it is written.

    Raises:
        OSError: the file cannot be written or replaced.
    """
    _make_folder(path.parent)
    with _alone(path.parent), _named(path):
        new = path.parent / f"{_NEW}file"
        try:
            _write(new, data, time_ns())
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        there = next((place for place in (folder, *folder.parents) if os.path.lexists(place)), folder)
        raise _error(errno.ENOTDIR, there) from error


def _check_folder(folder: Path) -> None:
    """Refuse what is no folder, and a folder that nothing may be written to: the exchange would not ask."""
    if not folder.is_dir():
        raise _error(errno.ENOTDIR, folder)
    if not os.access(folder, os.W_OK):
        raise _error(errno.EACCES, folder)


def _check_replaceable(path: Path) -> None:
    """Refuse a folder in the place of a file, and a file that is protected: the exchange would not ask."""
    if path.is_dir() and not path.is_symlink():
        raise _error(errno.EISDIR, path)
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC))
    except OSError as error:
        if error.errno == errno.EPERM:
            raise


def _files_in(folder: Path) -> Iterator[Path]:
    if folder.exists():
        yield from (path for path in folder.iterdir() if path.is_symlink() or not path.is_dir())


def _keep_others(folder: Path, new: Path, names: set[str]) -> None:
    """Let *new* have what is in *folder* under other names, formats that were not asked for say."""

    def replaced(at: str, _: list[str]) -> set[str]:
        return names if Path(at) == folder else set()

    shutil.copytree(
        folder, new, symlinks=True, ignore=replaced, copy_function=_link_or_copy, dirs_exist_ok=True
    )


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _put_in_place(new: Path, folder: Path, old: Path) -> None:
    if not os.path.lexists(folder):
        new.rename(folder)
        return
    try:
        exchange(new, folder)
    except OSError as error:
        if error.errno not in _NO_EXCHANGE:
            raise
        # In between there is no folder at all: make builds it anew, and the next run brings the old one back.
        shutil.move(folder, old)
        new.rename(folder)


def exchange(one: Path, other: Path) -> None:
    """Exchange two names in one step.

    Raises:
        OSError: that cannot be done, or not on this file system.
    """
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    names = os.fsencode(one), os.fsencode(other)
    if renameat2 is None:
        raise _error(errno.ENOSYS, other)
    if renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE):
        raise _error(ctypes.get_errno(), other)


def _clear(folder: Path, new: Path, old: Path) -> None:
    """Remove what this run or a killed one left, and bring back the old folder where there is no other."""
    if old.exists() and not os.path.lexists(folder):
        old.rename(folder)
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other run writes in *folder*."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    end = monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() > end:
                raise _error(errno.ETIMEDOUT, folder) from None
            sleep(_PAUSE)
        except OSError:
            return  # a file system that locks no folders, as NFS: nobody is kept out
        else:
            return


def _write(path: Path, data: bytes, changed: int) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.utime(file.fileno(), ns=(changed, changed))
        _sync_descriptor(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _sync_descriptor(descriptor)
    finally:
        os.close(descriptor)


def _sync_descriptor(descriptor: int) -> None:
    """Have the disk take what was written; some file systems know no such thing, of folders above all."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let an error name *path*, which the user knows, and not the file beside it."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


def _error(number: int, path: Path) -> OSError:
    return OSError(number, os.strerror(number), str(path))
