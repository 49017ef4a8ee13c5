"""Every key that a ledger may have is declared, and whatever is declared is read."""

import pytest

from reportgen.classification.tables import load_classification
from reportgen.findings.diagnostics import Diagnostic
from reportgen.ledger.decode import decode, decode_heading, ledger_reader
from reportgen.ledger.keys import LEDGER
from reportgen.source.keys import Key
from reportgen.source.parsing import parse
from reportgen.source.reading import Findings
from tests.conftest import ROOT
from tests.declared import Path, Tree, declared_keys, example, misshapen, with_value, without, written

KEYS = {path: key for path, key in declared_keys(LEDGER) if path[-1] != "三公"}
NAMES = [".".join(map(str, path)) for path in KEYS]
# 三公 may stand only where the economic code is coarse, and then the ledger says that it discloses no 款.
COARSE = ("基本支出", 0, "三公"), ("项目支出", 0, "明细", 0, "三公")


def ledger() -> Tree:
    tree = example(LEDGER)
    for path in COARSE:
        tree = without(tree, path)
    return tree


def findings_of(tree: Tree) -> list[Diagnostic]:
    source = parse(written(tree), "台账.yaml")
    assert not source.findings
    root = ledger_reader(source.root, Findings())
    assert root is not None
    heading = decode_heading(root)
    if heading is None:
        return list(root.findings)
    return decode(root, heading, load_classification(ROOT, 2024)[0], "台账.yaml")[1]


def test_every_declared_key_is_accepted() -> None:
    assert findings_of(ledger()) == []


def test_expenses_of_coarse_lines_are_accepted() -> None:
    tree = with_value(example(LEDGER), ("未披露", 0), "经济科目")
    for path in COARSE:
        tree = with_value(tree, (*path[:-1], "经济科目"), "302")
    assert findings_of(tree) == []


@pytest.mark.parametrize(("path", "key"), KEYS.items(), ids=NAMES)
def test_only_required_keys_are_missed(path: Path, key: Key) -> None:
    missing = [finding for finding in findings_of(without(ledger(), path)) if finding.code == "E202"]
    concealed = key.undisclosed == "项目类别"
    expected = [f"缺少“{key.name}”"] if key.required and not concealed else []
    assert [finding.sentence for finding in missing] == expected


@pytest.mark.parametrize("name", ["单位", "单位编码", "功能科目", "经济科目"])
def test_what_is_not_disclosed_may_be_absent(name: str) -> None:
    tree = with_value(ledger(), ("未披露", 0), name)
    for path in [path for path, key in KEYS.items() if key.undisclosed == name]:
        tree = without(tree, path)
    assert "E202" not in [finding.code for finding in findings_of(tree)]


@pytest.mark.parametrize(("path", "key"), KEYS.items(), ids=NAMES)
def test_every_declared_key_is_read(path: Path, key: Key) -> None:
    found = findings_of(with_value(ledger(), path, misshapen(key)))
    assert any(f"“{key.name}”" in finding.sentence for finding in found)


def test_nothing_else_is_accepted() -> None:
    records = {path[:-1] for path in KEYS}
    for above in records:
        tree = with_value(ledger(), (*above, "甲乙丙"), [["甲"]])
        codes = {finding.code for finding in findings_of(tree)}
        assert codes == ({"E204"} if "绩效" in above else {"E203"}), above
