"""A region's form of one year as data: parts in order, tables, wording, numbering, glossary.

A profile is a folder of YAML and Jinja under `templates/`; what all regions share lies in the package.
Everything is read here, so that composing a document touches no file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from reportgen.document.theme import Theme
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import UNKNOWN_NAME
from reportgen.findings.suggestions import did_you_mean
from reportgen.form.braces import check_braces
from reportgen.form.charts import KEY as CHARTS
from reportgen.form.charts import NO_CHARTS, ChartSpecs, read_charts
from reportgen.form.package import base_source, package_facts
from reportgen.form.passages import passages_of_sources, passages_of_templates
from reportgen.form.profile_keys import (
    BASE,
    DEFAULT,
    DEFAULT_DIRECTION,
    DIRECTION,
    EXTENDS,
    GLOSSARY,
    PAGE_WORDS,
    PROFILE,
    WORDS,
)
from reportgen.form.tables.cell_text import check_template, check_years
from reportgen.form.tables.form import read_form, texts_of
from reportgen.form.tables.keys import TABLES
from reportgen.form.tables.overlay import lay_over, merge_key
from reportgen.form.tables.reading import read_places
from reportgen.form.tables.spec import TableSpec
from reportgen.form.theme import laid_over, theme_over_base
from reportgen.ledger.catalogue import KEY as FACTS
from reportgen.ledger.catalogue import Catalogue, read_catalogue
from reportgen.ledger.dimensions import LEVELS
from reportgen.source.fields import Fields, fields_in, fields_of
from reportgen.source.files import UnreadableError, is_there, names_in, read_text
from reportgen.source.keys import Choice, Count, Text
from reportgen.source.memory import Memory
from reportgen.source.names import name_fault
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Scalar, Source, read_source, unreadable_fault
from reportgen.source.passages import Passage
from reportgen.source.reading import Findings, Reader, reader_of
from reportgen.source.text_faults import faults_of_text

TEMPLATES = "templates"
FILES = ("profile.yaml", "tables.yaml", "glossary.yaml")
THEME = "theme.yaml"
TEMPLATE_ENDING = ".j2"
# What the pattern of a glossary entry may print.
_MERGED = ("词", "编号", "门槛", "图示", "网页")


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A text with `{{ … }}` or a whole template, and where its first line stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Numbering:
    """Samples of ordinals: 一 stands for Chinese numerals, 1 for Arabic ones."""

    headings: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSpec:
    """A part: *body* names a template, *tables* the tables that stand in it.

    *ordinal* replaces its number (附件：); None counts it among the others.
    *lists* names tables that the contents list shows under the part and that stand at the end.
    """

    ordinal: str | None
    title: TemplateText
    body: str
    tables: tuple[str, ...]
    lists: tuple[str, ...]
    headings_listed: bool
    tables_listed: bool
    numbering: Numbering


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term with its meaning, or the pattern of the entries for every 项 of the ledger."""

    term: str
    meaning: str
    pattern: str
    span: Span


