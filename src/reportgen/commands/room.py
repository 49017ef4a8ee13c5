"""Texts that have no room on paper, as findings at the lines that they come from."""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from reportgen.document.document import Cell, Document, Paragraph, Part, Table
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import TEXT_WITHOUT_ROOM
from reportgen.renderers.pdf.misplaced import Fault, Misplaced

# In characters: what a sentence shows of a text.
_SHOWN = 24
_SENTENCES = {
    Fault.OUTSIDE: "印不下，会印到格外或纸外",
    Fault.OVERLAPPING: "会和旁边的字叠在一起",
    Fault.MISSING: "没有印出来",
}
_TABLE_HINT = "字号已经用到最小。请在表式里改用“万元”、少列几栏或拆成两张表，或在 theme.yaml 里放宽版心。"
_TEXT_HINT = "请把这段文字写短，或在表式的 theme.yaml 里减小字号、放宽版心。"


def texts_without_room(
    document: Document, misplaced: Iterable[Misplaced], ledger: str
) -> Iterator[Diagnostic]:
    """Yield a finding for each kind of fault in a table, and for each other text.

    Their place is the file *ledger* where they come from no line.
    """
    tables = {table.anchor: table for table in document.tables}
    grouped = sorted(misplaced, key=_kind)
    for (_, anchor), group in groupby(grouped, key=_kind):
        texts = list(group)
        if anchor in tables:
            yield _in_table(tables[anchor], texts, ledger)
        else:
            yield from (_in_text(document, text, ledger) for text in texts)


def _kind(found: Misplaced) -> tuple[str, str]:
    return found.fault.value, found.anchor


def _in_table(table: Table, texts: list[Misplaced], ledger: str) -> Diagnostic:
    first = texts[0]
    more = f"等 {len(texts)} 处" if len(texts) > 1 else ""
    title = f"{table.label} {table.title}".strip()
    sentence = f"表“{title}”{_on_page(first)}“{_shown(first.text)}”{more}{_SENTENCES[first.fault]}"
    place = _line(_cell_places(table, first.text), ledger)
    return Diagnostic(TEXT_WITHOUT_ROOM, place, sentence, _TABLE_HINT)


def _in_text(document: Document, found: Misplaced, ledger: str) -> Diagnostic:
    sentence = f"{_on_page(found)}“{_shown(found.text)}”{_SENTENCES[found.fault]}"
    places = (
        block.place
        for block in document.blocks
        if isinstance(block, Part | Paragraph) and block.text == found.text and block.place
    )
    return Diagnostic(TEXT_WITHOUT_ROOM, _line(places, ledger), sentence, _TEXT_HINT)


def _on_page(found: Misplaced) -> str:
    return f"第 {found.page} 页的" if found.page else ""


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return f"{line[:_SHOWN]}…" if len(line) > _SHOWN else line


def _cell_places(table: Table, text: str) -> Iterator[Span]:
    """Yield the lines that the cells with *text* come from, or those of other cells of the table."""
    cells = [*(field.cell for field in table.fields), *_cells(table)]
    matching = (cell for cell in cells if cell.text == text)
    return chain.from_iterable(cell.sources for cell in chain(matching, cells))


def _cells(table: Table) -> Iterator[Cell]:
    return (cell for grid in table.grids for row in grid.rows for cell in row.cells)


def _line(places: Iterator[Span], ledger: str) -> Span:
    """Return the first of *places*, or the beginning of *ledger*."""
    return next(places, Span(ledger, 1))
