"""`reportgen check`."""

import os
from pathlib import Path

import click

from reportgen.commands import COMMANDS
from reportgen.commands.arguments import PATHS, find_repository_of, ledgers_of
from reportgen.commands.checking import check_file
from reportgen.findings.report import FORMATS as REPORT_FORMATS
from reportgen.findings.report import render_findings


@click.command(help=COMMANDS["check"])
@click.argument("paths", nargs=-1, type=PATHS, metavar="[台账…]")
@click.option(
    "--format", "form", type=click.Choice(REPORT_FORMATS), default=None, help="text、json 或 github。"
)
@click.option("--strict", is_flag=True, help="有警告也算不通过。")
@click.option("--names", is_flag=True, help="只看文件的名称、位置和种类，不读台账。")
def command(paths: tuple[Path, ...], *, form: str | None, strict: bool, names: bool) -> None:
    """Print every fault of the ledgers named, or of all."""
    repository = find_repository_of(paths)
    ledgers, strays = ledgers_of(repository, paths)
    read = () if names else ledgers
    found = (finding for path in read for finding in check_file(repository, path).findings)
    findings = list(dict.fromkeys((*strays, *found)))
    click.echo(render_findings(findings, form or _default_form(), repository.text), nl=False)
    errors = sum(finding.is_error for finding in findings)
    if names and not findings:
        return
    summary = f"{len(ledgers)} 份台账：{errors} 个错误，{len(findings) - errors} 个警告。"
    click.echo(summary, err=True)
    if errors or (strict and findings):
        raise click.exceptions.Exit(1)


def _default_form() -> str:
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
