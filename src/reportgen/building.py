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
from reportgen.classification import FILES as CLASSIFICATION_FILES
from reportgen.compose import compose_with_findings
from reportgen.diagnostics import Diagnostic, Span, has_errors, sorted_by_place
from reportgen.document import Document
from reportgen.glyphs import missing_glyphs, printed_characters
from reportgen.loading import CLASSIFICATION, TEMPLATES, Repository, check_form, last_year_file
from reportgen.model import Budget
from reportgen.profile import Profile
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
    findings += [*faults, *check_budget(budget)]
    document = None
    if profile is not None:
        findings += check_form(budget, profile)
        document, composing = compose_with_findings(budget, profile)
        findings += composing
        findings += _missing_glyphs(repository, path, profile, last_year_file(path, budget), document)
    allowances, faults = repository.allowances(path)
    findings = [*without_allowed(findings, allowances), *faults]
    failed = has_errors(findings)
    forms, theme = (profile.chain, profile.theme) if profile else ((), None)
    return Checked(budget, None if failed else document, tuple(sorted_by_place(findings)), forms, theme)


def _missing_glyphs(
    repository: Repository, path: Path, profile: Profile, before: Path, document: Document | None
) -> Iterator[Diagnostic]:
    """Find the characters that no font of the machine can print; a missing font is another matter."""
    ledger = repository.label(path)
    files = {ledger: path.read_text("utf-8-sig")}
    printed = printed_characters(document) if document else set()
    lacking = lacking_glyphs(profile.theme, {*files[ledger], *printed})
    if lacking:
        sources = [*_sources(repository, path, profile.chain), *filter(Path.is_file, [before])]
        files |= {repository.label(file): file.read_text("utf-8-sig") for file in sources}
        yield from missing_glyphs(lacking, printed, files)


def prepare_file(repository: Repository, path: Path) -> Checked:
    """Find every fault of a ledger that keeps it from being written, missing fonts among them."""
    checked = check_file(repository, path)
    missing = missing_fonts(checked.theme) if checked.theme else []
    if not missing:
        return checked
    faults = (missing_font(name, repository.label(path)) for name in missing)
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
    depends = _depfile(repository, path, checked, list(files))
    replace_file(folder / DEPENDENCIES, depends.encode())
    return Built(label, tuple(files), checked.findings)


def missing_font(name: str, label: str) -> Diagnostic:
    """Return the finding that the ledger *label* cannot be printed for want of a font."""
    hint = "请安装：sudo apt-get install fonts-noto-cjk"
    return Diagnostic("A101", Span(label, 1), f"没有安装字体“{name}”，印出来会是方框", hint)


def _depfile(repository: Repository, path: Path, checked: Checked, targets: Sequence[Path]) -> str:
    """Return make rules: the targets depend on whatever went into them.

    Each prerequisite gets an empty rule, so that a deleted file rebuilds instead of stopping make;
    wildcards see files that are added later.
    """
    sources = _sources(repository, path, checked.forms)
    labels = [_escaped(repository.label(file)) for file in sources]
    assert checked.budget is not None
    before = _escaped(repository.label(last_year_file(path, checked.budget)))
    goals = " ".join(_escaped(repository.label(target)) for target in targets)
    rules = "".join(f"{label}:\n" for label in labels)
    folders = " ".join(f"$(wildcard {TEMPLATES}/{_escaped(name)}/*)" for name in checked.forms)
    return f"{goals}: {' '.join(labels)} {folders} $(wildcard {before})\n{rules}"


def _sources(repository: Repository, path: Path, forms: Sequence[str]) -> list[Path]:
    """Return the files that every document of a ledger comes from."""
    root = repository.root
    templates = (file for name in forms for file in _files(root / TEMPLATES / name))
    return [path, *templates, *(root / CLASSIFICATION / name for name in CLASSIFICATION_FILES)]


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.is_file())


def _escaped(path: str) -> str:
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
