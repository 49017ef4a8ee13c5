"""`reportgen build`."""

from datetime import date
from pathlib import Path

import click

from reportgen.commands import COMMANDS
from reportgen.commands.arguments import (
    PATHS,
    epoch,
    find_repository_of,
    jobs,
    ledgers_of,
    out,
    show_step,
    show_strays,
)
from reportgen.commands.building import Built, build_files
from reportgen.findings.diagnostics import has_errors
from reportgen.findings.report import render_findings
from reportgen.renderers import FORMATS, PREVIEW
from reportgen.repository.repository import Repository


@click.command(help=COMMANDS["build"])
@click.argument("paths", nargs=-1, type=PATHS, metavar="[台账…]")
@out
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS), help="只生成这些格式，可重复。"
)
@jobs
@epoch
@click.option("--preview", is_flag=True, help="另外生成 .preview.html：网页加上台账和模板的行号，不要公开。")
def command(
    paths: tuple[Path, ...],
    *,
    out: Path | None,
    formats: tuple[str, ...],
    jobs: int,
    preview: bool,
    stamp: date | None,
) -> None:
    """Build the ledgers named, or all."""
    repository = find_repository_of(paths)
    ledgers, strays = ledgers_of(repository, paths)
    show_strays(repository, strays)
    failed = 0
    folder = out.resolve() if out else repository.root / "build"
    wanted = (*(formats or FORMATS), *([PREVIEW] if preview else []))
    results = build_files(repository, ledgers, folder, wanted, jobs=jobs, stamp=stamp)
    for number, built in enumerate(results, 1):
        show_step(number, len(ledgers), built.path)
        _show_built(repository, built)
        failed += has_errors(built.findings)
    if failed:
        click.echo(f"{failed} 份台账有错误，没有生成。", err=True)
    if failed or strays:
        raise click.exceptions.Exit(1)


def _show_built(repository: Repository, built: Built) -> None:
    click.echo(render_findings(built.findings, "text", repository.text), err=True, nl=False)
    for file in built.files:
        click.echo(repository.label(file))
