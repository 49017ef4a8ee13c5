"""Office files as zip archives that are the same bytes whenever and wherever they are written."""

import re
import zipfile
from io import BytesIO

_CORE_PROPERTIES = "docProps/core.xml"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")


def repack(data: bytes, *, date: str) -> bytes:
    """Return the Office file *data* without a trace of time, user or platform.

    Its core properties are dated by the ISO date *date*; without one, by the earliest that a zip can hold.
    """
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            member = source.read(name)
            archive.writestr(_entry(name), _dated(member, date) if name == _CORE_PROPERTIES else member)
    return target.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # else the platform that happens to run
    entry.external_attr = 0o644 << 16
    return entry


def _dated(properties: bytes, date: str) -> bytes:
    moment = f"{date or '1980-01-01'}T00:00:00Z"
    return _TIMES.sub(rb"\g<1>" + moment.encode(), properties)
