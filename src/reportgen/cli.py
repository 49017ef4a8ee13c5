"""The door: which command was asked for, and the end of the process.

Exit status: 0 clean; 1 errors, or warnings with --strict; 2 wrong usage.
Results go to stdout, progress and failures to stderr.
"""

import gc
import os
import sys
from importlib import import_module

import click

from reportgen.commands import COMMANDS

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
    status = 0
    try:
        commands(prog_name="reportgen")
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
