"""The structure of a PDF as a reader for the blind finds it, with the text of its elements.

Nothing here knows how the structure was made: the tree is followed from the catalog, the text is that of the
content streams, by the character maps of the fonts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import product
from typing import Any

import pikepdf

from tests.renderers.glyphs import character_map

ARTIFACT = -1


@dataclass(eq=False)
class Node:
    """An element; *pages* are those of its own content, counted from 1, *links* says and leads to what."""

    kind: str
    name: str
    attributes: dict[str, Any]
    kids: list["Node"] = field(default_factory=list)
    own_text: str = ""
    pages: list[int] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.own_text + "".join(kid.text for kid in self.kids)

    @property
    def page(self) -> int:
        return next(page for node in self.walk() for page in node.pages)

    def walk(self) -> Iterator["Node"]:
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def all(self, *kinds: str) -> list["Node"]:
        return [node for node in self.walk() if node.kind in kinds]


@dataclass
class Tagged:
    """The structure of a PDF; *artifacts* is the text of each page that readers pass over.

    *orphans* counts the pieces of content that are marked for an element which is not in the tree.
    """

    root: Node
    artifacts: list[str]
    orphans: int
    names: dict[str, Node]

    def headings_of(self, cell: Node) -> list[str]:
        return [self.names[name].text for name in cell.attributes.get("/Headers", [])]


def tagged(data: bytes) -> Tagged:
    with pikepdf.open(BytesIO(data)) as pdf:
        texts = [_marked_texts(page) for page in pdf.pages]
        reader = _Reader(pdf, texts)
        tree = pdf.Root.StructTreeRoot
        top = tree.K[0] if isinstance(tree.K, pikepdf.Array) else tree.K
        root = reader.node(top)
        marked = sum(number != ARTIFACT for page in texts for number in page)
        orphans = marked - sum(map(len, reader.used.values()))
        names = {node.name: node for node in root.walk() if node.name}
        if "/IDTree" in tree:
            listed = [str(name) for name in list(tree.IDTree.Names)[::2]]
            assert listed == sorted(names)
        return Tagged(root, [page.get(ARTIFACT, "") for page in texts], orphans, names)


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf, texts: list[dict[int, str]]) -> None:
        self._numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        self._texts = texts
        self.used: dict[Any, set[int]] = {page.objgen: set() for page in pdf.pages}
        self._parents = _parents(pdf)

    def node(self, element: Any) -> Node:
        attributes = dict(element.get("/A", {}))
        if "/Headers" in attributes:
            attributes["/Headers"] = [str(name) for name in attributes["/Headers"]]
        node = Node(str(element.S)[1:], str(element.get("/ID", "")), attributes)
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array | list) else [kids]:
            self._add(node, element, kid)
        return node

    def _add(self, node: Node, element: Any, kid: Any) -> None:
        if isinstance(kid, int):
            self._add_text(node, element, element.Pg, kid)
        elif kid.get("/Type") == "/MCR":
            self._add_text(node, element, kid.Pg, int(kid.MCID))
        elif kid.get("/Type") == "/OBJR":
            assert self._parents[int(kid.Obj.StructParent)].objgen == element.objgen
            node.links.append((str(kid.Obj.Contents), str(kid.Obj.Dest)))
        else:
            assert kid.P.objgen == element.objgen
            node.kids.append(self.node(kid))

    def _add_text(self, node: Node, element: Any, page: Any, number: int) -> None:
        owner = self._parents[int(page.StructParents)][number]
        assert owner.objgen == element.objgen
        index = self._numbers[page.objgen]
        self.used[page.objgen].add(number)
        node.own_text += self._texts[index][number]
        node.pages.append(index + 1)


def _parents(pdf: pikepdf.Pdf) -> dict[int, Any]:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))


def _marked_texts(page: pikepdf.Page) -> dict[int, str]:
    """The text of each piece of marked content, artifacts taken together."""
    fonts = {name: character_map(font) for name, font in page.Resources.Font.items()}
    texts: dict[int, str] = {}
    marks: list[int | None] = []
    characters: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "BDC":
                marks.append(int(operands[1].MCID) if "/MCID" in operands[1] else ARTIFACT)
            case "BMC":
                marks.append(ARTIFACT)
            case "EMC":
                marks.pop()
            case "Tf":
                characters = fonts[str(operands[0])]
            case "TJ":
                (mark,) = marks
                assert mark is not None
                texts[mark] = texts.get(mark, "") + _shown(operands[0], characters)
            case _:
                pass
    return texts


def _shown(array: Any, characters: dict[int, str]) -> str:
    data = b"".join(bytes(item) for item in array if isinstance(item, pikepdf.String))
    return "".join(characters[int.from_bytes(data[index : index + 2])] for index in range(0, len(data), 2))


def table_grid(table: Node) -> tuple[list[list[Node]], int]:
    """The cell at each row and column, and how many rows are the head."""
    rows = [(group.kind == "THead", row) for group in table.kids for row in group.all("TR")]
    places: dict[tuple[int, int], Node] = {}
    for number, (_, row) in enumerate(rows):
        column = 0
        for cell in row.kids:
            while (number, column) in places:
                column += 1
            height, width = (int(cell.attributes.get(name, 1)) for name in ("/RowSpan", "/ColSpan"))
            for place in product(range(number, number + height), range(column, column + width)):
                places[place] = cell
    columns = 1 + max(column for _, column in places)
    grid = [[places[number, column] for column in range(columns)] for number in range(len(rows))]
    return grid, sum(in_head for in_head, _ in rows)
