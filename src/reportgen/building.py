"""From ledgers to files: everything that is wrong with a ledger, and what it becomes when nothing is."""

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from reportgen.allowances import without_allowed
from reportgen.check import check_budget
from reportgen.classification import CLASSIFICATION
from reportgen.classification import FILES as CLASSIFICATION_FILES
from reportgen.compose import ComposeError, compose_with_findings
from reportgen.diagnostics import Diagnostic, Span, has_errors, sorted_by_place
from reportgen.document import Document
from reportgen.files import UnreadableError, names_in, read_text
from reportgen.glyphs import missing_glyphs, printed_characters
from reportgen.loading import Repository, check_form, last_year_label
from reportgen.model import Budget
from reportgen.profile import FILES as FORM_FILES
from reportgen.profile import TEMPLATE_ENDING, TEMPLATES, THEME, Profile
from reportgen.renderers.fonts import lacking_glyphs, missing_fonts
from reportgen.theme import Theme

DEPENDENCIES = ".depends.mk"
_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Checked:
    """A ledger with its findings; budget and document are None where there are errors.

    *forms* names the profile and those it extends, *theme* is how it looks.
    """

    budget: Budget | None
    document: Document | None
    findings: tuple[Diagnostic, ...]
    forms: tuple[str, ...] = ()
    theme: Theme | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one ledger: the files written, none where there are errors."""

    path: str
    files: tuple[Path, ...]
    findings: tuple[Diagnostic, ...]


def check_file(repository: Repository, path: Path) -> Checked:
    """Find every fault of a ledger that can be found without writing it."""
    budget, findings = repository.budget(path)
    if budget is None:
        return Checked(None, None, tuple(findings))
    profile, faults = repository.profile(budget.profile)
    return _checked(budget, profile, faults)


def _checked(budget: Budget, profile: Profile | None, faults: Sequence[Diagnostic] = ()) -> Checked:
    """Find every fault of a budget that was loaded, in its form; *faults* are those of the form."""
    origin = budget.origin
    findings = [*(origin.findings if origin else ()), *faults, *check_budget(budget)]
    document = None
    if profile is not None:
        findings += check_form(budget, profile)
        document, composing = compose_with_findings(budget, profile)
        findings += composing
        findings += _missing_glyphs(budget, profile, document)
    findings = without_allowed(findings, origin.allowances if origin else ())
    failed = has_errors(findings)
    forms, theme = (profile.chain, profile.theme) if profile else ((), None)
    return Checked(budget, None if failed else document, tuple(sorted_by_place(findings)), forms, theme)


def compose(budget: Budget, profile: Profile) -> Document:
    """Return the document of a budget in its form: the same that `reportgen build` would print.

    Everything is checked that `reportgen check` checks, and that the fonts are installed.

    Raises:
        ComposeError: there are errors; it holds all findings.
        ValueError: budget and form come from different repositories.
    """
    if budget.origin and budget.origin.root != profile.root:
        raise ValueError(f"the ledger is of {budget.origin.root}, the form of {profile.root}")
    checked = _with_fonts(_checked(budget, profile), budget.path)
    if checked.document is None:
        raise ComposeError(list(checked.findings))
    return checked.document


def _missing_glyphs(budget: Budget, profile: Profile, document: Document | None) -> Iterator[Diagnostic]:
    """Find the characters that no font of the machine can print; a missing font is another matter."""
    texts = _Texts(budget.origin.root if budget.origin else None)
    files = {budget.path: texts[budget.path]}
    printed = printed_characters(document) if document else set()
    lacking = lacking_glyphs(profile.theme, {*files[budget.path], *printed})
    if lacking:
        sources = _sources(profile.root, budget.path, profile.chain)
        files |= {label: texts[label] for label in (*sources, last_year_label(budget))}
        yield from missing_glyphs(lacking, printed, files)


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts of a repository's files by their labels, empty for what cannot be read."""

    root: Path | None

    def __getitem__(self, label: str) -> str:
        try:
            return read_text(self.root, label) if self.root else ""
        except UnreadableError:
            return ""


def prepare_file(repository: Repository, path: Path) -> Checked:
    """Find every fault of a ledger that keeps it from being written, missing fonts among them."""
    return _with_fonts(check_file(repository, path), repository.label(path))


