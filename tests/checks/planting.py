"""Planted mistakes: real ledgers and forms with one mistake each, and whether it is said where it is."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from reportgen.commands.checking import check_file
from reportgen.findings.diagnostics import Diagnostic
from reportgen.repository.repository import Repository
from tests.conftest import ROOT

FOLDER = Path(__file__).with_name("planted")
HARMLESS = Path(__file__).with_name("harmless")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One mistake: *changes* replace texts of *file* (the first occurrence); *codes* say it.

    A change is an old and a new text, or where the old begins, what stands behind it, and the new.
    *everywhere* is a pattern and what replaces it throughout.
    *ledger* is checked; *last_year* is what a copy of it says that stands for last year's (None for none);
    *kind* and *phrase* are those of the catalogue of mistakes.
    """

    kind: str
    phrase: str
    ledger: str
    file: str
    changes: tuple[tuple[str, ...], ...]
    codes: tuple[str, ...]
    everywhere: tuple[str, ...] = ()
    last_year: tuple[tuple[str, str], ...] | None = None


def planted() -> list[Planted]:
    """Read all mistakes."""
    return [item for path in sorted(FOLDER.glob("*.yaml")) for item in _read(path)]


def harmless() -> list[Planted]:
    """Read the changes after which a ledger is still right."""
    entries = [
        entry for path in sorted(HARMLESS.glob("*.yaml")) for entry in yaml.safe_load(path.read_text("utf-8"))
    ]
    return [_change(entry) for entry in entries]


def _read(path: Path) -> Iterator[Planted]:
    for entry in yaml.safe_load(path.read_text("utf-8")):
        yield _change(entry)


def _change(entry: dict[str, Any]) -> Planted:
    return Planted(
        kind=entry.get("类", ""),
        phrase=entry.get("句", ""),
        ledger=entry["台账"],
        file=entry.get("文件", entry["台账"]),
        changes=tuple(map(tuple, entry.get("改", ()))),
        codes=tuple(str(entry.get("码", "")).split()),
        everywhere=tuple(entry.get("换", ())),
        last_year=tuple((old, new) for old, new in entry["上年"]) if "上年" in entry else None,
    )


class Bed:
    """A copy of the repository in which mistakes are planted one at a time."""

    def __init__(self, root: Path) -> None:
        for name in ("budgets", "templates", "classification"):
            shutil.copytree(ROOT / name, root / name)
        self._repository = Repository(root)
        self._known: dict[str, Counter[tuple[str, str]]] = {}

    def new_findings(self, mistake: Planted) -> list[Diagnostic]:
        """Return what is said of a mistake and was not said before."""
        if mistake.ledger not in self._known:
            self._known[mistake.ledger] = Counter(map(_identity, self._check(mistake.ledger)))
        path = self._repository.root / mistake.file
        before = path.read_text("utf-8")
        text = before
        for old, *behind, new in mistake.changes:
            assert old in text, f"{mistake.file} has no “{old}”"
            start = text.index(old)
            end = start + len(old)
            if behind:
                end = text.index(behind[0], end) if behind[0] else len(text)
            text = text[:start] + new + text[end:]
        if mistake.everywhere:
            text = re.sub(mistake.everywhere[0], mistake.everywhere[1], text)
        path.write_text(text, "utf-8")
        try:
            with self._last_year(mistake):
                found = self._check(mistake.ledger)
        finally:
            path.write_text(before, "utf-8")
        known = self._known[mistake.ledger].copy()
        fresh = []
        for finding in found:
            if known[_identity(finding)] > 0:
                known[_identity(finding)] -= 1
            else:
                fresh.append(finding)
        return fresh

    @contextmanager
    def _last_year(self, mistake: Planted) -> Iterator[None]:
        """Put last year's ledger into the repository where a mistake is one against it."""
        if mistake.last_year is None:
            yield
            return
        path = self._repository.root / mistake.ledger
        year = int(path.parent.name)
        before = path.parent.with_name(str(year - 1)) / path.name
        text = path.read_text("utf-8").replace(f"年度: {year}\n", f"年度: {year - 1}\n")
        for old, new in mistake.last_year:
            assert old in text, f"{mistake.ledger} has no “{old}”"
            text = text.replace(old, new, 1)
        before.parent.mkdir(exist_ok=True)
        before.write_text(text, "utf-8")
        try:
            yield
        finally:
            before.unlink()

    def is_reported(self, mistake: Planted) -> bool:
        """Whether one of the codes says it, in the file where it lies."""
        return any(
            finding.code in mistake.codes and finding.span.path == mistake.file
            for finding in self.new_findings(mistake)
        )

    def _check(self, ledger: str) -> tuple[Diagnostic, ...]:
        return check_file(self._repository, self._repository.root / ledger).findings


def _identity(finding: Diagnostic) -> tuple[str, str]:
    return finding.code, re.sub(r"[0-9]", "", finding.sentence)


def rates(bed: Bed, mistakes: list[Planted]) -> dict[str, tuple[int, int]]:
    """Return for each kind how many mistakes are reported, and of how many."""
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for mistake in mistakes:
        tried[mistake.kind] += 1
        found[mistake.kind] += bed.is_reported(mistake)
    return {kind: (found[kind], tried[kind]) for kind in tried}
