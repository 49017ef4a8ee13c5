"""A volume on paper and as a workbook: every department laid out where it stands, and all bound together.

Where a department begins follows from the pages of those before it, and the widths of page numbers could
change those again: hence they are counted, printed and counted again until both agree.
"""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.commands.checking import check_file
from reportgen.commands.processes import in_processes
from reportgen.commands.room import texts_without_room
from reportgen.composing.volume import DEPARTMENTS, Volume
from reportgen.document.document import Document, Table
from reportgen.document.theme import PartStart, Theme
from reportgen.findings.diagnostics import Diagnostic
from reportgen.renderers.output import Output
from reportgen.renderers.pdf.binding import Bound, bind, prepare
from reportgen.renderers.pdf.fonts import FontPool, Glyphs
from reportgen.repository.repository import Repository

_MOST_ROUNDS = 5

Progress = Callable[[str, int, int, str], None]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger without errors, its key in the volume and how it looks."""

    path: Path
    key: str
    theme: Theme


@dataclass(frozen=True, slots=True)
class _Printed:
    """A department in print: the page that it begins on, how many it takes, the glyphs that it uses."""

    first_page: int
    pages: int
    file: Path
    glyphs: Mapping[str, Glyphs]


class NoRoomError(Exception):
    """Some texts of a volume have no room on paper; *findings* say which."""

    def __init__(self, findings: Sequence[Diagnostic]) -> None:
        super().__init__("\n".join(finding.headline for finding in findings))
        self.findings = tuple(findings)


class VolumePrinting:
    """Prints the departments of a volume into *folder* and binds them."""

    def __init__(
        self,
        repository: Repository,
        volume: Volume,
        tables: Sequence[Table],
        folder: Path,
        *,
        jobs: int,
        progress: Progress,
    ) -> None:
        self._repository = repository
        self._volume = volume
        self._tables = tables
        self._folder = folder
        self._jobs = jobs
        self._progress = progress

    def files(self, ledgers: Sequence[Ledger]) -> dict[str, bytes]:
        """Return the files by format.

        Raises:
            NoRoomError: there are texts that have no room on paper.
        """
        workbook = Output(self._volume.workbook(self._tables))
        return {
            "pdf": self._pdf(ledgers),
            "xlsx": workbook.render("xlsx"),
            "json": workbook.render("json"),
        }

    def _pdf(self, ledgers: Sequence[Ledger]) -> bytes:
        fonts = FontPool([self._volume.form.theme, *dict.fromkeys(ledger.theme for ledger in ledgers)])
        front, printed = self._settled(ledgers, fonts.names)
        cover, used = prepare(front.render("pdf"), "", fonts.names)
        for glyphs in (used, *(printed[ledger.key].glyphs for ledger in ledgers)):
            fonts.add(glyphs)
        names = {account.key: account.name for account in self._volume.accounts}
        parts = [
            Bound(
                key=ledger.key,
                title=names[ledger.key],
                first_page=printed[ledger.key].first_page,
                file=printed[ledger.key].file,
            )
            for ledger in ledgers
        ]
        parts[0] = replace(parts[0], also=DEPARTMENTS)
        target = self._folder / "volume.pdf"
        bind(cover, parts, fonts.write(), self._volume.form.theme.portrait, target)
        return target.read_bytes()

    def _settled(
        self, ledgers: Sequence[Ledger], fonts: frozenset[str]
    ) -> tuple[Output, Mapping[str, _Printed]]:
        """Print until the pages that departments begin on follow from the pages that they take."""
        counting = _Counting(self._repository)
        counts = {}
        faults: list[Diagnostic] = []
        paths = [ledger.path for ledger in ledgers]
        for ledger, counted in zip(ledgers, in_processes(counting, paths, self._jobs), strict=True):
            counts[ledger.key] = counted.pages
            faults += counted.faults
            self._progress("排版", len(counts), len(ledgers), self._repository.label(ledger.path))
        if faults:
            raise NoRoomError(faults)
        printed: dict[str, _Printed] = {}
        for _ in range(_MOST_ROUNDS):
            front, starts = self._front(ledgers, counts)
            self._print(ledgers, starts, fonts, printed)
            found = {key: item.pages for key, item in printed.items()}
            if found == counts:
                return front, printed
            counts = found
        raise RuntimeError("the page numbers of the volume do not settle")

    def _front(self, ledgers: Sequence[Ledger], counts: Mapping[str, int]) -> tuple[Output, dict[str, int]]:
        """Lay out what stands in front; return it with the pages that the departments begin on."""
        pages = 1
        for _ in range(_MOST_ROUNDS):
            starts = _starts(ledgers, counts, pages)
            document = self._volume.front(self._tables, list(self._volume.entries(starts)))
            front = Output(document)
            if front.misplaced:
                label = self._repository.label(ledgers[0].path)
                raise NoRoomError(list(texts_without_room(document, front.misplaced, label)))
            if front.page_count == pages:
                return front, starts
            pages = front.page_count
            del front
            gc.collect()  # the boxes of one layout refer to each other and would stay with those of the next
        raise RuntimeError("the contents of the volume do not settle")

    def _print(
        self,
        ledgers: Sequence[Ledger],
        starts: Mapping[str, int],
        fonts: frozenset[str],
        printed: dict[str, _Printed],
    ) -> None:
        """Print the departments that do not yet begin where they should."""
        moved = [
            (number, ledger)
            for number, ledger in enumerate(ledgers)
            if ledger.key not in printed or printed[ledger.key].first_page != starts[ledger.key]
        ]
        tasks = [
            _Task(ledger.path, ledger.key, starts[ledger.key], self._folder / f"{number}.pdf")
            for number, ledger in moved
        ]
        work = _Printing(self._repository, fonts)
        for done, ((_, ledger), item) in enumerate(
            zip(moved, in_processes(work, tasks, self._jobs), strict=True), 1
        ):
            printed[ledger.key] = item
            self._progress("生成", done, len(moved), self._repository.label(ledger.path))


def _starts(ledgers: Sequence[Ledger], counts: Mapping[str, int], pages: int) -> dict[str, int]:
    """Return the page that each department begins on behind *pages* pages."""
    starts = {}
    for ledger in ledgers:
        pages += 1
        if ledger.theme.part_start is PartStart.ODD:
            pages += 1 - pages % 2
        starts[ledger.key] = pages
        pages += counts[ledger.key] - 1
    return starts


def _document(repository: Repository, path: Path) -> Document:
    document = check_file(repository, path).document
    assert document is not None, f"{path} was without errors before"
    return document


@dataclass(frozen=True, slots=True)
class _Counted:
    """How many pages a department takes, and what has no room on them."""

    pages: int
    faults: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Counting:
    """Counts the pages of a ledger in a worker process."""

    repository: Repository

    def __call__(self, path: Path) -> _Counted:
        document = _document(self.repository, path)
        output = Output(document)
        faults = texts_without_room(document, output.misplaced, self.repository.label(path))
        return _Counted(output.page_count, tuple(faults))


@dataclass(frozen=True, slots=True)
class _Task:
    """A ledger to print from a page on, and where to put its PDF."""

    path: Path
    key: str
    first_page: int
    file: Path


@dataclass(frozen=True, slots=True)
class _Printing:
    """Prints a ledger in a worker process, without the files of the fonts that the volume shares."""

    repository: Repository
    fonts: frozenset[str]

    def __call__(self, task: _Task) -> _Printed:
        output = Output(_document(self.repository, task.path), task.first_page)
        data, glyphs = prepare(output.render("pdf"), task.key, self.fonts)
        task.file.write_bytes(data)
        return _Printed(task.first_page, output.page_count, task.file, glyphs)
