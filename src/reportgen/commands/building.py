"""From ledgers to files: each ledger that has no errors is rendered, and its files put in place at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from reportgen.commands.checking import prepare_file
from reportgen.commands.processes import in_processes
from reportgen.commands.room import texts_without_room
from reportgen.commands.write_faults import unwritable
from reportgen.commands.writing import reading_begins, replace_files
from reportgen.findings.diagnostics import Diagnostic
from reportgen.form.layers import TEMPLATES
from reportgen.ledger.model import Budget
from reportgen.renderers import FORMATS, PAGED
from reportgen.repository.repository import Repository, last_year_label
from reportgen.source.files import files_read, watched

DEPENDENCIES = ".depends.mk"


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one ledger: the files written, none where there are errors."""

    path: str
    files: tuple[Path, ...]
    findings: tuple[Diagnostic, ...]


def build_file(
    repository: Repository,
    path: Path,
    out: Path,
    formats: Sequence[str],
    stamp: date | None = None,
    *,
    begun: int | None = None,
) -> Built:
    """Build one ledger into `out/<region>/<year>/<stem>/`; with errors nothing is written.

    What has no room on paper is an error too where a format has pages.
    *stamp* is the date that files bear in their properties where the ledger has none.
    *begun* is when the program and the files began to be read, now if it is not given.
    """
    from reportgen.renderers.output import Output  # noqa: PLC0415 - only building renders

    begun = reading_begins() if begun is None else begun
    label = repository.label(path)
    with watched() as seen:
        checked = prepare_file(repository, path)
    if checked.document is None or checked.budget is None:
        return Built(label, (), checked.findings)
    output = Output(replace(checked.document, stamp=stamp))
    if PAGED.intersection(formats) and output.misplaced:
        faults = texts_without_room(checked.document, output.misplaced, label)
        return Built(label, (), (*checked.findings, *faults))
    stem = checked.budget.stem
    rendered = {f"{stem}.{name}": output.render(name) for name in formats}
    folder = out / checked.budget.region / str(checked.budget.year) / stem
    # Also the formats that were not asked for: they are older than what has changed, and make has to know.
    targets = dict.fromkeys((*(f"{stem}.{name}" for name in FORMATS), *rendered))
    labels = [repository.label(folder / name) for name in targets]
    depends = _depfile(checked.budget, checked.forms, labels, files_read(seen))
    try:
        replace_files(folder, {**rendered, DEPENDENCIES: depends.encode()}, begun)
    except OSError as error:
        return Built(label, (), (*checked.findings, unwritable(error, label, repository.label)))
    return Built(label, tuple(folder / name for name in rendered), checked.findings)


def _depfile(budget: Budget, forms: Sequence[str], targets: Sequence[str], read: Sequence[str]) -> str:
    """Return make rules: the targets depend on the files *read*, which went into them.

    Each prerequisite gets an empty rule, so that a deleted file rebuilds instead of stopping make.
    `FORMS` of the Makefile holds the files there are, so that one added later is noticed; it has only names
    that make and the shell take for what they are, which a wildcard would not see to.
    """
    rules = "".join(f"{label}:\n" for label in read)
    patterns = " ".join(f"{TEMPLATES}/{name}/%" for name in forms)
    # In variables, since a bracket of a name would end the call of a function.
    names = f"OWN_FORMS := {patterns}\nLAST_YEAR := {last_year_label(budget)}\n"
    added = "$(filter $(OWN_FORMS),$(FORMS)) $(wildcard $(LAST_YEAR))"
    return f"{names}{' '.join(map(_escaped, targets))}: {' '.join(read)} {added}\n{rules}"


def _escaped(path: str) -> str:
    """Return a path that the user gave, the output folder, as make takes it."""
    return path.replace("$", "$$").replace("#", "\\#").replace(" ", "\\ ")


def build_files(
    repository: Repository,
    paths: Sequence[Path],
    out: Path,
    formats: Sequence[str],
    *,
    jobs: int,
    stamp: date | None = None,
) -> Iterator[Built]:
    """Build many ledgers as `build_file` does, in *jobs* processes, in the order of *paths*."""
    work: Callable[[Path], Built] = _Work(
        repository=repository, out=out, formats=tuple(formats), stamp=stamp, begun=reading_begins()
    )
    return in_processes(work, paths, jobs)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What a worker process needs to build one ledger."""

    repository: Repository
    out: Path
    formats: tuple[str, ...]
    stamp: date | None
    begun: int

    def __call__(self, path: Path) -> Built:
        return build_file(self.repository, path, self.out, self.formats, self.stamp, begun=self.begun)
