"""Finding and loading: a repository, a ledger with last year's, a profile."""

import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

from reportgen.classification.tables import CLASSIFICATION, Classification, load_classification
from reportgen.facts.declarations import declaration_faults
from reportgen.facts.vocabulary import Vocabulary
from reportgen.findings.diagnostics import Diagnostic, Span, has_errors, sorted_by_place
from reportgen.findings.rules import MISPLACED_FILE, NOT_A_MAPPING, UNKNOWN_PROFILE
from reportgen.findings.suggestions import did_you_mean
from reportgen.findings.waivers import read_allowances
from reportgen.form.layers import TEMPLATES, profile_names
from reportgen.form.profile import Profile, load_facts, load_profile
from reportgen.ledger.decode import Heading, decode, decode_heading, ledger_reader
from reportgen.ledger.model import Budget, Origin
from reportgen.repository.ledger_files import (
    LedgerFiles,
    Stray,
    find_ledgers,
    ledger_fault,
    names_at_the_head,
    twin_fault,
)
from reportgen.source.files import UnreadableError, is_there, read_text
from reportgen.source.parsing import parse, unreadable_fault
from reportgen.source.reading import Findings, Reader


@dataclass(frozen=True)
class Repository:
    """A folder with `budgets/`, `templates/` and `classification/`."""

    root: Path

    def __reduce__(self) -> tuple[type["Repository"], tuple[Path]]:
        """Processes that work on one ledger are not handed the list of all."""
        return Repository, (self.root,)

    @cached_property
    def ledger_files(self) -> LedgerFiles:
        """Return the ledgers there are, and what looks like one and is none."""
        return find_ledgers(self.root)

    @cached_property
    def department_names(self) -> frozenset[str]:
        """Return how the departments of all ledgers are called, as the beginnings of their files say."""
        return frozenset(
            name for label in self.ledger_files.labels for name in names_at_the_head(self.root, label)
        )

    @property
    def budgets(self) -> list[Path]:
        """Return every ledger, in order."""
        return [self.root / label for label in self.ledger_files.labels]

    def ledgers_beneath(self, folder: str) -> list[Path]:
        """Return the ledgers in the folder *folder* (a label; empty for the root) and those beneath it."""
        return [self.root / label for label in self.ledger_files.labels if is_beneath(label, folder)]

    def strays_beneath(self, folder: str) -> list[Stray]:
        """Return what looks like a ledger and is none in such a folder."""
        return [stray for stray in self.ledger_files.strays if is_beneath(stray.label, folder)]

    def label(self, path: Path) -> str:
        """Return how messages name *path*: from the root where it lies beneath it, empty for the root.

        It is absolute for what lies outside.
        Links beneath the root are not followed, those on the way to it are.
        """
        whole = _absolute(path)
        for folder in (whole, *whole.parents):
            if folder == self.root or os.path.realpath(folder) == str(self.root):
                return "" if folder == whole else whole.relative_to(folder).as_posix()
        return str(whole)

    def text(self, label: str) -> str:
        """Return the text of a file, empty where it cannot be read or is not to be."""
        try:
            return read_text(self.root, label)
        except UnreadableError:
            return ""

    def profile(self, name: str) -> tuple[Profile | None, list[Diagnostic]]:
        """Load the profile *name*; None where it has errors."""
        profile, findings = load_profile(self.root, name)
        return (None if has_errors(findings) else profile), findings

    def profile_names(self) -> list[str]:
        """Return the names of the profiles there are."""
        return profile_names(self.root)

    def classification(self, year: int) -> tuple[Classification, list[Diagnostic]]:
        """Load the classification of a year."""
        return load_classification(self.root, year)

    def budget(self, path: Path) -> tuple[Budget | None, list[Diagnostic]]:
        """Load a ledger and last year's ledger of the same department; None where it cannot be read as one.

        The findings are those of reading and those of its comments that allow warnings.
        """
        label = self.label(path)
        budget, findings = self._one_budget(label)
        if budget is None:
            return None, sorted_by_place(findings)
        before = last_year_label(budget)
        if is_there(self.root, before):
            last_year, faults = self._one_budget(before)
            findings += [fault for fault in faults if fault.is_error]
            budget = replace(budget, last_year=last_year)
        facts = load_facts(self.root, budget.profile)
        # Whether a name is that of a fact, a form with faults in its facts leaves open.
        findings += declaration_faults(Vocabulary(budget, facts)) if facts else ()
        if has_errors(findings):
            return None, sorted_by_place(findings)
        allowances, faults = read_allowances(read_text(self.root, label), label)
        findings = sorted_by_place([*findings, *faults])
        return replace(budget, origin=Origin(self.root, tuple(findings), tuple(allowances))), findings

    def _one_budget(self, label: str) -> tuple[Budget | None, list[Diagnostic]]:
        misplaced = ledger_fault(label) or twin_fault(self.root, label)
        if misplaced:
            return None, [misplaced]
        try:
            source = parse(read_text(self.root, label), label)
        except UnreadableError as error:
            return None, [unreadable_fault(error, label)]
        findings = Findings(source.findings)
        if source.root is None and not findings:
            findings.report(NOT_A_MAPPING, Span(label, 1), "文件是空的", "请从别的台账复制一份再改。")
        root = ledger_reader(source.root, findings)
        if root is None:
            return None, list(findings)
        return self._decoded(root, label)

    def _decoded(self, root: Reader, label: str) -> tuple[Budget | None, list[Diagnostic]]:
        heading = decode_heading(root)
        if heading is None:
            return None, list(root.findings)
        _check_place(heading, label, root.findings)
        names = self.profile_names()
        if heading.profile.text not in names:
            hint = did_you_mean(heading.profile.text, names) or f"现有表式：{'、'.join(names)}。"
            root.findings.report(
                UNKNOWN_PROFILE, heading.profile.span, f"没有表式“{heading.profile.text}”", hint
            )
        classification, faults = self.classification(heading.year)
        root.findings.extend(faults)
        return decode(root, heading, classification, label)


