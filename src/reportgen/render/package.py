"""Office files as zip archives that are the same bytes whenever and wherever they are written."""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO

CORE_PROPERTIES = "docProps/core.xml"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")


def timestamp(date: str) -> str:
    """Return the moment that stands in a file for an ISO date; without one, the earliest a zip can hold.

    >>> timestamp("2024-02-05"), timestamp("")
    ('2024-02-05T00:00:00Z', '1980-01-01T00:00:00Z')
    """
    return f"{date or '1980-01-01'}T00:00:00Z"


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of *members* in their order, without a trace of time, user or platform."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(_entry(name), data)
    return target.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # else the platform that happens to run
    entry.external_attr = 0o644 << 16
    return entry


def repack(data: bytes, *, date: str) -> bytes:
    """Return the Office file *data* with fixed member times and its core properties dated *date*."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    if CORE_PROPERTIES in members:
        moment = timestamp(date).encode()
        members[CORE_PROPERTIES] = _TIMES.sub(rb"\g<1>" + moment, members[CORE_PROPERTIES])
    return pack(members)
