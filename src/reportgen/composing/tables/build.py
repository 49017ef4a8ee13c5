"""Table specs × ledger lines → tables: a cell sums the lines that all its headings and labels select."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, takewhile

from reportgen.composing.tables.footing.addition import check_columns, check_rows
from reportgen.composing.tables.footing.frame import Frame
from reportgen.composing.tables.footing.rounding import Rounding, residue_findings
from reportgen.composing.tables.footing.sums import with_parts
from reportgen.composing.tables.rows import BuiltRow, RenderWords, RowBuilder, Scope, flat
from reportgen.document.document import Cell, Column, Field, Grid, Kind, Place, Row, Table
from reportgen.facts.gaps import related_lines, way_out
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.rules import DIMENSION_NOT_DISCLOSED, NO_LINES_OF_LAST_YEAR
from reportgen.form.tables.cell_text import Record, fill, slots
from reportgen.form.tables.spec import NOTE_RESIDUE, BlockSpec, FieldSpec, Head, PanelSpec, TableSpec
from reportgen.ledger.dimensions import LAST_YEAR, PROJECT_NAME, THREE_PUBLIC, YEAR, Condition
from reportgen.ledger.model import Budget, Project
from reportgen.ledger.postings import (
    Gap,
    Posting,
    Postings,
    gap,
    is_declared_before,
    places,
    possible,
    select,
    total,
    unsettled,
)
from reportgen.money import AmountFormat

_BLANK = Cell("")
_LABEL = "{标签}"
_ABOVE_PROJECTS = ("单位.", "项目.单位.", "部门.")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf column with the path of its headings."""

    heading: tuple[str, ...]
    head: Head


def build_tables(
    spec: TableSpec, budget: Budget, postings: Sequence[Posting], render_words: RenderWords
) -> tuple[list[Table], list[Diagnostic]]:
    """Build a table, or one for each project; with every fault of the form against this ledger."""
    findings: list[Diagnostic] = []
    tables = []
    lines = Postings.of(postings)
    for project in _sheets(spec, budget):
        builder = _TableBuilder(spec, budget, lines, render_words, project)
        tables.append(builder.table())
        found = {finding.rule for finding in findings}
        findings += [
            item
            for item in builder.findings
            if item.rule is not DIMENSION_NOT_DISCLOSED or item.rule not in found
        ]
    return tables, findings


def _sheets(spec: TableSpec, budget: Budget) -> Iterable[Project | None]:
    if not spec.each:
        return (None,)
    targeted = [(p.performance.order, p) for p in budget.projects if p.performance]
    return [project for _, project in sorted(targeted, key=lambda pair: pair[0])]


