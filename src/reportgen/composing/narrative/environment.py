"""The sandboxed template environment: names are facts, nothing else can be reached, faults are collected."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BaseLoader,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.lexer import TOKEN_BLOCK_BEGIN, TOKEN_NAME, Token, TokenStream
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing, pass_context

from reportgen.composing.narrative.faults import MISSING, UNUSABLE
from reportgen.composing.narrative.inheritance import Inheritance
from reportgen.composing.narrative.language import Language
from reportgen.composing.narrative.lint import lint
from reportgen.composing.narrative.marks import Printed, TemplateFaultError, line_mark
from reportgen.composing.narrative.printing import CountedNumber
from reportgen.composing.narrative.syntax import admitted, bounded, check_source
from reportgen.composing.narrative.told import told
from reportgen.composing.narrative.work import (
    STEPS_OF_TEMPLATE,
    STEPS_OF_WORDS,
    ExhaustedError,
    Work,
    check_arguments,
    joined,
)
from reportgen.facts.facts import Amount, Container, Day, FormatMissingError, Parts, Rate
from reportgen.facts.history import History
from reportgen.facts.vocabulary import OPTIONAL_SECTIONS
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import TEMPLATE_FAULT, UNKNOWN_FACT_IN_TEMPLATE
from reportgen.findings.suggestions import sought
from reportgen.form.layers import TEMPLATES, TemplateText
from reportgen.form.profile import Profile
from reportgen.ledger.model import Words

if TYPE_CHECKING:
    from types import CodeType

KEPT_FILTERS = ("default", "first", "last", "length")
_DELIMITERS = re.compile(r"\{%|\{\{|\{#|%\}|\}\}|#\}")
_INVISIBLE_START = re.compile(r"\s*(?:$|\{%|\{#)")
_SCOPED = "scoped"
_MOST_COMPILED = 256  # templates: a form has three to six
_MOST_WORDS = 1024  # texts: a form has ten to thirty with expressions, a ledger about as many
_WORDS_LENGTH, _WORDS_SLOTS = 20_000, 200
_WORDS_FILTERS = {"万元", "元", "百分比", "日期", "列举", "数"}
_WORDS_CALLS = {"比", "变动", "占"}
_WORDS_HINT = "只能写 {{ 指标|万元 }} 这样的指标。"
_WORDS_NODES = (
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.Filter,
    nodes.Call,
    nodes.Keyword,
)
# A statement or a comment within words of the ledger, or a backslash: what it stands for shows in no diff.
_NOT_IN_WORDS = re.compile(r"\{[%#]|\{\{[^}]*\\")
_FAULTS = (FormatMissingError, TemplateFaultError, SecurityError, TemplateError, *UNUSABLE)
_JINJAS_OWN = (Undefined, LoopContext, Macro, BlockReference, TemplateReference, Namespace)


class _Compiled(BytecodeCache):
    """Keeps the code of templates in memory: they are the same for all ledgers of a form."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code that was kept for the same text under the same name."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, and of the latest few hundred only."""
        assert bucket.code is not None
        self._kept[bucket.key, bucket.checksum] = bucket.code
        if len(self._kept) > _MOST_COMPILED:
            del self._kept[next(iter(self._kept))]


_COMPILED = _Compiled()
# The code of single texts: titles and lines of a form are the same for all its ledgers.
_COMPILED_WORDS: dict[tuple[str, Span], "CodeType"] = {}


class Environment(ImmutableSandboxedEnvironment):
    """Jinja that sees facts by their names and nothing of Python."""

    def __init__(self, language: Language, loader: BaseLoader, known: Sequence[str], work: Work) -> None:
        super().__init__(
            loader=loader,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,  # renderers escape: they know their format
            undefined=_undefined_class(language, known),
            finalize=self._finalize,
            extensions=[PlaceMarks, SeeingBlocks],
            optimized=False,  # what is folded while compiling would report its faults once and not again
            bytecode_cache=_COMPILED,
        )
        self.language = language
        self.asked: set[tuple[str, str]] = set()
        kept = {name: self.filters[name] for name in KEPT_FILTERS}
        filters = {**kept, "join": self._join, **language.filters()}
        self.filters = {name: self._counted(function) for name, function in filters.items()}
        self.globals = {**language.functions()}
        self.work = work

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - Jinja's own signature
        """Return a member of a fact, a dictionary or an object of Jinja's own; nothing else has any."""
        self.work.step()
        if isinstance(obj, Container):
            self.asked.add((obj.path, attribute))
            member = obj.member(attribute)
            if member is None:
                return self.undefined(obj=obj, name=attribute)
            return self.language.wrap(member)
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, _JINJAS_OWN):
            return super().getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 - Jinja's own signature
        """Return a member by a name in brackets, or one of a list by its number."""
        if isinstance(obj, Container | Amount | Rate | Day) or isinstance(argument, str):
            return self.getattr(obj, str(argument))
        return super().getitem(obj, argument)

    def call(self, context: Any, function: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - Jinja's
        """Call a function of the language, a macro or a block."""
        self.work.step()
        is_own = isinstance(function, Macro | BlockReference) or getattr(function, "__self__", None) is self
        if not is_own:
            check_arguments((*arguments, *named.values()))
        return super().call(context, function, *arguments, **named)

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:  # noqa: A002, ANN401
        """Return a template that is asked for, once more."""
        self.work.step(STEPS_OF_TEMPLATE)
        return super().get_template(name, parent, globals)

    def concat(self, pieces: Iterable[str]) -> str:
        """Put the pieces of a text, a macro or a variable together."""
        return self.work.put_together(pieces)

    def each(self, items: Iterable[object]) -> Iterator[object]:
        """Go through what a loop goes through."""
        return self.work.each(items)

    def listed(self, *items: object) -> list[object]:
        """Return a list that a template writes; lists of lists could be compared for ever."""
        if any(isinstance(item, list) for item in items):
            raise TemplateFaultError("列表里不能再有列表")
        return list(items)

    def joined(self, *values: object) -> str:
        """Join what stands between `~` or `+`, as it would be printed."""
        return joined(str(self._printable(value)) for value in values)

    def _join(self, items: Iterable[object], between: str = "") -> str:
        return joined((str(self._printable(item)) for item in self.work.each(items)), between)

    def _counted(self, function: Callable[..., object]) -> Callable[..., object]:
        """Return a filter that counts the members of the lists that it is given."""

        @wraps(function)
        def counted(*arguments: object, **named: object) -> object:
            self.work.step(1 + sum(_size(argument) for argument in arguments))
            check_arguments((*arguments[1:], *named.values()))
            return function(*arguments, **named)

        return counted

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        try:
            check_source(source)
            return admitted(super()._parse(source, name, filename))
        except TemplateSyntaxError as error:
            error.filename = filename
            raise

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - Jinja's own signature
    ) -> str:
        return super()._generate(bounded(source), name, filename, defer_init)

    @pass_context  # so that Jinja asks while it renders, also for constants
    def _finalize(self, context: object, value: object) -> object:
        """Count what is printed."""
        del context
        printable = self._printable(value)
        return self.work.written(printable) if isinstance(printable, str) else printable

    def _printable(self, value: object) -> object:
        """Let texts and figures through; nothing else has a form that could be printed."""
        match value:
            case str() | Printed() | CountedNumber() | Undefined():
                return value
            case Amount() | Rate() | Day():
                return self._unformatted(value)
        if isinstance(value, Container):
            return self.language.faults.fault(
                TEMPLATE_FAULT, f"“{value.path}”不能直接印出", "请写到金额，如 .合计，再加 |万元。"
            )
        if isinstance(value, tuple | Words):
            return self.language.faults.fault(
                TEMPLATE_FAULT, "台账的文字不能直接印出", "请加 |段落 或 |条目。"
            )
        hint = "能印的是文字，以及加了过滤器的指标，如 {{ 收入.合计|万元 }}。"
        return self.language.faults.fault(TEMPLATE_FAULT, "“{{ }}”里的不是可以印出的指标", hint)

    def _unformatted(self, value: Amount | Rate | Day) -> str:
        try:
            return str(value)
        except FormatMissingError as missing:
            return self.language.faults.fault(TEMPLATE_FAULT, str(missing))


