"""From ledgers to files: each ledger that has no errors is rendered, and its files are moved into place."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from reportgen.commands.checking import prepare_file, sources_of
from reportgen.commands.processes import in_processes
from reportgen.commands.room import texts_without_room
from reportgen.findings.diagnostics import Diagnostic
from reportgen.form.layers import TEMPLATES
from reportgen.ledger.model import Budget
from reportgen.renderers import PAGED
from reportgen.repository.repository import Repository, last_year_label

DEPENDENCIES = ".depends.mk"


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one ledger: the files written, none where there are errors."""

    path: str
    files: tuple[Path, ...]
    findings: tuple[Diagnostic, ...]


def build_file(
    repository: Repository, path: Path, out: Path, formats: Sequence[str], stamp: date | None = None
) -> Built:
    """Build one ledger into `out/<region>/<year>/<stem>/`; with errors nothing is written.

    What has no room on paper is an error too where a format has pages.
    *stamp* is the date that files bear in their properties where the ledger has none.
    """
    from reportgen.renderers.output import Output, replace_file  # noqa: PLC0415 - only building renders

    label = repository.label(path)
    checked = prepare_file(repository, path)
    if checked.document is None or checked.budget is None:
        return Built(label, (), checked.findings)
    output = Output(replace(checked.document, stamp=stamp))
    if PAGED.intersection(formats) and output.misplaced:
        faults = texts_without_room(checked.document, output.misplaced, label)
        return Built(label, (), (*checked.findings, *faults))
    rendered = {name: output.render(name) for name in formats}
    folder = out / checked.budget.region / str(checked.budget.year) / checked.budget.stem
    files = {folder / f"{checked.budget.stem}.{name}": data for name, data in rendered.items()}
    for file, data in files.items():
        replace_file(file, data)
    depends = _depfile(checked.budget, checked.forms, [repository.label(file) for file in files])
    replace_file(folder / DEPENDENCIES, depends.encode())
    return Built(label, tuple(files), checked.findings)


def _depfile(budget: Budget, forms: Sequence[str], targets: Sequence[str]) -> str:
    """Return make rules: the targets depend on whatever went into them.

    Each prerequisite gets an empty rule, so that a deleted file rebuilds instead of stopping make.
    `FORMS` of the Makefile holds the files there are, so that one added later is noticed; it has only names
    that make and the shell take for what they are, which a wildcard would not see to.
    """
    assert budget.origin is not None
    labels = sources_of(budget.origin.root, budget.path, forms)
    rules = "".join(f"{label}:\n" for label in labels)
    patterns = " ".join(f"{TEMPLATES}/{name}/%" for name in forms)
    # In variables, since a bracket of a name would end the call of a function.
    names = f"OWN_FORMS := {patterns}\nLAST_YEAR := {last_year_label(budget)}\n"
    added = "$(filter $(OWN_FORMS),$(FORMS)) $(wildcard $(LAST_YEAR))"
    return f"{names}{' '.join(map(_escaped, targets))}: {' '.join(labels)} {added}\n{rules}"


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
    work: Callable[[Path], Built] = _Work(repository, out, tuple(formats), stamp)
    return in_processes(work, paths, jobs)


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker process needs to build one ledger."""

    repository: Repository
    out: Path
    formats: tuple[str, ...]
    stamp: date | None

    def __call__(self, path: Path) -> Built:
        return build_file(self.repository, path, self.out, self.formats, self.stamp)
