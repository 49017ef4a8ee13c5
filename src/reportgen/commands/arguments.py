"""What several commands are given, and how they show what they found."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from reportgen.findings.characters import visible
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.report import render_findings
from reportgen.repository.repository import Repository, find_repository

PATHS = click.Path(exists=True, path_type=Path)
NO_LEDGERS = "没有找到台账（budgets/<地区>/<年度>/<编码>-<名称>.yaml）。"
_LAST_SECOND = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())


def _stamp(_context: click.Context, _option: click.Parameter, epoch: int | None) -> date | None:
    """Return the date of seconds since 1970."""
    return None if epoch is None else datetime.fromtimestamp(epoch, UTC).date()


epoch = click.option(
    "--epoch",
    "stamp",
    type=click.IntRange(0, _LAST_SECOND),
    envvar="SOURCE_DATE_EPOCH",
    callback=_stamp,
    help="台账没有日期时，文件属性里的日期：1970 年以来的秒数（默认取 SOURCE_DATE_EPOCH）。",
)
out = click.option(
    "--out", type=click.Path(path_type=Path), default=Path("build"), help="输出文件夹（默认 build）。"
)
jobs = click.option(
    "--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="同时进行的份数。"
)


def find_repository_of(paths: Sequence[Path]) -> Repository:
    """Return the repository that the paths lie in, or else the working directory."""
    starts = [path.parent if path.is_file() else path for path in paths] + [Path()]
    for start in starts:
        found = find_repository(start)
        if found:
            return found
    raise click.UsageError("这里不是台账库：找不到 classification/ 和 templates/ 文件夹。")


def ledgers_of(repository: Repository, paths: Sequence[Path]) -> tuple[list[Path], list[Diagnostic]]:
    """Return the ledgers named, those in the folders named, or all.

    Also what looks like a ledger there and is none.
    """
    found: list[Path] = []
    strays: list[Diagnostic] = []
    for path in paths or (repository.root,):
        if path.is_dir() and not path.is_symlink():
            label = repository.label(path)
            found += repository.ledgers_beneath(label)
            strays += [stray.finding for stray in repository.strays_beneath(label)]
        else:
            found.append(path)
    if not found and not strays:
        raise click.UsageError(NO_LEDGERS)
    return list(dict.fromkeys(found)), list(dict.fromkeys(strays))


def show_strays(repository: Repository, findings: Sequence[Diagnostic]) -> None:
    """Name on stderr what looks like a ledger and is none."""
    click.echo(render_findings(findings, "text", repository.text), err=True, nl=False)


def show_step(number: int, count: int, path: str) -> None:
    """Show how far the work is."""
    if count > 1:
        click.echo(f"[{number}/{count}] {visible(path)}", err=True)
