"""YAML made of declared keys: every key with its example, and the same with one of them changed."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import yaml

from reportgen.source.keys import AnyOf, Entries, Key, ListOf, Paragraphs, Record, ValueType

# Mappings and lists of these, down to texts that are YAML.
Tree = Any
Path = tuple[str | int, ...]

SOMETHING = "甲"
_PLAIN = re.compile(r"[^\W\d_][\w.-]*")


def example(declared: ValueType, text: str = SOMETHING) -> Tree:
    """Write *text* down as a value of the type, with all that lies above it."""
    if isinstance(declared, Record):
        known = {key.name: example(key.type, key.example) for key in declared}
        return {**known, **_entry(declared.others, SOMETHING)} if declared.others else known
    if isinstance(declared, ListOf) and not text.startswith("["):
        return [example(declared.member, text)]
    if isinstance(declared, Entries):
        return _entry(declared, text)
    if isinstance(declared, AnyOf):
        return example(declared.types[0], text)
    return text


def _entry(entries: Entries, text: str) -> dict[str, Tree]:
    return {entries.example: example(entries.value, text)}


def written(tree: Tree) -> str:
    """Return the YAML of *tree*, whose leaves are YAML."""
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{_quoted(key)}: {written(value)}" for key, value in tree.items()) + "}"
    return f"[{', '.join(map(written, tree))}]" if isinstance(tree, list) else tree


def _quoted(key: str) -> str:
    if _PLAIN.fullmatch(key):
        return key
    return yaml.safe_dump(key, allow_unicode=True, default_style='"').strip()


def declared_keys(declared: ValueType, above: Path = ()) -> Iterator[tuple[Path, Key]]:
    """Go through all keys with their places in the example."""
    if isinstance(declared, Record):
        for key in declared:
            yield (*above, key.name), key
            yield from declared_keys(key.type, (*above, key.name))
    elif isinstance(declared, ListOf):
        yield from declared_keys(declared.member, (*above, 0))
    elif isinstance(declared, Entries):
        yield from declared_keys(declared.value, (*above, declared.example))
    elif isinstance(declared, AnyOf):
        yield from declared_keys(declared.types[0], above)


def without(tree: Tree, path: Path) -> Tree:
    """Return *tree* without the key at *path*."""
    tree = deepcopy(tree)
    del _above(tree, path)[path[-1]]
    return tree


def with_value(tree: Tree, path: Path, value: Tree) -> Tree:
    """Return *tree* with *value* at *path*."""
    tree = deepcopy(tree)
    _above(tree, path)[path[-1]] = value
    return tree


def misshapen(key: Key) -> Tree:
    """Return what cannot stand under *key*: a text for a list or a mapping, lists for anything else."""
    declared = key.type.types[0] if isinstance(key.type, AnyOf) else key.type
    is_deep = isinstance(declared, Record | ListOf | Entries | Paragraphs)
    return SOMETHING if is_deep else [[[SOMETHING]]]


def _above(tree: Tree, path: Path) -> Tree:
    for step in path[:-1]:
        tree = tree[step]
    return tree
