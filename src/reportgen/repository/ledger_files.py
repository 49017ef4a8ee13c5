"""Which files are ledgers: `budgets/<地区>/<年度>/<名称>.yaml`, regular files whose names anybody can write.

What looks like a ledger and is none is named, never passed over: else a department would be missing without
a word.
The Makefile finds the same files by the same rules (tests hold both together).
"""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reportgen.findings.characters import UNSAFE, visible
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import MISPLACED_FILE, NAME_TWICE, NOT_A_LEDGER_FILE, UNREADABLE_FILE
from reportgen.source.files import SHARED_FOLDERS, kind_of, names_in
from reportgen.source.names import NAME_IN_WORDS, is_name, is_region, name_fault, whole_file

BUDGETS = "budgets"
ENDING = ".yaml"
_LONGEST_STEM = 200  # bytes: file systems take 255, with the endings of outputs and temporary files
_YEAR = re.compile(r"[1-9][0-9]{3}")
_DEPTH = 4
# The folder of the output that holds the volume: build/<地区>/<年度>/volume.
_RESERVED_STEM = "volume"
# The ending with whatever may slip into it or stand behind it; letters of other scripts that look the same.
_LIKE_LEDGER = re.compile(r"y\W?a?\W?m\W?a?\W?l|\Wyam\b")
_LOOK_ALIKES = str.maketrans("аумь", "aymb")
# Copies that editors and git keep beside a file, and documents about one.
_OF_ANOTHER_KIND = ("~", ".bak", ".orig", ".rej", ".swp", ".swo", ".tmp", ".md", ".pdf", ".docx", ".xlsx")
_ENDINGS_OF_FORMS = (".yaml", ".j2")
_OF_GIT = (".gitattributes", ".gitmodules")
_LEFT_BY_EDITORS = (".#", "~$", "._")
_PLACE_IN_WORDS = f"{BUDGETS}/<地区>/<年度>/<编码>-<名称>{ENDING}"
# Where a ledger says how its department is called: within its first lines, which are looked at as they are,
# because a repository has hundreds of ledgers and a check of one needs no more of the others.
_HEAD = 4096  # bytes; the longest of the five real ledgers has 1,200 before its units
_NAME = re.compile(r"^[ {]*部门:.*?^\S", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"(?:全称|简称|别名): *[\"']?([^\s\"',}#]{4,})")


@dataclass(frozen=True, slots=True)
class Stray:
    """Something that looks like a ledger and is none.

    *label* is where it lies, *folder* the folder of the region and year around it: empty where none can be
    told, so that it may be a ledger of any.
    """

    label: str
    folder: str
    finding: Diagnostic


@dataclass(frozen=True, slots=True)
class LedgerFiles:
    """The ledgers of a repository by their labels, in order, and what looks like one and is none."""

    labels: tuple[str, ...]
    strays: tuple[Stray, ...]


def names_at_the_head(root: Path, label: str) -> tuple[str, ...]:
    """Return the names that the first lines of a ledger give its department."""
    try:
        with (root / label).open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", "ignore")
    except OSError:
        return ()
    found = _NAME.search(head)
    return tuple(_NAMED.findall(found[0] if found else head))


def ledger_fault(label: str) -> Diagnostic | None:
    """Return why the file *label* is no ledger by its name or its place; its kind is seen when it is read."""
    name = PurePosixPath(label).name
    if name in _OF_GIT:
        sentence = "这里不能有 git 的设置：它可以使差异看不见，或使文件读出来不一样"
        hint = "请删去；确有需要的，由维护的人写在库的最上层。"
        return Diagnostic(NOT_A_LEDGER_FILE, whole_file(label), sentence, hint)
    if name.startswith(_LEFT_BY_EDITORS):
        sentence = "这是编辑器留下的文件，不是台账"
        hint = "请保存并关闭正在编辑的台账；文件还在就删去。"
        return Diagnostic(NOT_A_LEDGER_FILE, whole_file(label), sentence, hint)
    return _ending_fault(name, label) or name_fault(name, label) or _place_fault(label)


def twin_fault(root: Path, label: str) -> Diagnostic | None:
    """Report a name that differs from that of another file in case or width only.

    On other machines both are one file, and here their output would be one there.
    """
    place = PurePosixPath(label)
    own = _same(place.name)
    for name in names_in(root, place.parent.as_posix()):
        if name != place.name and _same(name) == own:
            other = whole_file(f"{place.parent}/{name}")
            sentence = f"与“{visible(name)}”只差大小写或全角半角，在别的机器上是同一个文件"
            return Diagnostic(
                NAME_TWICE, whole_file(label), sentence, "请改名或合并。", (Related(other, "另一份"),)
            )
    return None


def find_ledgers(root: Path) -> LedgerFiles:
    """Find the ledgers beneath `budgets/`; links are not followed.

    Settings of git are named in all three folders, since they change what reviewers see.
    """
    labels, strays = [], []
    for label, mode in walk(root, BUDGETS):
        is_like = _looks_like_ledger(label) or _is_of_git(label)
        fault = _kind_fault(root, label, mode) or (ledger_fault(label) if is_like else None)
        if fault:
            strays.append(Stray(label, _folder(label), fault))
        elif is_like:
            labels.append(label)
    strays += [stray for name in SHARED_FOLDERS for stray in _strays_of_forms(root, name)]
    return LedgerFiles(tuple(sorted(labels)), tuple(sorted(strays, key=lambda stray: stray.label)))