def _undefined_class(language: Language, known: Sequence[str]) -> type[Undefined]:
    """Return what stands for a name that is not there; *known* are those that are."""

    class Missing(Undefined):
        """A name that is not there: printing or testing it is a fault."""

        def __str__(self) -> str:
            name = str(self._undefined_name)
            if self._undefined_obj is missing and name in OPTIONAL_SECTIONS:
                return language.faults.lacking(name)
            return language.faults.fault(
                UNKNOWN_FACT_IN_TEMPLATE, *_unknown(known, self._undefined_obj, name)
            )

        def __getattr__(self, name: str) -> "Missing":
            """What is not there has no members: the first name is the fault."""
            if name.startswith("__"):
                raise AttributeError(name)
            str(self)
            return self

        def __bool__(self) -> bool:
            str(self)
            return False

        def __iter__(self) -> Iterator[object]:
            str(self)
            return iter(())

    return Missing


def _unknown(known: Sequence[str], owner: object, name: str) -> tuple[str, Callable[[], str]]:
    """Return the sentence for a name that is not known, and what looks for a hint."""
    if isinstance(owner, Container):
        return f"“{owner.path}”里没有“{name}”", sought(name, owner.names(), "可用的名字", owner.names()[:12])
    if isinstance(owner, Mapping):
        return f"没有“{name}”", sought(name, list(owner))
    return f"没有“{name}”这个名字", sought(name, known)


