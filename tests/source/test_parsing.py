"""YAML as a ledger may use it: text with places, and a refusal for the rest."""

from pathlib import Path

import pytest

from reportgen.source.parsing import MAX_DEPTH, Mapping, Scalar, Sequence, Source, parse, read_source


def codes(source: Source) -> list[str]:
    return [finding.code for finding in source.findings]


@pytest.mark.parametrize("text", ["010", "1e3", "NO", "12:30", "2024-02-05", "0x1F", "1_000", "~", "null"])
def test_scalars_stay_the_text_that_was_written(text: str) -> None:
    root = parse(f"值: {text}", "a.yaml").root
    assert isinstance(root, Mapping)
    value = root.get("值")
    assert isinstance(value, Scalar)
    assert value.text == text


def test_places_count_from_one_in_characters() -> None:
    root = parse("甲: 1\n乙: {丙丁: 二三}\n", "a.yaml").root
    assert isinstance(root, Mapping)
    inner = root.get("乙")
    assert isinstance(inner, Mapping)
    key, value = inner.entries[0]
    assert (key.span.line, key.span.column, key.span.width) == (2, 5, 2)
    assert (value.span.line, value.span.column, value.span.width) == (2, 9, 2)


def test_an_absent_value_is_not_an_empty_text() -> None:
    root = parse('甲:\n乙: ""\n', "a.yaml").root
    assert isinstance(root, Mapping)
    absent, empty = root.get("甲"), root.get("乙")
    assert isinstance(absent, Scalar)
    assert isinstance(empty, Scalar)
    assert absent.is_absent
    assert not empty.is_absent


def test_every_repeated_key_is_reported() -> None:
    source = parse("甲: 1\n甲: 2\n乙: {丙: 1, 丙: 2}\n", "a.yaml")
    assert codes(source) == ["E104", "E104"]
    assert [finding.span.line for finding in source.findings] == [2, 3]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x 1\nb: *x", "E105"),
        ("a: !!python/object/apply:os.system [ls]", "E105"),
        ("a: !x 1", "E105"),
        ("a: 1\n---\nb: 2", "E105"),
        ("{{ a: 1 }: 2}", "E105"),
        ("[" * 5000, "E105"),
        ("a: [1, 2", "E103"),
        ("\ta: 1", "E103"),
        ("a: 'x", "E103"),
        ('a: "x\\x0by"', "E106"),
        ('a: "\\ue000"', "E106"),
    ],
)
def test_what_a_ledger_may_not_hold_is_refused(text: str, code: str) -> None:
    assert code in codes(parse(text, "a.yaml"))


def test_merge_keys_are_plain_keys() -> None:
    root = parse("a: {x: 1}\nb: {<<: {y: 2}}", "a.yaml").root
    assert isinstance(root, Mapping)
    merged = root.get("b")
    assert isinstance(merged, Mapping)
    assert [key.text for key, _ in merged.entries] == ["<<"]


def test_nesting_within_reason_is_read() -> None:
    depth = MAX_DEPTH - 1
    source = parse("[" * depth + "]" * depth, "a.yaml")
    assert isinstance(source.root, Sequence)
    assert source.findings == ()


def test_an_alias_bomb_costs_nothing() -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40))]
    assert codes(parse("\n".join(lines), "a.yaml")) == ["E105"]


def test_a_file_that_is_not_read_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("/etc/passwd")
    (tmp_path / "b.yaml").write_bytes("甲: 1\n乙: 二".encode("gbk"))
    assert codes(read_source(tmp_path, "a.yaml")) == ["E101"]
    assert codes(read_source(tmp_path, "b.yaml")) == ["E102"]
    assert codes(read_source(tmp_path, "none.yaml")) == ["E101"]