def _strays_of_forms(root: Path, folder: str) -> Iterator[Stray]:
    """Yield files of forms that make does not see, and settings of git; they belong to no region and year."""
    for label, mode in walk(root, folder):
        name = PurePosixPath(label).name
        if _is_of_git(label):
            fault = ledger_fault(label)
        elif name.endswith(_ENDINGS_OF_FORMS):
            fault = _unread(label, mode) or name_fault(name, label)
        else:
            continue
        if fault:
            yield Stray(label, folder, fault)


def _unread(label: str, mode: int) -> Diagnostic | None:
    kind = kind_of(mode)
    sentence = f"这是{kind}，不是普通文件，不读"
    return Diagnostic(UNREADABLE_FILE, whole_file(label), sentence, "请换成文件本身。") if kind else None


def walk(root: Path, top: str) -> Iterator[tuple[str, int]]:
    """Yield everything beneath the folder *top* with its kind, *top* itself where it is no folder."""
    try:
        waiting = [(top, (root / top).lstat().st_mode)]
    except FileNotFoundError:
        return
    while waiting:
        label, mode = waiting.pop()
        if label != top or not stat.S_ISDIR(mode):
            yield label, mode
        if stat.S_ISDIR(mode):
            waiting += _entries(root, label)


def _entries(root: Path, label: str) -> list[tuple[str, int]]:
    try:
        with os.scandir(root / label) as entries:
            return [(f"{label}/{entry.name}", entry.stat(follow_symlinks=False).st_mode) for entry in entries]
    except OSError:
        return [(f"{label}/", 0)]  # a folder that cannot be read: `_kind_fault` names it


def _kind_fault(root: Path, label: str, mode: int) -> Diagnostic | None:
    """Report what looks like a ledger and is no regular file, and links to folders: ledgers may lie there."""
    span = whole_file(label.removesuffix("/"))
    if label.endswith("/"):
        return Diagnostic(UNREADABLE_FILE, span, "无法读取这个文件夹", "请核对读取的权限。")
    kind = kind_of(mode)
    # os.path.isdir takes whatever cannot be looked at for no folder; Path.is_dir raises for some of it.
    leads_to_folder = stat.S_ISLNK(mode) and os.path.isdir(root / label)  # noqa: PTH112
    is_left_over = PurePosixPath(label).name.startswith(_LEFT_BY_EDITORS)
    if not kind or not (leads_to_folder or (_looks_like_ledger(label) and not is_left_over)):
        return None
    return Diagnostic(UNREADABLE_FILE, span, f"这是{kind}，不是普通文件，不读", "请换成文件本身。")


def _is_of_git(label: str) -> bool:
    return PurePosixPath(label).name in _OF_GIT


def _looks_like_ledger(label: str) -> bool:
    """Whether somebody may have meant a ledger, whatever an input method or a system made of the name."""
    written = PurePosixPath(label).name
    if UNSAFE.search(written):
        return True
    folded = unicodedata.normalize("NFKD", written).casefold().translate(_LOOK_ALIKES)
    name = "".join(char for char in folded if not unicodedata.combining(char))
    return bool(_LIKE_LEDGER.search(name)) and not name.endswith(_OF_ANOTHER_KIND)


def _ending_fault(name: str, label: str) -> Diagnostic | None:
    if name.endswith(ENDING) and name != ENDING:
        return None
    sentence = f"台账的文件名要以“{ENDING}”（小写）结束"
    stem = re.split(r"[.。．]", name, maxsplit=1)[0]
    hint = f"请改名为 {stem}{ENDING}。" if is_name(stem) else f"请改名。文件名可用{NAME_IN_WORDS}。"
    return Diagnostic(NOT_A_LEDGER_FILE, whole_file(label), sentence, hint)


def _place_fault(label: str) -> Diagnostic | None:
    """A ledger lies in the folder of its region and year, and no deeper: that gives it its output."""
    parts = PurePosixPath(label).parts
    span = whole_file(label)
    if parts[0] != BUDGETS or len(parts) != _DEPTH:
        return Diagnostic(
            MISPLACED_FILE, span, "台账没有放在地区和年度的文件夹里", f"请移到 {_PLACE_IN_WORDS}。"
        )
    _, region, year, name = parts
    stem = name.removesuffix(ENDING)
    if not is_region(region):
        hint = "地区的文件夹请用小写字母、数字和连字符，如 city-district；“proof”留作他用。"
        return Diagnostic(MISPLACED_FILE, span, f"“{visible(region)}”不能作地区的文件夹", hint)
    if not _YEAR.fullmatch(year):
        return Diagnostic(
            MISPLACED_FILE, span, f"“{visible(year)}”不能作年度的文件夹", "请写成四位数字，如 2024。"
        )
    if len(stem.encode()) > _LONGEST_STEM:
        return Diagnostic(
            NOT_A_LEDGER_FILE, span, f"文件名超过 {_LONGEST_STEM} 字节", "请改短；一个汉字三个字节。"
        )
    if stem == _RESERVED_STEM:
        return Diagnostic(
            NOT_A_LEDGER_FILE, span, f"“{stem}”是合订本的文件夹，台账不能叫这个名字", "请改名。"
        )
    return None


def _same(name: str) -> str:
    return name.casefold() if name.isascii() else unicodedata.normalize("NFKC", name).casefold()


def _folder(label: str) -> str:
    """Return the folder of region and year that *label* lies in; empty where none can be told."""
    parts = PurePosixPath(label).parts
    if len(parts) < _DEPTH or not is_region(parts[1]) or not _YEAR.fullmatch(parts[2]):
        return ""
    return "/".join(parts[:3])
