"""A region's form of one year as data: parts in order, tables, wording, numbering, glossary.

A profile is a folder of YAML and Jinja under `templates/`; what all regions share lies in the package.
Everything is read here, so that composing a document touches no file.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from reportgen.document.theme import Theme
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import MISSING_KEY, UNKNOWN_NAME
from reportgen.findings.suggestions import did_you_mean
from reportgen.form.braces import check_braces
from reportgen.form.charts import KEY as CHARTS
from reportgen.form.charts import NO_CHARTS, ChartSpecs, read_charts
from reportgen.form.layers import FILES, TEMPLATE_ENDING, Layers, TemplateText
from reportgen.form.mentions import report_no_facts, report_unmentioned, texts_in
from reportgen.form.package import base_source
from reportgen.form.part_tables import unknown_table
from reportgen.form.passages import passages_of_sources, passages_of_templates
from reportgen.form.profile_keys import (
    BASE,
    DEFAULT,
    DEFAULT_DIRECTION,
    DIRECTION,
    GLOSSARY,
    PAGE_WORDS,
    PROFILE,
    WORDS,
)
from reportgen.form.tables.cell_text import check_template, check_years
from reportgen.form.tables.form import read_form, texts_of
from reportgen.form.tables.keys import TABLES
from reportgen.form.tables.reading import read_places
from reportgen.form.tables.spec import TableSpec
from reportgen.form.wants import wants_of
from reportgen.ledger.catalogue import Catalogue
from reportgen.ledger.dimensions import LEVELS
from reportgen.ledger.wants import Wants
from reportgen.source.fields import Fields, fields_in, fields_of
from reportgen.source.keys import Choice, Count, Text
from reportgen.source.memory import Memory
from reportgen.source.parsing import Scalar
from reportgen.source.passages import Passage
from reportgen.source.reading import Findings, reader_of

# What a part consists of: at least one of them.
_PRINTED = ("正文", "附表", "列表")


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

    *root* is the repository that it was read in, *dropped* says where tables were left out that it would have
    inherited.
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
    dropped: Mapping[str, Span]
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
    wants: Wants


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
    findings = Findings()
    facts = Layers(root, name, findings).facts()
    return None if findings else facts


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
        self.findings = Findings()
        self._layers = Layers(root, name, self.findings)
        self._dropped: Mapping[str, Span] = {}

    def profile(self) -> Profile | None:
        base = reader_of(base_source(FILES[0]).root, self.findings, FILES[0])
        self._layers.check_names()
        if self.findings:
            return None
        laid, theme = self._layers.laid(), self._layers.theme()
        if not (base and laid and theme):
            return None
        self._dropped = laid.dropped
        sources = _Sources(
            fields_of(base, BASE),
            fields_of(laid.main, PROFILE),
            fields_of(laid.tables, TABLES),
            fields_of(laid.glossary, GLOSSARY),
        )
        return self._profile(sources, theme)

    def _profile(self, sources: _Sources, theme: Theme) -> Profile:
        base, main, glossary = sources.base, sources.main, sources.glossary
        for fields in (main, glossary):
            check_braces(fields.reader.node, fields.record, self.findings)
        facts = self._layers.facts()
        specs = read_form(base, sources.tables, facts, self.findings)
        named = {key.text for key, _ in sources.tables.entries("表")}
        templates = dict(self._layers.templates())
        numbering = main.fields("编号")
        words, directions = self._words(base, main)
        self._check_mentions(main, tuple(text.text for text in templates.values()))
        appendix_title = main.scalar("附录标题")
        parts = tuple(self._parts(main, numbering, named, templates))
        appendix = tuple(self._listed(scalar, named) for scalar in main.scalars("附录"))
        return Profile(
            root=self._repository,
            name=self._name,
            chain=self._layers.chain,
            region=main.text("地区"),
            year=main.count("年度") or 0,
            title=self._text(main.scalar("标题"), main.span),
            cover=tuple(self._text(scalar, scalar.span) for scalar in main.scalars("封面")),
            dated_cover=main.flag("封面日期"),
            contents_title=main.text("目录"),
            parts=parts,
            appendix_title=self._text(appendix_title, main.span) if appendix_title else None,
            appendix=appendix,
            closing=tuple(self._text(scalar, scalar.span) for scalar in main.scalars("落款")),
            part_numbering=numbering.text("部分") if numbering else "",
            table_numbering=numbering.text("附表") if numbering else "",
            facts=facts,
            tables=specs,
            dropped=self._dropped,
            templates=templates,
            words=words,
            directions=directions,
            thresholds=tuple(self._thresholds(main)),
            glossary=tuple(self._glossary(glossary)),
            definition_sources=glossary.texts("释义来源"),
            theme=theme,
            charts=self._charts(base, main),
            page_words=self._page_words(base, main),
            passages=tuple(self._passages(templates.values())),
            wants=wants_of(
                [part.body for part in parts],
                {name: template.text for name, template in templates.items()},
                [*appendix, *(key for part in parts for key in (*part.tables, *part.lists))],
                specs,
                main.count("项目说明数") or 0,
            ),
        )

    def _passages(self, templates: Iterable[TemplateText]) -> Iterator[Passage]:
        """Yield the words of all files of the chain, each once."""
        texts = {template.span: template.text for template in templates}
        yield from passages_of_templates((text, span) for span, text in texts.items())
        yield from passages_of_sources(self._layers.sources())

    def _parts(
        self,
        main: Fields,
        numbering: Fields | None,
        tables: Collection[str],
        templates: Mapping[str, TemplateText],
    ) -> Iterator[PartSpec]:
        common = _numbering(numbering, Numbering((), ()))
        for fields in main.records("部分"):
            label, body = fields.scalar("序号"), fields.scalar("正文")
            if not any(fields.node(key) for key in _PRINTED):
                hint = f"请写{'、'.join(f'“{key}”' for key in _PRINTED)}中的一样，或者删去这一部分。"
                self.findings.report(MISSING_KEY, fields.span, "这一部分除了标题什么也没有", hint)
            yield PartSpec(
                ordinal=label.text if label else None,
                title=self._text(fields.scalar("标题"), fields.span),
                body=self._body(body, templates) if body else "",
                tables=tuple(self._listed(scalar, tables) for scalar in fields.scalars("附表")),
                lists=tuple(self._listed(scalar, tables) for scalar in fields.scalars("列表")),
                headings_listed=fields.flag("标题入目录"),
                tables_listed=fields.flag("表目"),
                numbering=_numbering(fields.fields("编号"), common),
            )

    def _text(self, scalar: Scalar | None, span: Span) -> TemplateText:
        if scalar is None:
            return TemplateText("", span)
        check_years(scalar, self.findings)
        return TemplateText(scalar.text, scalar.span)

    def _body(self, scalar: Scalar, templates: Mapping[str, TemplateText]) -> str:
        if scalar.text not in templates:
            hint = partial(did_you_mean, scalar.text, templates, TEMPLATE_ENDING)
            self.findings.report(UNKNOWN_NAME, scalar.span, f"没有模板“{scalar.text}”", hint)
        return scalar.text

    def _listed(self, scalar: Scalar, tables: Collection[str]) -> str:
        if scalar.text not in tables:
            self.findings.append(unknown_table(scalar.text, scalar.span, tables, self._dropped))
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

    def _check_mentions(self, main: Fields, templates: tuple[str, ...]) -> None:
        """Every key that the form defines must be one that something of it reads."""
        texts = (*templates, *texts_in(main.reader.node))
        words, limits = main.fields("词"), main.mapping("门槛")
        if words:
            unused = [name for name in WORDS.names if words.node(name) is None]
            report_unmentioned("词", (key for key, _ in words.others()), texts, self.findings, unused)
            directions = words.mapping("方向")
            keys = (key for key, _ in directions.node.entries) if directions else ()
            keys = (key for key in keys if key.text != DEFAULT)
            report_no_facts(keys, self._layers.fact_names, self.findings)
        if limits:
            report_unmentioned("门槛", (key for key, _ in limits.node.entries), texts, self.findings)

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
        for key, value in words.reader.node.entries:
            if isinstance(value, Scalar):
                check_years(value, self.findings)
                if value.is_absent:
                    hint = '什么也不印就写 ""；照原来的就删去这一行。'
                    self.findings.report(MISSING_KEY, key.span, f"“{key.text}”后面没有写", hint)
        for word in WORDS:
            if isinstance(word.type, Choice):
                words.choice(word.name)
            elif isinstance(word.type, Count):
                read_places(words, word.name)
            elif isinstance(word.type, Text):
                words.scalar(word.name)
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


def _numbering(fields: Fields | None, default: Numbering) -> Numbering:
    if fields is None:
        return default
    headings, items = (fields.texts(key) for key in ("标题", "条目"))
    return Numbering(headings or default.headings, items or default.items)
