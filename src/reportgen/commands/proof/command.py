"""`reportgen proof`."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from reportgen.commands import COMMANDS
from reportgen.commands.arguments import NO_LEDGERS, find_repository_of, jobs, show_step, show_strays
from reportgen.commands.proof.run import (
    NotOursError,
    Proof,
    Task,
    differing_ledgers,
    ledgers_of,
    proof_ledgers,
)
from reportgen.findings.characters import visible
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.report import render_findings
from reportgen.repository.git import RevisionError, check_out, commit_of, default_revision
from reportgen.repository.repository import Repository, is_beneath


@click.command(help=COMMANDS["proof"])
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[台账…]")
@click.option("--against", metavar="版本", help="与 git 的哪个版本相比（默认从 main 分出来的那一次提交）。")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build/proof"),
    help="输出文件夹（默认 build/proof）。",
)
@click.option("--dpi", type=click.IntRange(36, 400), default=100, help="图片每英寸的点数（默认 100）。")
@jobs
def command(paths: tuple[Path, ...], against: str | None, out: Path, dpi: int, jobs: int) -> None:
    """Compare the pages of the ledgers named, or of all that may differ."""
    repository = find_repository_of(paths)
    try:
        commit = commit_of(repository, against) if against is not None else default_revision(repository)
        with TemporaryDirectory() as beside:
            old = check_out(repository, commit, Path(beside))
            name = f"{against}（{commit[:7]}）" if against is not None else commit[:7]
            labels, strays = _ledgers_to_proof(old, repository, paths)
            show_strays(repository, strays)
            task = Task(old=old, new=repository, against=name, labels=labels, dpi=dpi)
            proofs = proof_ledgers(task, out.resolve(), jobs, show_step)
            _show_proof_errors(proofs, task)
    except (RevisionError, NotOursError) as error:
        raise click.UsageError(str(error)) from error
    for item in proofs:
        for line in item.lines(repository.label(out)):
            click.echo(f"{item.label}: {line}")
    if not repository.ledger_files.labels:
        click.echo(NO_LEDGERS, err=True)
    if strays or not repository.ledger_files.labels or any(item.failed for item in proofs):
        raise click.exceptions.Exit(1)


def _ledgers_to_proof(
    old: Repository, new: Repository, paths: Sequence[Path]
) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Return the labels of the ledgers named, or beneath the folders named, in either state.

    Also what looks like a ledger there now and is none.
    """
    known = ledgers_of(old, new)
    if not paths:
        strays = [stray.finding for stray in new.ledger_files.strays]
        if not known and not strays:
            raise click.UsageError(NO_LEDGERS)
        return tuple(differing_ledgers(old, new)), strays
    found: list[str] = []
    strays = []
    for label in map(new.label, paths):
        beneath = [ledger for ledger in known if is_beneath(ledger, label)]
        odd = [stray.finding for stray in new.strays_beneath(label)]
        if not beneath and not odd:
            raise click.UsageError(f"“{visible(label)}”现在不是台账，以前也不是。")
        found += beneath
        strays += odd
    return tuple(dict.fromkeys(found)), list(dict.fromkeys(strays))


def _show_proof_errors(proofs: Sequence["Proof"], task: "Task") -> None:
    """Print what keeps ledgers from being compared; a fault that several of them share is printed once."""
    for state, errors, repository in (
        (f"{task.against}按现在的程序", {item.label: item.old_errors for item in proofs}, task.old),
        ("现在", {item.label: item.new_errors for item in proofs}, task.new),
    ):
        failed = [label for label, found in errors.items() if found]
        if failed:
            click.echo(f"{state}有错误，没有对样：{'、'.join(failed)}", err=True)
            findings = dict.fromkeys(finding for found in errors.values() for finding in found)
            click.echo(render_findings(findings, "text", repository.text), err=True, nl=False)
