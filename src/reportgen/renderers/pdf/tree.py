"""The structure tree of a PDF as a value: elements, the marks of their content on pages, and links.

WeasyPrint keeps the tree as PDF objects, the last ones of the file before it is written.
Here it is read from them and, once repaired, written in their place.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pydyf

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """Content on a page, both counted from 0: what stands between marks in the page's stream."""

    page: int
    number: int


@dataclass(slots=True, eq=False)
class Link:
    """The rectangle of a link on a page; *annotation* is its PDF object."""

    page: int
    annotation: pydyf.Dictionary

    @property
    def target(self) -> str:
        """The anchor that the link leads to."""
        return str(self.annotation["Dest"].string)


@dataclass(slots=True, eq=False, kw_only=True)
class Element:
    """A structure element; *headers* are the cells that head a cell of a table."""

    kind: str
    kids: list["Element | Mark | Link"] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    scope: str = ""
    name: str = ""
    headers: tuple["Element", ...] = ()

    @property
    def elements(self) -> list["Element"]:
        """The kids that are elements."""
        return [kid for kid in self.kids if isinstance(kid, Element)]


class StructureTree:
    """Reads the tree that WeasyPrint has made and writes another in its place."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._pages = {reference: page for page, reference in enumerate(pdf.page_references)}
        self._root = self._object(pdf.catalog["StructTreeRoot"])

    def read(self) -> Element:
        """Return the tree."""
        (document,) = self._root["K"]
        return self._element(self._object(document))

    def write(self, document: Element) -> None:
        """Write *document* in place of the tree; what none of its elements holds becomes an artifact."""
        del self._pdf.objects[self._first :]
        root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self._pdf.add_object(root)
        self._pdf.catalog["StructTreeRoot"] = root.reference
        writer = _Writer(self._pdf)
        root["K"] = writer.element(document, root.reference)
        root["ParentTree"] = writer.parents()
        root["ParentTreeNextKey"] = writer.next_key
        root["IDTree"] = writer.names()
        for reference, owners in zip(self._pdf.page_references, writer.owners.values(), strict=True):
            page = self._object(reference)
            _make_artifacts(self._object(page["Contents"]).stream, owners)
            _drop_links(page, writer.linked)

    @property
    def _first(self) -> int:
        """The number of the first object of the tree; none but that of the metadata follows the last one."""
        first: int = min(self._root.number, _number(self._root["ParentTree"]))
        *tree, metadata = self._pdf.objects[first:]
        assert metadata.reference == self._pdf.catalog["Metadata"]
        assert {each.get("Type") for each in tree} <= {None, "/StructTreeRoot", "/StructElem", "/OBJR"}
        return first

    def _object(self, reference: bytes) -> Any:  # noqa: ANN401 - a PDF object is what its type says
        return self._pdf.objects[_number(reference)]

    def _element(self, object_: Object) -> Element:
        attributes = object_.get("A", {})
        page = self._pages[object_["Pg"]] if "Pg" in object_ else 0
        kids = [self._kid(kid, page) for kid in object_["K"]]
        columns, rows = attributes.get("ColSpan", 1), attributes.get("RowSpan", 1)
        return Element(kind=object_["S"].removeprefix("/"), kids=kids, columns=columns, rows=rows)

    def _kid(self, kid: int | bytes, page: int) -> Element | Mark | Link:
        if isinstance(kid, int):
            return Mark(page, kid)
        object_ = self._object(kid)
        if object_["Type"] == "/OBJR":
            return Link(page, self._object(object_["Obj"]))
        return self._element(object_)


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _make_artifacts(stream: list[Any], owners: Mapping[int, bytes]) -> None:
    """Mark the content that belongs to no element as an artifact, which readers pass over.

    The stream has the lines `/Span`, the dictionary that numbers the content, and `BDC`.
    """
    for index, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID", -1) not in owners and "MCID" in item:
            stream[index - 1 : index + 2] = [b"/Artifact", b"", b"BMC"]


def _drop_links(page: Object, linked: Collection[bytes]) -> None:
    """Drop the links of a page that no element holds."""
    if "Annots" in page:
        page["Annots"] = pydyf.Array(link for link in page["Annots"] if link in linked)


class _Writer:
    """Makes the objects of the elements, and of what leads from content back to them."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._references = pdf.page_references
        self.linked: dict[bytes, bytes] = {}
        self._named: dict[str, bytes] = {}
        self.owners: dict[int, dict[int, bytes]] = {page: {} for page in range(len(self._references))}

    @property
    def next_key(self) -> int:
        """The next free number of a page or link in the tree of parents."""
        return len(self._references) + len(self.linked)

    def element(self, element: Element, parent: bytes) -> bytes:
        """Write an element with everything in it and return the reference to it."""
        written = pydyf.Dictionary({"S": f"/{element.kind}", "P": parent})
        self._pdf.add_object(written)
        reference: bytes = written.reference
        page = next((kid.page for kid in element.kids if isinstance(kid, Mark)), None)
        if page is not None:
            written["Pg"] = self._references[page]
        kids = [self._kid(kid, reference, page) for kid in element.kids]
        if kids:
            written["K"] = kids[0] if len(kids) == 1 else pydyf.Array(kids)
        attributes = _attributes(element)
        if attributes:
            written["A"] = pydyf.Dictionary({"O": "/Table", **attributes})
        if element.name:
            written["ID"] = pydyf.String(element.name)
            self._named[element.name] = reference
        return reference

    def _kid(self, kid: Element | Mark | Link, parent: bytes, page: int | None) -> object:
        match kid:
            case Element():
                return self.element(kid, parent)
            case Mark(page=own, number=number):
                self.owners[own][number] = parent
                if own == page:
                    return number
                return pydyf.Dictionary({"Type": "/MCR", "Pg": self._references[own], "MCID": number})
            case Link(page=own, annotation=annotation):
                annotation["StructParent"] = self.next_key
                reference = annotation.reference
                self.linked[reference] = parent
                return pydyf.Dictionary({"Type": "/OBJR", "Pg": self._references[own], "Obj": reference})

    def parents(self) -> pydyf.Dictionary:
        """Return the tree that leads from the marks of each page, and from links, to their elements."""
        numbers: list[object] = []
        for page, owners in self.owners.items():
            marks = range(max(owners, default=-1) + 1)
            numbers += [page, pydyf.Array([owners.get(mark, b"null") for mark in marks])]
        for key, parent in enumerate(self.linked.values(), start=len(self._references)):
            numbers += [key, parent]
        return pydyf.Dictionary({"Nums": pydyf.Array(numbers)})

    def names(self) -> pydyf.Dictionary:
        """Return the tree that leads from the names of elements to them, in the order of the names."""
        pairs = (item for name in sorted(self._named) for item in (pydyf.String(name), self._named[name]))
        return pydyf.Dictionary({"Names": pydyf.Array(pairs)})


def _attributes(element: Element) -> Object:
    attributes: Object = {}
    if element.columns > 1:
        attributes["ColSpan"] = element.columns
    if element.rows > 1:
        attributes["RowSpan"] = element.rows
    if element.scope:
        attributes["Scope"] = f"/{element.scope}"
    if element.headers:
        attributes["Headers"] = pydyf.Array(pydyf.String(header.name) for header in element.headers)
    return attributes


def walk(elements: Iterable[Element]) -> Iterator[Element]:
    """Yield the elements with all that are in them, each before what it holds."""
    left = list(elements)[::-1]
    while left:
        element = left.pop()
        yield element
        left += reversed(element.elements)
