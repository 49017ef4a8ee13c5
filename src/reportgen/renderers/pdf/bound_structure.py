"""The structure trees of bound PDFs as one: what readers of a tagged PDF go by.

Pages and links find their elements by numbers, cells their headings by names: both get ones of their own.
"""

from collections.abc import Iterator

import pikepdf

_TREE = "/StructTreeRoot"


def rename_elements(pdf: pikepdf.Pdf, key: str) -> None:
    """Put *key* before the names of the elements of *pdf* and wherever cells name their headings."""
    for element in _elements(pdf):
        if "/ID" in element:
            element.ID = _renamed(key, element.ID)
        attributes = element.get("/A")
        if isinstance(attributes, pikepdf.Dictionary) and "/Headers" in attributes:
            attributes.Headers = pikepdf.Array([_renamed(key, name) for name in attributes.Headers])


def _renamed(key: str, name: pikepdf.Object) -> pikepdf.String:
    return pikepdf.String(f"{key}/{name}")


def _elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    left = [pdf.Root[_TREE]] if _TREE in pdf.Root else []
    while left:
        element = left.pop()
        yield element
        left += (kid for kid in _kids(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid)


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


class BoundStructure:
    """The structure tree of *pdf*, which takes in those of the PDFs bound behind it."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.Root.get(_TREE)
        self._parents: dict[int, pikepdf.Object] = {}
        self._names: dict[str, pikepdf.Object] = {}
        self._next = 0
        if self._root is not None:
            self._take(self._root, "", 0)
            (self._document,) = _kids(self._root)

    def renumber(self, source: pikepdf.Pdf) -> int:
        """Give pages and links of *source* numbers of their own, before they are copied; return the first."""
        first = self._next
        for page in source.pages:
            if "/StructParents" in page.obj:
                page.obj.StructParents += first
            for note in page.obj.get("/Annots", ()):
                if "/StructParent" in note:
                    note.StructParent += first
        return first

    def append(self, source: pikepdf.Pdf, key: str, first: int) -> None:
        """Append the tree of *source*, whose pages are copied and count from *first*, as a part."""
        if self._root is None or _TREE not in source.Root:
            return
        tree = self._pdf.copy_foreign(source.Root[_TREE])
        parts = _kids(tree)
        for part in parts:
            part.P, part.S = self._document, pikepdf.Name.Part
        self._document.K = pikepdf.Array([*_kids(self._document), *parts])
        self._take(tree, f"{key}/", first)

    def _take(self, tree: pikepdf.Object, prefix: str, first: int) -> None:
        for number, parent in pikepdf.NumberTree(tree.ParentTree).items():
            self._parents[first + number] = parent
            self._next = max(self._next, first + number + 1)
        for name, element in pikepdf.NameTree(tree.IDTree).items() if "/IDTree" in tree else ():
            self._names[prefix + str(name)] = element

    def finish(self) -> None:
        """Write what leads from pages, links and names to their elements."""
        if self._root is None:
            return
        numbers = (entry for pair in sorted(self._parents.items()) for entry in pair)
        self._root.ParentTree = self._pdf.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(list(numbers))))
        self._root.ParentTreeNextKey = self._next
        names = pikepdf.NameTree.new(self._pdf)
        for name in sorted(self._names):
            names[name] = self._names[name]
        self._root.IDTree = names.obj
