"""From the ledgers of a region and year to their volume: one PDF, one workbook, one data file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.checks.glyphs import missing_in_print, printed_characters
from reportgen.classification.tables import CLASSIFICATION
from reportgen.classification.tables import FILES as CLASSIFICATION_FILES
from reportgen.commands.checking import check_file, missing_font
from reportgen.commands.processes import in_processes
from reportgen.commands.volume.printing import Ledger, NoRoomError, Progress, VolumePrinting
from reportgen.commands.write_faults import unwritable
from reportgen.commands.writing import reading_begins, replace_files
from reportgen.composing.volume import Account, Volume, repeated_departments
from reportgen.document.document import Table
from reportgen.document.theme import Theme
from reportgen.findings.diagnostics import Diagnostic, Span, has_errors
from reportgen.findings.rules import MISPLACED_FILE, SEVERAL_FORMS_OF_VOLUME
from reportgen.form.profile import Profile
from reportgen.form.volume import load_volume_form, volume_files
from reportgen.ledger.postings import postings_of
from reportgen.renderers.fonts import lacking_glyphs, missing_fonts
from reportgen.repository.repository import Repository
from reportgen.source.files import read_text

FOLDER = "volume"
_DEPARTMENT = "department"  # before the names of places, so that none is that of a place in front


@dataclass(frozen=True, slots=True)
class BuiltVolume:
    """What became of a volume: the files written, none where there are errors."""

    files: tuple[Path, ...]
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class CheckedVolume:
    """What can be bound, and what is wrong with it; *volume* is None where there are errors."""

    volume: Volume | None
    tables: tuple[Table, ...]
    ledgers: tuple[Ledger, ...]
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _CheckedLedger:
    """A checked ledger, as far as its volume needs it; *account* is None where it has errors."""

    path: Path
    findings: tuple[Diagnostic, ...]
    region: str = ""
    year: int = 0
    profile: str = ""
    profile_span: Span | None = None
    theme: Theme | None = None
    account: Account | None = None


def build_volume(
    repository: Repository,
    paths: Sequence[Path],
    out: Path,
    *,
    jobs: int,
    progress: Progress,
    stamp: date | None = None,
) -> BuiltVolume:
    """Bind the ledgers *paths* of one region and year into `out/<region>/<year>/volume/`.

    Everything that is wrong with any of them is found first; with errors nothing is written.
    *progress* is told what is done, how much of how much, and for which ledger.
    *stamp* is the date that the files bear in their properties where no ledger has a date.
    """
    begun = reading_begins()
    checked = check_volume(repository, paths, jobs, progress)
    if checked.volume is None:
        return BuiltVolume((), checked.findings)
    volume = replace(checked.volume, stamp=stamp)
    with TemporaryDirectory() as beside:
        printing = VolumePrinting(
            repository, volume, checked.tables, Path(beside), jobs=jobs, progress=progress
        )
        try:
            made = printing.files(checked.ledgers)
        except NoRoomError as error:
            return BuiltVolume((), (*checked.findings, *error.findings))
    files = {f"{volume.stem}.{name}": data for name, data in made.items()}
    folder = out / volume.region / str(volume.year) / FOLDER
    try:
        replace_files(folder, files, begun)
    except OSError as error:
        label = repository.label(paths[0].parent)
        return BuiltVolume((), (*checked.findings, unwritable(error, label, repository.label)))
    return BuiltVolume(tuple(map(folder.joinpath, files)), checked.findings)


def check_volume(
    repository: Repository, paths: Sequence[Path], jobs: int, progress: Progress
) -> CheckedVolume:
    """Find everything that is wrong with the ledgers *paths*, with their form of volumes, or between them."""
    read = []
    for number, ledger in enumerate(in_processes(_Checking(repository), paths, jobs), 1):
        progress("检查", number, len(paths), repository.label(ledger.path))
        read.append(ledger)
    volume, findings = _volume(repository, read)
    tables, faults = volume.tables() if volume else ((), [])
    lacking = _missing_glyphs(repository, volume, tables, paths) if volume else ()
    found = tuple(dict.fromkeys((*findings, *faults, *lacking)))
    ledgers = tuple(
        Ledger(ledger.path, ledger.account.key, ledger.theme)
        for ledger in read
        if ledger.account and ledger.theme
    )
    return CheckedVolume(None if has_errors(found) else volume, tables, ledgers, found)


def _missing_glyphs(
    repository: Repository, volume: Volume, tables: Sequence[Table], paths: Sequence[Path]
) -> Iterator[Diagnostic]:
    """Find the characters in front of the departments that no font of the machine can print."""
    first_pages = dict.fromkeys((account.key for account in volume.accounts), 1)
    printed = printed_characters(volume.front(tables, list(volume.entries(first_pages))))
    lacking = lacking_glyphs(volume.form.theme, printed)
    if lacking:
        codes = (f"{CLASSIFICATION}/{name}" for name in CLASSIFICATION_FILES)
        labels = (*map(repository.label, paths), *codes)
        others = {label: read_text(repository.root, label) for label in labels}
        yield from missing_in_print(lacking, {**volume.form.files, **others})


@dataclass(frozen=True, slots=True)
class _Checking:
    """Checks a ledger in a worker process."""

    repository: Repository

    def __call__(self, path: Path) -> _CheckedLedger:
        checked = check_file(self.repository, path)
        label = self.repository.label(path)
        missing = missing_fonts(checked.theme) if checked.theme else []
        findings = (*checked.findings, *(missing_font(name, label) for name in missing))
        budget = checked.budget
        if budget is None:
            return _CheckedLedger(path=path, findings=findings)
        account = Account(f"{_DEPARTMENT}/{budget.stem}", budget.department, budget.date, postings_of(budget))
        return _CheckedLedger(
            path=path,
            findings=findings,
            region=budget.region,
            year=budget.year,
            profile=budget.profile,
            profile_span=budget.profile_span,
            theme=checked.theme,
            account=account,
        )


def _volume(
    repository: Repository, ledgers: Sequence[_CheckedLedger]
) -> tuple[Volume | None, list[Diagnostic]]:
    """Return the volume of *ledgers*, with everything that is wrong with any of them."""
    findings = [finding for ledger in ledgers for finding in ledger.findings]
    accounts = tuple(ledger.account for ledger in ledgers if ledger.account)
    findings += [*_of_another_place(ledgers), *repeated_departments(accounts)]
    profile, faults = _profile(repository, ledgers)
    findings += faults
    if profile is None:
        return None, findings
    form, faults = load_volume_form(repository.root, profile)
    classification, _ = repository.classification(profile.year)
    findings += faults
    if form is None or has_errors(findings):
        return None, findings
    return Volume(
        form=form, region=profile.region, year=profile.year, classification=classification, accounts=accounts
    ), findings


def _of_another_place(ledgers: Sequence[_CheckedLedger]) -> Iterator[Diagnostic]:
    """A volume holds one region and one year."""
    known = [ledger for ledger in ledgers if ledger.account]
    for ledger in known:
        first = known[0]
        if (ledger.region, ledger.year) != (first.region, first.year) and ledger.profile_span:
            sentence = (
                f"本册是 {first.region} {first.year} 年的，这份台账是 {ledger.region} {ledger.year} 年的"
            )
            yield Diagnostic(
                MISPLACED_FILE, ledger.profile_span, sentence, "一册只收一个地区一年的台账，请移走这一份。"
            )


def _profile(
    repository: Repository, ledgers: Sequence[_CheckedLedger]
) -> tuple[Profile | None, list[Diagnostic]]:
    """Return the profile that says how to bind; several are one where they say the same."""
    places = {ledger.profile: ledger.profile_span for ledger in ledgers if ledger.profile_span}
    profiles = {name: repository.profile(name)[0] for name in places}
    known = {name: profile for name, profile in profiles.items() if profile}
    forms = {name: volume_files(repository.root, profile) for name, profile in known.items()}
    if len(set(forms.values())) > 1:
        names, span = "、".join(forms), next(span for span in places.values() if span)
        sentence = f"本册的台账用了几种表式（{names}），它们的 volume.yaml 不同"
        return None, [
            Diagnostic(
                SEVERAL_FORMS_OF_VOLUME, span, sentence, "请只留一个 volume.yaml，其他表式用“沿用”取得。"
            )
        ]
    return next(iter(known.values()), None), []
