"""The steps of a build in one process, first cold, then warm; prints what was measured as JSON.

The files that the other contestants read, `document.html` and `document.docx`, are left in a folder.
"""

import json
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import TypeVar

_KB_PER_MB = 1024

T = TypeVar("T")


class Stopwatch:
    """Keeps the seconds of each step and the peak memory of the process so far, in MB."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.megabytes: dict[str, float] = {}

    def take(self, name: str, step: Callable[[], T]) -> T:
        """Run a step and return its result."""
        start = perf_counter()
        result = step()
        self.seconds[name] = perf_counter() - start
        self.megabytes[name] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KB_PER_MB
        return result


def build(path: Path, folder: Path) -> Stopwatch:
    """Take every step of a build once."""
    watch = Stopwatch()
    # Importing is a step of its own: a cold build pays for it.
    reportgen = watch.take("import", lambda: import_module("reportgen"))
    output = watch.take("import renderers", lambda: import_module("reportgen.renderers.output"))
    budget, _ = watch.take("load", lambda: reportgen.load(path))
    profile, _ = watch.take("load_profile", lambda: reportgen.load_profile(budget.profile))
    document = watch.take("compose", lambda: reportgen.compose(budget, profile))
    files = output.Output(document)
    watch.take("html", lambda: files.render("html"))
    # The PDF has the JSON in it, which is made once.
    watch.take("json", lambda: files.render("json"))
    watch.take("pdf layout", lambda: files.pages)
    watch.take("pdf write", lambda: files.render("pdf"))
    docx = watch.take("docx", lambda: files.render("docx"))
    watch.take("xlsx", lambda: files.render("xlsx"))
    paper = import_module("reportgen.renderers.html.page").render_html(document)
    (folder / "document.html").write_text(paper, encoding="utf-8")
    (folder / "document.docx").write_bytes(docx)
    return watch


def main() -> None:
    """Measure the ledger of the first argument; the second is the folder for the files."""
    path, folder = map(Path, sys.argv[1:3])
    cold, warm = build(path, folder), build(path, folder)
    print(json.dumps({"cold": cold.seconds, "warm": warm.seconds, "megabytes": cold.megabytes}))


if __name__ == "__main__":
    main()