@dataclass(frozen=True, slots=True)
class Threshold:
    """An amount fixed by law (元), such as 50万元 for general equipment."""

    name: str
    amount: Decimal
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A form of one region and year; *chain* names it and those it extends, the base first.

    *root* is the repository that it was read in.
    """

    root: Path
    name: str
    chain: tuple[str, ...]
    region: str
    year: int
    title: TemplateText
    cover: tuple[TemplateText, ...]
    dated_cover: bool
    contents_title: str
    parts: tuple[PartSpec, ...]
    appendix_title: TemplateText | None
    appendix: tuple[str, ...]
    closing: tuple[TemplateText, ...]
    part_numbering: str
    table_numbering: str
    facts: Catalogue
    tables: Mapping[str, TableSpec]
    templates: Mapping[str, TemplateText]
    words: Mapping[str, str]
    directions: Mapping[str, Mapping[str, str]]
    thresholds: tuple[Threshold, ...]
    glossary: tuple[GlossaryEntry, ...]
    definition_sources: tuple[str, ...]
    theme: Theme
    charts: ChartSpecs
    page_words: Mapping[str, str]
    passages: tuple[Passage, ...]


def profile_names(root: Path) -> list[str]:
    """Return the names of all profiles of the repository *root*."""
    return [name for name in names_in(root, TEMPLATES) if is_there(root, f"{TEMPLATES}/{name}/{FILES[0]}")]


def load_profile(root: Path, name: str) -> tuple[Profile | None, list[Diagnostic]]:
    """Read the profile *name* of the repository *root*, and those it extends."""
    profile, findings = _PROFILES.get(root, name, lambda: _read_profile(root, name))
    return profile, list(findings)


def _read_profile(root: Path, name: str) -> tuple[Profile | None, tuple[Diagnostic, ...]]:
    reader = _ProfileReader(root, name)
    return reader.profile(), tuple(reader.findings)


# A district has a few forms; each takes about a megabyte.
_PROFILES: Memory[tuple[Profile | None, tuple[Diagnostic, ...]]] = Memory(8)


def load_facts(root: Path, name: str) -> Catalogue | None:
    """Read the facts of the profile *name*, those of the package among them; None where it has faults there.

    Whoever loads the profile hears of the faults.
    """
    profile, faults = load_profile(root, name)
    if profile is not None and not faults:
        return profile.facts
    reader = _ProfileReader(root, name)
    facts = reader.facts(reader.chain())
    return None if reader.findings else facts


@dataclass(frozen=True, slots=True)
class _Sources:
    """What is read of the package, and of the three files of the profile and those it extends."""

    base: Fields
    main: Fields
    tables: Fields
    glossary: Fields


class _ProfileReader:
    """Reads a profile; what it extends is laid beneath it before anything is interpreted."""

    def __init__(self, root: Path, name: str) -> None:
        self._repository = root
        self._name = name
        self._parsed: dict[str, Source] = {}
        self.findings = Findings()

    def profile(self) -> Profile | None:
        base = self._root(base_source(FILES[0]))
        chain = self.chain()
        for name in chain:
            self._check_name(name, f"{TEMPLATES}/{name}")
        if self.findings:
            return None
        main = self._merged(FILES[0], chain, _lay_main_over)
        tables = self._merged(FILES[1], chain, lambda old, new: lay_over(old, new, self.findings))
        glossary = self._merged(FILES[2], chain, lambda _, new: new)
        theme = self._theme(chain)
        if not (base and main and tables and glossary and theme):
            return None
        sources = _Sources(
            fields_of(base, BASE),
            fields_of(main, PROFILE),
            fields_of(tables, TABLES),
            fields_of(glossary, GLOSSARY),
        )
        return self._profile(sources, theme, tuple(chain))

    def _profile(self, sources: _Sources, theme: Theme, chain: tuple[str, ...]) -> Profile:
        base, main, glossary = sources.base, sources.main, sources.glossary
        for fields in (main, glossary):
            check_braces(fields.reader.node, fields.record, self.findings)
        facts = self.facts(chain)
        specs = read_form(base, sources.tables, facts, self.findings)
        templates = dict(self._all_templates(chain))
        numbering = main.fields("编号")
        words, directions = self._words(base, main)
        appendix_title = main.scalar("附录标题")
        return Profile(
            root=self._repository,
            name=self._name,
            chain=chain,
            region=main.text("地区"),
            year=main.count("年度") or 0,
            title=self._text(main.scalar("标题"), main.span),
            cover=tuple(self._text(scalar, scalar.span) for scalar in main.scalars("封面")),
            dated_cover=main.flag("封面日期"),
            contents_title=main.text("目录"),
            parts=tuple(self._parts(main, numbering, specs, templates)),
            appendix_title=self._text(appendix_title, main.span) if appendix_title else None,
            appendix=tuple(self._known(scalar, specs, "表") for scalar in main.scalars("附录")),
            closing=tuple(self._text(scalar, scalar.span) for scalar in main.scalars("落款")),
            part_numbering=numbering.text("部分") if numbering else "",
            table_numbering=numbering.text("附表") if numbering else "",
            facts=facts,
            tables=specs,
            templates=templates,
            words=words,
            directions=directions,
            thresholds=tuple(self._thresholds(main)),
            glossary=tuple(self._glossary(glossary)),
            definition_sources=glossary.texts("释义来源"),
            theme=theme,
            charts=self._charts(base, main),
            page_words=self._page_words(base, main),
            passages=tuple(self._passages(chain, templates.values())),
        )

    def _passages(self, chain: tuple[str, ...], templates: Iterable[TemplateText]) -> Iterator[Passage]:
        """Yield the words of all files of the chain, each once."""
        texts = {template.span: template.text for template in templates}
        yield from passages_of_templates((text, span) for span, text in texts.items())
        files = [f"{TEMPLATES}/{name}/{file}" for name in chain for file in FILES]
        yield from passages_of_sources(self._parsed[path] for path in files if path in self._parsed)

    def chain(self) -> list[str]:
        """Return the profiles from the one that extends nothing to this one."""
        chain: list[str] = []
        name = self._name
        while name and name not in chain:
            chain.append(name)
            source = self._source(name, FILES[0])
            extended = source.root.get(EXTENDS) if isinstance(source.root, MappingNode) else None
            name = extended.text if isinstance(extended, Scalar) else ""
            if isinstance(extended, Scalar) and not self._can_extend(extended, chain):
                break
        return chain[::-1]

    def facts(self, chain: Iterable[str]) -> Catalogue:
        """Lay the facts of the chain over those of the package."""
        facts = package_facts()
        for name in chain:
            root = self._source(name, FILES[0]).root
            own = root.get(FACTS) if isinstance(root, MappingNode) else None
            facts = read_catalogue(own, facts, self.findings)
        return facts

    def _can_extend(self, extended: Scalar, chain: list[str]) -> bool:
        known = profile_names(self._repository)
        if extended.text in chain:
            circle = "、".join((*chain[chain.index(extended.text) :], extended.text))
            hint = f"一个沿用一个的是：{circle}。请去掉其中一个“{EXTENDS}”。"
            self.findings.report(UNKNOWN_NAME, extended.span, f"表式“{extended.text}”沿用了自己", hint)
        elif extended.text and extended.text not in known:
            hint = did_you_mean(extended.text, [name for name in known if name not in chain])
            self.findings.report(UNKNOWN_NAME, extended.span, f"没有表式“{extended.text}”可以沿用", hint)
        return not self.findings

    def _merged(
        self, name: str, chain: list[str], lay: Callable[[MappingNode, MappingNode], MappingNode]
    ) -> Reader | None:
        """Read one file of every profile of the chain; a profile that extends another may lack it."""
        merged: MappingNode | None = None
        for profile in chain:
            if merged is not None and not is_there(self._repository, f"{TEMPLATES}/{profile}/{name}"):
                continue
            reader = self._root(self._source(profile, name))
            if reader is None:
                return None
            merged = reader.node if merged is None else lay(merged, reader.node)
        return Reader(merged, self.findings) if merged else None

    def _theme(self, chain: list[str]) -> Theme | None:
        """Lay the themes of the chain over that of the package; a profile may lack one."""
        own: MappingNode | None = None
        for profile in chain:
            if is_there(self._repository, f"{TEMPLATES}/{profile}/{THEME}"):
                reader = self._root(self._source(profile, THEME))
                if reader is None:
                    return None
                own = laid_over(own, reader.node) if own else reader.node
        return theme_over_base(own, self.findings)

    def _source(self, profile: str, name: str) -> Source:
        """Return a file as read; each is parsed once."""
        path = f"{TEMPLATES}/{profile}/{name}"
        if path not in self._parsed:
            self._parsed[path] = read_source(self._repository, path)
        return self._parsed[path]

    def _root(self, source: Source) -> Reader | None:
        self.findings.extend(source.findings)
        return reader_of(source.root, self.findings, "表式文件")

    def _all_templates(self, chain: tuple[str, ...]) -> Iterator[tuple[str, TemplateText]]:
        """Yield templates under their bare names, the nearest last, and as each form of the chain has them.

        What a form does not have itself, it has from those that it extends.
        """
        inherited: dict[str, TemplateText] = {}
        for profile in chain:
            for name in names_in(self._repository, f"{TEMPLATES}/{profile}"):
                if name.endswith(TEMPLATE_ENDING):
                    inherited[name] = self._template(f"{TEMPLATES}/{profile}/{name}")
            yield from inherited.items()
            yield from ((f"{profile}/{name}", template) for name, template in inherited.items())

    def _template(self, path: str) -> TemplateText:
        self._check_name(path.rpartition("/")[2], path)
        try:
            text = read_text(self._repository, path)
        except UnreadableError as error:
            self.findings.append(unreadable_fault(error, path))
            text = ""
        self.findings.extend(faults_of_text(text, path))
        return TemplateText(text, Span(path, 1))

    def _check_name(self, name: str, path: str) -> None:
        fault = name_fault(name, path)
        self.findings.extend([fault] if fault else [])

    def _parts(
        self,
        main: Fields,
        numbering: Fields | None,
        specs: Mapping[str, TableSpec],
        templates: Mapping[str, TemplateText],
    ) -> Iterator[PartSpec]:
        common = _numbering(numbering, Numbering((), ()))
        for fields in main.records("部分"):
            label, body = fields.scalar("序号"), fields.scalar("正文")
            yield PartSpec(
                ordinal=label.text if label else None,
                title=self._text(fields.scalar("标题"), fields.span),
                body=self._known(body, templates, "模板") if body else "",
                tables=tuple(self._known(scalar, specs, "表") for scalar in fields.scalars("附表")),
                lists=tuple(self._known(scalar, specs, "表") for scalar in fields.scalars("列表")),
                headings_listed=fields.flag("标题入目录"),
                tables_listed=fields.flag("表目"),
                numbering=_numbering(fields.fields("编号"), common),
            )

    def _text(self, scalar: Scalar | None, span: Span) -> TemplateText:
        if scalar is None:
            return TemplateText("", span)
        check_years(scalar, self.findings)
        return TemplateText(scalar.text, scalar.span)

    def _known(self, scalar: Scalar, known: Mapping[str, object], what: str) -> str:
        if scalar.text not in known:
            hint = did_you_mean(scalar.text, known)
            self.findings.report(UNKNOWN_NAME, scalar.span, f"没有{what}“{scalar.text}”", hint)
        return scalar.text

    def _words(self, base: Fields, main: Fields) -> tuple[dict[str, str], dict[str, Mapping[str, str]]]:
        words: dict[str, str] = {}
        directions: dict[str, Mapping[str, str]] = {}
        for fields in (base.fields("词"), main.fields("词")):
            if fields:
                directions |= self._directions(fields)
                self._check_words(fields)
                words |= dict(texts_of(fields.reader))
        return words, directions

    def _directions(self, words: Fields) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Yield the words of a rise and a fall; those of 默认 stand in for others that lack some."""
        reader = words.mapping("方向")
        for path, node in reader.node.entries if reader else ():
            record = DEFAULT_DIRECTION if path.text == DEFAULT else DIRECTION
            fields = fields_in(node, record, self.findings, "“方向”")
            found = {key.name: fields.text(key.name) for key in record} if fields else {}
            yield path.text, {key: text for key, text in found.items() if text}

    def _charts(self, base: Fields, main: Fields) -> ChartSpecs:
        common, own = base.value(CHARTS), main.value(CHARTS)
        return read_charts(common, own, self.findings) if common else NO_CHARTS

    def _page_words(self, base: Fields, main: Fields) -> dict[str, str]:
        """Return what the page on a screen says of itself; a profile may say each thing otherwise."""
        common, own = base.fields("网页"), main.fields("网页")
        words = {key.name: common.text(key.name) for key in PAGE_WORDS} if common else {}
        return {key: own.text(key, text) for key, text in words.items()} if own else words

    def _check_words(self, words: Fields) -> None:
        """The words with a fixed part are of a fixed type."""
        for _, value in words.reader.node.entries:
            if isinstance(value, Scalar):
                check_years(value, self.findings)
        for key in WORDS:
            if isinstance(key.type, Choice):
                words.choice(key.name)
            elif isinstance(key.type, Count):
                read_places(words, key.name)
            elif isinstance(key.type, Text):
                words.scalar(key.name)
        for name, _ in words.others():
            words.reader.scalar(name.text, required=False)

    def _thresholds(self, main: Fields) -> Iterator[Threshold]:
        reader = main.mapping("门槛")
        for key, _ in reader.node.entries if reader else ():
            amount = reader.amount(key.text) if reader else None
            yield Threshold(key.text, amount or Decimal(0), key.span)

    def _glossary(self, fields: Fields) -> Iterator[GlossaryEntry]:
        for item in fields.records("名词"):
            pattern = item.scalar("科目")
            if pattern:
                check_template(pattern, self.findings, LEVELS)
            yield GlossaryEntry(item.text("名"), item.text("义"), pattern.text if pattern else "", item.span)


def _lay_main_over(base: MappingNode, own: MappingNode) -> MappingNode:
    """What a profile writes replaces what it inherits; wording, numbering and thresholds merge by key."""
    entries = {key.text: (key, value) for key, value in (*base.entries, *own.entries)}
    for name in _MERGED:
        if name in entries:
            entries[name] = merge_key(base, own, name)
    return MappingNode(tuple(entries.values()), own.span)


def _numbering(fields: Fields | None, default: Numbering) -> Numbering:
    if fields is None:
        return default
    headings, items = (fields.texts(key) for key in ("标题", "条目"))
    return Numbering(headings or default.headings, items or default.items)
