"""The command line: the only place that looks at the working directory, prints and exits.

Exit status: 0 clean; 1 errors, or warnings with --strict; 2 wrong usage.
Results go to stdout, progress and failures to stderr.
"""

import gc
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from reportgen.building import Built, build_files, check_file
from reportgen.characters import visible
from reportgen.diagnostics import Diagnostic, has_errors
from reportgen.loading import Repository, find_repository, is_beneath
from reportgen.renderers import FORMATS, PREVIEW
from reportgen.report import FORMATS as REPORT_FORMATS
from reportgen.report import render_findings

if TYPE_CHECKING:
    from reportgen.proof.run import Proof, Task

_PATHS = click.Path(exists=True, path_type=Path)
_LAST_SECOND = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())
_NO_LEDGERS = "没有找到台账（budgets/<地区>/<年度>/<编码>-<名称>.yaml）。"
_FOLDER = click.Path(file_okay=False, path_type=Path)


def _stamp(_context: click.Context, _option: click.Parameter, epoch: int | None) -> str:
    """Return the ISO date of seconds since 1970, empty for none."""
    return "" if epoch is None else datetime.fromtimestamp(epoch, UTC).date().isoformat()


_epoch = click.option(
    "--epoch",
    "stamp",
    type=click.IntRange(0, _LAST_SECOND),
    envvar="SOURCE_DATE_EPOCH",
    callback=_stamp,
    help="台账没有日期时，文件属性里的日期：1970 年以来的秒数（默认取 SOURCE_DATE_EPOCH）。",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="reportgen")
def commands() -> None:
    """部门预算公开：一份台账，生成 Word、Excel、PDF、网页和数据。"""


@commands.command()
@click.argument("paths", nargs=-1, type=_PATHS, metavar="[台账…]")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("build"), help="输出文件夹（默认 build）。"
)
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS), help="只生成这些格式，可重复。"
)
@click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="同时进行的份数。")
@_epoch
@click.option("--preview", is_flag=True, help="另外生成 .preview.html：网页加上台账和模板的行号，不要公开。")
def build(
    paths: tuple[Path, ...],
    *,
    out: Path | None,
    formats: tuple[str, ...],
    jobs: int,
    preview: bool,
    stamp: str,
) -> None:
    """生成文件；有错误的台账不生成，原有文件不动。"""
    repository = _repository(paths)
    ledgers, strays = _ledgers(repository, paths)
    _show_strays(repository, strays)
    failed = 0
    folder = out.resolve() if out else repository.root / "build"
    wanted = (*(formats or FORMATS), *([PREVIEW] if preview else []))
    results = build_files(repository, ledgers, folder, wanted, jobs=jobs, stamp=stamp)
    for number, built in enumerate(results, 1):
        _named(number, len(ledgers), built.path)
        _show_built(repository, built)
        failed += has_errors(built.findings)
    if failed:
        click.echo(f"{failed} 份台账有错误，没有生成。", err=True)
    if failed or strays:
        raise click.exceptions.Exit(1)


def _named(number: int, count: int, path: str) -> None:
    """Show how far the work is."""
    if count > 1:
        click.echo(f"[{number}/{count}] {path}", err=True)


def _show_built(repository: Repository, built: Built) -> None:
    click.echo(render_findings(built.findings, "text", repository.root), err=True, nl=False)
    for file in built.files:
        click.echo(repository.label(file))


@commands.command()
@click.argument(
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="文件夹",
)
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("build"), help="输出文件夹（默认 build）。"
)
@click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="同时进行的份数。")
@_epoch
def volume(folder: Path, out: Path, jobs: int, stamp: str) -> None:
    """把一个地区一年（budgets/地区/年度）的台账装订成一册 PDF，并生成汇总表；有一份有错误就不生成。"""
    from reportgen.volume_building import build_volume  # noqa: PLC0415 - only this needs so many libraries

    repository = _repository((folder,))
    place = repository.label(folder)
    ledgers = [path for path in repository.ledgers_beneath(place) if repository.label(path.parent) == place]
    strays = [stray.finding for stray in repository.ledger_files.strays if stray.folder in {place, ""}]
    _show_strays(repository, strays)
    if strays:
        click.echo("不知道这些文件是不是本册的台账，没有生成。", err=True)
        raise click.exceptions.Exit(1)
    if not ledgers:
        raise click.UsageError(f"{folder} 里没有台账；请写一个地区一年的文件夹，如 budgets/地区/年度。")
    built = build_volume(
        repository, ledgers, out.resolve(), jobs=jobs, progress=_volume_progress, stamp=stamp
    )
    click.echo(render_findings(built.findings, "text", repository.root), err=True, nl=False)
    for file in built.files:
        click.echo(repository.label(file))
    if not built.files:
        click.echo("有错误，没有生成。", err=True)
        raise click.exceptions.Exit(1)