class _TableBuilder:
    """One table on one sheet."""

    def __init__(
        self,
        spec: TableSpec,
        budget: Budget,
        postings: Postings,
        render_words: RenderWords,
        project: Project | None,
    ) -> None:
        self._spec = spec
        self._budget = budget
        self._words = render_words
        self._project = project
        sheet: Condition = {PROJECT_NAME: (project.name,)} if project else {}
        self._postings = select(postings, sheet)
        self._open = possible(unsettled(postings), sheet)
        self._record = RowBuilder(budget, render_words, _all_lines, _all_lines).base_record(project)
        self.findings: list[Diagnostic] = []
        self._undisclosed: dict[str, dict[Posting, None]] = {}
        self._rounding = Rounding(spec.residue)

    def table(self) -> Table:
        spec = self._spec
        grids = tuple(self._grid(block) for block in spec.blocks)
        if self._undisclosed:
            grids = tuple(Grid(grid.part, grid.columns, ()) for grid in grids)
            self.findings = [self._not_disclosed()]
        else:
            self.findings += residue_findings(spec, self._rounding)
        cells = chain.from_iterable(row.cells for grid in grids for row in grid.rows)
        empty = not any(cell.sources for cell in cells)
        has_amounts = any(column.kind is Kind.AMOUNT for grid in grids for column in grid.columns)
        note = (
            spec.undisclosed_note if self._undisclosed else spec.empty_note if empty and has_amounts else ""
        )
        noted = spec.residue == NOTE_RESIDUE and self._rounding.residues and not self._undisclosed
        notes = (note, spec.residue_note if noted else "")
        return Table(
            key=spec.key,
            label=self._filled(spec.label),
            title=fill(spec.title, self._record),
            subtitle=fill(spec.subtitle, self._record),
            unit=spec.unit,
            unit_line=fill(spec.unit_line, self._record),
            field_rows=tuple(tuple(self._field(item) for item in line) for line in spec.fields),
            grids=grids,
            notes=tuple(filter(None, map(self._filled, (*spec.notes, *notes)))),
            anchor="",
            listed=fill(spec.contents_title, self._record),
            landscape=spec.landscape,
            lead=fill(spec.lead, self._record),
            label_place=spec.label_place,
        )

    def _not_disclosed(self) -> Diagnostic:
        """A table whose dimension the ledger lacks is printed with its head only; it never prints zeros."""
        names = "、".join(sorted(self._undisclosed))
        sentence = f"表“{self._spec.key}”要按{names}列出，台账有的行没有写，只印表头"
        lines = dict.fromkeys(chain.from_iterable(self._undisclosed.values()))
        open_lines = Gap(tuple(sorted(self._undisclosed)), tuple(lines))
        hint = f"{way_out(open_lines)}确实没有公开就不必处理。"
        return Diagnostic(DIMENSION_NOT_DISCLOSED, self._spec.span, sentence, hint, related_lines(open_lines))

    def _note_open(self, asked: tuple[Condition, ...], scope: Scope, lines: Postings) -> None:
        """Note the lines of which nobody knows whether a cell counts them."""
        found = gap(lines, *scope.rest, *asked)
        if found:
            for dimension in found.dimensions:
                self._undisclosed.setdefault(dimension, {}).update(dict.fromkeys(found.lines))

    def _field(self, spec: FieldSpec) -> Field:
        if spec.template is not None:
            return Field(self._filled(spec.label), Cell(fill(spec.template, self._record)))
        scope = Scope.of(self._spec.scope)
        self._note_open(scope.asked(spec.conditions), scope, self._open)
        lines = scope.select(scope.narrow(self._postings), spec.conditions)
        cell = _amount_cell(lines, spec.format)
        return Field(self._filled(spec.label), cell, Kind.AMOUNT, spec.format)

    def _filled(self, label: str) -> str:
        return fill(label, self._record)

    def _grid(self, block: BlockSpec) -> Grid:
        panels = [self._panel(panel) for panel in block.panels]
        columns = tuple(column for panel in panels for column in panel.columns)
        shared = tuple(chain.from_iterable(panel.shared for panel in panels))
        merge = tuple(map(self._filled, block.merge))
        rows = _merged(tuple(_joined(panels)), columns, shared, merge)
        return Grid(block.name and self._filled(block.name), columns, tuple(row for row, _ in rows))

    def _panel(self, spec: PanelSpec) -> "_Panel":
        scope = Scope.of((*self._spec.scope, *spec.scope))
        leaves = tuple(_leaves(spec.columns, (), self._record))
        amounts = [leaf.head for leaf in leaves if leaf.head.template is None]

        def shown(conditions: tuple[Condition, ...], postings: Postings) -> tuple[Posting, ...]:
            found = [scope.select(postings, head.conditions, conditions) for head in amounts]
            return tuple(dict.fromkeys(chain.from_iterable(found)))

        def may_be_shown(conditions: tuple[Condition, ...], postings: Postings) -> tuple[Posting, ...]:
            found = [possible(postings, *scope.asked(head.conditions, conditions)) for head in amounts]
            return tuple(dict.fromkeys(chain.from_iterable(found)))

        builder = RowBuilder(self._budget, self._words, shown, may_be_shown)
        postings, open_lines = scope.narrow(self._postings), possible(self._open, *scope.rest)
        body, foot = (
            builder.rows(specs, postings, open_lines, self._project) for specs in (spec.rows, spec.foot)
        )
        self.findings += builder.findings
        self._undisclosed |= {name: dict.fromkeys(lines) for name, lines in builder.undisclosed.items()}
        self.findings += check_columns(self._spec, spec.columns, scope, postings)
        self.findings += check_rows(self._spec, body, foot, shown)
        if any(
            self._lacks_last_year(row, leaf.head, scope) for row in flat([*body, *foot]) for leaf in leaves
        ):
            self.findings.append(self._no_lines_of_last_year())
        for row in flat([*body, *foot]):
            self._note_open_cells(row, leaves, scope)
        built = [_row(row, leaves, scope) for row in (*flat(body), *flat(foot))]
        frame = Frame(spec.columns, [leaf.head for leaf in leaves], body, foot)
        settled = self._rounding.settle(frame, [row for row, _ in built])
        rows = with_parts(frame, settled, self._spec.remarks)
        owned = [(row, owner) for row, (_, owner) in zip(rows, built, strict=True)]
        height = len(list(flat(body)))
        shared = tuple(_is_shared(leaf.head) for leaf in leaves)
        return _Panel(tuple(_column(leaf) for leaf in leaves), shared, owned[:height], owned[height:])

    def _note_open_cells(self, row: BuiltRow, leaves: tuple[Leaf, ...], scope: Scope) -> None:
        for leaf in leaves if row.open_lines else ():
            if leaf.head.template is None and leaf.head.name not in row.fill:
                asked = scope.asked(leaf.head.conditions, row.conditions)
                self._note_open((*row.conditions, *asked), scope, row.open_lines)

    def _lacks_last_year(self, row: BuiltRow, head: Head, scope: Scope) -> bool:
        """Whether a cell asks for more of last year than the ledger declares under 上年."""
        if self._budget.last_year or head.template is not None or head.name in row.fill:
            return False
        conditions = (*scope.rest, *row.conditions, *head.conditions)
        years = [named[YEAR] for named in conditions if YEAR in named] or [scope.defaults[YEAR]]
        if not any(LAST_YEAR in year for year in years):
            return False
        return not (is_declared_before(self._budget) and any(THREE_PUBLIC in named for named in conditions))

    def _no_lines_of_last_year(self) -> Diagnostic:
        sentence = f"表“{self._spec.key}”要列上年数，台账里没有上年的明细"
        hint = "请把上年的台账放进仓库；只列“三公”经费的表，也可以在台账“上年”里写全 三公 的四项。"
        return Diagnostic(NO_LINES_OF_LAST_YEAR, self._spec.span, sentence, hint)


