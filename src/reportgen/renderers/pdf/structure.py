"""The structure of a PDF for those who do not see it: what WeasyPrint tags, repaired.

WeasyPrint tags every page by itself, so what goes on over pages falls apart; it tags page numbers and
leaders as text; it has no contents list; and below a head of several rows its cells name the wrong headings.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes

from reportgen.renderers.pdf.tables import head_cells
from reportgen.renderers.pdf.tree import Element, Link, Mark, walk

# What can go on over pages: HTML elements and what they are tagged as.
_LASTING = {
    "main": "Part",
    "ol": "L",
    "p": "P",
    "section": "Sect",
    "table": "Table",
    "tr": "TR",
    "ul": "L",
}
_TRANSPARENT = {"Div", "NonStruct", "Span"}
_TEXTS = {"P", "H1", "H2", "H3", "H4", "H5", "H6"}
_CELLS = {"TD", "TH"}


def repair(document: Element, layout: weasyprint.Document, titles: Mapping[str, str]) -> None:
    """Repair the structure of *document*, whose pages are those of *layout*.

    *titles* says where a link to an anchor leads, in words.
    """
    _join_fragments(document, layout)
    _list_contents(document)
    document.kids = _cleared(document)
    for element in walk([document]):
        if element.kind == "Table":
            head_cells(element)
            _ungroup_head(element)
        for link in element.kids:
            if isinstance(link, Link):
                link.annotation["Contents"].string = titles.get(link.target, link.target)
    for number, cell in enumerate(_heading_cells(document)):
        cell.name = f"h{number:05}"


def _ungroup_head(table: Element) -> None:
    """A head that has no body beneath it is no head: its rows are all that there is."""
    if all(group.kind == "THead" for group in table.elements):
        table.kids = [row for group in table.elements for row in group.kids]


def _heading_cells(document: Element) -> Iterator[Element]:
    """Yield the cells that others name as their headings, in order."""
    named = {id(header) for element in walk([document]) for header in element.headers}
    yield from (element for element in walk([document]) if id(element) in named)


def _join_fragments(document: Element, layout: weasyprint.Document) -> None:
    """Join what goes on over pages: the tree has an element a page for each element of HTML."""
    fragments = list(_lasting_elements(document.elements, ""))
    sources = [source for page in layout.pages for source in _lasting_boxes(_box(page), None)]
    assert [fragment.kind for fragment in fragments] == [_LASTING[source.tag] for source in sources]
    whole: dict[int, Element] = {}
    gone: set[int] = set()
    for fragment, source in zip(fragments, sources, strict=True):
        first = whole.setdefault(id(source), fragment)
        if first is not fragment and id(fragment) not in gone:
            gone |= {id(fragment), *map(id, walk(_repeated(fragment)))}
            _append(first, fragment)
    for element in walk([document]):
        element.kids = [kid for kid in element.kids if id(kid) not in gone]


def _box(page: weasyprint.Page) -> Any:  # noqa: ANN401 - boxes have no types
    """Return the box of a page: nothing public tells which parts of a page go on from the one before."""
    return page._page_box  # noqa: SLF001


def _repeated(fragment: Element) -> list[Element]:
    """Return what is printed again on the next page: the head of a table."""
    return [element for element in fragment.elements if element.kind == "THead"]


def _append(element: Element, rest: Element) -> None:
    """Let an element go on with what stands on the next page."""
    if element.kind == "TR":
        for cell, other in zip(element.elements, rest.elements, strict=True):
            cell.kids += other.kids
    else:
        element.kids += rest.kids


def _lasting_elements(elements: list[Element], inside: str) -> Iterator[Element]:
    """Yield the elements that can go on over pages; one in its like is of an anonymous box."""
    for element in elements:
        if element.kind in _LASTING.values() and element.kind != inside:
            yield element
        yield from _lasting_elements(element.elements, element.kind)


def _lasting_boxes(box: Any, inside: object) -> Iterator[Any]:  # noqa: ANN401 - boxes have no types
    """Yield the elements of HTML whose boxes are tagged as what `_lasting_elements` yields, in this order."""
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.MarginBox | boxes.TextBox):
        return
    element = box.element
    if box.element_tag in _LASTING and not isinstance(box, boxes.LineBox) and element is not inside:
        yield element
        inside = element
    for child in box.children:
        yield from _lasting_boxes(child, inside)


def _list_contents(document: Element) -> None:
    """Tag the contents list, which stands before the parts, as one."""
    for element in document.elements:
        for contents in element.elements:
            if element.kind == "NonStruct" and contents.kind == "L":
                contents.kind = "TOC"
                for item in contents.elements:
                    item.kind = "TOCI"
                    item.kids = [Element(kind="Reference", kids=body.kids) for body in item.elements]


def _cleared(element: Element) -> list[Element | Mark | Link]:
    """Return the kids of an element without elements that say nothing or hold nothing."""
    kids: list[Element | Mark | Link] = []
    for kid in element.kids:
        if not isinstance(kid, Element):
            kids.append(kid)
            continue
        kid.kids = _link(kid) if kid.kind == "Link" else _cleared(kid)
        if kid.kind in _TRANSPARENT or (kid.kind in _TEXTS and element.kind in _TEXTS):
            kids += kid.kids
        elif kid.kids or kid.kind in _CELLS:
            kids.append(kid)
    return list(_whole_links(kids))


def _link(link: Element) -> list[Element | Mark | Link]:
    """Return the annotation and the texts of a link.

    WeasyPrint makes links of all boxes in a link: of the page number behind it, and in that of the leader,
    whose dots are no text.
    """
    annotation = next(kid for kid in link.kids if isinstance(kid, Link))
    return [annotation, *_texts(link, 2)]


def _texts(element: Element, depth: int) -> Iterator[Mark]:
    """Yield the marks in an element down to the *depth*-th link."""
    for kid in element.kids:
        if isinstance(kid, Mark):
            yield kid
        elif isinstance(kid, Element):
            below = depth - (kid.kind == "Link")
            if below:
                yield from _texts(kid, below)


def _whole_links(kids: list[Element | Mark | Link]) -> Iterator[Element | Mark | Link]:
    """Join the lines of links that are broken."""
    for _, group in groupby(kids, key=_target):
        first, *others = group
        if isinstance(first, Element) and first.kind == "Link":
            first.kids += (kid for other in others if isinstance(other, Element) for kid in other.kids)
            others = []
        yield from (first, *others)


def _target(kid: Element | Mark | Link) -> str:
    if isinstance(kid, Element) and kid.kind == "Link":
        return next(link.target for link in kid.kids if isinstance(link, Link))
    return ""
