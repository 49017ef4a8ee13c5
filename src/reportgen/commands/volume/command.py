"""`reportgen volume`."""

from datetime import date
from pathlib import Path

import click

from reportgen.commands import COMMANDS
from reportgen.commands.arguments import epoch, find_repository_of, jobs, out, show_strays
from reportgen.commands.volume.building import build_volume
from reportgen.findings.characters import visible
from reportgen.findings.report import render_findings


@click.command(help=COMMANDS["volume"])
@click.argument(
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="文件夹",
)
@out
@jobs
@epoch
def command(folder: Path, out: Path, jobs: int, stamp: date | None) -> None:
    """Bind the ledgers of a folder."""
    repository = find_repository_of((folder,))
    place = repository.label(folder)
    ledgers = [path for path in repository.ledgers_beneath(place) if repository.label(path.parent) == place]
    strays = [stray.finding for stray in repository.ledger_files.strays if stray.folder in {place, ""}]
    show_strays(repository, strays)
    if strays:
        click.echo("不知道这些文件是不是本册的台账，没有生成。", err=True)
        raise click.exceptions.Exit(1)
    if not ledgers:
        raise click.UsageError(
            f"{visible(str(folder))} 里没有台账；请写一个地区一年的文件夹，如 budgets/地区/年度。"
        )
    built = build_volume(
        repository, ledgers, out.resolve(), jobs=jobs, progress=_volume_progress, stamp=stamp
    )
    click.echo(render_findings(built.findings, "text", repository.text), err=True, nl=False)
    for file in built.files:
        click.echo(repository.label(file))
    if not built.files:
        click.echo("有错误，没有生成。", err=True)
        raise click.exceptions.Exit(1)


def _volume_progress(step: str, number: int, count: int, path: str) -> None:
    click.echo(f"[{number}/{count}] {step} {visible(path)}", err=True)