def _all_lines(_: tuple[Condition, ...], postings: Postings) -> tuple[Posting, ...]:
    return postings


_OwnedRow = tuple[Row, str]


@dataclass(frozen=True, slots=True)
class _Panel:
    columns: tuple[Column, ...]
    shared: tuple[bool, ...]
    body: list[_OwnedRow]
    foot: list[_OwnedRow]


def _leaves(heads: Iterable[Head], above: tuple[str, ...], record: Record) -> Iterator[Leaf]:
    for head in heads:
        path = (*above, fill(head.name, record))
        if head.children:
            yield from _leaves(head.children, path, record)
        else:
            yield Leaf(path, head)


def _is_shared(head: Head) -> bool:
    """Whether a column says the same of all projects of a unit."""
    named = slots(head.template or "")
    return bool(named) and all(name.startswith(_ABOVE_PROJECTS) for name in named)


def _column(leaf: Leaf) -> Column:
    if leaf.head.template is not None:
        return Column(heading=leaf.heading, kind=Kind.TEXT)
    return Column(heading=leaf.heading, kind=Kind.AMOUNT, format=leaf.head.format)


def _row(row: BuiltRow, leaves: tuple[Leaf, ...], scope: Scope) -> _OwnedRow:
    cells = tuple(_cell(row, leaf, scope) for leaf in leaves)
    return Row(cells, _depths(row, leaves), row.total, row.depth), row.owner


