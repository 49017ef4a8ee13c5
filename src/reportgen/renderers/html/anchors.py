"""Ids of tables and rows that stay the same when others come and go: from labels, codes and names."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reportgen.document.document import Grid, Kind, Row, Table

_CODE = re.compile(r"\d{3,}")
_NUMBER = re.compile(r"\d+")
_SEPARATORS = re.compile(r"\W+")
_LONGEST = 40


@dataclass(slots=True)
class Ids:
    """Keeps ids unique: the second of a name is numbered."""

    counts: dict[str, int] = field(default_factory=dict)

    def unique(self, name: str) -> str:
        """Return *name*, or *name* with the first number that makes it new.

        >>> ids = Ids()
        >>> [ids.unique("t4-201"), ids.unique("t4-201"), ids.unique("t4-201-2")]
        ['t4-201', 't4-201-2', 't4-201-2-2']
        """
        self.counts[name] = self.counts.get(name, 0) + 1
        return self.unique(f"{name}-{self.counts[name]}") if self.counts[name] > 1 else name


def table_ids(tables: Iterable[Table]) -> Mapping[str, str]:
    """Return the id of each table by its anchor: t4 for 附表4, else the key and the first field."""
    ids = Ids()
    return {table.anchor: ids.unique(_table_name(table)) for table in tables}


def _table_name(table: Table) -> str:
    number = _NUMBER.search(table.label)
    if number:
        return f"t{number[0]}"
    first = table.fields[0].cell.text if table.fields else ""
    return "-".join(filter(None, ("t", _slug(table.key), _slug(first))))


def row_ids(table: Table, name: str) -> Iterator[Iterator[str]]:
    """Return the ids of the rows of each grid; *name* is the id of the table."""
    ids = Ids()
    for grid in table.grids:
        yield (ids.unique(f"{name}-{_row_name(grid, row)}") for row in grid.rows)


def _row_name(grid: Grid, row: Row) -> str:
    """Return the code of a row, also one in several columns, else its label.

    >>> from reportgen.document.document import Cell, Column
    >>> grid = Grid(None, tuple(Column(heading=(name,), kind=Kind.TEXT) for name in "类款项"), ())
    >>> [_row_name(grid, Row(tuple(map(Cell, texts)), (0, 0, 0))) for texts in
    ...     (("201", "03", "01"), ("2010301-行政运行", "", ""), ("", "合 计", ""), ("", "", ""))]
    ['2010301', '2010301', '合-计', 'r']
    """
    texts = [
        cell.text.strip()
        for cell, column in zip(row.cells, grid.columns, strict=True)
        if column.kind is Kind.TEXT and cell.text.strip()
    ]
    code = ""
    for text in texts:
        if not text.isdigit():
            break
        code += text
    found = _CODE.match(code) or (_CODE.match(texts[0]) if texts else None)
    return found[0] if found else _slug(texts[0] if texts else "") or "r"


def _slug(text: str) -> str:
    """Return the letters and digits of a text, joined by hyphens."""
    return _SEPARATORS.sub("-", text).strip("-")[:_LONGEST]