class PlaceMarks(Extension):
    """Marks each line of visible text invisibly, so that paragraphs know where they stand."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Mark the lines of one template."""
        del name
        if filename is None:
            return source
        blank = len(source) - len(source.lstrip("\n"))  # words of a ledger stand on their own line of it
        lines, depth = [], 0
        for number, line in enumerate(source[blank:].split("\n"), blank + 1):
            if depth == 0 and not _INVISIBLE_START.match(line):
                lines.append(line_mark(filename, number) + line)
            else:
                lines.append(line)
            depth += sum(1 if mark[0] == "{" else -1 for mark in _DELIMITERS.findall(line))
        return "\n" * blank + "\n".join(lines)


class SeeingBlocks(Extension):
    """Lets every block see what stands around it: the members of a loop, also where a block is replaced."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Write `scoped` behind the name of every block."""
        before: list[str] = ["", ""]
        for token in stream:
            yield token
            if before == [TOKEN_BLOCK_BEGIN, "block"] and stream.current.value != _SCOPED:
                yield Token(token.lineno, TOKEN_NAME, _SCOPED)
            before = [before[1], token.value if token.type == TOKEN_NAME else token.type]


class TextLoader(BaseLoader):
    """Finds the templates of a profile, which were read before."""

    def __init__(self, templates: Mapping[str, TemplateText]) -> None:
        self._templates = templates

    def get_source(self, environment: Any, template: str) -> tuple[str, str, None]:  # noqa: ANN401 - Jinja's
        """Return a template's text and the path that messages name."""
        del environment
        if template not in self._templates:
            raise TemplateNotFound(template)
        found = self._templates[template]
        return found.text, found.span.path, None


