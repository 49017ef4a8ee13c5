"""The door for programs: what `reportgen` exports.

Every function gives the same as the command of its name.
None looks into the working directory, except for paths that it is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.checks import check_budget
from reportgen.commands.building import Built, build_file
from reportgen.commands.checking import Checked, compose, prepare_file
from reportgen.commands.room import texts_without_room
from reportgen.commands.writing import replace_file
from reportgen.composing.document import ComposeError
from reportgen.document.document import Document
from reportgen.findings.diagnostics import Diagnostic, sorted_by_place
from reportgen.findings.waivers import not_covered
from reportgen.form.layers import TEMPLATES
from reportgen.form.profile import Profile
from reportgen.ledger.model import Budget
from reportgen.renderers import FORMATS, PAGED
from reportgen.repository.ledger_files import BUDGETS, ENDING
from reportgen.repository.repository import Repository as Files
from reportgen.repository.repository import find_repository

__all__ = ["Built", "Checked", "Repository", "compose", "load", "load_profile", "open", "render"]

# The repositories that ledgers were loaded from, the latest last: forms are looked for there by name.
_loaded_from: dict[Path, Files] = {}


@dataclass(frozen=True, slots=True)
class Repository:
    """A folder with `budgets/`, `templates/` and `classification/`; paths that are not absolute begin there.

    >>> import reportgen
    >>> repository = reportgen.open(".")
    >>> repository.ledgers[0]
    'budgets/dalian-gaoxin/2024/yingshang.yaml'
    """

    files: Files

    @property
    def ledgers(self) -> tuple[str, ...]:
        """The ledgers there are, as paths from the root, in order."""
        return self.files.ledger_files.labels

    @property
    def strays(self) -> tuple[Diagnostic, ...]:
        """What looks like a ledger beneath `budgets/` and is none: a department may be missing."""
        return tuple(stray.finding for stray in self.files.ledger_files.strays)

    def check(self, ledger: str | Path) -> Checked:
        """Find everything that is wrong with a ledger; the document is None where there are errors.

        >>> import reportgen
        >>> checked = reportgen.open(".").check("budgets/dalian-xigang/2024/133-yingshang.yaml")
        >>> [finding.code for finding in checked.findings if finding.is_error]
        []
        >>> checked.document.tables[0].title
        '收支预算总表'
        """
        return prepare_file(self.files, self.files.root / ledger)

    def build(
        self,
        ledger: str | Path,
        out: str | Path = "build",
        formats: Sequence[str] = FORMATS,
        *,
        stamp: date | None = None,
    ) -> Built:
        """Build a ledger into `out/<地区>/<年度>/<名称>/`; nothing is written where there are errors.

        *stamp* is the date that files bear in their properties where the ledger has none.

        >>> import reportgen, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     ledger = "budgets/dalian-xigang/2024/133-yingshang.yaml"
        ...     built = reportgen.open(".").build(ledger, folder, ["json"])
        ...     [file.name for file in built.files]
        ['133-yingshang.json']
        """
        unknown = [name for name in formats if name not in FORMATS]
        if unknown:
            raise ValueError(f"unknown formats: {', '.join(unknown)}; there are {', '.join(FORMATS)}")
        return build_file(self.files, self.files.root / ledger, self.files.root / out, formats, stamp)


def open(folder: str | Path) -> Repository:  # noqa: A001 - the published name
    """Open the repository at *folder*, or the nearest one above it.

    Raises:
        FileNotFoundError: no folder with classification/ and templates/ is there.
    """
    return Repository(_found(Path(folder)))


def load(path: str | Path) -> tuple[Budget | None, list[Diagnostic]]:
    """Load a ledger, and last year's where there is one.

    The budget is None where the file cannot be read as a ledger.
    What is wrong with a budget by itself (it does not balance, say) is among the findings, and `compose`
    refuses it, but for the warnings that it allows; what its form does not take is found by `compose`.

    >>> import reportgen
    >>> budget, findings = reportgen.load("budgets/dalian-xigang/2024/133-yingshang.yaml")
    >>> budget.year, findings
    (2024, [])

    Raises:
        FileNotFoundError: the file lies in no repository (a folder with classification/ and templates/).
    """
    repository = _found(Path(path).parent)
    _loaded_from.pop(repository.root, None)
    _loaded_from[repository.root] = repository
    budget, findings = repository.budget(Path(path))
    allowances = budget.origin.allowances if budget and budget.origin else ()
    own = not_covered(check_budget(budget) if budget else (), allowances)
    return budget, sorted_by_place([*findings, *own])


def load_profile(name: str | Path) -> tuple[Profile | None, list[Diagnostic]]:
    """Load a form; None where it has errors.

    *name* is its name, as `Budget.profile` has it, or the path of its folder.
    A name is looked for in the repositories that ledgers were loaded from, in the latest first.

    >>> import reportgen
    >>> profile, findings = reportgen.load_profile("./templates/dalian-xigang-2024")
    >>> profile.year, len(profile.tables)
    (2024, 16)

    Raises:
        FileNotFoundError: *name* is a name and no ledger has been loaded, or a path outside any repository.
    """
    folder = Path(name)
    if isinstance(name, Path) or folder.name != name:
        repository = _found(folder)
        if repository.label(folder) != f"{TEMPLATES}/{folder.name}":
            raise FileNotFoundError(f"{folder} is not a folder in templates/ of a repository")
        return repository.profile(folder.name)
    repositories = list(reversed(_loaded_from.values()))
    if not repositories:
        raise FileNotFoundError(f"no ledger was loaded yet: load one, or give the path of the form {name}")
    found = (repository for repository in repositories if name in repository.profile_names())
    return next(found, repositories[0]).profile(name)


def render(document: Document, format: str, path: str | Path) -> None:  # noqa: A002 - the published name
    """Write a document as docx, xlsx, pdf, html or json; the file is moved into place when it is whole.

    >>> import reportgen, tempfile
    >>> document = reportgen.open(".").check("budgets/dalian-gaoxin/2024/yingshang.yaml").document
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     reportgen.render(document, "json", f"{folder}/yingshang.json")

    Raises:
        ComposeError: a format with pages has no room for some text; it holds the findings.
        OSError: the file cannot be written.
    """
    from reportgen.renderers.output import Output  # noqa: PLC0415 - rendering loads large libraries

    output = Output(document)
    if format in PAGED and output.misplaced:
        ledger = f"{BUDGETS}/{document.region}/{document.year}/{document.stem}{ENDING}"
        raise ComposeError(list(texts_without_room(document, output.misplaced, ledger)))
    replace_file(Path(path), output.render(format))


def _found(start: Path) -> Files:
    repository = find_repository(start)
    if repository is None:
        raise FileNotFoundError(f"no folder with classification/ and templates/ at or above {start}")
    return repository
