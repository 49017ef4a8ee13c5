"""Budget × profile → document: which parts, sections and tables, in which order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from reportgen.composing.charts import Charts, shown_in
from reportgen.composing.narrative.environment import Renderer
from reportgen.composing.narrative.faults import MISSING
from reportgen.composing.narrative.glossary import glossary
from reportgen.composing.narrative.marks import extract
from reportgen.composing.narrative.paragraphs import Skeleton, TablePlace, ordinal
from reportgen.composing.tables.build import build_tables
from reportgen.composing.tables.unprinted import without_place, words_without_place
from reportgen.document.document import (
    Block,
    Chart,
    Document,
    Figure,
    Paragraph,
    Part,
    Role,
    Table,
    TableList,
)
from reportgen.facts.facts import Amount, Listing
from reportgen.facts.history import History
from reportgen.facts.vocabulary import Vocabulary
from reportgen.findings.diagnostics import Diagnostic, has_errors, sorted_by_place
from reportgen.findings.rules import TEMPLATE_FAULT, UNKNOWN_FACT_IN_TEMPLATE
from reportgen.form.layers import TemplateText
from reportgen.form.part_tables import unknown_table
from reportgen.form.profile import PartSpec, Profile
from reportgen.ledger.model import Budget, Words
from reportgen.source.parsing import Scalar

# After such a fault nobody can tell what the rest of the template would have asked for.
_UNRENDERED = (TEMPLATE_FAULT, UNKNOWN_FACT_IN_TEMPLATE)


class ComposeError(Exception):
    """A budget does not fit its form; *findings* say where and why."""

    def __init__(self, findings: list[Diagnostic]) -> None:
        super().__init__("\n".join(finding.headline for finding in findings if finding.is_error))
        self.findings = findings


def compose_with_findings(
    budget: Budget, profile: Profile, history: History | None = None
) -> tuple[Document | None, list[Diagnostic]]:
    """Compose the document; it is None where there are errors.

    *history* has the facts of the budget in this form, where they were built before.
    """
    composer = _Composer(budget, profile, history or History(Vocabulary(budget, profile.facts)))
    document = composer.document()
    findings = sorted_by_place(composer.all_findings())
    if has_errors(findings):
        return None, findings
    assert not _has_gap(document), "a gap was printed that no finding explains"
    return document, findings


def _has_gap(document: Document) -> bool:
    return any(MISSING in block.text for block in document.blocks if isinstance(block, Paragraph | Part))


@dataclass(slots=True)
class _Anchors:
    """Gives every part, heading and table a name that links lead to."""

    counts: dict[str, int] = field(default_factory=dict)

    def next(self, kind: str) -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"{kind}-{self.counts[kind]}"


class _Composer:
    def __init__(self, budget: Budget, profile: Profile, history: History) -> None:
        self._budget = budget
        self._profile = profile
        self._history = history
        self._vocabulary = history.vocabulary
        terms, self._findings = glossary(budget, profile)
        names: Mapping[str, object] = {
            "名词": terms,
            "词": profile.words,
            "门槛": {
                item.name: Amount(path=f"门槛.{item.name}", value=item.amount, sources=(item.span,))
                for item in profile.thresholds
            },
        }
        self._renderer = Renderer(self._history, profile, names)
        self._language = self._renderer.language
        self._anchors = _Anchors()
        self._built: list[str] = []
        projects = self._vocabulary.names["项目"]
        assert isinstance(projects, Listing)
        self._projects = projects
        self._findings += self._renderer.lint()

    def all_findings(self) -> list[Diagnostic]:
        """Return what was found while composing."""
        found = [*self._findings, *self._language.findings]
        if not any(finding.rule in _UNRENDERED for finding in found):
            found += self._history.unused_paths()
        if not has_errors(self._language.findings):
            found += self._unread_sections()
        if not self._budget.without_tables:
            found += words_without_place(self._budget, [self._profile.tables[key] for key in self._built])
        return found

    def _unread_sections(self) -> Iterator[Diagnostic]:
        """Headings under 项目说明 that no template asked for; after a fault nobody can tell."""
        asked = self._renderer.asked
        known = {name for path, name in asked if path.startswith("项目.") and path.endswith(".说明")}
        for item in self._budget.descriptions:
            for heading, paragraphs in item.sections.items():
                if (f"项目.{item.project}.说明", heading) not in asked:
                    yield from (without_place(heading, words, known) for words in paragraphs[:1])

    def document(self) -> Document:
        """Compose everything, whatever is found on the way."""
        budget, profile = self._budget, self._profile
        title, _ = self._line(profile.title)
        cover = tuple(self._line(line)[0] for line in profile.cover)
        blocks: list[Block] = []
        numbered = count(1)
        for part in filter(self._is_printed, profile.parts):
            own = part.ordinal
            label = ordinal(profile.part_numbering, next(numbered)) if own is None else own
            blocks += self._part(part, label)
        blocks += self._closing()
        if not budget.without_tables:
            blocks += self._appendix()
        charts = tuple(self._charts(blocks))
        return Document(
            region=budget.region,
            year=budget.year,
            stem=budget.stem,
            department=budget.department.full_name,
            title=title,
            cover=cover,
            contents_title=profile.contents_title,
            date=budget.date,
            blocks=tuple(blocks),
            theme=profile.theme,
            dated_cover=profile.dated_cover,
            short_name=budget.department.names["简称"],
            charts=charts,
            charts_title=profile.charts.title,
            words=profile.page_words,
        )

    def _charts(self, blocks: list[Block]) -> Iterator[Chart]:
        specs = self._profile.charts
        charts = Charts(self._history, self._language.formats[specs.unit], self._say, shown_in(blocks))
        yield from charts.charts(specs)
        self._findings += charts.findings

    def _say(self, scalar: Scalar) -> str:
        return self._line(TemplateText(scalar.text, scalar.span))[0]

    def _closing(self) -> Iterator[Paragraph]:
        """The lines that close the text; a ledger without a date is not signed."""
        for line in self._profile.closing if self._budget.date else ():
            text, figures = self._line(line)
            yield Paragraph(text=text, role=Role.CLOSING, level=0, figures=figures, place=line.span)

    def _line(self, template: TemplateText) -> tuple[str, tuple[Figure, ...]]:
        marked = self._renderer.words(Words(template.text, template.span), {})
        text, figures, _ = extract(marked, self._language.book)
        return text, tuple(figure.figure for figure in figures)

    def _is_printed(self, spec: PartSpec) -> bool:
        """A part that is there for its tables goes with them."""
        return not self._budget.without_tables or bool(spec.body and not spec.lists)

    def _part(self, spec: PartSpec, label: str) -> Iterator[Block]:
        title, figures = self._line(spec.title)
        anchor = self._anchors.next("part")
        part = Part(
            ordinal=label,
            title=title,
            figures=(),
            place=spec.title.span,
            anchor=anchor,
            lists=spec.lists,
        )
        before = len(part.text) - len(title)
        yield replace(part, figures=tuple(replace(item, start=item.start + before) for item in figures))
        if spec.body:
            yield from self._prose(spec)
        if spec.tables and not self._budget.without_tables:
            tables = tuple(self._listed_tables(spec))
            if spec.tables_listed:
                yield TableList(tables)
            yield from tables

    def _prose(self, spec: PartSpec) -> Iterator[Block]:
        template = self._profile.templates[spec.body]
        skeleton = Skeleton(self._language.book, spec.numbering, template.span)
        for item in skeleton.paragraphs(self._renderer.template(spec.body)):
            if isinstance(item, TablePlace):
                yield from self._placed(item)
            else:
                yield self._anchored(item, spec)
        self._findings += skeleton.findings

    def _placed(self, place: TablePlace) -> Iterator[Block]:
        if self._budget.without_tables:
            return
        if place.key in self._profile.tables:
            for table in self._tables(place.key):
                yield replace(table, in_text=True)
        else:
            profile = self._profile
            self._findings.append(unknown_table(place.key, place.span, profile.tables, profile.dropped))

    def _anchored(self, paragraph: Paragraph, spec: PartSpec) -> Paragraph:
        if paragraph.role is not Role.HEADING:
            return paragraph
        listed = 2 if spec.headings_listed and paragraph.level == 1 else None
        return replace(paragraph, anchor=self._anchors.next("section"), contents=listed)

    def _listed_tables(self, spec: PartSpec) -> Iterator[Table]:
        for number, key in enumerate(spec.tables, 1):
            for table in self._tables(key):
                yield self._listed(table, number)

    def _listed(self, table: Table, number: int) -> Table:
        listed = f"{ordinal(self._profile.table_numbering, number)}{table.listed or table.title}"
        return replace(table, listed=listed, contents=2)

    def _appendix(self) -> Iterator[Block]:
        """The tables at the end, those that parts list first; of the sheets of one the first is listed."""
        title = self._profile.appendix_title
        if title:
            text, figures = self._line(title)
            yield Part(
                ordinal="",
                title=text,
                figures=figures,
                place=title.span,
                anchor=self._anchors.next("part"),
                contents=None,
            )
        for part in self._profile.parts:
            for number, key in enumerate(part.lists, 1):
                for index, table in enumerate(self._tables(key)):
                    yield table if index else self._listed(table, number)
        for key in self._profile.appendix:
            yield from self._tables(key)

    def _tables(self, key: str) -> Iterator[Table]:
        spec = self._profile.tables[key]
        self._built.append(key)
        tables, findings = build_tables(spec, self._budget, self._vocabulary.postings, self._cell_words)
        self._findings += findings
        for table in tables:
            yield replace(table, anchor=self._anchors.next("table"))

    def _cell_words(self, words: Words, project: str) -> str:
        names = {"项目": self._projects.member(project)} if project else {}
        text, _, _ = extract(self._renderer.words(words, names), self._language.book)
        return text
