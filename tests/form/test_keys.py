"""What the files of a form may say is declared, and whatever is declared is read."""

from collections.abc import Callable

import pytest

from reportgen.findings.diagnostics import Diagnostic
from reportgen.form.theme import read_theme
from reportgen.form.theme_keys import THEME
from reportgen.source.keys import Key
from reportgen.source.parsing import Mapping, parse
from reportgen.source.reading import Findings
from tests.declared import Path, Tree, declared_keys, example, misshapen, with_value, without, written

Reading = Callable[[Tree], list[Diagnostic]]


def node_of(tree: Tree) -> Mapping:
    source = parse(written(tree), "表式.yaml")
    assert not source.findings
    assert isinstance(source.root, Mapping)
    return source.root


def theme() -> Tree:
    """A theme in which each face that the examples name is there."""
    tree = example(THEME)
    face = tree["字体"]["仿宋"]
    tree["字体"] |= {"黑体": face, "宋体": face}
    return tree


def theme_faults(tree: Tree) -> list[Diagnostic]:
    findings = Findings()
    read_theme(node_of(tree), findings)
    return findings


FILES: dict[str, tuple[Callable[[], Tree], Reading, list[tuple[Path, Key]]]] = {
    "theme": (theme, theme_faults, list(declared_keys(THEME))),
}
CASES = [
    pytest.param(tree, read, path, key, id=f"{file}-{'.'.join(map(str, path))}")
    for file, (tree, read, keys) in FILES.items()
    for path, key in keys
]


@pytest.mark.parametrize("file", FILES)
def test_every_declared_key_is_accepted(file: str) -> None:
    tree, read, _ = FILES[file]
    assert read(tree()) == []


@pytest.mark.parametrize(("tree", "read", "path", "key"), CASES)
def test_only_required_keys_are_missed(tree: Callable[[], Tree], read: Reading, path: Path, key: Key) -> None:
    missing = [finding for finding in read(without(tree(), path)) if finding.code == "E202"]
    assert (f"缺少“{key.name}”" in [finding.sentence for finding in missing]) == key.required


@pytest.mark.parametrize(("tree", "read", "path", "key"), CASES)
def test_every_declared_key_is_read(tree: Callable[[], Tree], read: Reading, path: Path, key: Key) -> None:
    found = read(with_value(tree(), path, misshapen(key)))
    assert any(f"“{key.name}”" in finding.sentence for finding in found)


@pytest.mark.parametrize("file", FILES)
def test_nothing_else_is_accepted(file: str) -> None:
    tree, read, keys = FILES[file]
    for above in {path[:-1] for path, _ in keys}:
        codes = {finding.code for finding in read(with_value(tree(), (*above, "甲乙丙"), [["甲"]]))}
        assert "E203" in codes, above
