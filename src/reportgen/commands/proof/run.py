"""Which ledgers to proof, and the files that come of it."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reportgen.classification.tables import CLASSIFICATION
from reportgen.commands.checking import Checked, prepare_file
from reportgen.commands.processes import in_processes
from reportgen.commands.proof.comparison import Comparison, Kind, compare
from reportgen.commands.proof.drawing import framed, png, side_by_side, thumbnail
from reportgen.commands.proof.overview import Entry, PageResult, document_page, list_page, quiet_ranges
from reportgen.commands.writing import in_place_of
from reportgen.findings.diagnostics import Diagnostic
from reportgen.form.layers import TEMPLATES
from reportgen.readers.pages import Page, read_pages
from reportgen.renderers.output import Output
from reportgen.repository.ledger_files import BUDGETS, walk
from reportgen.repository.repository import Repository
from reportgen.source.files import UnreadableError, is_there, read_bytes

_MARKER = ".reportgen-proof"
_THUMBNAIL = 1000


class NotOursError(Exception):
    """The output folder holds something else; the text is one sentence for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Two states to compare: *against* names the old one, *labels* the ledgers in question."""

    old: Repository
    new: Repository
    against: str
    labels: tuple[str, ...]
    dpi: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What became of the document of one ledger; no *pages* where nothing differs or a state has errors.

    *folder* is where its files lie beneath the output folder.
    """

    label: str
    folder: str
    title: str = ""
    pages: tuple[PageResult, ...] = ()
    old_errors: tuple[Diagnostic, ...] = ()
    new_errors: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether a state could not be built."""
        return bool(self.old_errors or self.new_errors)

    def lines(self, out: str) -> Iterator[str]:
        """Say for each page what became of it and where its picture lies beneath *out*."""
        if not self.pages and not self.failed:
            yield "没有变化"
        for page in self.pages:
            if page.picture:
                numbers = f"{page.old or '—'} → {page.new or '—'}"
                yield f"{page.kind.value} {numbers} {out}/{self.folder}/{page.picture}"
        for pages in quiet_ranges(self.pages):
            if pages.kind is Kind.MOVED:
                yield f"移 {_span(pages.old)} → {_span(pages.new)} 只是页码"


def _span(numbers: tuple[int, int]) -> str:
    first, last = numbers
    return str(first) if first == last else f"{first}–{last}"


def ledgers_of(old: Repository, new: Repository) -> list[str]:
    """Return the labels of the ledgers of both states."""
    return sorted({label for repository in (old, new) for label in repository.ledger_files.labels})


def differing_ledgers(old: Repository, new: Repository) -> list[str]:
    """Return the labels of the ledgers whose documents may differ: anything that goes into them does."""
    labels = ledgers_of(old, new)
    if _shared(old) != _shared(new):
        return labels
    before, now = _departments(old), _departments(new)
    return [label for label in labels if before.get(_department(label)) != now.get(_department(label))]


def _shared(repository: Repository) -> dict[str, bytes]:
    """Return what the forms and the classification hold by labels; nothing for what is not read."""
    labels = (label for name in (TEMPLATES, CLASSIFICATION) for label, _ in walk(repository.root, name))
    return {label: _content(repository, label) for label in labels}


def _departments(repository: Repository) -> dict[tuple[str, str], dict[str, bytes]]:
    """Return the ledgers of all years of each department: one year looks at the year before."""
    found: dict[tuple[str, str], dict[str, bytes]] = {}
    for label in repository.ledger_files.labels:
        found.setdefault(_department(label), {})[label] = _content(repository, label)
    return found


def _department(label: str) -> tuple[str, str]:
    _, region, _, name = label.split("/")
    return region, name


def _content(repository: Repository, label: str) -> bytes:
    try:
        return read_bytes(repository.root, label)
    except UnreadableError as error:
        return error.sentence.encode()


def proof_ledgers(task: Task, out: Path, jobs: int, progress: Callable[[int, int, str], None]) -> list[Proof]:
    """Compare the documents of ledgers in *jobs* processes; the pages and overviews take the place of *out*.

    Raises:
        NotOursError: *out* holds something that is not of an earlier run.
    """
    proofs = []
    with fresh_folder(out) as folder:
        for number, proof in enumerate(in_processes(_Work(task, folder), task.labels, jobs), 1):
            progress(number, len(task.labels), proof.label)
            proofs.append(proof)
        _write_overviews(folder, task.against, proofs)
    return proofs


@contextmanager
def fresh_folder(out: Path) -> Iterator[Path]:
    """Give a folder to write to; it takes the place of *out* when all went well.

    Raises:
        NotOursError: *out* holds something that is not of an earlier run.
        OSError: it cannot be written.
    """
    if out.is_dir() and not (out / _MARKER).is_file() and any(out.iterdir()):
        raise NotOursError(f"“{out}”里有别的文件。请用 --out 另指一个文件夹。")
    with in_place_of(out) as made:
        (made / _MARKER).touch()
        yield made


def _write_overviews(folder: Path, against: str, proofs: Sequence[Proof]) -> None:
    """Write the list of the documents that differ or failed, and the overview of each that differs."""
    entries = []
    for proof in proofs:
        counts = Counter(page.kind for page in proof.pages)
        if counts or proof.failed:
            entries.append(Entry(proof.label, proof.title, proof.folder, counts))
        if counts:
            page = document_page(proof.label, proof.title, against, proof.pages)
            _write(folder / proof.folder / "index.html", page.encode())
    _write(folder / "index.html", list_page(against, entries).encode())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker process needs to compare the documents of one ledger."""

    task: Task
    out: Path

    def __call__(self, label: str) -> Proof:
        return self._proof(label, Path(label).with_suffix("").relative_to(BUDGETS).as_posix())

    def _proof(self, label: str, folder: str) -> Proof:
        old, new = _checked(self.task.old, label), _checked(self.task.new, label)
        old_errors, new_errors = _errors(old), _errors(new)
        if old_errors or new_errors:
            return Proof(label=label, folder=folder, old_errors=old_errors, new_errors=new_errors)
        documents = [state.document for state in (old, new) if state and state.document]
        title = documents[-1].title
        if len(documents) > 1 and documents[0] == documents[1]:
            return Proof(label=label, folder=folder, title=title)
        compared = compare(_pages(old), _pages(new), self.task.dpi)
        pages = tuple(self._written(self.out / folder, page) for page in compared)
        if all(page.kind is Kind.SAME for page in pages):
            shutil.rmtree(self.out / folder)
            return Proof(label=label, folder=folder, title=title)
        return Proof(label=label, folder=folder, title=title, pages=pages)

    def _written(self, folder: Path, comparison: Comparison) -> PageResult:
        old, new = comparison.old, comparison.new
        for name, side in (("old", old), ("new", new)):
            if side:
                _write(folder / name / f"{side.number:03}.png", png(framed(side)))
        before, after = old.number if old else None, new.number if new else None
        if not comparison.is_marked:
            return PageResult(kind=comparison.kind, old=before, new=after)
        both = side_by_side(comparison)
        name = "-".join(f"{number:03}" if number else "none" for number in (before, after))
        picture = f"changes/{name}.png"
        _write(folder / picture, png(both))
        small = png(thumbnail(both, _THUMBNAIL))
        return PageResult(kind=comparison.kind, old=before, new=after, picture=picture, thumbnail=small)


def _checked(repository: Repository, label: str) -> Checked | None:
    path = repository.root / label
    return prepare_file(repository, path) if is_there(repository.root, label) else None


def _errors(state: Checked | None) -> tuple[Diagnostic, ...]:
    return tuple(finding for finding in state.findings if finding.is_error) if state else ()


def _pages(state: Checked | None) -> list[Page]:
    if state is None:
        return []
    assert state.document is not None
    return read_pages(Output(state.document).render("pdf"), state.document.theme)
