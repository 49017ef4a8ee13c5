"""Every message, as its user sees it: docs/messages.md is what the cases print."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.commands.building import build_file
from reportgen.commands.checking import check_file
from reportgen.commands.volume.building import check_volume
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.report import render_findings
from reportgen.findings.rules import RULES
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, ROOT, Edit

Case = dict[str, Any]

CASES: dict[str, Case] = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))
ELSEWHERE = {"A101"}
INTRODUCTION = """# 消息

每条消息都有编号，编号不会另作他用。
第一行是 `文件:行:列: 级别[编号] 说明`；错误（error）使台账不能生成，警告（warning）不妨碍。
下面每一条都由 `tests/messages/cases.yaml` 里的例子实际产生。
"""


def spoil(case: Case, example: Repository, edit: Edit) -> None:
    ledger = example.root / EXAMPLE_LEDGER
    if "上年" in case:
        before = example.root / EXAMPLE_LEDGER.replace("/2024/", "/2023/")
        before.parent.mkdir()
        before.write_text(ledger.read_text("utf-8").replace("年度: 2024", "年度: 2023"), "utf-8")
    if "合订" in case:
        add_to_volume(case, example)
    if "占" in case:
        (example.root / case["占"]).touch()
    elif "另写" in case:
        (example.root / case["文件"]).write_text(case["另写"], "utf-8")
    elif "改名" in case:
        ledger.rename(ledger.with_name(case["改名"]))
    elif "另有" in case:
        ledger.with_name(case["另有"]).write_text(ledger.read_text("utf-8"), "utf-8")
    elif "写成" in case:
        ledger.unlink()
    elif "编码" in case:
        ledger.write_bytes(ledger.read_text("utf-8").encode(case["编码"]))
    else:
        pairs = [(old, new) for old, new in case.get("改", [])]
        edit(case.get("文件", EXAMPLE_LEDGER), *pairs)


def findings_of(case: Case, example: Repository, edit: Edit) -> tuple[Diagnostic, ...]:
    spoil(case, example, edit)
    ledger = (example.root / EXAMPLE_LEDGER).with_name(case.get("改名", Path(EXAMPLE_LEDGER).name))
    formats = case.get("生成", ("json",) if "占" in case else ())
    if formats:
        return build_file(example, ledger, example.root / "build", formats).findings
    if "合订" not in case:
        return check_file(example, ledger).findings
    return check_volume(example, sorted(ledger.parent.glob("*.yaml")), 1, lambda *_: None).findings


def add_to_volume(case: Case, example: Repository) -> None:
    """A second ledger, and a form that extends that of the first."""
    ledger = example.root / EXAMPLE_LEDGER
    text = ledger.read_text("utf-8")
    for old, new in case["合订"]:
        assert old in text
        text = text.replace(old, new)
    ledger.with_name("901-erdang.yaml").write_text(text, "utf-8")
    form = example.root / "templates/shili-2024-b"
    form.mkdir()
    (form / "profile.yaml").write_text("沿用: shili-2024\n", "utf-8")


@pytest.mark.parametrize("code", CASES)
def test_case_is_reported_with_its_code_and_severity(code: str, example: Repository, edit: Edit) -> None:
    found = [finding for finding in findings_of(CASES[code], example, edit) if finding.code == code]
    assert found
    assert found[0].severity is RULES[code].severity
    assert found[0].span.line >= 1


def test_every_code_has_a_case() -> None:
    assert set(RULES) == set(CASES) | ELSEWHERE


def test_missing_font_is_an_error_and_nothing_is_written(example: Repository) -> None:
    theme = example.root / "templates/shili-2024/theme.yaml"
    theme.write_text("字体: {仿宋: {印刷: [No Such Font SC]}}\n", "utf-8")
    built = build_file(example, example.root / EXAMPLE_LEDGER, example.root / "build", ("json",))
    assert "A101" in [finding.code for finding in built.findings]
    assert built.files == ()
    assert not (example.root / "build").exists()


def test_reference_shows_every_message(
    golden: Callable[[Path, str], None],
    make_example: Callable[[], tuple[Repository, Edit]],
) -> None:
    sections = [INTRODUCTION]
    for code, case in sorted(CASES.items()):
        example, edit = make_example()
        found = [finding for finding in findings_of(case, example, edit) if finding.code == code]
        shown = render_findings(found[:1], "text", example.text).rstrip()
        sections.append(f"## {code} {RULES[code].name}\n\n```\n{shown}\n```\n")
    golden(ROOT / "docs" / "messages.md", "\n".join(sections))
