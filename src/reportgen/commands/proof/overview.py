"""The pages on which a reviewer starts: all documents, and all pages of one, what differs first."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from reportgen.commands.proof.comparison import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """What became of a page; numbers count from 1 and are None where there is no such page.

    *picture* names the file with both states beside each other, empty where there is nothing to see on it;
    *thumbnail* is a small PNG of it.
    """

    kind: Kind
    old: int | None
    new: int | None
    picture: str = ""
    thumbnail: bytes = b""

    @property
    def source(self) -> str:
        """The thumbnail as an address that needs no file."""
        return f"data:image/png;base64,{b64encode(self.thumbnail).decode()}"


@dataclass(frozen=True, slots=True)
class Range:
    """Pages in a row of which nothing is to be seen."""

    kind: Kind
    old: tuple[int, int]
    new: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the list of all: where its overview lies, and how many pages became what."""

    label: str
    title: str
    folder: str
    counts: dict[Kind, int]


def quiet_ranges(pages: Sequence[PageResult]) -> list[Range]:
    """Return the pages without a picture, those in a row that became the same as one range."""
    ranges: list[Range] = []
    for page in pages:
        if page.old is None or page.new is None or page.picture:
            continue
        last = ranges[-1] if ranges else None
        if last and (last.kind, last.old[1] + 1, last.new[1] + 1) == (page.kind, page.old, page.new):
            ranges[-1] = Range(page.kind, (last.old[0], page.old), (last.new[0], page.new))
        else:
            ranges.append(Range(page.kind, (page.old, page.old), (page.new, page.new)))
    return ranges


def document_page(label: str, title: str, against: str, pages: Sequence[PageResult]) -> str:
    """Return the overview of one document."""
    shown = [page for page in pages if page.picture]
    template = _environment().get_template("document.html.j2")
    return template.render(
        label=label, title=title, against=against, pages=shown, quiet=quiet_ranges(pages), kinds=Kind
    )


def list_page(against: str, entries: Sequence[Entry]) -> str:
    """Return the list of the documents that differ."""
    kinds = (Kind.CHANGED, Kind.ADDED, Kind.REMOVED, Kind.MOVED, Kind.SAME)
    return _environment().get_template("list.html.j2").render(against=against, entries=entries, kinds=kinds)


@cache
def _environment() -> Environment:
    loader = PackageLoader("reportgen.commands.proof", "texts")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
