"""Several PDFs bound into one: pages, links, bookmarks and page labels."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from warnings import catch_warnings, simplefilter

import pikepdf

from reportgen.document.theme import Page
from reportgen.renderers.pdf.bound_structure import BoundStructure, rename_elements
from reportgen.renderers.pdf.fonts import Glyphs, put_in, take_out
from reportgen.renderers.pdf.streams import with_whole_streams

_POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A PDF to bind: its *key* for links, its *title* for the bookmarks, the page that it begins on.

    *also* is another name of its first page.
    """

    key: str
    title: str
    first_page: int
    file: Path
    also: str = ""


def prepare(data: bytes, key: str, fonts: frozenset[str]) -> tuple[bytes, dict[str, Glyphs]]:
    """Return a PDF ready to be bound, and the glyphs that it uses of *fonts*, which are no longer in it.

    The names of its places and elements get its *key*, if it has one, in front.
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        if key:
            rename_elements(pdf, key)
            for link in _links(list(pdf.pages)):
                link.Dest = pikepdf.String(f"{key}/{link.Dest}")
        used = take_out(pdf, fonts)
        target = BytesIO()
        pdf.save(target, deterministic_id=True)
    return target.getvalue(), used


def bind(front: bytes, parts: Sequence[Bound], fonts: bytes, blank: Page, target: Path) -> None:
    """Write *front* with *parts* behind it, all of them prepared, to *target*.

    A page like *blank* is put in where a part begins later than the one before it ends.
    Where a part has a name that stands for a place of *front*, it replaces that.
    *fonts* is a PDF whose fonts all of them use.
    """
    with ExitStack() as stack:
        pdf, pool = (stack.enter_context(pikepdf.open(BytesIO(data))) for data in (front, fonts))
        places = dict(_places(_named(pdf), pdf, list(pdf.pages)))
        structure = BoundStructure(pdf)
        bookmarks = []
        for part in parts:
            source = stack.enter_context(pikepdf.open(BytesIO(part.file.read_bytes())))
            named = _named(source)
            first = structure.renumber(source)
            pages = _append(pdf, source, part, blank)
            structure.append(source, part.key, first)
            found = {f"{part.key}/{name}": place for name, place in _places(named, source, pages)}
            places |= {**dict.fromkeys(filter(None, (part.key, part.also)), _top(pages[0])), **found}
            beneath = _bookmarks(source, pages)
            bookmarks.append(_bookmark(part.title, places[part.key], beneath))
        structure.finish()
        _name(pdf, places)
        with pdf.open_outline() as outline:
            outline.root.extend(bookmarks)
        put_in(pdf, pool)
        numbers = pikepdf.Dictionary(S=pikepdf.Name.D)
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, numbers]))
        bound = BytesIO()
        pdf.save(bound, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    target.write_bytes(with_whole_streams(bound.getvalue()))


def _append(pdf: pikepdf.Pdf, source: pikepdf.Pdf, part: Bound, blank: Page) -> list[pikepdf.Page]:
    """Append the pages of *source*; return them as those of *pdf*."""
    while len(pdf.pages) < part.first_page - 1:
        size = (blank.width * _POINTS_PER_MM, blank.height * _POINTS_PER_MM)
        pdf.add_blank_page(page_size=size)
    assert len(pdf.pages) == part.first_page - 1, f"{part.key} begins before page {part.first_page}"
    with catch_warnings():
        # The places that the links name are added when all pages are there.
        simplefilter("ignore", pikepdf.PageCopyWarning)
        pdf.pages.extend(source.pages)
    return [pdf.pages[number] for number in range(part.first_page - 1, len(pdf.pages))]


def _links(pages: Sequence[pikepdf.Page]) -> Iterator[pikepdf.Object]:
    for page in pages:
        yield from (note for note in page.obj.get("/Annots", ()) if note.Subtype == "/Link")


def _named(source: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """Return the named places of *source*."""
    names = source.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    return {str(name): place for name, place in pikepdf.NameTree(names).items()} if names is not None else {}


def _places(
    named: Mapping[str, pikepdf.Object], source: pikepdf.Pdf, pages: Sequence[pikepdf.Page]
) -> Iterator[tuple[str, pikepdf.Array]]:
    """Yield *named* places of *source* as places in *pages*, which are its own in another PDF."""
    moved = _Moved(source, pages)
    for name, place in named.items():
        yield name, moved(place)


class _Moved:
    """Turns places in one PDF into the same places in another one."""

    def __init__(self, source: pikepdf.Pdf, pages: Sequence[pikepdf.Page]) -> None:
        self._pages = {page.obj.objgen: own.obj for page, own in zip(source.pages, pages, strict=True)}

    def __call__(self, place: pikepdf.Object) -> pikepdf.Array:
        page, *rest = list(place)
        return pikepdf.Array([self._pages[page.objgen], *rest])


def _top(page: pikepdf.Page) -> pikepdf.Array:
    return pikepdf.Array([page.obj, pikepdf.Name.XYZ, 0, page.mediabox[3], 0])


def _bookmarks(source: pikepdf.Pdf, pages: Sequence[pikepdf.Page]) -> list[pikepdf.OutlineItem]:
    moved = _Moved(source, pages)

    def copied(item: pikepdf.OutlineItem) -> pikepdf.OutlineItem:
        assert isinstance(item.destination, pikepdf.Object), item.title
        return _bookmark(item.title, moved(item.destination), [copied(child) for child in item.children])

    with source.open_outline() as outline:
        return [copied(item) for item in outline.root]


def _bookmark(
    title: str, place: pikepdf.Array, beneath: Sequence[pikepdf.OutlineItem]
) -> pikepdf.OutlineItem:
    item = pikepdf.OutlineItem(title, destination=place)
    item.children.extend(beneath)
    item.is_closed = True
    return item


def _name(pdf: pikepdf.Pdf, places: Mapping[str, pikepdf.Array]) -> None:
    """Make *places* the named places of *pdf*."""
    tree = pikepdf.NameTree.new(pdf)
    for name in sorted(places):
        tree[name] = pdf.make_indirect(places[name])
    if "/Names" not in pdf.Root:
        pdf.Root.Names = pikepdf.Dictionary()
    pdf.Root.Names.Dests = tree.obj
