"""The Python interface that others rely on."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import reportgen
from reportgen.commands.checking import prepare_file
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE, EXAMPLE_LEDGER, Edit


def form_of(budget: reportgen.Budget | None) -> reportgen.Profile:
    assert budget is not None
    profile, faults = reportgen.load_profile(budget.profile)
    assert faults == []
    assert profile is not None
    return profile


def test_load_compose_and_render_from_any_folder(
    example: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    budget, findings = reportgen.load(example.root / EXAMPLE_LEDGER)
    assert budget is not None
    assert findings == []
    document = reportgen.compose(budget, form_of(budget))
    assert document.department == "示例市档案局"
    for name in ("docx", "xlsx", "pdf", "html", "json"):
        file = tmp_path / "out" / f"document.{name}"
        reportgen.render(document, name, file)
        assert file.stat().st_size > 0


def test_a_form_is_found_by_its_name_or_its_folder_and_never_by_the_working_directory(
    make_example: Callable[[], tuple[Repository, Edit]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (ours, _), (other, change) = make_example(), make_example()
    change("templates/shili-2024/profile.yaml", ("标题: ", "标题: 另一个"))
    monkeypatch.chdir(other.root)
    reportgen.load(ours.root / EXAMPLE_LEDGER)
    named, _ = reportgen.load_profile("shili-2024")
    placed, _ = reportgen.load_profile(other.root / "templates" / "shili-2024")
    assert named is not None
    assert placed is not None
    assert (named.root, placed.root) == (ours.root, other.root)
    assert not named.title.text.startswith("另一个")
    assert placed.title.text.startswith("另一个")


def test_a_form_that_is_not_there_is_a_finding(example: Repository) -> None:
    reportgen.load(example.root / EXAMPLE_LEDGER)
    for name in ("none-2024", "..", "x$(touch pwned)"):
        profile, findings = reportgen.load_profile(name)
        assert profile is None
        assert any(finding.is_error for finding in findings)


def test_outside_a_repository_nothing_is_loaded(tmp_path: Path) -> None:
    for call in (reportgen.load, reportgen.load_profile):
        with pytest.raises(FileNotFoundError):
            call(tmp_path / "a.yaml")
    code = "import reportgen; reportgen.load_profile('shili-2024')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=EXAMPLE, text=True, capture_output=True, check=False
    )
    assert "FileNotFoundError: no ledger was loaded yet" in done.stderr


UNBALANCED = (("金额: 134567.89", "金额: 134567.90"),)
REFUSED: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "L101": (EXAMPLE_LEDGER, UNBALANCED),
    "H102": (EXAMPLE_LEDGER, (("  收入.合计: 新增数字化项目\n", ""),)),
    "E107": (EXAMPLE_LEDGER, (("负责全市档案工作", "负责全市档案\u0e01工作"),)),
    "E217": ("templates/shili-2024/profile.yaml", (("年度: 2024", "年度: 2023"),)),
    "E401": (EXAMPLE_LEDGER, (("年度: 2024\n", "年度: 2024  # reportgen: allow L204\n"),)),
    "A101": ("templates/shili-2024/theme.yaml", ()),
}


@pytest.mark.parametrize("code", REFUSED)
def test_no_document_is_had_of_what_check_or_build_refuses(
    example: Repository, edit: Edit, code: str
) -> None:
    file, changes = REFUSED[code]
    if changes:
        edit(file, *changes)
    else:
        (example.root / file).write_text("字体: {仿宋: {印刷: [No Such Font SC]}}\n", "utf-8")
    budget, found = reportgen.load(example.root / EXAMPLE_LEDGER)
    assert budget is not None
    with pytest.raises(reportgen.ComposeError, match=code) as raised:
        reportgen.compose(budget, form_of(budget))
    assert code in [finding.code for finding in raised.value.findings]
    if code == "L101":
        assert code in [finding.code for finding in found]
    checked = prepare_file(example, example.root / EXAMPLE_LEDGER)
    assert list(checked.findings) == raised.value.findings


def test_a_budget_changed_after_loading_is_checked_as_it_is(example: Repository) -> None:
    budget, _ = reportgen.load(example.root / EXAMPLE_LEDGER)
    assert budget is not None
    first, *others = budget.revenue
    more = replace(budget, revenue=(replace(first, amount=first.amount + Decimal("0.01")), *others))
    with pytest.raises(reportgen.ComposeError, match="L101"):
        reportgen.compose(more, form_of(budget))


def test_warnings_that_the_ledger_allows_hold_nothing_up(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("年度: 2024\n", "年度: 2024     # reportgen: allow L204 —— 没有这样的警告\n"))
    budget, _ = reportgen.load(example.root / EXAMPLE_LEDGER)
    assert budget is not None
    assert reportgen.compose(budget, form_of(budget)).department == "示例市档案局"


def test_ledger_and_form_come_from_one_repository_and_belong_together(
    make_example: Callable[[], tuple[Repository, Edit]],
) -> None:
    (ours, _), (other, _) = make_example(), make_example()
    budget, _ = reportgen.load(ours.root / EXAMPLE_LEDGER)
    foreign, _ = reportgen.load_profile(other.root / "templates" / "shili-2024")
    assert budget is not None
    assert foreign is not None
    with pytest.raises(ValueError, match="where the form is from"):
        reportgen.compose(budget, foreign)
    with pytest.raises(reportgen.ComposeError, match="E217"):
        reportgen.compose(budget, replace(foreign, root=ours.root, name="another"))


def test_a_ledger_with_faults_gives_no_budget(edit: Edit) -> None:
    file = edit(EXAMPLE_LEDGER, ("项目支出:", "项目支岀:"))
    budget, findings = reportgen.load(file)
    assert budget is None
    assert [finding.code for finding in findings if finding.is_error][:1] == ["E203"]


def test_a_failed_write_leaves_the_old_file(
    example: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    budget, _ = reportgen.load(example.root / EXAMPLE_LEDGER)
    assert budget is not None
    document = reportgen.compose(budget, form_of(budget))
    file = tmp_path / "document.json"
    file.write_text("old", "utf-8")

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        reportgen.render(document, "json", file)
    assert file.read_text("utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["document.json"]


def test_a_repository_checks_and_builds_from_any_folder(
    example: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    repository = reportgen.open(example.root / "budgets" / "shili")
    assert repository.ledgers == (EXAMPLE_LEDGER,)
    assert repository.strays == ()
    checked = repository.check(EXAMPLE_LEDGER)
    assert checked.document is not None
    built = repository.build(EXAMPLE_LEDGER, formats=["json", "xlsx"])
    folder = example.root / "build/shili/2024/900-shili"
    assert built.files == (folder / "900-shili.json", folder / "900-shili.xlsx")
    assert all(file.is_file() for file in built.files)
    assert list(tmp_path.iterdir()) == []


def test_a_repository_writes_nothing_of_a_ledger_with_errors(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, *UNBALANCED)
    repository = reportgen.open(example.root)
    checked, built = repository.check(EXAMPLE_LEDGER), repository.build(EXAMPLE_LEDGER)
    assert checked.document is None
    assert built.files == ()
    assert "L101" in [finding.code for finding in built.findings]
    assert checked.findings == built.findings
    assert not (example.root / "build").exists()


def test_wrong_calls_say_what_is_wrong(example: Repository, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="classification"):
        reportgen.open(tmp_path)
    with pytest.raises(ValueError, match="odt"):
        reportgen.open(example.root).build(EXAMPLE_LEDGER, formats=["odt"])
    with pytest.raises(AttributeError, match="frobnicate"):
        reportgen.frobnicate  # noqa: B018 - looking it up is what is tried


def test_what_looks_like_a_ledger_and_is_none_is_told_to_programs_too(example: Repository) -> None:
    (example.root / "budgets/shili/2024/133 营商局.yaml").touch()
    (stray,) = reportgen.open(example.root).strays
    assert (stray.code, stray.span.path) == ("E109", "budgets/shili/2024/133 营商局.yaml")


def test_a_budget_or_form_that_says_something_else_than_its_file_is_refused(
    example: Repository, edit: Edit
) -> None:
    budget, _ = reportgen.load(example.root / EXAMPLE_LEDGER)
    assert budget is not None
    profile = form_of(budget)
    other_name = replace(budget.department, names={**budget.department.names, "全称": "另一个局"})
    for changed in (
        replace(budget, department=other_name),
        replace(budget, origin=None),
        replace(budget, stem="../../x"),
        replace(budget, path="budgets/other/1999/zzz.yaml"),
    ):
        with pytest.raises((ValueError, reportgen.ComposeError)):
            reportgen.compose(changed, profile)
    with pytest.raises(ValueError, match="load it again"):
        reportgen.compose(budget, replace(profile, table_numbering="表一"))
    edit(EXAMPLE_LEDGER, ("负责全市档案工作", "负责全区档案工作"))
    with pytest.raises(ValueError, match="load it again"):
        reportgen.compose(budget, profile)
