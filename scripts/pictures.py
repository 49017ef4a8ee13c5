"""Draw the picture of the README: the ledger lines of one figure, the sentence and the cell that they become.

usage: scripts/pictures.py FOLDER PICTURE FACT TABLE ROW

FOLDER holds the built files of a ledger, FACT is the path of a fact that a sentence prints.
TABLE is the label of a table whose row ROW (the beginning of its first cell) has a cell of the same lines.
Whatever is drawn comes from the built files and the ledger; the marks on the pages are ours.
"""

import json
import re
import sys
from base64 import b64encode
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw
from weasyprint import HTML

from reportgen.commands.proof.drawing import png

_SCALE = 2.0  # pixels a point: sharp where the picture is shown at half its size
_ABOVE, _BELOW, _BESIDE = 66, 40, 5  # points of the page that are shown around the sentence
_MARK = (255, 214, 10)
_STYLE = """
@page { size: 1100px 684px; margin: 0 }
body { margin: 0; padding: 18px; background: #eef0f3; font: 15px/1.5 "Noto Sans CJK SC"; color: #1d2530 }
section { background: white; border: 1px solid #c9ced6; padding: 8px 14px 10px }
section { position: absolute; box-sizing: border-box }
h1 { font-size: 15px; margin: 0 0 4px; color: #49566b; font-weight: 500 }
pre { margin: 0; font: 11.6px/1.62 "Noto Sans Mono CJK SC"; white-space: pre }
mark { background: #ffd60a } img { display: block; max-width: 100% }
p { margin: 2px 0; font-size: 13.4px; line-height: 1.45 }
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands on a page, in points from its lower left corner."""

    page: pypdfium2.PdfPage
    left: float
    bottom: float
    right: float
    top: float


def places(pdf: pypdfium2.PdfDocument, text: str, before: str) -> list[Place]:
    """Return where *text* stands behind *before*, wherever lines break."""
    found = []
    for page in pdf:
        words = page.get_textpage()
        search = words.search(text)
        while (hit := search.get_next()) is not None:
            start, count = hit
            line = re.sub(r"\s", "", words.get_text_range(max(0, start - 400), min(start, 400)))
            if line.endswith(before):
                found.append(Place(page, *_around([words.get_charbox(start + n) for n in range(count)])))
    return found


def _around(boxes: list[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


def picture(marked: Place, top: float, bottom: float, *, left: float, right: float) -> str:
    """Return a strip of the page as an image element, with the place marked."""
    height = marked.page.get_height()
    page: Image.Image = marked.page.render(scale=_SCALE).to_pil().convert("RGB")
    box = (marked.left - 1, height - marked.top - 1, marked.right + 1, height - marked.bottom + 1)
    paint = Image.new("RGB", page.size, "white")
    ImageDraw.Draw(paint).rectangle([value * _SCALE for value in box], fill=_MARK)
    strip = (left * _SCALE, (height - top) * _SCALE, right * _SCALE, (height - bottom) * _SCALE)
    shown = Image.composite(page, paint, page.convert("L").point(lambda value: 255 * (value < 250)))  # noqa: PLR2004
    data = b64encode(png(shown.crop(tuple(map(round, strip))))).decode()
    return f'<img src="data:image/png;base64,{data}">'


def lines_of(sources: list[str]) -> str:
    """Return the lines of the ledger, with their numbers and their amounts marked."""
    shown = []
    for source in sources:
        path, _, number = source.rpartition(":")
        line = Path(path).read_text("utf-8").splitlines()[int(number) - 1].strip()
        marked = re.sub(r"(金额: )([0-9.]+)", r"\1<mark>\2</mark>", escape(line.lstrip("- ")))
        shown.append(f"{number}  {marked}")
    return "<pre>" + "\n".join(shown) + "</pre>"


def formula_of(page: str, fact: str) -> str:
    """Return what the web page says beside the figure of a fact."""
    link = re.search(rf'data-fact="{re.escape(fact)}"><a href="#(\w+)"', page)
    entry = re.search(rf'<li id="{link[1]}">(.*?)</li>', page) if link else None
    if entry is None:
        raise SystemExit(f"{fact}: the page has no formula of it")
    return entry[1]


def row_of(data: dict[str, Any], label: str, begins: str) -> dict[str, Any]:
    """Return the row of a table whose first cell begins with a text."""
    rows = (row for table in data["tables"] if table["label"] == label for row in table["rows"])
    return next(row for row in rows if row["cells"][0].startswith(begins))


def _section(box: tuple[int, int, int, int], title: str, content: str) -> str:
    left, top, width, height = box
    style = f"left:{left}px;top:{top}px;width:{width}px;height:{height}px"
    return f'<section style="{style}"><h1>{escape(title)}</h1>{content}</section>'


def main(folder: str, target: str, fact: str, label: str, begins: str) -> None:
    """Write the picture."""
    stem = Path(folder) / Path(folder).name
    data = json.loads(stem.with_suffix(".json").read_text("utf-8"))
    pdf = pypdfium2.PdfDocument(stem.with_suffix(".pdf"))
    paragraph, figure = next(
        (item, figure) for item in data["paragraphs"] for figure in item["figures"] if figure["fact"] == fact
    )
    row = row_of(data, label, begins)
    column = row["sources"].index(figure["sources"])
    said = places(pdf, figure["text"], paragraph["text"][: figure["start"]][-8:])[0]
    first = re.sub(r"\s", "", "".join(row["cells"][:column]))
    cell = places(pdf, row["cells"][column], first[-24:])[0]
    width = said.page.get_width()
    sentence = picture(said, said.top + _ABOVE, said.bottom - _BELOW, left=70, right=width - 66)
    table = picture(
        cell, cell.page.get_height() - 66, cell.bottom - _BESIDE, left=44, right=cell.page.get_width() - 44
    )
    formula = formula_of(stem.with_suffix(".html").read_text("utf-8"), fact)
    body = "".join(
        (
            _section(
                (18, 18, 1064, 196),
                f"台账：{len(figure['sources'])} 行明细，没有合计",
                lines_of(figure["sources"]),
            ),
            _section((18, 228, 524, 184), "情况说明（Word、PDF、网页）", sentence),
            _section((558, 228, 524, 184), "网页上点一下这个数", formula),
            _section((18, 426, 1064, 240), f"{label}（在 Excel 里是数值和公式）", table),
        )
    )
    page = HTML(string=f"<style>{_STYLE}</style>{body}").write_pdf()
    drawn: Image.Image = pypdfium2.PdfDocument(page)[0].render(scale=2).to_pil().convert("RGB")
    Path(target).write_bytes(png(drawn))


main(*sys.argv[1:])
