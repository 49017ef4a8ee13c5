"""One ledger per department and year becomes its published budget.

The public interface: `load` a ledger, `load_profile` its form, `compose` the document, `render` it.
"""

from pathlib import Path

from reportgen.compose import ComposeError, compose
from reportgen.diagnostics import Diagnostic
from reportgen.document import Document
from reportgen.loading import Repository, find_repository
from reportgen.model import Budget
from reportgen.profile import Profile

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


def load(path: str | Path) -> tuple[Budget | None, list[Diagnostic]]:
    """Load a ledger, and last year's where there is one; the budget is None where there are errors."""
    file = Path(path)
    return _repository(file.parent).budget(file)


def load_profile(name: str) -> tuple[Profile | None, list[Diagnostic]]:
    """Load a form from the repository of the working directory; None where it has errors."""
    return _repository(Path()).profile(name)


def render(document: Document, format: str, path: str | Path) -> None:  # noqa: A002 - the published name
    """Write a document as docx, xlsx, pdf, html or json; the file is moved into place when it is whole."""
    from reportgen.renderers.output import Output  # noqa: PLC0415 - rendering loads large libraries

    Output(document).write(format, Path(path))


def _repository(start: Path) -> Repository:
    found = find_repository(start) or find_repository(Path())
    if found is None:
        raise FileNotFoundError("no folder with classification/ and templates/ at or above the ledger")
    return found
