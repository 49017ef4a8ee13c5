"""Pages with frames around what differs, and both states side by side."""

from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from reportgen.commands.proof.comparison import Comparison, Side
from reportgen.readers.pages import Box

_CHANGED, _TINT, _MOVED = "#c00000", "#ffd9d9", "#2060c0"
_DESK, _MISSING = "#b0b0b0", "#c8c8c8"
_THICK, _THIN = 2, 1
_GAP = 12


def framed(side: Side) -> Image.Image:
    """Return the page with thick frames on a tint around changed words, thin ones around what moved."""
    tint = Image.new("RGB", side.picture.size, "white")
    shade = ImageDraw.Draw(tint)
    for box in side.marks.changed:
        shade.rectangle(_corners(box), fill=_TINT)
    page = ImageChops.multiply(side.picture, tint)
    draw = ImageDraw.Draw(page)
    for box in side.marks.moved:
        draw.rectangle(_corners(box), outline=_MOVED, width=_THIN)
    for box in side.marks.changed:
        draw.rectangle(_corners(box), outline=_CHANGED, width=_THICK)
    return page


def side_by_side(comparison: Comparison) -> Image.Image:
    """Return the old page on the left and the new one on the right; a missing one is an empty place."""
    pages = [framed(side) if side else None for side in (comparison.old, comparison.new)]
    there = [page for page in pages if page]
    width, height = max(page.width for page in there), max(page.height for page in there)
    desk = Image.new("RGB", (2 * width + 3 * _GAP, height + 2 * _GAP), _DESK)
    for place, page in enumerate(pages):
        empty = Image.new("RGB", (width, height), _MISSING)
        desk.paste(page or empty, (_GAP + place * (width + _GAP), _GAP))
    return desk


def thumbnail(picture: Image.Image, width: int) -> Image.Image:
    """Return a smaller picture."""
    height = round(picture.height * width / picture.width)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def png(picture: Image.Image) -> bytes:
    """Return the picture as a PNG file with a palette, which takes a quarter of the room."""
    file = BytesIO()
    picture.quantize(method=Image.Quantize.FASTOCTREE).save(file, "PNG")
    return file.getvalue()


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom
