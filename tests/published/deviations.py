"""The places where our document rightly differs from the published one, applied to the published text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.published.facts import Facts, blocks_of, name_of, read_facts

_SECTION = re.compile(r"^(?=#)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TableChange:
    """Published lines of one table that read otherwise in ours."""

    table: str
    published: str
    ours: str
    reason: str


@dataclass(frozen=True, slots=True)
class SectionChange:
    """Published words of one section that read otherwise in ours."""

    section: str
    published: str
    ours: str
    reason: str


@dataclass(frozen=True, slots=True)
class Addition:
    """A table that the published text lacks, in the form of the published facts, and the table after it."""

    before: str
    ours: str
    reason: str


Deviation = TableChange | SectionChange | Addition


@dataclass(frozen=True, slots=True)
class Published:
    """A published document as kept here, with the ledger that gives ours."""

    name: str
    ledger: Path
    tables: str
    sentences: str
    deviations: tuple[Deviation, ...]

    @property
    def facts(self) -> Facts:
        """What the published document says."""
        return self.with_deviations(())

    @property
    def expected(self) -> Facts:
        """What ours must say."""
        return self.with_deviations(self.deviations)

    def with_deviations(self, deviations: Iterable[Deviation]) -> Facts:
        """What ours would say if exactly these deviations held."""
        tables, sentences = blocks_of(self.tables), tuple(_SECTION.split(self.sentences))
        for deviation in deviations:
            match deviation:
                case Addition():
                    tables = _add(tables, deviation)
                case TableChange(table=name):
                    tables = _change(tables, [name_of(block) == name for block in tables], deviation)
                case SectionChange(section=heading):
                    chosen = [_heading(section) == heading for section in sentences]
                    sentences = _change(sentences, chosen, deviation)
        return read_facts("\n\n".join(tables), "".join(sentences))


def read_published(folder: Path) -> Published:
    """Read the folder of a published document."""
    listed = yaml.safe_load((folder / "deviations.yaml").read_text(encoding="utf-8"))
    return Published(
        folder.name,
        Path(listed["台账"]),
        (folder / "tables.txt").read_text(encoding="utf-8"),
        (folder / "sentences.txt").read_text(encoding="utf-8"),
        tuple(_deviation(entry) for entry in listed["偏差"]),
    )


def _deviation(entry: Mapping[str, str]) -> Deviation:
    match dict(entry):
        case {"表": table, "公布": published, "本文": ours, "原因": reason, **rest} if not rest:
            return TableChange(table, published.strip(), ours.strip(), reason)
        case {"节": section, "公布": published, "本文": ours, "原因": reason, **rest} if not rest:
            return SectionChange(section, published.strip(), ours.strip(), reason)
        case {"缺表在前": before, "本文": ours, "原因": reason, **rest} if not rest:
            return Addition(before, ours.strip(), reason)
        case _:
            raise ValueError(f"not a deviation: {entry}")


def _heading(section: str) -> str:
    """The heading of a section; the cover and the contents before the first heading go by 目录."""
    first = section.partition("\n")[0]
    return first.lstrip("# ") if first.startswith("#") else "目录"


def _add(tables: tuple[str, ...], addition: Addition) -> tuple[str, ...]:
    (place,) = (index for index, block in enumerate(tables) if name_of(block) == addition.before)
    return (*tables[:place], addition.ours, *tables[place:])


def _change(
    texts: tuple[str, ...], chosen: list[bool], change: TableChange | SectionChange
) -> tuple[str, ...]:
    """Put our words in the place of the published ones, which must stand there exactly once."""
    found = sum(text.count(change.published) for text, here in zip(texts, chosen, strict=True) if here)
    if found != 1:
        raise ValueError(f"found {found} times instead of once: {change}")
    return tuple(
        text.replace(change.published, change.ours) if here else text
        for text, here in zip(texts, chosen, strict=True)
    )