def _with_fonts(checked: Checked, label: str) -> Checked:
    missing = missing_fonts(checked.theme) if checked.theme else []
    if not missing:
        return checked
    faults = (missing_font(name, label) for name in missing)
    return replace(checked, document=None, findings=(*checked.findings, *faults))


def build_file(
    repository: Repository, path: Path, out: Path, formats: Sequence[str], stamp: str = ""
) -> Built:
    """Build one ledger into `out/<region>/<year>/<stem>/`; with errors nothing is written.

    *stamp* is the ISO date that files bear in their properties where the ledger has none.
    """
    from reportgen.renderers.output import Output, replace_file  # noqa: PLC0415 - only building renders

    label = repository.label(path)
    checked = prepare_file(repository, path)
    if checked.document is None or checked.budget is None:
        return Built(label, (), checked.findings)
    output = Output(replace(checked.document, stamp=stamp))
    rendered = {name: output.render(name) for name in formats}
    folder = out / checked.budget.region / str(checked.budget.year) / checked.budget.stem
    files = {folder / f"{checked.budget.stem}.{name}": data for name, data in rendered.items()}
    for file, data in files.items():
        replace_file(file, data)
    depends = _depfile(checked.budget, checked.forms, [repository.label(file) for file in files])
    replace_file(folder / DEPENDENCIES, depends.encode())
    return Built(label, tuple(files), checked.findings)


def missing_font(name: str, label: str) -> Diagnostic:
    """Return the finding that the ledger *label* cannot be printed for want of a font."""
    hint = "请安装：sudo apt-get install fonts-noto-cjk"
    return Diagnostic("A101", Span(label, 1), f"没有安装字体“{name}”，印出来会是方框", hint)


def _depfile(budget: Budget, forms: Sequence[str], targets: Sequence[str]) -> str:
    """Return make rules: the targets depend on whatever went into them.

    Each prerequisite gets an empty rule, so that a deleted file rebuilds instead of stopping make.
    `FORMS` of the Makefile holds the files there are, so that one added later is noticed; it has only names
    that make and the shell take for what they are, which a wildcard would not see to.
    """
    assert budget.origin is not None
    labels = _sources(budget.origin.root, budget.path, forms)
    rules = "".join(f"{label}:\n" for label in labels)
    patterns = " ".join(f"{TEMPLATES}/{name}/%" for name in forms)
    added = f"$(filter {patterns},$(FORMS)) $(wildcard {last_year_label(budget)})"
    return f"{' '.join(map(_escaped, targets))}: {' '.join(labels)} {added}\n{rules}"


def _sources(root: Path, ledger: str, forms: Sequence[str]) -> list[str]:
    """Return the labels of the files that every document of a ledger comes from."""
    folders = (f"{TEMPLATES}/{name}" for name in forms)
    templates = (
        f"{folder}/{name}" for folder in folders for name in names_in(root, folder) if _is_read(name)
    )
    return [ledger, *templates, *(f"{CLASSIFICATION}/{name}" for name in CLASSIFICATION_FILES)]


def _is_read(name: str) -> bool:
    """Whether a file of a form goes into documents."""
    return name in (*FORM_FILES, THEME) or name.endswith(TEMPLATE_ENDING)


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
    stamp: str = "",
) -> Iterator[Built]:
    """Build many ledgers as `build_file` does, in *jobs* processes, in the order of *paths*."""
    work: Callable[[Path], Built] = _Work(repository, out, tuple(formats), stamp)
    return in_processes(work, paths, jobs)


def in_processes(work: Callable[[_Given], _Made], items: Sequence[_Given], jobs: int) -> Iterator[_Made]:
    """Do *work* for each of *items* in *jobs* processes, in their order."""
    if jobs <= 1 or len(items) <= 1:
        yield from map(work, items)
        return
    with ProcessPoolExecutor(min(jobs, len(items)), mp_context=get_context("forkserver")) as pool:
        yield from pool.map(work, items)


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker process needs to build one ledger."""

    repository: Repository
    out: Path
    formats: tuple[str, ...]
    stamp: str

    def __call__(self, path: Path) -> Built:
        built = build_file(self.repository, path, self.out, self.formats, self.stamp)
        gc.collect()  # the boxes of one layout refer to each other and would stay until the last ledger
        return built
