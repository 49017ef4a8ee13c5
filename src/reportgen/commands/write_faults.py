"""What keeps files from being written, said to whoever runs the command."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir

from reportgen.commands.writing import PATIENCE
from reportgen.findings.characters import visible
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import UNWRITABLE_OUTPUT

_REASONS = {
    errno.ENOSPC: ("磁盘满了", "请腾出空间，再运行一次"),
    errno.EDQUOT: ("超过了磁盘的限额", "请腾出空间，再运行一次"),
    errno.EFBIG: ("超过了文件大小的限制", "请放宽限制（ulimit -f），再运行一次"),
    errno.EROFS: ("磁盘是只读的", "请用 --out 另指一个文件夹"),
    errno.EACCES: ("没有权限", "请改权限，或用 --out 另指一个文件夹"),
    errno.EPERM: ("它不许改动", "请解除保护（如 chattr -i），或用 --out 另指一个文件夹"),
    errno.EISDIR: ("那里是文件夹，不是文件", "请把它移走"),
    errno.ENOTDIR: ("那里是文件，不是文件夹", "请把它移走，或用 --out 另指一个文件夹"),
    errno.EEXIST: ("上次没有写完的文件删不掉", "请删去它旁边以 .new. 开头的文件夹"),
    errno.ENAMETOOLONG: ("名称太长，磁盘不收", "请改短台账的文件名"),
    errno.ETIMEDOUT: (f"另一次生成还没有写完，等了 {PATIENCE} 秒", "请等它结束，再运行一次"),
}


def unwritable(error: OSError, label: str, named: Callable[[Path], str]) -> Diagnostic:
    """Return the finding that the output of *label* cannot be written; messages call paths as *named*."""
    sentence, hint = explained(error, named)
    return Diagnostic(
        UNWRITABLE_OUTPUT, Span(label, 1, width=0), f"写不了{sentence}", f"{hint}。原有的文件都没有动。"
    )


def explained(error: OSError, named: Callable[[Path], str] = str) -> tuple[str, str]:
    """Return which file the system refused and why, and what to do about it."""
    reason, hint = _REASONS.get(error.errno or 0, (error.strerror or str(error), "请改正以后再运行一次"))
    if isinstance(error.filename, (str, bytes)):
        return f"“{visible(named(Path(os.fsdecode(error.filename))))}”：{reason}", hint
    return f"标准输出或临时文件夹（{gettempdir()}）：{reason}", hint
