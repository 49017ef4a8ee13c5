"""Draw pages of a PDF beside each other, as the README shows them.

usage: scripts/pictures.py PDF PICTURE HEADING…

Each page is the one to which the first bookmark leads whose title ends with HEADING.
"""

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

from reportgen.commands.proof.drawing import png

_HEIGHT = 840
_GAP = 12
_DESK = "#d0d0d0"


def page_of(pdf: pypdfium2.PdfDocument, heading: str) -> pypdfium2.PdfPage:
    """Return the page on which *heading* stands."""
    for bookmark in pdf.get_toc():
        if bookmark.get_title().endswith(heading):
            return pdf[bookmark.get_dest().get_index()]
    raise SystemExit(f"{heading}: no such bookmark")


def picture_of(page: pypdfium2.PdfPage) -> Image.Image:
    """Return the page as a picture of the common height."""
    picture: Image.Image = page.render(scale=_HEIGHT / page.get_height()).to_pil()
    return picture.convert("RGB")


def main(pdf: str, picture: str, *headings: str) -> None:
    """Write the picture."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [picture_of(page_of(document, heading)) for heading in headings]
    width = sum(page.width + _GAP for page in pages) + _GAP
    desk = Image.new("RGB", (width, _HEIGHT + 2 * _GAP), _DESK)
    left = _GAP
    for page in pages:
        desk.paste(page, (left, _GAP))
        left += page.width + _GAP
    Path(picture).write_bytes(png(desk))


main(*sys.argv[1:])
