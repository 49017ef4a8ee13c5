"""`reportgen check`."""

import os
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import click

from reportgen.commands import COMMANDS
from reportgen.commands.arguments import PATHS, find_repository_of, ledgers_of
from reportgen.commands.arguments import jobs as jobs_option
from reportgen.commands.checking import check_file
from reportgen.commands.figures import figures_of
from reportgen.commands.processes import in_processes
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.report import FORMATS as REPORT_FORMATS
from reportgen.findings.report import render_findings
from reportgen.repository.repository import Repository

_AT_ONCE = 8  # ledgers: each leaves about a megabyte


@click.command(help=COMMANDS["check"])
@click.argument("paths", nargs=-1, type=PATHS, metavar="[台账…]")
@click.option(
    "--format", "form", type=click.Choice(REPORT_FORMATS), default=None, help="text、json 或 github。"
)
@click.option("--strict", is_flag=True, help="有警告也算不通过。")
@jobs_option
@click.option("--names", is_flag=True, help="只看文件的名称、位置和种类，不读台账。")
@click.option("--figures", is_flag=True, help="列出文字里的数各是什么，哪些没有连着台账。")
def command(
    paths: tuple[Path, ...], *, form: str | None, strict: bool, jobs: int, names: bool, figures: bool
) -> None:
    """Print every fault of the ledgers named, or of all."""
    repository = find_repository_of(paths)
    ledgers, strays = ledgers_of(repository, paths)
    if figures:
        for ledger in ledgers:
            click.echo(figures_of(repository, ledger))
        return
    found = in_processes(_Checking(repository), () if names else ledgers, jobs, at_once=_AT_ONCE)
    findings = list(dict.fromkeys(chain(strays, chain.from_iterable(found))))
    click.echo(render_findings(findings, form or _default_form(), repository.text), nl=False)
    errors = sum(finding.is_error for finding in findings)
    if names and not findings:
        return
    summary = f"{len(ledgers)} 份台账：{errors} 个错误，{len(findings) - errors} 个警告。"
    click.echo(summary, err=True)
    if errors or (strict and findings):
        raise click.exceptions.Exit(1)


@dataclass(frozen=True, slots=True)
class _Checking:
    """Checks a ledger, in whatever process."""

    repository: Repository

    def __call__(self, path: Path) -> tuple[Diagnostic, ...]:
        return check_file(self.repository, path).findings


def _default_form() -> str:
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
