"""One ledger per department and year becomes its published budget.

The public interface: `load` a ledger, `load_profile` its form, `compose` the document, `render` it.
"""

from pathlib import Path

from reportgen.checks import check_budget
from reportgen.commands.checking import compose
from reportgen.composing.document import ComposeError
from reportgen.document.document import Document
from reportgen.findings.diagnostics import Diagnostic, sorted_by_place
from reportgen.form.profile import TEMPLATES, Profile
from reportgen.ledger.model import Budget
from reportgen.repository.repository import Repository, find_repository

__all__ = [
    "Budget",
    "ComposeError",
    "Diagnostic",
    "Document",
    "Profile",
    "compose",
    "load",
    "load_profile",
    "render",
]

# The repositories that ledgers were loaded from, the latest last: forms are looked for there by name.
_loaded_from: dict[Path, Repository] = {}


def load(path: str | Path) -> tuple[Budget | None, list[Diagnostic]]:
    """Load a ledger, and last year's where there is one.

    The budget is None where the file cannot be read as a ledger.
    What is wrong with a budget by itself (it does not balance, say) is among the findings, and `compose`
    refuses it; what its form does not take is found by `compose`.

    Raises:
        FileNotFoundError: the file lies in no repository (a folder with classification/ and templates/).
    """
    file = Path(path)
    repository = find_repository(file.parent)
    if repository is None:
        raise FileNotFoundError(f"no folder with classification/ and templates/ at or above {file}")
    _loaded_from.pop(repository.root, None)
    _loaded_from[repository.root] = repository
    budget, findings = repository.budget(file)
    return budget, sorted_by_place([*findings, *(check_budget(budget) if budget else ())])


def load_profile(name: str | Path) -> tuple[Profile | None, list[Diagnostic]]:
    """Load a form; None where it has errors.

    *name* is its name, as `Budget.profile` has it, or the path of its folder.
    A name is looked for in the repositories that ledgers were loaded from, in the latest first; the working
    directory does not matter.

    Raises:
        FileNotFoundError: *name* is a name and no ledger has been loaded, or a path outside any repository.
    """
    folder = Path(name)
    if folder.name != str(name):
        repository = find_repository(folder)
        if repository is None or repository.label(folder) != f"{TEMPLATES}/{folder.name}":
            raise FileNotFoundError(f"{folder} is not a folder in templates/ of a repository")
        return repository.profile(folder.name)
    repositories = list(reversed(_loaded_from.values()))
    if not repositories:
        raise FileNotFoundError(f"no ledger was loaded yet: load one, or give the path of the form {name}")
    found = (repository for repository in repositories if str(name) in repository.profile_names())
    return next(found, repositories[0]).profile(str(name))


def render(document: Document, format: str, path: str | Path) -> None:  # noqa: A002 - the published name
    """Write a document as docx, xlsx, pdf, html or json; the file is moved into place when it is whole."""
    from reportgen.renderers.output import Output  # noqa: PLC0415 - rendering loads large libraries

    Output(document).write(format, Path(path))
