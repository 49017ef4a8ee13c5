"""One ledger per department and year becomes its published budget.

`open` a repository; it can `check` and `build` its ledgers.
Step by step: `load` a ledger, `load_profile` its form, `compose` the document, `render` it.
None of them gives a document that `reportgen check` refuses.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.commands.building import Built
    from reportgen.commands.checking import Checked, compose
    from reportgen.commands.programs import Repository, load, load_profile, open, render  # noqa: A004 - published
    from reportgen.composing.document import ComposeError
    from reportgen.document.document import Document
    from reportgen.findings.diagnostics import Diagnostic
    from reportgen.form.profile import Profile
    from reportgen.ledger.model import Budget

__all__ = [
    "Budget",
    "Built",
    "Checked",
    "ComposeError",
    "Diagnostic",
    "Document",
    "Profile",
    "Repository",
    "compose",
    "load",
    "load_profile",
    "open",
    "render",
]

_MODULES = {
    "Budget": "reportgen.ledger.model",
    "ComposeError": "reportgen.composing.document",
    "Diagnostic": "reportgen.findings.diagnostics",
    "Document": "reportgen.document.document",
    "Profile": "reportgen.form.profile",
}


def __getattr__(name: str) -> object:
    """Import what is asked for: whoever asks for help only does not wait for the libraries of the rest."""
    if name not in __all__:
        raise AttributeError(f"module 'reportgen' has no attribute {name!r}")
    return getattr(import_module(_MODULES.get(name, "reportgen.commands.programs")), name)
