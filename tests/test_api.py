"""The Python interface that others rely on."""

from pathlib import Path

import pytest

import reportgen
from reportgen.loading import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit


def test_load_compose_and_render(
    example: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(example.root)
    budget, findings = reportgen.load(EXAMPLE_LEDGER)
    assert budget is not None
    assert findings == []
    profile, faults = reportgen.load_profile(budget.profile)
    assert profile is not None
    assert faults == []
    document = reportgen.compose(budget, profile)
    assert document.department == "示例市档案局"
    for name in ("docx", "xlsx", "pdf", "html", "json"):
        file = tmp_path / "out" / f"document.{name}"
        reportgen.render(document, name, file)
        assert file.stat().st_size > 0


def test_a_ledger_with_faults_gives_no_budget(edit: Edit) -> None:
    file = edit(EXAMPLE_LEDGER, ("项目支出:", "项目支岀:"))
    budget, findings = reportgen.load(file)
    assert budget is None
    assert [finding.code for finding in findings if finding.is_error][:1] == ["E203"]


def test_composing_what_does_not_fit_its_form_raises_with_the_findings(
    example: Repository, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(example.root)
    budget, _ = reportgen.load(edit(EXAMPLE_LEDGER, ("  收入.合计: 新增数字化项目\n", "")))
    profile, _ = reportgen.load_profile("shili-2024")
    assert budget is not None
    assert profile is not None
    with pytest.raises(reportgen.ComposeError) as raised:
        reportgen.compose(budget, profile)
    assert "H102" in [finding.code for finding in raised.value.findings]


def test_a_failed_write_leaves_the_old_file(
    example: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(example.root)
    budget, _ = reportgen.load(EXAMPLE_LEDGER)
    profile, _ = reportgen.load_profile("shili-2024")
    assert budget is not None
    assert profile is not None
    document = reportgen.compose(budget, profile)
    file = tmp_path / "document.json"
    file.write_text("old", "utf-8")

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        reportgen.render(document, "json", file)
    assert file.read_text("utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["document.json"]
