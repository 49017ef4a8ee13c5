"""YAML text → nodes that know their file, line and column.

Scalars stay text: no code becomes an integer and no amount a float.
What YAML allows and a ledger must not use (anchors, aliases, tags, several documents, merge keys)
is refused, and a key that is given twice is found, which the YAML library does not do.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol, cast

import yaml

from reportgen.findings.characters import MOVES_LINES, REFUSED
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import (
    DUPLICATE_KEY,
    FORBIDDEN_YAML,
    NOT_UTF8,
    UNREADABLE_FILE,
    YAML_SYNTAX,
)
from reportgen.source.files import NotUtf8Error, UnreadableError, read_text
from reportgen.source.names import whole_file
from reportgen.source.scalar_faults import CUTTING, Written, faults_of_scalar, glued_comments, has_glued_marks
from reportgen.source.text_faults import character_fault, faults_of_text
from reportgen.source.wrapping import unwrapped

MAX_DEPTH = 40
MAX_SCALARS = 150_000  # keys and values: nine thousand lines of a ledger; more take seconds and 200 MB
MAX_CHARACTERS = 100_000  # of one text: fifty pages
_QUOTES = {"'", '"'}
_WIDE_BLANK = "\u3000"


class Scalar(NamedTuple):
    """A text; *quoted* tells `""` from a value that was left out.

    *cut* is the place of a comment behind it that looks like the rest of the text.
    """

    text: str
    span: Span
    quoted: bool = False
    cut: Span | None = None

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
    _values: dict[str, "Node"] = field(default_factory=dict, init=False, repr=False, compare=False)

    def get(self, key: str) -> "Node | None":
        """Return the value under *key*."""
        if not self._values:
            self._values.update((name.text, value) for name, value in reversed(self.entries))
        return self._values.get(key)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: the root node (None where it could not be read) and what is wrong with it."""

    path: str
    root: Node | None
    findings: tuple[Diagnostic, ...]


def read_source(root: Path, path: str) -> Source:
    """Read the YAML file *path* beneath *root*, the folder of the repository; messages name it by *path*."""
    try:
        text = read_text(root, path)
    except UnreadableError as error:
        return Source(path, None, (unreadable_fault(error, path),))
    return parse(text, path)


def unreadable_fault(error: UnreadableError, path: str) -> Diagnostic:
    """Report a file that is not read."""
    if isinstance(error, NotUtf8Error):
        return Diagnostic(NOT_UTF8, Span(path, error.line), error.sentence, error.hint)
    return Diagnostic(UNREADABLE_FILE, whole_file(path), error.sentence, error.hint)


def parse(text: str, path: str) -> Source:
    """Parse YAML *text* into nodes, with every fault of the syntax layer.

    >>> parse("金额: 010", "a.yaml").root.get("金额").text
    '010'
    """
    faults = faults_of_text(text, path)
    if faults and MOVES_LINES.search(text):
        return Source(path, None, tuple(faults))
    loader = yaml.CSafeLoader(text)
    builder = _Builder(loader, path, text)
    try:
        root = builder.document()
    except yaml.YAMLError as error:
        return Source(path, None, (*faults, _syntax_fault(error, path, text)))
    except _Refused as refused:
        return Source(path, None, (*faults, refused.finding))
    finally:
        loader.dispose()
    return Source(path, root, (*faults, *builder.findings, *(_duplicates(root) if root else ())))


_SYNTAX_WORDS = {
    "did not find expected key": "缩进或冒号不对，这里应当是一个键",
    "mapping values are not allowed": "这里不能再有冒号：值里的“: ”要加引号",
    "found character that cannot start any token": "这里不能用这个字符（缩进要用空格，不用制表符）",
    "could not find expected ':'": "这一行缺少冒号“:”，或冒号后面缺少空格",
    "did not find expected ',' or ']'": "方括号里的各项要用英文逗号隔开，并以“]”结束",
    "did not find expected ',' or '}'": "花括号里的各项要用英文逗号隔开，并以“}”结束",
    "did not find expected node content": "这里缺少内容，或多了一个符号",
    "did not find expected '-' indicator": "列表的各项要对齐，以“- ”开头",
    "tab character": "缩进要用空格，不用制表符",
    "did not find expected <document start>": "这里不能接着写：文件开头的缩进不对，或前面的内容已经结束",
    "block sequence entries are not allowed": "这里不能有“- ”开头的项：列表要另起一行",
    "mapping keys are not allowed": "这里不能有键",
    "found unknown escape character": "双引号里的“\\”后面不能是这个字符：请改用单引号",
    "hexdecimal number": "双引号里的“\\”后面缺少编码：请改用单引号",
    "document indicator": "引号里不能有“---”或“...”开头的行",
    "expected comment or line break": "“|”或“>”后面要另起一行",
    "indentation": "这里的缩进不对",
    "found unexpected end of stream": "引号或括号没有结束",
    "unexpected end of stream": "引号或括号没有结束",
}


