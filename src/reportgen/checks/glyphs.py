"""Characters that the fonts of the PDF lack: named where they are written, before anything is printed."""

from collections.abc import Iterator, Mapping
from itertools import chain

from reportgen.document.document import Document, Grid, Paragraph, Part, Table, TableList, chinese_date
from reportgen.findings.diagnostics import Diagnostic, Related, Span
from reportgen.findings.rules import CHARACTER_WITHOUT_GLYPH
from reportgen.source.parsing import Node, Scalar, Sequence, parse

_SHOWN_PLACES = 5


def printed_characters(document: Document) -> set[str]:
    """Return every character that *document* prints."""
    number, table = document.theme.page_number, document.theme.table
    bound = (entry.text for entry in document.bound)
    cover_date = chinese_date(document.cover_date) if document.cover_date else ""
    texts = (document.title, document.contents_title, *document.cover, cover_date, *bound)
    look = (number.before, number.after, table.continued)
    return set().union(*texts, *look, *chain.from_iterable(map(_block_texts, document.blocks)))


def _block_texts(block: Part | Paragraph | Table | TableList) -> Iterator[str]:
    match block:
        case Part() | Paragraph():
            yield block.text
        case Table():
            yield from (block.title, block.listed, block.label, *block.beneath, *block.caption, *block.notes)
            yield from (text for field in block.fields for text in (field.label, field.cell.text))
            yield from (text for grid in block.grids for text in _grid_texts(grid))
        case TableList():
            pass


def _grid_texts(grid: Grid) -> Iterator[str]:
    yield grid.part or ""
    yield from (text for column in grid.columns for text in column.heading)
    yield from (cell.text for row in grid.rows for cell in row.cells)


def missing_glyphs(
    lacking: Mapping[str, tuple[str, ...]], printed: set[str], files: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Report each character for which a font has no glyph, at the places where it is written.

    *lacking* names the families that were looked in, *printed* holds what the document prints, *files* the
    texts that it comes from by their names, the ledger first: its words are reported whether or not they are
    printed, and so they are found even where other faults keep the document from being composed.
    """
    ledger = next(iter(files))
    written = _in_values(set(lacking), ledger, files[ledger])
    elsewhere = {char: names for char, names in lacking.items() if char not in written and char in printed}
    found = written | _in_lines(set(elsewhere), files)
    for character in sorted(found):
        yield _fault(character, lacking[character], found[character])


def missing_in_print(
    lacking: Mapping[str, tuple[str, ...]], files: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Report each character that is printed without a glyph, at the lines of *files* that hold it.

    Where none does, it is reported at the first of them.
    """
    found = _in_lines(set(lacking), files)
    for character, families in sorted(lacking.items()):
        yield _fault(character, families, found[character])


def _fault(character: str, families: tuple[str, ...], places: list[Span]) -> Diagnostic:
    first, *others = places
    names = "、".join(f"“{family}”" for family in families)
    sentence = f"字体{names}里没有“{character}”（U+{ord(character):04X}），印不出来"
    hint = "请改用别的写法；确是用字的，在表式的 theme.yaml 里给“印刷”加一种有这个字的字体。"
    related = tuple(Related(place, "也有这个字") for place in others[:_SHOWN_PLACES])
    return Diagnostic(CHARACTER_WITHOUT_GLYPH, first, sentence, hint, related)


def _in_values(characters: set[str], path: str, text: str) -> dict[str, list[Span]]:
    """Return the place in each value of a ledger that holds a character; comments and keys are no values."""
    lines = text.splitlines()
    values = list(_values(parse(text, path).root))
    ends = [*(value.span for value in values[1:]), Span(path, len(lines) + 1)]
    found: dict[str, list[Span]] = {}
    for value, end in zip(values, ends, strict=False):
        held = characters.intersection(value.text)
        places = _places_between(held, value.span, end, lines) if held else {}
        for character in held:
            found.setdefault(character, []).append(places.get(character, value.span))
    return found


def _values(node: Node | None) -> Iterator[Scalar]:
    match node:
        case None:
            pass
        case Scalar():
            yield node
        case Sequence(items):
            yield from (value for item in items for value in _values(item))
        case _:
            yield from (value for _, below in node.entries for value in _values(below))


def _places_between(characters: set[str], start: Span, end: Span, lines: list[str]) -> dict[str, Span]:
    """Return where characters stand first between the places; one that is written as an escape does not."""
    found: dict[str, Span] = {}
    column = start.column - 1
    for number in range(start.line, min(end.line, len(lines)) + 1):
        last = end.column - 1 if number == end.line else None
        for place, character in enumerate(lines[number - 1][column:last], column + 1):
            if character in characters:
                found.setdefault(character, Span(start.path, number, place))
        column = 0
    return found


def _in_lines(characters: set[str], files: Mapping[str, str]) -> dict[str, list[Span]]:
    """Return the places of characters in each line that holds them, or the first of the files."""
    found: dict[str, list[Span]] = {character: [] for character in characters}
    for path, text in files.items():
        for number, line in enumerate(text.splitlines(), start=1):
            for character in characters.intersection(line):
                found[character].append(Span(path, number, line.index(character) + 1))
    return {character: places or [Span(next(iter(files)), 1)] for character, places in found.items()}
