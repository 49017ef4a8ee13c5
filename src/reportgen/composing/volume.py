"""The departments of a region and year, taken together: summary tables and the front of a volume."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day  # noqa: N812 - a field of `Account` is called date

from reportgen.classification.tables import Classification
from reportgen.composing.tables.build import build_tables
from reportgen.document.document import Block, Cell, ContentsEntry, Document, Part, Table, TableList
from reportgen.findings.diagnostics import Diagnostic, Related, Span
from reportgen.findings.rules import DEPARTMENT_TWICE, DIMENSION_NOT_DISCLOSED
from reportgen.form.tables.cell_text import fill
from reportgen.form.tables.spec import TableSpec
from reportgen.form.volume import VolumeForm
from reportgen.ledger.dimensions import DEPARTMENT
from reportgen.ledger.model import Budget, Department, Member
from reportgen.ledger.postings import Posting
from reportgen.source.texts import folded

_TABLES = "tables"
# Where the first department begins.
DEPARTMENTS = "departments"


@dataclass(frozen=True, slots=True)
class Account:
    """What a department brings into the tables of its region; *key* tells it from the others."""

    key: str
    department: Department
    date: Day | None
    postings: tuple[Posting, ...]

    @property
    def name(self) -> str:
        """The full name."""
        return self.department.full_name

    @property
    def lines(self) -> tuple[Posting, ...]:
        """The postings, which name their department."""
        return tuple(
            replace(posting, dimensions={**posting.dimensions, DEPARTMENT: self.key})
            for posting in self.postings
        )


def repeated_departments(accounts: Sequence[Account]) -> Iterator[Diagnostic]:
    """Report a department that has two ledgers: its money would be counted twice."""
    seen: dict[str, Account] = {}
    for account in accounts:
        names = [folded(name) for name in (account.department.code, account.name) if name]
        before = next((seen[name] for name in names if name in seen), None)
        if before:
            sentence = f"“{account.name}”在本册有两份台账，钱会算两次"
            related = (Related(before.department.span, f"“{before.name}”"),)
            hint = "同一个部门（编码或全称相同）一年只留一份台账。"
            yield Diagnostic(DEPARTMENT_TWICE, account.department.span, sentence, hint, related)
        for name in names:
            seen.setdefault(name, account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """What is bound: the form, its region and year, and the departments in order.

    *stamp* is the date that the files bear in their properties where no ledger has one.
    """

    form: VolumeForm
    region: str
    year: int
    classification: Classification
    accounts: tuple[Account, ...]
    stamp: Day | None = None

    @property
    def stem(self) -> str:
        """The name of the files."""
        return f"{self.region}-{self.year}"

    def front(self, tables: Sequence[Table], entries: Sequence[ContentsEntry]) -> Document:
        """Return what stands in front of the departments, whose *entries* the contents list after its own."""
        return replace(self.workbook(tables), blocks=tuple(self._blocks(tables)), bound=tuple(entries))

    def workbook(self, tables: Sequence[Table]) -> Document:
        """Return the summary tables as a document."""
        form = self.form
        return Document(
            region=self.region,
            year=self.year,
            stem=self.stem,
            department=form.region_name,
            title=self._text(form.title),
            cover=tuple(map(self._text, form.cover)),
            contents_title=self._text(form.contents_title),
            date=max((account.date for account in self.accounts if account.date), default=None),
            blocks=tuple(tables),
            theme=form.theme,
            dated_cover=False,
            stamp=self.stamp,
        )

    def entries(self, pages: Mapping[str, int]) -> Iterator[ContentsEntry]:
        """Yield the departments for the contents; *pages* says on which page each begins."""
        title, first = self._text(self.form.departments_title), self.accounts[0].key
        yield ContentsEntry(title, 1, DEPARTMENTS, pages[first])
        for account in self.accounts:
            yield ContentsEntry(account.name, 2, account.key, pages[account.key])

    def tables(self) -> tuple[tuple[Table, ...], list[Diagnostic]]:
        """Build the summary tables, with what is wrong with their form or lacking in the ledgers."""
        builder = _Summaries(self, {account.key: account.lines for account in self.accounts})
        built = [builder.table(spec) for spec in self.form.tables.values()]
        numbered = enumerate(built, 1)
        return tuple(
            replace(table, anchor=f"table-{n}", contents=2) for n, table in numbered
        ), builder.findings

    def _blocks(self, tables: Sequence[Table]) -> Iterator[Block]:
        if tables:
            title = self._text(self.form.tables_title)
            yield Part(ordinal="", title=title, figures=(), anchor=_TABLES)
            yield TableList(tuple(tables))
            yield from tables

    def _text(self, template: str) -> str:
        return fill(template, {"地区": self.form.region_name, "年度": str(self.year)})


class _Summaries:
    """Builds tables across departments; one that does not disclose what a table asks for has no sums."""

    def __init__(self, volume: Volume, lines: Mapping[str, tuple[Posting, ...]]) -> None:
        self._volume = volume
        self._lines = lines
        self._members = tuple(Member(account.key, account.department) for account in volume.accounts)
        self._budget = _region(volume)
        self.findings: list[Diagnostic] = []

    def table(self, spec: TableSpec) -> Table:
        unknown = {member.key for member in self._members if self._is_unknown(spec, member)}
        told = self._volume.form.unknown
        members = (
            replace(member, unknown=told) if member.key in unknown else member for member in self._members
        )
        lines = [line for key, own in self._lines.items() if key not in unknown for line in own]
        tables, findings = self._build(spec, tuple(members), lines)
        left_out = [member for member in self._members if member.key in unknown]
        self.findings += [*findings, *(_left_out(spec, member.department) for member in left_out)]
        (table,) = tables
        if len(left_out) == len(self._members):
            table = _without_amounts(table, told)
        return self._noted(table, [member.department.full_name for member in left_out])

    def _is_unknown(self, spec: TableSpec, member: Member) -> bool:
        _, findings = self._build(spec, (member,), self._lines[member.key])
        return any(finding.rule is DIMENSION_NOT_DISCLOSED for finding in findings)

    def _build(
        self, spec: TableSpec, members: tuple[Member, ...], lines: Sequence[Posting]
    ) -> tuple[list[Table], list[Diagnostic]]:
        budget = replace(self._budget, members=members)
        return build_tables(spec, budget, lines, lambda words, _: words.text)

    def _noted(self, table: Table, names: Sequence[str]) -> Table:
        if not names:
            return table
        record = {
            "地区": self._volume.form.region_name,
            "年度": str(self._volume.year),
            "部门": "、".join(names),
        }
        return replace(table, notes=(*table.notes, fill(self._volume.form.unknown_note, record)))


def _without_amounts(table: Table, told: str) -> Table:
    """Print *told* for every amount: where no department is known, a total of nothing is no zero."""
    grids = tuple(
        replace(
            grid,
            rows=tuple(
                replace(
                    row,
                    cells=tuple(Cell(told) if cell.value is not None else cell for cell in row.cells),
                )
                for row in grid.rows
            ),
        )
        for grid in table.grids
    )
    return replace(table, grids=grids)


def _left_out(spec: TableSpec, department: Department) -> Diagnostic:
    sentence = f"汇总表“{spec.key}”不列“{department.full_name}”的数：台账没有写明这张表要的科目"
    hint = "请在台账里补上编码；确实没有公开就不必处理，表里会写明。"
    related = (Related(spec.span, "汇总表"),)
    return Diagnostic(DIMENSION_NOT_DISCLOSED, department.span, sentence, hint, related)


def _region(volume: Volume) -> Budget:
    """Return a budget without lines of its own, in the name of the region."""
    place = Span("", 1)
    return Budget(
        path="",
        region=volume.region,
        year=volume.year,
        stem=volume.stem,
        profile="",
        date=None,
        department=Department("", {"全称": volume.form.region_name}, place),
        units=(),
        revenue=(),
        carried_in=(),
        carried_out=(),
        basic=(),
        projects=(),
        procurement=(),
        purchased_services=(),
        assets=None,
        transfers=(),
        protection=(),
        declared={},
        texts={},
        without_tables=None,
        previous={},
        reasons={},
        duties=(),
        offices=(),
        descriptions=(),
        performance=None,
        classification=volume.classification,
        profile_span=place,
        year_span=place,
    )
