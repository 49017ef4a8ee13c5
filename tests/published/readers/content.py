"""What a reader finds in a built file: the same value for every format."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """One grid as printed.

    *caption* holds what stands around the title (number, subtitle, unit line) in printed order.
    *header* is the path of each leaf column, top first.
    A table of several blocks is one value a block, told apart by *part*.
    """

    title: str
    caption: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    part: str
    header: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The title, and the first field where tables of one title are told apart by it."""
        return f"{self.title}（{self.fields[0][1]}）" if self.fields else self.title


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a built file says; *blocks* are paragraphs and tables in the order of the file.

    A format without a cover or a contents list leaves them empty.
    """

    cover: tuple[str, ...]
    contents: tuple[str, ...]
    blocks: tuple[str | Table, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(block for block in self.blocks if isinstance(block, str))
