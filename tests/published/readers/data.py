"""Reads the JSON file."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.published.readers.content import Content, Table


def read_json(path: Path) -> Content:
    """Read the data file; it names the unit instead of a unit line and does not say where tables stand."""
    document = json.loads(path.read_text(encoding="utf-8"))
    paragraphs = [paragraph["text"] for paragraph in document["paragraphs"]]
    return Content((), (), (*paragraphs, *map(_table, document["tables"])))


def _table(entry: Mapping[str, Any]) -> Table:
    return Table(
        title=entry["title"],
        caption=tuple(text for text in (entry["label"], entry["unit"]) if text),
        fields=tuple(entry["fields"].items()),
        part=entry["part"] or "",
        header=tuple(map(tuple, entry["header"])),
        rows=tuple(tuple(row["cells"]) for row in entry["rows"]),
        notes=tuple(entry["notes"]),
    )
