"""Finding and loading: a repository, a ledger with last year's, a profile."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from reportgen.allowances import Allowance, read_allowances
from reportgen.classification import Classification, load_classification
from reportgen.decode import Heading, decode, decode_heading
from reportgen.diagnostics import Diagnostic, Span, did_you_mean, has_errors, sorted_by_place
from reportgen.model import Budget
from reportgen.profile import Profile, load_profile, profile_names
from reportgen.reading import Findings, Reader, reader_of
from reportgen.source import read_source
from reportgen.vocabulary import Vocabulary

BUDGETS, TEMPLATES, CLASSIFICATION = "budgets", "templates", "classification"
_DEPTH = 4


@dataclass(frozen=True)
class Repository:
    """A folder with `budgets/`, `templates/` and `classification/`."""

    root: Path

    @cached_property
    def budgets(self) -> list[Path]:
        """Return every ledger, in order."""
        return sorted((self.root / BUDGETS).glob("**/*.yaml"))

    def label(self, path: Path) -> str:
        """Return how messages name *path*: relative to the root where it lies beneath it."""
        resolved = path.resolve()
        return resolved.relative_to(self.root).as_posix() if resolved.is_relative_to(self.root) else str(path)

    def profile(self, name: str) -> tuple[Profile | None, list[Diagnostic]]:
        """Load the profile *name*; None where it has errors."""
        profile, findings = load_profile(self.root / TEMPLATES, TEMPLATES, name)
        return (None if has_errors(findings) else profile), findings

    def profile_names(self) -> list[str]:
        """Return the names of the profiles there are."""
        return profile_names(self.root / TEMPLATES)

    def classification(self, year: int) -> tuple[Classification, list[Diagnostic]]:
        """Load the classification of a year."""
        return load_classification(self.root / CLASSIFICATION, CLASSIFICATION, year)

    def budget(self, path: Path) -> tuple[Budget | None, list[Diagnostic]]:
        """Load a ledger and last year's ledger of the same department; None where it has errors."""
        path = path.resolve()
        budget, findings = self._one_budget(path)
        if budget is None:
            return None, sorted_by_place(findings)
        before = last_year_file(path, budget)
        if before.is_file():
            last_year, faults = self._one_budget(before)
            findings += [fault for fault in faults if fault.is_error]
            budget = replace(budget, last_year=last_year)
        vocabulary = Vocabulary(budget)
        findings += [
            *vocabulary.unknown_paths(),
            *vocabulary.repeated_paths(),
            *vocabulary.impossible_amounts(),
            *vocabulary.contradictions(),
        ]
        return (None if has_errors(findings) else budget), sorted_by_place(findings)

    def allowances(self, path: Path) -> tuple[list[Allowance], list[Diagnostic]]:
        """Return which warnings a ledger that could be loaded allows, and where."""
        return read_allowances(path.read_text("utf-8-sig"), self.label(path))

    def _one_budget(self, path: Path) -> tuple[Budget | None, list[Diagnostic]]:
        label = self.label(path)
        source = read_source(path, label)
        findings = Findings(source.findings)
        if source.root is None and not findings:
            findings.report("E201", Span(label, 1), "文件是空的", "请从别的台账复制一份再改。")
        root = reader_of(source.root, findings, "台账")
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
            root.findings.report("E212", heading.profile.span, f"没有表式“{heading.profile.text}”", hint)
        classification, faults = self.classification(heading.year)
        root.findings.extend(faults)
        return decode(root, heading, classification, label)


def _check_place(heading: Heading, label: str, findings: Findings) -> None:
    """A ledger under budgets/ lies in the folders of its region and year."""
    parts = label.split("/")
    if parts[0] != BUDGETS or len(parts) != _DEPTH:
        return
    _, region, year, _ = parts
    if region != heading.region.text:
        sentence = f"文件在“{region}”的文件夹里，“地区”却是“{heading.region.text}”"
        findings.report("E216", heading.region.span, sentence, "请移动文件，或改正“地区”。")
    if year != str(heading.year):
        sentence = f"文件在“{year}”的文件夹里，“年度”却是“{heading.year}”"
        findings.report("E216", heading.year_span, sentence, "请移动文件，或改正“年度”。")


def check_form(budget: Budget, profile: Profile) -> Iterator[Diagnostic]:
    """A form is for the ledgers of its region and year."""
    for key, own, other in (
        ("地区", budget.region, profile.region),
        ("年度", str(budget.year), str(profile.year)),
    ):
        if own != other:
            sentence = f"表式“{profile.name}”的“{key}”是“{other}”，台账的是“{own}”"
            hint = "请改用本地区、本年度的表式；没有的，按 docs/new-region.md 增加。"
            yield Diagnostic("E217", budget.profile_span, sentence, hint)


def last_year_file(path: Path, budget: Budget) -> Path:
    """Return where last year's ledger of the same department would lie."""
    return path.parent.parent / str(budget.year - 1) / path.name


def find_repository(start: Path) -> Repository | None:
    """Return the nearest repository at or above *start*."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / CLASSIFICATION).is_dir() and (folder / TEMPLATES).is_dir():
            return Repository(folder)
    return None