def is_beneath(label: str, folder: str) -> bool:
    """Whether *label* is *folder*, or lies in it or beneath it; everything does beneath the root (empty)."""
    return not folder or label == folder or label.startswith(f"{folder}/")


def _check_place(heading: Heading, label: str, findings: Findings) -> None:
    """A ledger lies in the folders of its region and year: they give it its output."""
    _, region, year, _ = label.split("/")
    if region != heading.region.text:
        sentence = f"文件在“{region}”的文件夹里，“地区”却是“{heading.region.text}”"
        findings.report(MISPLACED_FILE, heading.region.span, sentence, "请移动文件，或改正“地区”。")
    if year != str(heading.year):
        sentence = f"文件在“{year}”的文件夹里，“年度”却是“{heading.year}”"
        findings.report(MISPLACED_FILE, heading.year_span, sentence, "请移动文件，或改正“年度”。")


def last_year_label(budget: Budget) -> str:
    """Return where last year's ledger of the same department would lie."""
    place = PurePosixPath(budget.path)
    return (place.parent.parent / str(budget.year - 1) / place.name).as_posix()


def find_repository(start: Path) -> Repository | None:
    """Return the nearest repository at or above *start*; links on the way are not followed.

    A folder within the `budgets/`, `templates/` or `classification/` of a repository is none itself.
    """
    folder = _absolute(start)
    found = [place for place in (folder, *folder.parents) if _is_repository(place)]
    for place in found:
        outer = (other for other in found if other in place.parents)
        if not any(place.relative_to(other).parts[0] in _FOLDERS for other in outer):
            return Repository(place.resolve())
    return None


_FOLDERS = ("budgets", TEMPLATES, CLASSIFICATION)


def _is_repository(folder: Path) -> bool:
    # os.path.isdir takes whatever cannot be looked at for no folder; Path.is_dir raises for some of it.
    return all(os.path.isdir(folder / name) for name in (CLASSIFICATION, TEMPLATES))  # noqa: PTH112


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve would follow links
