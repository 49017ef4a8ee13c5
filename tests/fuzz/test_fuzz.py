"""Whatever a ledger or a form says: findings in Chinese, and soon; or all files of the document, or none.

`make fuzz` draws other examples for hours; here they are few and always the same.
"""

import os
import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings

from reportgen.commands.building import build_file
from reportgen.commands.checking import Checked, check_file
from reportgen.findings.report import FORMATS, render_findings
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE, EXAMPLE_LEDGER, ROOT
from tests.fuzz.mutations import mutated

_TIMES = int(os.environ.get("REPORTGEN_FUZZ", "1"))  # as many examples as here
_LEDGERS, _FORMS, _BUILDS = 2000 * _TIMES, 500 * _TIMES, 10 * _TIMES
_SECONDS = 5.0  # CPU: the ledger takes 0.05
_MOST_SHOWN = 300_000  # characters of a report
_PYTHONS_WORDS = re.compile(
    r"object|NoneType|'(?:str|int|list|tuple)'|argument|recursion|Error\b|unexpected|expected|Traceback"
)
_BUILT = ("json", "html")
FORM = "templates/shili-2024"
FORM_FILES = tuple(f"{FORM}/{name}" for name in ("profile.yaml", "tables.yaml", "glossary.yaml", "说明.j2"))

often = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)


@contextmanager
def _soon() -> Iterator[None]:
    """Stop what takes too long."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"no answer after {_SECONDS} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A copy of the invented repository of which single files are written anew."""
    root = tmp_path_factory.mktemp("fuzz").resolve()
    for name in ("budgets", "templates"):
        shutil.copytree(EXAMPLE / name, root / name)
    (root / "classification").symlink_to(ROOT / "classification")
    return Repository(root)


def _checked(repository: Repository) -> Checked:
    with _soon():
        checked = check_file(repository, repository.root / EXAMPLE_LEDGER)
        reports = [render_findings(checked.findings, form, repository.text) for form in FORMATS]
    assert all(len(report) < _MOST_SHOWN for report in reports)
    assert (checked.document is None) == any(finding.is_error for finding in checked.findings)
    for finding in checked.findings:
        told = f"{finding.sentence}{finding.hint}"
        assert not _PYTHONS_WORDS.search(told), told
    return checked


@settings(often, max_examples=_LEDGERS)
@given(mutation=mutated(((EXAMPLE / EXAMPLE_LEDGER).read_text("utf-8"),)))
def test_a_ledger_that_was_spoilt_is_a_finding_or_a_document(
    fuzzed: Repository, mutation: tuple[int, str]
) -> None:
    _write(fuzzed.root / EXAMPLE_LEDGER, mutation[1])
    _checked(fuzzed)


@settings(often, max_examples=_FORMS)
@given(mutation=mutated(tuple((EXAMPLE / name).read_text("utf-8") for name in FORM_FILES)))
def test_a_form_that_was_spoilt_is_a_finding_or_a_document(
    fuzzed: Repository, mutation: tuple[int, str]
) -> None:
    _write(fuzzed.root / EXAMPLE_LEDGER, (EXAMPLE / EXAMPLE_LEDGER).read_text("utf-8"))
    number, text = mutation
    path = fuzzed.root / FORM_FILES[number]
    _write(path, text)
    try:
        _checked(fuzzed)
    finally:
        shutil.copy(EXAMPLE / FORM_FILES[number], path)


@settings(often, max_examples=_BUILDS)
@given(mutation=mutated(((EXAMPLE / EXAMPLE_LEDGER).read_text("utf-8"),)))
def test_a_spoilt_ledger_is_built_in_all_formats_or_in_none(
    fuzzed: Repository,
    mutation: tuple[int, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    out = tmp_path_factory.mktemp("out")
    _write(fuzzed.root / EXAMPLE_LEDGER, mutation[1])
    with _soon():
        built = build_file(fuzzed, fuzzed.root / EXAMPLE_LEDGER, out, _BUILT)
    names = sorted(path.name for path in out.rglob("*") if path.is_file())
    stem = Path(EXAMPLE_LEDGER).stem
    assert names == (sorted((".depends.mk", *(f"{stem}.{name}" for name in _BUILT))) if built.files else [])


def _write(path: Path, text: str) -> None:
    """Write what differs: files that are the same are not read anew."""
    content = text.encode("utf-8", "surrogatepass")
    if path.read_bytes() != content:
        path.write_bytes(content)
