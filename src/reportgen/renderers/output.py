"""All formats of one document: what they share is made once."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from reportgen import renderers
from reportgen.document.document import Document
from reportgen.renderers.data.document import render_json
from reportgen.renderers.data.tables import csv_files
from reportgen.renderers.docx.document import render_docx
from reportgen.renderers.fonts import used_fonts
from reportgen.renderers.html.page import render_html
from reportgen.renderers.html.screen import render_web
from reportgen.renderers.pdf import layout as pdf
from reportgen.renderers.pdf.archive import Attachment, Properties
from reportgen.renderers.pdf.misplaced import Misplaced
from reportgen.renderers.xlsx.workbook import render_xlsx


class Output:
    """Renders one document; its layout serves PDF and the page numbers of Word.

    In a volume its first page is not the first.
    """

    def __init__(self, document: Document, first_page: int = 1) -> None:
        self._document = document
        self._first_page = first_page

    @cached_property
    def _layout(self) -> pdf.Layout:
        return pdf.lay_out(render_html(self._document, self._first_page))

    @property
    def pages(self) -> Mapping[str, int]:
        """Return on which page each anchor stands."""
        return self._layout.pages

    @property
    def misplaced(self) -> tuple[Misplaced, ...]:
        """Return the texts that have no room on their pages."""
        return self._layout.misplaced

    @cached_property
    def _json(self) -> bytes:
        return render_json(self._document, used_fonts(self._document.theme))

    @property
    def _properties(self) -> Properties:
        document = self._document
        return Properties(
            document.department, document.file_date, _titles(document), tuple(self._attachments())
        )

    def _attachments(self) -> Iterator[Attachment]:
        """Yield the data of the document: all of it as JSON, each table as CSV."""
        yield Attachment(f"{self._document.stem}.json", self._document.title, "application/json", self._json)
        for file in csv_files(self._document):
            yield Attachment(file.name, file.title, "text/csv", file.data)

    @property
    def page_count(self) -> int:
        """Return how many pages the PDF has."""
        return self._layout.page_count

    def render(self, format: str) -> bytes:  # noqa: A002 - the word that users know
        """Return the file of a format."""
        match format:
            case "docx":
                return render_docx(self._document, self.pages)
            case "xlsx":
                return render_xlsx(self._document)
            case "pdf":
                return self._layout.write(self._properties)
            case "html":
                return render_web(self._document).encode()
            case renderers.PREVIEW:
                return render_web(self._document, preview=True).encode()
            case "json":
                return self._json
            case _:
                raise ValueError(f"unknown format: {format}")


def _titles(document: Document) -> dict[str, str]:
    """Return what stands at the anchors that links lead to."""
    tables = {table.anchor: table.listed or table.title for table in document.tables}
    return tables | {entry.anchor: entry.text for entry in document.contents}
