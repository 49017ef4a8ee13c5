"""The door: which command was asked for, and the end of the process.

Exit status: 0 clean; 1 errors, or warnings with --strict; 2 wrong usage; 128 and its number for a signal.
Results go to stdout, progress and failures to stderr.
"""

import codecs
import gc
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from types import FrameType

import click

from reportgen.commands import COMMANDS
from reportgen.commands.processes import LostProcessError

_ESCAPED = "reportgen.escaped"  # how an error handler is registered

_MODULES = {name: f"reportgen.commands.{name}" for name in COMMANDS} | {
    name: f"reportgen.commands.{name}.command" for name in ("proof", "volume")
}


class _LazyGroup(click.Group):
    """Imports a command when it is run: most need libraries that the others do not."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = import_module(_MODULES[cmd_name]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in sorted(COMMANDS)])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="reportgen")
def commands() -> None:
    """部门预算公开：一份台账，生成 Word、Excel、PDF、网页和数据。"""


def main() -> None:
    """Run the command line.

    A run is short and its objects are few: collecting garbage, or taking them down at exit, only costs time.
    """
    gc.disable()
    codecs.register_error(_ESCAPED, _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_ESCAPED)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    status = _run()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            if stream:  # neither is there where the user has closed it
                stream.flush()
    os._exit(status)


def _run() -> int:
    """Run the command and return the exit status; what the system refuses is said in a sentence."""
    try:
        commands(prog_name="reportgen")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except LostProcessError:
        _say("没有完成：一个进程被系统中止，多半是内存不够。请用 --jobs 1 再运行一次。")
    except OSError as error:
        from reportgen.commands.write_faults import explained  # noqa: PLC0415 - a run that goes well needs none

        sentence, hint = explained(error)
        _say(f"没有完成，{sentence}。{hint}。")
    return 1


def _say(sentence: str) -> None:
    with suppress(OSError):  # stderr may lie on the full disk too
        click.echo(sentence, err=True)


def _leave(number: int, frame: FrameType | None) -> None:
    """End as one does who is asked to, so that files half written are cleared away."""
    del frame
    raise SystemExit(128 + number)  # as shells say of whom a signal has ended


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Write out what the terminal has no character for, as JSON does too."""
    assert isinstance(error, UnicodeEncodeError)
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end
