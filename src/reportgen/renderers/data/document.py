"""The document as data: every table cell and every figure with its ledger lines, as JSON."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reportgen.document.document import (
    Block,
    Document,
    Figure,
    Grid,
    Paragraph,
    Part,
    Role,
    Row,
    Table,
    TableList,
)
from reportgen.findings.diagnostics import Span

SCHEMA = "reportgen/document-1"

_Json = dict[str, Any]
_BROKEN_LEVELS = 4


def render_json(document: Document, fonts: Sequence[str]) -> bytes:
    """Return the document in the `reportgen/document-1` form, UTF-8, a row or figure a line.

    *fonts* are the names and versions of the fonts that the PDF uses. Values are exact decimals as text,
    amounts in 元.
    """
    content = {
        "schema": SCHEMA,
        "region": document.region,
        "year": document.year,
        "department": document.department,
        "fonts": list(fonts),
        "tables": [entry for table in document.tables for entry in _tables(table)],
        "paragraphs": list(_paragraphs(document.blocks)),
    }
    return f"{_layout(content, 0)}\n".encode()


def _tables(table: Table) -> Iterator[_Json]:
    """One entry a grid; what stands above the grids goes with the first, the notes beneath with the last."""
    grids = table.grids or (Grid(None, (), ()),)
    for index, grid in enumerate(grids):
        fields = table.fields if index == 0 else ()
        yield {
            "label": table.label or None,
            "title": table.title,
            "part": grid.part,
            "unit": table.unit,
            "fields": {field.label: field.cell.text for field in fields},
            "field_sources": {field.label: _places(field.cell.sources) for field in fields},
            "header": [list(column.heading) for column in grid.columns],
            "rows": [_row(row) for row in grid.rows],
            "notes": list(table.notes) if index == len(grids) - 1 else [],
        }


def _row(row: Row) -> _Json:
    return {
        "depth": row.depth,
        "cells": [cell.text for cell in row.cells],
        "sources": [_places(cell.sources) for cell in row.cells],
    }


def _paragraphs(blocks: Sequence[Block]) -> Iterator[_Json]:
    section: dict[int, str] = {}
    for block in blocks:
        match block:
            case Part(text=text, figures=figures):
                section = {0: text}
                yield _paragraph([], text, figures)
            case Paragraph(text=text, figures=figures):
                if block.role is Role.HEADING:
                    section = {level: above for level, above in section.items() if level < block.level}
                yield _paragraph(section.values(), text, figures)
                if block.role is Role.HEADING:
                    section[block.level] = text
            case TableList(tables=tables):
                for table in tables:
                    yield _paragraph(section.values(), table.listed or table.title, ())
            case Table():
                pass


def _paragraph(section: Iterable[str], text: str, figures: Sequence[Figure]) -> _Json:
    return {"section": list(section), "text": text, "figures": [_figure(figure) for figure in figures]}


def _figure(figure: Figure) -> _Json:
    return {
        "text": figure.text,
        "start": figure.start,
        "unit": figure.unit,
        "value": f"{figure.value:f}",
        "fact": figure.fact,
        "template": figure.template.place,
        "sources": _places(figure.sources),
    }


def _places(sources: Iterable[Span]) -> list[str]:
    """Write places as `file:line`, each line once."""
    return list(dict.fromkeys(span.place for span in sources))


def _layout(value: object, level: int) -> str:
    """Break the outer levels into lines and leave what is deeper, a row or a figure, on one line."""
    if level == _BROKEN_LEVELS or not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        items = [
            f"{json.dumps(key, ensure_ascii=False)}: {_layout(item, level + 1)}"
            for key, item in value.items()
        ]
        return _block("{", items, "}", level)
    return _block("[", [_layout(item, level + 1) for item in value], "]", level)


def _block(opening: str, items: Sequence[str], closing: str, level: int) -> str:
    indent = "\n" + " " * level
    return f"{opening}{','.join(f'{indent} {item}' for item in items)}{indent}{closing}"