class Renderer:
    """Renders templates, titles and ledger words over one vocabulary, in the language of one form."""

    def __init__(self, history: History, profile: Profile, names: Mapping[str, object]) -> None:
        self.language = Language(history, profile, self.words)
        known = [*history.vocabulary.names, *names, *self.language.functions()]
        self._work = Work(len(history.vocabulary.postings))
        self._environment = Environment(self.language, TextLoader(profile.templates), known, self._work)
        self._templates = profile.templates
        self._folder = f"{TEMPLATES}/{profile.name}"
        bodies = (part.body for part in profile.parts if part.body in profile.templates)
        self._inheritance = Inheritance(profile.templates, bodies)
        self.language.findings.extend(self._inheritance.faults)
        self._open: set[Span] = set()
        self._compiled: dict[tuple[str, Span], Template | None] = {}
        facts = {name: self.language.wrap(fact) for name, fact in history.vocabulary.names.items()}
        self._names = {**facts, **names}

    @property
    def asked(self) -> frozenset[tuple[str, str]]:
        """The path of every fact, with the name, that was asked for beneath it so far."""
        return frozenset(self._environment.asked)

    def lint(self) -> Iterator[Diagnostic]:
        """Check all that can be printed of the templates without rendering them."""
        known = {**dict.fromkeys(OPTIONAL_SECTIONS), **self._names, **self._environment.globals}
        yield from lint(self._environment, self._inheritance, known)
        yield from self._inheritance.unused(self._folder)

    def template(self, name: str) -> str:
        """Render a template of the profile to marked text."""
        if name in self._inheritance.broken:
            return ""
        span = self._templates[name].span
        try:
            template = self._environment.get_template(name)
        except _FAULTS as error:
            self._report(error, span)
            return ""
        return self._render(template, self._names, span)

    def words(self, words: Words, names: Mapping[str, object]) -> str:
        """Render a text of the ledger to marked text."""
        if "{" not in words.text:
            return words.text
        if words.span in self._open:
            self.language.findings.report(TEMPLATE_FAULT, words.span, "这段文字引用了自己")
            return MISSING
        try:
            template = self._compile(words.text, words.span)
        except ExhaustedError as error:
            self._report(error, words.span)
            return MISSING
        if template is None:
            return MISSING
        self._open.add(words.span)
        try:
            return self._render(template, {**self._names, **names}, words.span)
        finally:
            self._open.remove(words.span)

    def _render(self, template: Template, names: Mapping[str, object], span: Span) -> str:
        try:
            return template.render(names)
        except _FAULTS as error:
            self._report(error, span)
            return MISSING

    def _report(self, error: Exception, span: Span) -> None:
        """Report what ended the template at *span*, or one that it asks for."""
        findings = self.language.findings
        if isinstance(error, TemplateSyntaxError):
            findings.report(TEMPLATE_FAULT, Span(error.filename or span.path, error.lineno), told(error))
            return
        if isinstance(error, ExhaustedError):
            if self._work.is_reported:
                return  # it ends the templates too that this one stands in
            self._work.is_reported = True
        findings.report(TEMPLATE_FAULT, Span(span.path, _line_of(error, span)), f"模板出错：{told(error)}")

    def _compile(self, text: str, span: Span) -> Template | None:
        key = (text, span)
        if key not in self._compiled:
            code = _COMPILED_WORDS.get(key) or self._compile_words(text, span)
            environment = self._environment
            self._compiled[key] = code and Template.from_code(environment, code, dict(environment.globals))
        return self._compiled[key]

    def _compile_words(self, text: str, span: Span) -> "CodeType | None":
        """Parse and check before compiling: Jinja folds constants while it compiles."""
        findings = self.language.findings
        self._work.step(STEPS_OF_WORDS)
        if len(text) > _WORDS_LENGTH or text.count("{") > _WORDS_SLOTS:
            findings.report(TEMPLATE_FAULT, span, "这段文字太长，或指标太多")
            return None
        if _NOT_IN_WORDS.search(text):
            findings.report(TEMPLATE_FAULT, span, "台账文字里不能用 {% %}、{# #} 和反斜杠", _WORDS_HINT)
            return None
        above = "\n" * (span.line - 1)  # they put the text on its own line of the ledger
        try:
            tree = self._environment.parse(above + text, None, span.path)
            refused = _refused(tree)
        except (TemplateSyntaxError, *UNUSABLE) as error:
            findings.report(TEMPLATE_FAULT, span, f"“{{{{ }}}}”写得不对：{told(error)}")
            return None
        if refused:
            findings.report(TEMPLATE_FAULT, span, f"台账文字里不能用 {refused}", _WORDS_HINT)
            return None
        first = tree.find(nodes.TemplateData)
        assert first is not None, "the mark of its place stands before the text"
        first.data = first.data.removeprefix(above)
        code = self._environment.compile(tree, None, span.path)
        _COMPILED_WORDS[text, span] = code
        if len(_COMPILED_WORDS) > _MOST_WORDS:
            del _COMPILED_WORDS[next(iter(_COMPILED_WORDS))]
        return code


def _refused(tree: nodes.Template) -> str:
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Filter) and node.name not in _WORDS_FILTERS:
            return f"“|{node.name}”"
        if isinstance(node, nodes.Call) and not (
            isinstance(node.node, nodes.Name) and node.node.name in _WORDS_CALLS
        ):
            return "这样的调用"
        if isinstance(node, nodes.Getattr | nodes.Getitem) and isinstance(node.node, nodes.Const):
            return "这样的写法"
        if not isinstance(node, _WORDS_NODES):
            return "运算或语句"
    return ""


def _size(value: object) -> int:
    return len(value) if isinstance(value, list | tuple | Parts) else 0


def _line_of(error: Exception, span: Span) -> int:
    line, trace = span.line, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == span.path:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
