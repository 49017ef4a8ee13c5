"""The files of a form and of those that it extends (沿用), laid over one another before anything is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.document.theme import Theme
from reportgen.findings.diagnostics import Span
from reportgen.findings.rules import MISSING_KEY, NOT_A_MAPPING, UNKNOWN_NAME, WRONG_TYPE
from reportgen.findings.suggestions import did_you_mean
from reportgen.form.package import package_facts
from reportgen.form.part_tables import with_changes
from reportgen.form.profile_keys import EXTENDS
from reportgen.form.tables.overlay import changes_of, lay_alone, lay_over
from reportgen.form.theme import laid_over, theme_over_base
from reportgen.ledger.catalogue import KEY as FACTS
from reportgen.ledger.catalogue import Catalogue, read_catalogue
from reportgen.source.files import UnreadableError, is_there, names_in, read_text
from reportgen.source.names import name_fault
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Scalar, Source, read_source, unreadable_fault
from reportgen.source.reading import Findings, Reader, reader_of
from reportgen.source.text_faults import faults_of_text

TEMPLATES = "templates"
FILES = ("profile.yaml", "tables.yaml", "glossary.yaml")
THEME = "theme.yaml"
TEMPLATE_ENDING = ".j2"
_MERGED = ("词", "编号", "门槛", "图示", "网页")
_EMPTY_HINTS = (
    f"至少要写一行“{EXTENDS}: 沿用的表式”；不沿用的要写全，见 docs/forms.md。",
    "没有表就写“表: {}”。",
    "没有名词就写“名词: []”。",
)


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A text with `{{ … }}` or a whole template, and where its first line stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Laid:
    """The three files as the form has them, and where tables were dropped that it inherited."""

    main: Reader
    tables: Reader
    glossary: Reader
    dropped: Mapping[str, Span]


def profile_names(root: Path) -> list[str]:
    """Return the names of all profiles of the repository *root*."""
    return [name for name in names_in(root, TEMPLATES) if is_there(root, f"{TEMPLATES}/{name}/{FILES[0]}")]


class Layers:
    """Reads each file once; *chain* names the form and those that it extends, the base first.

    *fact_names* are those of all facts that the package or a form of the chain has, dropped ones among them.
    """

    def __init__(self, root: Path, name: str, findings: Findings) -> None:
        self._repository = root
        self._findings = findings
        self._parsed: dict[str, Source] = {}
        self._failed = False
        self.fact_names: set[str] = set(package_facts().definitions)
        self.chain = self._chain(name)

    def _chain(self, name: str) -> tuple[str, ...]:
        chain: list[str] = []
        while name:
            chain.append(name)
            name = self._extended(chain)
        return tuple(chain[::-1])

    def _extended(self, chain: list[str]) -> str:
        """Return which form the last of *chain* extends, if there is one."""
        root = self._source(chain[-1], FILES[0]).root
        extended = root.get(EXTENDS) if isinstance(root, MappingNode) else None
        if extended is None:
            return ""
        known = profile_names(self._repository)
        others = [name for name in known if name not in chain]
        if not isinstance(extended, Scalar):
            sentence = f"“{EXTENDS}”应当是一个表式的名称，不是列表或多个键"
            self._findings.report(WRONG_TYPE, extended.span, sentence, "一个表式只沿用一个别的表式。")
        elif not extended.text:
            hint = f"可以沿用的表式：{'、'.join(others)}。" if others else ""
            self._findings.report(MISSING_KEY, extended.span, f"“{EXTENDS}”没有写沿用哪个表式", hint)
        elif extended.text in chain:
            circle = "、".join((*chain[chain.index(extended.text) :], extended.text))
            hint = f"一个沿用一个的是：{circle}。请去掉其中一个“{EXTENDS}”。"
            self._findings.report(UNKNOWN_NAME, extended.span, f"表式“{extended.text}”沿用了自己", hint)
        elif extended.text not in known:
            hint = did_you_mean(extended.text, others)
            self._findings.report(UNKNOWN_NAME, extended.span, f"没有表式“{extended.text}”可以沿用", hint)
        else:
            return extended.text
        return ""

    def facts(self) -> Catalogue:
        """Lay the facts of the chain over those of the package."""
        facts = package_facts()
        for name in self.chain:
            root = self._source(name, FILES[0]).root
            own = root.get(FACTS) if isinstance(root, MappingNode) else None
            facts = read_catalogue(own, facts, self._findings)
            self.fact_names |= set(facts.definitions)
        return facts

    def check_names(self) -> None:
        """Report names of folders that may not stand in a path."""
        for name in self.chain:
            self._check_name(name, f"{TEMPLATES}/{name}")

    def laid(self) -> Laid | None:
        """Lay the files of the chain over one another; None where one of them cannot be read.

        A form that extends another may lack tables.yaml and glossary.yaml, or leave them empty.
        """
        base, *others = self.chain
        main = self._root(base, FILES[0], needed=True)
        # A form whose profile.yaml cannot be read may extend another, and lack the rest.
        tables, glossary = (self._root(base, file, needed=main is not None) for file in FILES[1:])
        tables = lay_alone(tables, self._findings) if tables else None
        dropped: dict[str, Span] = {}
        for name in others:
            own = self._root(name, FILES[0], needed=True)
            own_tables, own_glossary = (self._root(name, file, needed=False) for file in FILES[1:])
            changes = changes_of(tables, own_tables)
            dropped |= changes.dropped
            if main and own:
                main = with_changes(_lay_main_over(main, own), own, changes, self._findings)
            if tables and own_tables:
                tables = lay_over(tables, own_tables, self._findings)
            glossary = own_glossary or glossary
        if self._failed or not (main and tables and glossary):
            return None
        main_reader, tables_reader, glossary_reader = (
            Reader(node, self._findings) for node in (main, tables, glossary)
        )
        return Laid(main_reader, tables_reader, glossary_reader, dropped)

    def theme(self) -> Theme | None:
        """Lay the themes of the chain over that of the package; a profile may lack one."""
        own: MappingNode | None = None
        for name in self.chain:
            root = self._root(name, THEME, needed=False)
            own = laid_over(own, root) if own and root else root or own
        return None if self._failed else theme_over_base(own, self._findings)

    def templates(self) -> Iterator[tuple[str, TemplateText]]:
        """Yield templates under their bare names, the nearest last, and as each form of the chain has them.

        What a form does not have itself, it has from those that it extends.
        """
        inherited: dict[str, TemplateText] = {}
        for profile in self.chain:
            for name in names_in(self._repository, f"{TEMPLATES}/{profile}"):
                if name.endswith(TEMPLATE_ENDING):
                    inherited[name] = self._template(f"{TEMPLATES}/{profile}/{name}")
            yield from inherited.items()
            yield from ((f"{profile}/{name}", template) for name, template in inherited.items())

    def sources(self) -> Iterator[Source]:
        """Yield the three files of each form of the chain, of those that were read."""
        paths = (f"{TEMPLATES}/{name}/{file}" for name in self.chain for file in FILES)
        return (self._parsed[path] for path in paths if path in self._parsed)

    def _source(self, profile: str, name: str) -> Source:
        """Return a file as read; each is parsed once."""
        path = f"{TEMPLATES}/{profile}/{name}"
        if path not in self._parsed:
            self._parsed[path] = read_source(self._repository, path)
        return self._parsed[path]

    def _root(self, profile: str, name: str, *, needed: bool) -> MappingNode | None:
        path = f"{TEMPLATES}/{profile}/{name}"
        if not needed and not is_there(self._repository, path):
            return None
        source = self._source(profile, name)
        self._findings.extend(source.findings)
        if source.root is None and not source.findings:
            if needed:
                self._failed = True
                hint = _EMPTY_HINTS[FILES.index(name)]
                self._findings.report(NOT_A_MAPPING, Span(path, 1, width=0), "文件是空的", hint)
            return None
        reader = reader_of(source.root, self._findings, "表式文件")
        self._failed = self._failed or reader is None
        return reader.node if reader else None

    def _template(self, path: str) -> TemplateText:
        self._check_name(path.rpartition("/")[2], path)
        try:
            text = read_text(self._repository, path)
        except UnreadableError as error:
            self._findings.append(unreadable_fault(error, path))
            text = ""
        self._findings.extend(faults_of_text(text, path))
        return TemplateText(text, Span(path, 1))

    def _check_name(self, name: str, path: str) -> None:
        fault = name_fault(name, path)
        self._findings.extend([fault] if fault else [])


def _lay_main_over(base: MappingNode, own: MappingNode) -> MappingNode:
    """What a profile writes replaces what it inherits; wording, numbering and the like merge."""
    merged = {key.text: (key, value) for key, value in laid_over(base, own).entries}
    entries = {key.text: (key, value) for key, value in (*base.entries, *own.entries)}
    entries |= {name: merged[name] for name in _MERGED if name in merged}
    return MappingNode(tuple(entries.values()), own.span)
