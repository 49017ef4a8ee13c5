"""Table specs as typed values: tables, blocks, panels, column headings, row labels.

A table is a stack of blocks, a block is panels side by side, a panel is columns × rows.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.document.document import LabelPlace
from reportgen.findings.diagnostics import Span
from reportgen.form.tables.cell_text import ROOTS
from reportgen.form.tables.meaning import Meanings, is_including, spellings
from reportgen.ledger.dimensions import CODES, DEPARTMENT, PROJECT_NAME, UNIT, Condition
from reportgen.money import AmountFormat
from reportgen.source.parsing import Node

LINES, FIXED_LIST, INDICATORS, PROJECT_INDICATORS = "明细", "清单", "绩效.指标", "项目.指标"
TASKS = "绩效.任务"
FRAME = ("一级指标", "二级指标")
GENERATORS = (
    DEPARTMENT,
    UNIT,
    *CODES,
    PROJECT_NAME,
    LINES,
    FIXED_LIST,
    INDICATORS,
    PROJECT_INDICATORS,
    TASKS,
)
ROUND_EACH, NOTE_RESIDUE, SHARE_RESIDUE = "各自四舍五入", "注明尾差", "分摊尾差"
ADDED_UP = "相加"
RESIDUE_POLICIES = (ROUND_EACH, NOTE_RESIDUE, SHARE_RESIDUE)
_TOTALS = re.compile(r"(?:合计|小计|总计)$")
_PLAIN = AmountFormat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A column heading: a leaf (amount or text) or a group of headings.

    *template* is the text of a text column, *conditions* those of the whole path of an amount column.
    """

    name: str
    span: Span
    conditions: tuple[Condition, ...]
    template: str | None = None
    format: AmountFormat = _PLAIN
    children: tuple["Head", ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether the heading stands over text columns only."""
        return self.template is not None or (
            bool(self.children) and all(child.is_text for child in self.children)
        )

    @property
    def is_total(self) -> bool:
        """Whether the heading says that it adds up the headings beside it."""
        return not self.children and self.template is None and is_total(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedRow:
    """A row that the form always prints; *fill* replaces the text of a column in this row."""

    label: str
    span: Span
    condition: Condition
    fill: Mapping[str, str] = field(default_factory=dict)
    children: tuple["RowSpec", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """Rows made from the ledger: one a member, if the member has lines in this table."""

    over: str
    span: Span
    levels: tuple[str, ...] = ()
    label: str = ""
    entries: tuple[tuple[str, str], ...] = ()
    skeleton: tuple[tuple[str, str], ...] = ()
    hidden: bool = False
    fill: Mapping[str, str] = field(default_factory=dict)
    children: tuple["RowSpec", ...] = ()


RowSpec = FixedRow | Generator


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is said of a total that its printed parts, rows or columns, do not add up to."""

    rows: str
    columns: str


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """Columns × rows with rows at the foot; *scope* adds to that of the block."""

    columns: tuple[Head, ...]
    rows: tuple[RowSpec, ...]
    foot: tuple[RowSpec, ...]
    scope: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """Panels side by side; *merge* names the columns whose repeated values are printed once."""

    name: str | None
    panels: tuple[PanelSpec, ...]
    merge: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """A label above the grid with a text or an amount."""

    label: str
    span: Span
    conditions: tuple[Condition, ...] = ()
    template: str | None = None
    format: AmountFormat = _PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """One table of a form; *each* is 项目 for one sheet a project, in the order of the ledger's 顺序.

    *contents_title* is what the contents call it where that is not its title.
    """

    key: str
    span: Span
    label: str
    label_place: LabelPlace
    title: str
    contents_title: str
    subtitle: str
    unit: str
    unit_line: str
    lead: str
    scope: tuple[Condition, ...]
    fields: tuple[tuple[FieldSpec, ...], ...]
    blocks: tuple[BlockSpec, ...]
    notes: tuple[str, ...]
    empty_note: str
    undisclosed_note: str
    residue: str
    residue_note: str
    remarks: Remarks
    each: str
    landscape: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """What the specs of a form refer to; *names* are those that texts may print.

    *meanings* are those of 口径, and of the *facts* that 口径 does not explain otherwise.
    """

    meanings: Meanings
    facts: Meanings
    pieces: Mapping[str, Node]
    lists: Mapping[str, Node]
    labels: Mapping[str, str]
    format: AmountFormat
    unit_line: str
    lead: str
    label_place: str
    empty_note: str
    undisclosed_note: str
    residue: str
    residue_note: str
    remarks: Remarks
    names: tuple[str, ...] = ROOTS


def is_total(name: str) -> bool:
    """Whether a name is that of a sum.

    >>> is_total("合 计"), is_total("本年收入合计"), is_total("项目支出")
    (True, True, False)
    """
    return bool(_TOTALS.search(spellings(name)[-1]))


def is_part(row: RowSpec) -> bool:
    """Whether a row is one of those that its total adds up (neither a total nor an 其中)."""
    if isinstance(row, Generator):
        return True
    return not is_total(row.label) and not is_including(row.label)
