"""Table specs × ledger lines → tables: a cell sums the lines that all its headings and labels select."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from reportgen.diagnostics import Diagnostic
from reportgen.document import Cell, Column, Field, Grid, Kind, Row, Table
from reportgen.model import Budget, Project
from reportgen.money import AmountFormat
from reportgen.selection import PROJECT_NAME, Condition, Posting, places, select, total
from reportgen.tables.addition import check_columns, check_rows
from reportgen.tables.cell_text import fill
from reportgen.tables.rows import BuiltRow, RenderWords, RowBuilder, Scope, flat
from reportgen.tables.spec import BlockSpec, FieldSpec, Head, PanelSpec, TableSpec

_BLANK = Cell("")
_LABEL = "{标签}"


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
    for project in _sheets(spec, budget):
        builder = _TableBuilder(spec, budget, tuple(postings), render_words, project)
        tables.append(builder.table())
        findings += builder.findings
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
        postings: tuple[Posting, ...],
        render_words: RenderWords,
        project: Project | None,
    ) -> None:
        self._spec = spec
        self._budget = budget
        self._words = render_words
        self._project = project
        sheet: Condition = {PROJECT_NAME: (project.name,)} if project else {}
        self._postings = select(postings, sheet)
        self._record = RowBuilder(budget, render_words, lambda *_: True).base_record(project)
        self.findings: list[Diagnostic] = []
        self._undisclosed: set[str] = set()

    def table(self) -> Table:
        spec = self._spec
        grids = tuple(self._grid(block) for block in spec.blocks)
        if self._undisclosed:
            grids = tuple(Grid(grid.part, grid.columns, ()) for grid in grids)
            self.findings = [self._not_disclosed()]
        cells = chain.from_iterable(row.cells for grid in grids for row in grid.rows)
        empty = not any(cell.sources for cell in cells)
        has_amounts = any(column.kind is Kind.AMOUNT for grid in grids for column in grid.columns)
        note = (
            spec.undisclosed_note if self._undisclosed else spec.empty_note if empty and has_amounts else ""
        )
        return Table(
            spec.key,
            spec.label,
            fill(spec.title, self._record),
            fill(spec.subtitle, self._record),
            spec.unit,
            spec.unit_line,
            tuple(tuple(self._field(item) for item in line) for line in spec.fields),
            grids,
            (*spec.notes, *([note] if note else [])),
            anchor="",
            listed=fill(spec.contents_title, self._record),
            landscape=spec.landscape,
            lead=fill(spec.lead, self._record),
            label_place=spec.label_place,
        )

    def _not_disclosed(self) -> Diagnostic:
        """A table whose dimension the ledger lacks is printed with its head only; it never prints zeros."""
        sentence = f"表“{self._spec.key}”要按{'、'.join(sorted(self._undisclosed))}列出，台账没有，只印表头"
        return Diagnostic("T103", self._spec.span, sentence, "请在台账里补上编码；确实没有公开就不必处理。")

    def _field(self, spec: FieldSpec) -> Field:
        if spec.template is not None:
            return Field(spec.label, Cell(fill(spec.template, self._record)))
        scope = Scope.of(self._spec.scope)
        lines = scope.select(scope.narrow(self._postings), spec.conditions)
        return Field(spec.label, _amount_cell(lines, spec.format), Kind.AMOUNT)

    def _grid(self, block: BlockSpec) -> Grid:
        panels = [self._panel(panel) for panel in block.panels]
        columns = tuple(column for panel in panels for column in panel.columns)
        rows = _merged(tuple(_joined(panels)), columns, block.merge)
        return Grid(block.name, columns, tuple(row for row, _ in rows))

    def _panel(self, spec: PanelSpec) -> "_Panel":
        scope = Scope.of((*self._spec.scope, *spec.scope))
        leaves = tuple(_leaves(spec.columns, ()))
        amounts = [leaf.head for leaf in leaves if leaf.head.template is None]

        def shown(conditions: tuple[Condition, ...], postings: tuple[Posting, ...]) -> tuple[Posting, ...]:
            found = [scope.select(postings, (*conditions, *head.conditions)) for head in amounts]
            return tuple(dict.fromkeys(chain.from_iterable(found)))

        builder = RowBuilder(self._budget, self._words, lambda *row: bool(shown(*row)))
        postings = scope.narrow(self._postings)
        body, foot = (builder.rows(specs, postings, self._project) for specs in (spec.rows, spec.foot))
        self.findings += builder.findings
        self._undisclosed |= builder.undisclosed
        self.findings += check_columns(self._spec, spec.columns, scope, postings)
        self.findings += check_rows(self._spec, body, foot, shown)
        return _Panel(
            tuple(_column(leaf) for leaf in leaves),
            [_row(row, leaves, scope) for row in flat(body)],
            [_row(row, leaves, scope) for row in flat(foot)],
        )


_OwnedRow = tuple[Row, str]


@dataclass(frozen=True, slots=True)
class _Panel:
    columns: tuple[Column, ...]
    body: list[_OwnedRow]
    foot: list[_OwnedRow]


def _leaves(heads: Iterable[Head], above: tuple[str, ...]) -> Iterator[Leaf]:
    for head in heads:
        path = (*above, head.name)
        if head.children:
            yield from _leaves(head.children, path)
        else:
            yield Leaf(path, head)


def _column(leaf: Leaf) -> Column:
    if leaf.head.template is not None:
        return Column(leaf.heading, Kind.TEXT)
    amounts = leaf.head.format
    return Column(leaf.heading, Kind.AMOUNT, amounts.unit, amounts.places, amounts.grouped)


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
    lines = scope.select(row.postings, (*row.conditions, *leaf.head.conditions))
    return _amount_cell(lines, leaf.head.format)


def _amount_cell(lines: tuple[Posting, ...], amounts: AmountFormat) -> Cell:
    value = total(lines)
    return Cell(amounts.render(value), value, places(lines))


def _joined(panels: list[_Panel]) -> Iterator[_OwnedRow]:
    """Set panels side by side: bodies align at the top, feet at the bottom."""
    height = max(len(panel.body) for panel in panels)
    depth = max(len(panel.foot) for panel in panels)
    sides = [_padded(panel, height, depth) for panel in panels]
    for parts in zip(*sides, strict=True):
        cells = tuple(cell for row, _ in parts for cell in row.cells)
        depths = tuple(depth for row, _ in parts for depth in row.depths)
        yield Row(cells, depths, all(row.total for row, _ in parts), parts[0][0].place), parts[0][1]


def _padded(panel: _Panel, height: int, depth: int) -> list[_OwnedRow]:
    width = len(panel.columns)
    blank = (Row((_BLANK,) * width, (0,) * width), "")
    space = height - len(panel.body) + depth - len(panel.foot)
    return [*panel.body, *[blank] * space, *panel.foot]


def _merged(
    rows: tuple[_OwnedRow, ...], columns: tuple[Column, ...], merge: tuple[str, ...]
) -> tuple[_OwnedRow, ...]:
    """Blank a value that repeats while all merged columns left of it repeat too.

    Rows of different projects never merge, even where their texts are the same.
    """
    indexes = [index for index, column in enumerate(columns) if column.heading[-1] in merge]
    merged = []
    above: _OwnedRow | None = None
    for row, owner in rows:
        repeated = _repeated(row, above[0], indexes) if above and above[1] == owner else ()
        cells = tuple(
            Cell("", continues=True) if index in repeated else cell for index, cell in enumerate(row.cells)
        )
        merged.append((replace(row, cells=cells), owner))
        above = row, owner
    return tuple(merged)


def _repeated(row: Row, above: Row, indexes: list[int]) -> list[int]:
    repeated = []
    for index in indexes:
        if row.cells[index].text != above.cells[index].text:
            break
        repeated.append(index)
    return repeated