def _volume_progress(step: str, number: int, count: int, path: str) -> None:
    click.echo(f"[{number}/{count}] {step} {path}", err=True)


@commands.command()
@click.argument("paths", nargs=-1, type=_PATHS, metavar="[台账…]")
@click.option(
    "--format", "form", type=click.Choice(REPORT_FORMATS), default=None, help="text、json 或 github。"
)
@click.option("--strict", is_flag=True, help="有警告也算不通过。")
@click.option("--names", is_flag=True, help="只看文件的名称、位置和种类，不读台账。")
def check(paths: tuple[Path, ...], *, form: str | None, strict: bool, names: bool) -> None:
    """检查台账，一次列出所有问题。"""
    repository = _repository(paths)
    ledgers, strays = _ledgers(repository, paths)
    read = () if names else ledgers
    found = (finding for path in read for finding in check_file(repository, path).findings)
    findings = list(dict.fromkeys((*strays, *found)))
    click.echo(render_findings(findings, form or _default_form(), repository.root), nl=False)
    errors = sum(finding.is_error for finding in findings)
    if names and not findings:
        return
    summary = f"{len(ledgers)} 份台账：{errors} 个错误，{len(findings) - errors} 个警告。"
    click.echo(summary, err=True)
    if errors or (strict and findings):
        raise click.exceptions.Exit(1)


@commands.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[台账…]")
@click.option("--against", metavar="版本", help="与 git 的哪个版本相比（默认从 main 分出来的那一次提交）。")
@click.option("--out", type=_FOLDER, default=Path("build/proof"), help="输出文件夹（默认 build/proof）。")
@click.option("--dpi", type=click.IntRange(36, 400), default=100, help="图片每英寸的点数（默认 100）。")
@click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="同时进行的份数。")
def proof(paths: tuple[Path, ...], against: str | None, out: Path, dpi: int, jobs: int) -> None:
    """对样：把以前的版本和现在的文件逐页比较，画出不同之处；不写台账就比较所有有变动的。"""
    from reportgen.proof.run import NotOursError, Task, proof_ledgers  # noqa: PLC0415 - loads large libraries
    from reportgen.revision import RevisionError, check_out, commit_of, default_revision  # noqa: PLC0415

    repository = _repository(paths)
    try:
        commit = commit_of(repository, against) if against is not None else default_revision(repository)
        with TemporaryDirectory() as beside:
            old = check_out(repository, commit, Path(beside))
            name = f"{against}（{commit[:7]}）" if against is not None else commit[:7]
            labels, strays = _ledgers_to_proof(old, repository, paths)
            _show_strays(repository, strays)
            task = Task(old, repository, name, labels, dpi)
            proofs = proof_ledgers(task, out.resolve(), jobs, _named)
            _show_proof_errors(proofs, task)
    except (RevisionError, NotOursError) as error:
        raise click.UsageError(str(error)) from error
    for item in proofs:
        for line in item.lines(repository.label(out)):
            click.echo(f"{item.label}: {line}")
    if strays or any(item.failed for item in proofs):
        raise click.exceptions.Exit(1)


def _ledgers_to_proof(
    old: Repository, new: Repository, paths: Sequence[Path]
) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Return the labels of the ledgers named, or beneath the folders named, in either state.

    Also what looks like a ledger there now and is none.
    """
    from reportgen.proof.run import differing_ledgers, ledgers_of  # noqa: PLC0415 - loads large libraries

    known = ledgers_of(old, new)
    if not paths:
        strays = [stray.finding for stray in new.ledger_files.strays]
        if not known and not strays:
            raise click.UsageError(_NO_LEDGERS)
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
            click.echo(render_findings(findings, "text", repository.root), err=True, nl=False)


def _default_form() -> str:
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def _repository(paths: Sequence[Path]) -> Repository:
    starts = [path.parent if path.is_file() else path for path in paths] + [Path()]
    for start in starts:
        found = find_repository(start)
        if found:
            return found
    raise click.UsageError("这里不是台账库：找不到 classification/ 和 templates/ 文件夹。")


def _ledgers(repository: Repository, paths: Sequence[Path]) -> tuple[list[Path], list[Diagnostic]]:
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
        raise click.UsageError(_NO_LEDGERS)
    return list(dict.fromkeys(found)), list(dict.fromkeys(strays))


def _show_strays(repository: Repository, findings: Sequence[Diagnostic]) -> None:
    click.echo(render_findings(findings, "text", repository.root), err=True, nl=False)


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
