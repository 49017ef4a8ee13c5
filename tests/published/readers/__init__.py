"""Readers of the built files. They know the formats and nothing of how the files were made."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.published.readers.content import Content
from tests.published.readers.data import read_json
from tests.published.readers.pages import read_pdf
from tests.published.readers.web import read_html
from tests.published.readers.word import read_docx
from tests.published.readers.workbook import read_xlsx

READERS: Mapping[str, Callable[[Path], Content]] = {
    "docx": read_docx,
    "html": read_html,
    "json": read_json,
    "pdf": read_pdf,
    "xlsx": read_xlsx,
}
