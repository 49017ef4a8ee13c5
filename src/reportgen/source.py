"""YAML text → nodes that know their file, line and column.

Scalars stay text: no code becomes an integer and no amount a float.
What YAML allows and a ledger must not use (anchors, aliases, tags, several documents, merge keys)
is refused, and a key that is given twice is found, which the YAML library does not do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml

from reportgen.diagnostics import Diagnostic, Span

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 40
# Control and private-use characters cannot be printed; the narrative marks its figures with private ones.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffe\uffff]")
_FILE_FAULTS: dict[type[OSError], str] = {
    FileNotFoundError: "文件不存在",
    PermissionError: "没有读取的权限",
    IsADirectoryError: "这是文件夹",
}
_QUOTES = {"'", '"'}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text; *quoted* tells `""` from a value that was left out."""

    text: str
    span: Span
    quoted: bool = False

    @property
    def is_absent(self) -> bool:
        """Whether nothing was written after the key."""
        return not self.text and not self.quoted


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple["Node", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    span: Span

    def get(self, key: str) -> "Node | None":
        """Return the value under *key*."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: the root node (None where it could not be read) and what is wrong with it."""

    path: str
    root: Node | None
    findings: tuple[Diagnostic, ...]


def read_source(file: Path, path: str) -> Source:
    """Read a YAML file; *path* is how messages name it (relative to the repository root)."""
    try:
        data = file.read_bytes()
    except OSError as error:
        return _unreadable(path, "E101", f"无法读取文件：{_FILE_FAULTS.get(type(error), error.strerror)}")
    if len(data) > MAX_BYTES:
        return _unreadable(path, "E101", f"文件超过 {MAX_BYTES // 1024 // 1024} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _unreadable(path, "E102", "文件不是 UTF-8 编码", line, "请在编辑器中另存为 UTF-8。")
    return parse(text, path)


def parse(text: str, path: str) -> Source:
    """Parse YAML *text* into nodes, with every fault of the syntax layer.

    >>> parse("金额: 010", "a.yaml").root.get("金额").text
    '010'
    """
    loader = yaml.CSafeLoader(text)
    builder = _Builder(loader, path)
    try:
        root = builder.document()
    except yaml.reader.ReaderError as error:
        return Source(path, None, (_unprintable(error, text, path),))
    except yaml.YAMLError as error:
        return Source(path, None, (_syntax_fault(error, path),))
    except _Refused as refused:
        return Source(path, None, (refused.finding,))
    finally:
        loader.dispose()
    return Source(path, root, (*builder.findings, *(_duplicates(root) if root else ())))


def _unreadable(path: str, code: str, sentence: str, line: int = 1, hint: str = "") -> Source:
    return Source(path, None, (Diagnostic(code, Span(path, line), sentence, hint),))


_SYNTAX_WORDS = {
    "did not find expected key": "缩进或冒号不对，这里应当是一个键",
    "mapping values are not allowed": "这里不能再有冒号：值里的“: ”要加引号",
    "found character that cannot start any token": "这里不能用这个字符（缩进要用空格，不用制表符）",
    "could not find expected ':'": "这一行缺少冒号“:”，或冒号后面缺少空格",
    "did not find expected ',' or ']'": "方括号里的各项要用英文逗号隔开，并以“]”结束",
    "did not find expected ',' or '}'": "花括号里的各项要用英文逗号隔开，并以“}”结束",
    "did not find expected node content": "这里缺少内容，或多了一个符号",
    "did not find expected '-' indicator": "列表的各项要对齐，以“- ”开头",
    "found unexpected end of stream": "引号或括号没有结束",
    "unexpected end of stream": "引号或括号没有结束",
}


def _syntax_fault(error: yaml.YAMLError, path: str) -> Diagnostic:
    mark = getattr(error, "problem_mark", None)
    span = Span(path, mark.line + 1, mark.column + 1) if mark else Span(path, 1)
    problem = str(getattr(error, "problem", None) or error)
    told = next((words for key, words in _SYNTAX_WORDS.items() if key in problem), problem)
    return Diagnostic("E103", span, f"YAML 语法错误：{told}", "多半是本行或上一行的缩进、冒号、引号或括号。")


def _unprintable(error: yaml.reader.ReaderError, text: str, path: str) -> Diagnostic:
    """The place is that of the library's error, which counts bytes."""
    before = text.encode()[: error.position].decode(errors="ignore")
    line_start = before.rfind("\n") + 1
    span = Span(path, before.count("\n") + 1, len(before) - line_start + 1)
    return unprintable_fault(int(error.character), span)


def unprintable_fault(character: int, span: Span) -> Diagnostic:
    """Report a character that no document can print."""
    return Diagnostic("E106", span, f"含有印不出来的字符 U+{character:04X}", "请删去或改用正式的汉字。")


class _Refused(Exception):  # noqa: N818 - control flow inside this module, never seen outside
    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.sentence)
        self.finding = finding


class _Builder:
    """Turns parser events into nodes; events show anchors and tags that composed nodes hide."""

    def __init__(self, loader: yaml.CSafeLoader, path: str) -> None:
        self._loader = loader
        self._path = path
        self.findings: list[Diagnostic] = []

    def document(self) -> Node | None:
        self._next()
        if self._loader.check_event(yaml.StreamEndEvent):
            return None
        self._next()
        root = self._node(self._next(), 0)
        self._next()
        if not self._loader.check_event(yaml.StreamEndEvent):
            raise self._refuse(self._next(), "一个文件里只能有一份内容，不能有第二个“---”")
        return root

    def _next(self) -> yaml.Event:
        return cast("yaml.Event", self._loader.get_event())

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._refuse(event, "不支持锚点和别名（& 和 *）：请把内容写全，或给值加引号")
        if getattr(event, "tag", None) not in (None, "!"):
            raise self._refuse(event, "不支持类型标记（!）：请给值加引号")
        if depth > MAX_DEPTH:
            raise self._refuse(event, f"嵌套超过 {MAX_DEPTH} 层")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(yaml.SequenceEndEvent, depth)), self._span(event))
        return Mapping(tuple(self._entries(depth)), self._span(event))

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        scalar = Scalar(event.value, self._span(event), event.style in _QUOTES)
        found = UNPRINTABLE.search(scalar.text)
        if found:
            self.findings.append(unprintable_fault(ord(found[0]), scalar.span))
        return scalar

    def _items(self, end: type[yaml.Event], depth: int) -> Iterator[Node]:
        while not self._loader.check_event(end):
            yield self._node(self._next(), depth + 1)
        self._next()

    def _entries(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        items = self._items(yaml.MappingEndEvent, depth)
        for key in items:
            if not isinstance(key, Scalar):
                hint = "以“{”或“[”开头的文字要加引号。"
                raise _Refused(Diagnostic("E105", key.span, "键必须是文字", hint))
            yield key, next(items)

    def _span(self, event: yaml.Event) -> Span:
        start, end = cast("yaml.Mark", event.start_mark), cast("yaml.Mark", event.end_mark)
        width = end.column - start.column if end.line == start.line else 1
        return Span(self._path, start.line + 1, start.column + 1, max(1, width))

    def _refuse(self, event: yaml.Event, sentence: str) -> _Refused:
        return _Refused(Diagnostic("E105", self._span(event), sentence))


def _duplicates(node: Node) -> Iterator[Diagnostic]:
    match node:
        case Sequence(items):
            for item in items:
                yield from _duplicates(item)
        case Mapping(entries):
            first: dict[str, Scalar] = {}
            for key, value in entries:
                if key.text in first:
                    line = first[key.text].span.line
                    yield Diagnostic(
                        "E104", key.span, f"键“{key.text}”重复，第 {line} 行已有", "请删去或合并其中一个。"
                    )
                first.setdefault(key.text, key)
                yield from _duplicates(value)
        case _:
            pass
