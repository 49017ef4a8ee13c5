"""What the files of a form may say is declared, and whatever is declared is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from reportgen.findings.diagnostics import Diagnostic
from reportgen.form.package import base_source
from reportgen.form.profile import load_profile
from reportgen.form.profile_keys import EXTENDS, GLOSSARY, PAGE_WORDS, PROFILE
from reportgen.form.tables.keys import (
    BLOCK,
    BLOCK_OF_PANELS,
    CONSTANT_HEADING,
    GENERATOR,
    GENERATOR_OF_CODES,
    GENERATOR_OF_LIST,
    HEADING,
    PANEL,
    ROW,
    TABLES,
)
from reportgen.form.theme import read_theme
from reportgen.form.theme_keys import THEME
from reportgen.form.volume import load_volume_form
from reportgen.form.volume_keys import REGIONS, VOLUME
from reportgen.source.keys import Key, Other, Record
from reportgen.source.parsing import Mapping, parse
from reportgen.source.reading import Findings
from tests.declared import Path as Place
from tests.declared import Tree, declared_keys, example, misshapen, with_value, without, written

FORM = "shi-2024"
TABLE = ("表", "支出表")


@dataclass(frozen=True)
class File:
    """A file of a form made of the examples of its keys, and how its findings are come by."""

    tree: Tree
    read: Callable[[Tree, Path], Sequence[Diagnostic]]
    keys: list[tuple[Place, Key]]
    # What the package lays beneath, or what makes the record another where it lacks.
    given: Callable[[Place], bool] = lambda _: False


def theme_faults(tree: Tree, _: Path) -> Sequence[Diagnostic]:
    findings = Findings()
    root = parse(written(tree), "theme.yaml").root
    assert isinstance(root, Mapping)
    read_theme(root, findings)
    return findings


def profile_faults(file: str) -> Callable[[Tree, Path], Sequence[Diagnostic]]:
    def read(tree: Tree, root: Path) -> Sequence[Diagnostic]:
        return load_profile(form(root, {file: tree}), FORM)[1]

    return read


def volume_faults(tree: Tree, root: Path) -> Sequence[Diagnostic]:
    profile, findings = load_profile(form(root, {"volume.yaml": tree}), FORM)
    assert profile is not None, findings
    return load_volume_form(root, profile)[1]


def form(root: Path, changed: dict[str, Tree]) -> Path:
    folder = root / "templates" / FORM
    folder.mkdir(parents=True)
    (folder / "概况.j2").write_text("{{ 词.行政单位 }}", "utf-8")
    files = {"profile.yaml": profile(), "tables.yaml": example(TABLES), "glossary.yaml": example(GLOSSARY)}
    for name, tree in (files | changed).items():
        (folder / name).write_text(written(tree), "utf-8")
    return root


def theme() -> Tree:
    tree = example(THEME)
    face = tree["字体"]["仿宋"]
    return with_value(tree, ("字体",), {"仿宋": face, "黑体": face, "宋体": face})


def profile() -> Tree:
    return without(example(PROFILE), (EXTENDS,))


def volume() -> Tree:
    return {**example(VOLUME), "表": {}}


def part(above: Place, record: Record, **changed: str) -> File:
    """A table in which *record* stands at *above*, in place of its own rows and columns."""
    tree = with_value(example(TABLES), ("清单", "项目指标"), "{产出指标: [数量指标]}")
    if above[0] in {"块", "栏"}:
        for key in ("列", "行", "底行", *(["合并"] if above[0] == "块" else [])):
            tree = without(tree, (*TABLE, key))
    member: Tree = {**example(record), **changed}
    for step in reversed(above[1:]):
        member = {step: member} if isinstance(step, str) else [member]
    return File(
        with_value(tree, (*TABLE, above[0]), member),
        profile_faults("tables.yaml"),
        list(declared_keys(record, (*TABLE, *above))),
        lambda path: path[-1] in {"栏", "文", "逐"},
    )


FILES = {
    "theme": File(theme(), theme_faults, list(declared_keys(THEME))),
    "profile": File(
        profile(),
        profile_faults("profile.yaml"),
        [(path, key) for path, key in declared_keys(PROFILE) if path != (EXTENDS,)],
        lambda path: path[0] == "图示" and len(path) == 2,
    ),
    "tables": File(example(TABLES), profile_faults("tables.yaml"), list(declared_keys(TABLES))),
    "panel": part(("栏", 0), PANEL),
    "block": part(("块", 0), BLOCK),
    "block of panels": part(("块", 0), BLOCK_OF_PANELS),
    "heading": part(("列", 0, "甲"), HEADING),
    "text heading": part(("列", 0, "甲"), CONSTANT_HEADING),
    "row": part(("行", 0, "甲"), ROW),
    "generator": part(("行", 0), GENERATOR),
    "generator of codes": part(("行", 0), GENERATOR_OF_CODES, 逐="功能科目"),
    "generator of a list": part(("行", 0), GENERATOR_OF_LIST, 逐="清单"),
    "glossary": File(example(GLOSSARY), profile_faults("glossary.yaml"), list(declared_keys(GLOSSARY))),
    "volume": File(
        volume(),
        volume_faults,
        [(path, key) for path, key in declared_keys(VOLUME) if path[0] != "表"],
        lambda path: path != (REGIONS,),
    ),
}
CASES = [
    pytest.param(file, path, key, id=f"{name}-{'.'.join(map(str, path))}")
    for name, file in FILES.items()
    for path, key in file.keys
]
# What has a language of its own is not held to a shape by its key.
OUR_OWN = [
    pytest.param(*case.values, id=case.id)
    for case, key in zip(CASES, (key for file in FILES.values() for _, key in file.keys), strict=True)
    if not isinstance(key.type, Other)
]


@pytest.mark.parametrize("name", FILES)
def test_every_declared_key_is_accepted(name: str, tmp_path: Path) -> None:
    file = FILES[name]
    assert [finding.headline for finding in file.read(file.tree, tmp_path)] == []


@pytest.mark.parametrize(("file", "path", "key"), CASES)
def test_only_required_keys_are_missed(file: File, path: Place, key: Key, tmp_path: Path) -> None:
    found = file.read(without(file.tree, path), tmp_path)
    missing = [finding.sentence for finding in found if finding.code == "E202"]
    expected = key.required and not key.instead and not file.given(path)
    assert (f"缺少“{key.name}”" in missing) == expected


@pytest.mark.parametrize(("file", "path", "key"), OUR_OWN)
def test_every_declared_key_is_read(file: File, path: Place, key: Key, tmp_path: Path) -> None:
    found = file.read(with_value(file.tree, path, misshapen(key)), tmp_path)
    assert any(f"“{name}”" in finding.sentence for finding in found for name in path[-2:])


@pytest.mark.parametrize("name", FILES)
def test_nothing_else_is_accepted(name: str, tmp_path: Path) -> None:
    file = FILES[name]
    for number, above in enumerate({path[:-1] for path, _ in file.keys}):
        changed = with_value(file.tree, (*above, "甲乙丙"), [["甲"]])
        codes = {finding.code for finding in file.read(changed, tmp_path / str(number))}
        assert codes & {"E201", "E203", "E204"}, above


def test_what_stands_in_for_a_key_is_required_with_it(tmp_path: Path) -> None:
    glossary: Tree = {"名词": [{}], "释义来源": []}
    missing = {finding.sentence for finding in FILES["glossary"].read(glossary, tmp_path)}
    assert missing == {"缺少“名”", "缺少“义”"}


def test_the_package_has_all_words_of_the_page() -> None:
    root = base_source("profile.yaml").root
    assert isinstance(root, Mapping)
    words = root.get("网页")
    assert isinstance(words, Mapping)
    assert tuple(key.text for key, _ in words.entries) == PAGE_WORDS.names
