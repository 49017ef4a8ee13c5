"""Bound PDFs keep their structure: pages, links and cells find their own elements."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import weasyprint

from reportgen.document.theme import Theme
from reportgen.form.theme import base_theme
from reportgen.renderers.pdf.binding import Bound, bind, prepare
from reportgen.renderers.pdf.fonts import FontPool

# One worker makes the fixtures of the module.
pytestmark = pytest.mark.xdist_group("binding")

PAGE = (
    "<html lang=zh-CN><title>{0}</title><h1 id=top>{0}标题</h1><p><a href='#table'>{0}链接</a></p>"
    "<table id=table style='break-before: page'>"
    "<tr><th>{0}表头</th></tr><tr><td>{0}数</td></tr></table></html>"
)
KEYS = ("甲", "乙")
CUT = b"\r\nendstream"


def tagged(name: str) -> bytes:
    """A tagged PDF of two pages whose cell names its heading."""
    data = weasyprint.HTML(string=PAGE.format(name)).write_pdf(pdf_tags=True)
    with pikepdf.open(BytesIO(data)) as pdf:
        found = {str(element.S): element for element in elements(pdf)}
        found["/TH"].ID = pikepdf.String("head")
        found["/TD"].A = pikepdf.Dictionary(
            O=pikepdf.Name.Table, Headers=pikepdf.Array([pikepdf.String("head")])
        )
        pdf.Root.StructTreeRoot.IDTree = pikepdf.Dictionary(
            Names=pikepdf.Array([pikepdf.String("head"), found["/TH"]])
        )
        target = BytesIO()
        pdf.save(target)
    return target.getvalue()


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    left = [pdf.Root.StructTreeRoot.K]
    while left:
        element = left.pop()
        if isinstance(element, pikepdf.Array):
            left += reversed(list(element))
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                yield element
            if "/K" in element:
                left.append(element.K)


@pytest.fixture(scope="module")
def theme() -> Theme:
    return base_theme()


@pytest.fixture(scope="module")
def bound(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[pikepdf.Pdf]:
    """A front of two pages with two parts behind it; the second one begins a page later than it could."""
    folder = tmp_path_factory.mktemp("bound")
    pool = FontPool([theme])
    front, used = prepare(tagged("前"), "", pool.names)
    pool.add(used)
    parts = []
    for key, page in zip(KEYS, (3, 6), strict=True):
        data, used = prepare(tagged(key), key, pool.names)
        pool.add(used)
        file = folder / f"{page}.pdf"
        file.write_bytes(data)
        parts.append(Bound(key=key, title=f"{key}部门", first_page=page, file=file))
    target = folder / "bound.pdf"
    bind(front, parts, pool.write(), theme.portrait, target)
    with pikepdf.open(target) as pdf:
        yield pdf


def owners(pdf: pikepdf.Pdf) -> dict[int, Any]:
    return dict(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree).items())


def test_part_begins_on_its_page_behind_a_blank_one(bound: pikepdf.Pdf, theme: Theme) -> None:
    assert len(bound.pages) == 7
    blank = bound.pages[4]
    assert "/Annots" not in blank.obj
    assert float(blank.mediabox[2]) == pytest.approx(theme.portrait.width / 25.4 * 72)
    places = pikepdf.NameTree(bound.Root.Names.Dests)
    pages = {page.obj.objgen: number for number, page in enumerate(bound.pages, 1)}
    found = {str(name): pages[place[0].objgen] for name, place in places.items()}
    expected = {
        "top": 1,
        "table": 2,
        "甲": 3,
        "甲/top": 3,
        "甲/table": 4,
        "乙": 6,
        "乙/top": 6,
        "乙/table": 7,
    }
    assert {name: page for name, page in found.items() if name in expected} == expected


def test_parts_stand_in_one_tree(bound: pikepdf.Pdf) -> None:
    document = bound.Root.StructTreeRoot.K
    document = document[0] if isinstance(document, pikepdf.Array) else document
    assert document.S == "/Document"
    assert [str(kid.S) for kid in document.K][-2:] == ["/Part", "/Part"]
    assert [element.P.objgen for element in list(document.K)[-2:]] == [document.objgen] * 2
    assert sum(str(element.S) == "/Document" for element in elements(bound)) == 1


def test_content_of_each_page_leads_to_elements_of_that_page(bound: pikepdf.Pdf) -> None:
    numbers = [page.obj.StructParents for page in bound.pages if "/StructParents" in page.obj]
    assert len(set(numbers)) == len(numbers) == 6
    found = owners(bound)
    reached = {element.objgen for element in elements(bound)}
    for page in (page for page in bound.pages if "/StructParents" in page.obj):
        marked = list(found[int(page.obj.StructParents)])
        assert marked
        assert {element.Pg.objgen for element in marked} == {page.obj.objgen}
        assert {element.objgen for element in marked} <= reached


def test_links_lead_to_elements_of_their_page(bound: pikepdf.Pdf) -> None:
    found = owners(bound)
    links = [(page, note) for page in bound.pages for note in page.obj.get("/Annots", ())]
    assert len(links) >= 3
    assert len({int(note.StructParent) for _, note in links}) == len(links)
    for page, note in links:
        element = found[int(note.StructParent)]
        held = [kid.Obj.objgen for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid]
        assert note.objgen in held, page
    assert int(bound.Root.StructTreeRoot.ParentTreeNextKey) > max(found)


def test_cells_name_headings_of_their_own_part(bound: pikepdf.Pdf) -> None:
    names = {
        str(name): element for name, element in pikepdf.NameTree(bound.Root.StructTreeRoot.IDTree).items()
    }
    assert sorted(names) == sorted(["head", "甲/head", "乙/head"])
    for element in elements(bound):
        if str(element.S) == "/TD":
            (name,) = [str(header) for header in element.A.Headers]
            assert names[name].Pg.objgen == element.Pg.objgen
            assert str(names[name].ID) == name


def test_no_stream_of_a_bound_pdf_ends_in_a_carriage_return(theme: Theme, tmp_path: Path) -> None:
    pool = FontPool([theme])
    with pikepdf.open(BytesIO(tagged("前"))) as pdf:
        pdf.Root.Kept = pdf.make_stream(b"")
        pdf.Root.Kept.write(b"kept\r", filter=pikepdf.Name.FlateDecode)
        front = BytesIO()
        pdf.save(front)
    data, used = prepare(front.getvalue(), "", pool.names)
    pool.add(used)
    assert CUT in data
    bind(data, [], pool.write(), theme.portrait, tmp_path / "bound.pdf")
    bound = (tmp_path / "bound.pdf").read_bytes()
    assert b"kept\r\n\nendstream" in bound
    assert CUT not in bound


def test_untagged_pdfs_are_bound_without_a_tree(theme: Theme, tmp_path: Path) -> None:
    pool = FontPool([theme])
    plain = weasyprint.HTML(string=PAGE.format("文")).write_pdf()
    front, used = prepare(plain, "", pool.names)
    pool.add(used)
    (tmp_path / "part.pdf").write_bytes(prepare(plain, "甲", pool.names)[0])
    target = tmp_path / "bound.pdf"
    bind(
        front,
        [Bound(key="甲", title="甲", first_page=3, file=tmp_path / "part.pdf")],
        pool.write(),
        theme.portrait,
        target,
    )
    with pikepdf.open(target) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        assert len(pdf.pages) == 4