def _depths(row: BuiltRow, leaves: tuple[Leaf, ...]) -> tuple[int, ...]:
    """Set in the texts that are labels, not the codes beside them; in a panel without labels, all texts."""
    texts = [leaf.head.template for leaf in leaves]
    labelled = any(_LABEL in text for text in texts if text is not None)
    return tuple(0 if labelled and text is not None and _LABEL not in text else row.depth for text in texts)


def _cell(row: BuiltRow, leaf: Leaf, scope: Scope) -> Cell:
    template = row.fill.get(leaf.head.name, leaf.head.template)
    if template is not None:
        return Cell(fill(template, row.record))
    if row.unknown:
        return Cell(row.unknown)
    lines = scope.select(row.postings, leaf.head.conditions, row.conditions)
    return _amount_cell(lines, leaf.head.format)


def _amount_cell(lines: tuple[Posting, ...], amounts: AmountFormat) -> Cell:
    return Cell.of_amount(total(lines), amounts, places(lines))


def _joined(panels: list[_Panel]) -> Iterator[_OwnedRow]:
    """Set panels side by side: bodies align at the top, feet at the bottom."""
    height = max(len(panel.body) for panel in panels)
    depth = max(len(panel.foot) for panel in panels)
    edges = accumulate((len(panel.columns) for panel in panels), initial=0)
    sides = [_padded(panel, height, depth, left) for panel, left in zip(panels, edges, strict=False)]
    for parts in zip(*sides, strict=True):
        cells = tuple(cell for row, _ in parts for cell in row.cells)
        depths = tuple(depth for row, _ in parts for depth in row.depths)
        yield Row(cells, depths, all(row.total for row, _ in parts), parts[0][0].place), parts[0][1]


def _padded(panel: _Panel, height: int, depth: int, left: int) -> list[_OwnedRow]:
    """Set a panel *left* columns in, its foot at the bottom; the parts of its totals move with them."""
    width, top = len(panel.columns), len(panel.body)
    blank = (Row((_BLANK,) * width, (0,) * width), "")
    space = height - top + depth - len(panel.foot)

    def moved(place: Place) -> Place:
        row, column = place
        return row + (space if row >= top else 0), column + left

    def set_in(row: Row) -> Row:
        cells = (replace(c, parts=tuple(map(moved, c.parts))) if c.parts else c for c in row.cells)
        return replace(row, cells=tuple(cells)) if space or left else row

    body, foot = ([(set_in(row), owner) for row, owner in rows] for rows in (panel.body, panel.foot))
    return [*body, *[blank] * space, *foot]


def _merged(
    rows: tuple[_OwnedRow, ...],
    columns: tuple[Column, ...],
    shared: tuple[bool, ...],
    merge: tuple[str, ...],
) -> tuple[_OwnedRow, ...]:
    """Blank a value that repeats while all merged columns left of it repeat too.

    Rows of different projects merge only in columns that are *shared*, even where other texts are the same.
    """
    indexes = [index for index, column in enumerate(columns) if column.heading[-1] in merge]
    across = list(takewhile(lambda index: shared[index], indexes))
    merged = []
    above: _OwnedRow | None = None
    for row, owner in rows:
        repeated = _repeated(row, above[0], indexes if above[1] == owner else across) if above else ()
        merged.append((_blanked(row, repeated) if repeated else row, owner))
        above = row, owner
    return tuple(merged)


def _blanked(row: Row, columns: Sequence[int]) -> Row:
    cells = (Cell("", continues=True) if index in columns else cell for index, cell in enumerate(row.cells))
    return replace(row, cells=tuple(cells))


def _repeated(row: Row, above: Row, indexes: list[int]) -> list[int]:
    repeated = []
    for index in indexes:
        if row.cells[index].text != above.cells[index].text:
            break
        repeated.append(index)
    return repeated
