"""What makes a PDF an archive that everyone can read: PDF/A-3a and PDF/UA-1, with its data attached."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812 - a field of `Properties` is called date
from hashlib import md5
from importlib.resources import files
from xml.sax.saxutils import escape

import pydyf

_COMPRESSION = 9
_TITLE = '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>'
_AUTHOR = "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>"
_DATE = "<xmp:CreateDate>{0}T00:00:00Z</xmp:CreateDate><xmp:ModifyDate>{0}T00:00:00Z</xmp:ModifyDate>"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a PDF: *description* says in words what it holds, *type* is its media type."""

    name: str
    description: str
    type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Properties:
    """What a PDF says of itself beside its pages.

    *date* is when it was made, or is to have been. *titles* says where the link to an anchor leads, in words.
    """

    author: str = ""
    date: Day | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


def describe(pdf: pydyf.PDF, properties: Properties) -> None:
    """Write author, date, colours and the standards that are kept, where readers and archives look."""
    if properties.author:
        pdf.info["Author"] = pydyf.String(properties.author)
    if properties.date:
        pdf.info["CreationDate"] = pdf.info["ModDate"] = _moment(properties.date)
    packet = _packet(pdf.info, properties)
    pdf.catalog["Metadata"] = _embedded(pdf, packet, {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
    intent = {"Type": "/OutputIntent", "S": "/GTS_PDFA1", "OutputConditionIdentifier": pydyf.String("sRGB")}
    profile = _embedded(pdf, _profile(), {"N": 3})
    pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary({**intent, "DestOutputProfile": profile})])


def _profile() -> bytes:
    """Return the colour profile that the engine brings along; it would leave its file open."""
    return files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()


def _embedded(pdf: pydyf.PDF, data: bytes, extra: dict[str, object], *, compress: bool = True) -> bytes:
    """Add a stream and return the reference to it."""
    stream = pydyf.Stream([data], extra, compress)
    pdf.add_object(stream)
    reference: bytes = stream.reference
    return reference


def _moment(day: Day) -> pydyf.String:
    return pydyf.String(f"D:{day:%Y%m%d}000000Z")


def _packet(info: Mapping[str, pydyf.String], properties: Properties) -> bytes:
    """Return the metadata as XMP, which must say the same as the information of the file."""
    title = info["Title"].string if "Title" in info else ""
    template = files("reportgen.renderers.pdf").joinpath("xmp.xml").read_text("utf-8")
    return template.format(
        producer=escape(info["Producer"].string),
        title=_filled(_TITLE, title),
        author=_filled(_AUTHOR, properties.author),
        date=_filled(_DATE, properties.date.isoformat() if properties.date else ""),
    ).encode()


def _filled(template: str, text: str) -> str:
    return template.format(escape(text)) if text else ""


def attach(pdf: pydyf.PDF, properties: Properties) -> None:
    """Embed the attachments as the data of the document, in their order."""
    specifications = [_specification(pdf, item, properties.date) for item in properties.attachments]
    if not specifications:
        return
    pairs = zip((item.name for item in properties.attachments), specifications, strict=True)
    names = (
        entry for name, reference in sorted(pairs, key=_key) for entry in (pydyf.String(name), reference)
    )
    tree = pydyf.Dictionary({"Names": pydyf.Array(names)})
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = tree
    pdf.catalog["AF"] = pydyf.Array(specifications)


def _key(named: tuple[str, bytes]) -> tuple[bool, bytes]:
    """Return what puts names in the order of their bytes in the file: ASCII before UTF-16 with its mark."""
    name, _ = named
    return not name.isascii(), name.encode("utf-16-be")


def _specification(pdf: pydyf.PDF, attachment: Attachment, day: Day | None) -> bytes:
    """Embed a file and return the reference to its specification."""
    checksum = md5(attachment.data, usedforsecurity=False).hexdigest()
    parameters = pydyf.Dictionary({"Size": len(attachment.data), "CheckSum": f"<{checksum}>"})
    if day:
        parameters["ModDate"] = _moment(day)
    extra = {"Type": "/EmbeddedFile", "Subtype": _media_type(attachment), "Params": parameters}
    file = _embedded(pdf, attachment.data, extra)
    name = pydyf.String(attachment.name)
    specification = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": name,
            "UF": name,
            "EF": pydyf.Dictionary({"F": file, "UF": file}),
            "Desc": pydyf.String(attachment.description),
            "AFRelationship": "/Data",
        }
    )
    pdf.add_object(specification)
    reference: bytes = specification.reference
    return reference


def _media_type(attachment: Attachment) -> str:
    """Return the type as a name, in which a slash has to be escaped."""
    return f"/{attachment.type.replace('/', '#2f')}"


class _Settled(pydyf.Object):  # type: ignore[misc]  # pydyf has no types
    """An object as it is written, so that it is not put into bytes again for each who asks."""

    def __init__(self, made: pydyf.Object) -> None:
        super().__init__()
        self.number = made.number
        self._data: bytes = made.data

    @property
    def data(self) -> bytes:
        """The bytes of the object."""
        return self._data


def settle(pdf: pydyf.PDF) -> None:
    """Put all objects into bytes once: they are asked for twice, for the file and for its identifier."""
    for index, made in enumerate(pdf.objects):
        if isinstance(made, pydyf.Stream):
            compress(made)
        elif made.free == "n":
            pdf.objects[index] = _Settled(made)


def compress(stream: pydyf.Stream) -> None:
    """Compress a stream that is to be.

    Its data must not end in a carriage return: with the line feed behind it, readers take both for the end
    of a line. What follows the end of compressed data is not read.
    """
    if stream.compress:
        data = zlib.compress(b"\n".join(map(pydyf._to_bytes, stream.stream)), _COMPRESSION)  # noqa: SLF001
        stream.stream = [data + b"\n" if data.endswith(b"\r") else data]
        stream.extra = {**stream.extra, "Filter": "/FlateDecode"}
        stream.compress = False