def _syntax_fault(error: yaml.YAMLError, path: str, text: str) -> Diagnostic:
    mark = _place_of(error, text)
    span = Span(path, mark.line + 1, mark.column + 1) if mark else Span(path, 1)
    problem = str(getattr(error, "problem", None) or error)
    told = next((words for key, words in _SYNTAX_WORDS.items() if key in problem), "这里不合 YAML 的写法")
    return Diagnostic(
        YAML_SYNTAX, span, f"YAML 语法错误：{told}", "多半是本行或上一行的缩进、冒号、引号或括号。"
    )


def _place_of(error: yaml.YAMLError, text: str) -> yaml.Mark | None:
    """Return where a mistake was made, which the library notices a line or more later."""
    noticed, begun = (getattr(error, name, None) for name in ("problem_mark", "context_mark"))
    context = str(getattr(error, "context", ""))
    if noticed is None or begun is None or "\n" not in text[begun.index : noticed.index]:
        return noticed
    if context.endswith(("simple key", "quoted scalar")):
        return cast("yaml.Mark", begun)
    return cast("yaml.Mark", begun) if "flow" in context and _is_left(text, begun, noticed) else noticed


def _is_left(text: str, begun: yaml.Mark, noticed: yaml.Mark) -> bool:
    """Whether a line below brackets is set in no further than they are: it was not meant to be in them."""
    lines = text.split("\n")[begun.line : noticed.line + 1]
    first, *below = (len(line) - len(line.lstrip(" ")) for line in lines if line.strip())
    return noticed.line >= len(text.split("\n")) - 1 or any(indent <= first for indent in below)


class _Refused(Exception):  # noqa: N818 - control flow inside this module, never seen outside
    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.sentence)
        self.finding = finding


class _Event(Protocol):
    """An event of the library, whose own types leave open that each has a place."""

    start_mark: yaml.Mark
    end_mark: yaml.Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None


class _Builder:
    """Turns parser events into nodes; events show anchors and tags that composed nodes hide."""

    def __init__(self, loader: yaml.CSafeLoader, path: str, text: str) -> None:
        self._loader = loader
        self._path = path
        self._text = text
        self._lines = text.split("\n")
        # Most files hold none of these marks: then no scalar and no key need be looked at for them.
        self._has_comments, self._has_question_marks = "#" in text, "?" in text
        self._has_glued_marks = self._has_comments and has_glued_marks(text)
        self._scalars: list[tuple[int, int]] = []
        self._count = 0
        self.findings: list[Diagnostic] = []

    def document(self) -> Node | None:
        self._next()
        if self._loader.check_event(yaml.StreamEndEvent):
            return None
        start = self._next()
        if getattr(start, "version", None) or getattr(start, "tags", None):
            raise self._refuse(start, "不支持指令（%YAML、%TAG）")
        root = self._node(self._next(), 0, -1)
        self._next()
        if not self._loader.check_event(yaml.StreamEndEvent):
            raise self._refuse(self._next(), "一个文件里只能有一份内容，不能有第二个“---”")
        if self._has_glued_marks:
            self.findings += glued_comments(self._text, self._scalars, self._path)
        return root

    def _next(self) -> _Event:
        return cast("_Event", self._loader.get_event())

    def _node(self, event: _Event, depth: int, column: int | None) -> Node:
        """Return a node; *column* is that of the keys or dashes beside it, None within brackets."""
        if event.anchor:  # an alias has one too
            raise self._refuse(event, "不支持锚点和别名（& 和 *）：请把内容写全，或给值加引号")
        if event.tag is not None:
            raise self._refuse(event, "不支持类型标记（!）：请给值加引号")
        if depth > MAX_DEPTH:
            raise self._refuse(event, f"嵌套超过 {MAX_DEPTH} 层")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, column)
        assert isinstance(event, yaml.CollectionStartEvent)
        below = None if event.flow_style else event.start_mark.column
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(yaml.SequenceEndEvent, depth, below)), self._span(event))
        return Mapping(tuple(self._entries(depth, below)), self._span(event))

    def _scalar(self, event: _Event, column: int | None) -> Scalar:
        self._count += 1
        if self._count > MAX_SCALARS:
            raise self._refuse(event, f"键和值超过 {MAX_SCALARS // 10_000} 万个")
        if len(event.value) > MAX_CHARACTERS:
            raise self._refuse(event, f"一段文字超过 {MAX_CHARACTERS // 10_000} 万字")
        start, end = event.start_mark, event.end_mark
        text = event.value
        if end.line > start.line and event.style != "|":
            text = unwrapped(text, self._text[start.index : end.index])
        cut = self._cut(end) if self._has_comments and not event.style else None
        scalar = Scalar(text, self._span(event), event.style in _QUOTES, cut)
        if event.style == '"':
            self._check_escapes(scalar)
        if self._has_glued_marks:
            self._scalars.append((start.index, end.index))
        if end.line > start.line or _WIDE_BLANK in scalar.text:
            written = Written(event.style, start.line, end.line, column)
            self.findings += faults_of_scalar(scalar.text, written, self._lines, scalar.span)
        return scalar

    def _cut(self, end: yaml.Mark) -> Span | None:
        found = CUTTING.match(self._text, end.index)
        column = end.column + 1 + (len(found[1]) if found else 0)
        return Span(self._path, end.line + 1, column) if found else None

    def _check_escapes(self, scalar: Scalar) -> None:
        """Report a character that is written as an escape; others are reported where they stand."""
        found = REFUSED.search(scalar.text)
        if found and found[0] not in self._text:
            self.findings.append(character_fault(found[0], scalar.span))

    def _items(self, end: type[yaml.Event], depth: int, column: int | None) -> Iterator[Node]:
        while not isinstance(event := self._next(), end):
            yield self._node(event, depth + 1, column)

    def _entries(self, depth: int, column: int | None) -> Iterator[tuple[Scalar, Node]]:
        items = self._items(yaml.MappingEndEvent, depth, column)
        for key in items:
            if not isinstance(key, Scalar):
                hint = "以“{”或“[”开头的文字要加引号。"
                raise _Refused(Diagnostic(FORBIDDEN_YAML, key.span, "键必须是文字", hint))
            if self._has_question_marks and self._is_behind_question_mark(key.span):
                hint = "请写成“键: 值”，写在一行里。"
                raise _Refused(Diagnostic(FORBIDDEN_YAML, key.span, "不支持以“?”开头的键", hint))
            yield key, next(items)

    def _is_behind_question_mark(self, span: Span) -> bool:
        return self._lines[span.line - 1][: span.column - 1].rstrip().endswith("?")

    def _span(self, event: _Event) -> Span:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        return Span(self._path, start.line + 1, start.column + 1, max(1, width))

    def _refuse(self, event: _Event, sentence: str) -> _Refused:
        return _Refused(Diagnostic(FORBIDDEN_YAML, self._span(event), sentence))


def _duplicates(node: Node) -> Iterator[Diagnostic]:
    match node:
        case Sequence(items):
            for item in items:
                if not isinstance(item, Scalar):
                    yield from _duplicates(item)
        case Mapping(entries):
            first: dict[str, Scalar] = {}
            for key, value in entries:
                known = first.setdefault(key.text, key)
                if known is not key:
                    yield Diagnostic(
                        DUPLICATE_KEY,
                        key.span,
                        f"键“{key.text}”重复，第 {known.span.line} 行已有",
                        "请删去或合并其中一个。",
                    )
                if not isinstance(value, Scalar):
                    yield from _duplicates(value)
        case _:
            pass
