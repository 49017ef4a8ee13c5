"""Which keys a mapping of YAML may have, as values: declared once, for reading and for the reference.

A `Record` is a mapping with known keys, a `Key` says what stands under one, in a type that says what it
looks like and nothing of how it is used.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

YES, NO = "是", "否"


@dataclass(frozen=True)
class Text:
    """A text; *lines* tells that it may stand in several, *expressions* that it may hold `{{ … }}`.

    *slots* tells that it prints `{名}`; *slot* must stand in it; *blank* tells that `""` stands for a cell
    without a text.
    """

    lines: bool = True
    expressions: bool = False
    slots: bool = False
    slot: str = ""
    blank: bool = False


@dataclass(frozen=True)
class Paragraphs:
    """A list of texts with `{{ … }}`; a list in the list holds the items under the text before it."""


@dataclass(frozen=True)
class Amount:
    """An amount in 元 with at most two decimal places."""


@dataclass(frozen=True)
class Count:
    """A whole number, not negative."""


@dataclass(frozen=True)
class Date:
    """A day, written as 2024-02-05."""


@dataclass(frozen=True)
class Length:
    """A length, a size or a factor in *unit*, which is not written."""

    unit: str


@dataclass(frozen=True)
class Lengths:
    """Two or more lengths, the largest first."""

    unit: str


@dataclass(frozen=True)
class Flag:
    """是 or 否."""


@dataclass(frozen=True)
class Choice:
    """One of *values*, which are those of *members* where the reader wants members of an enumeration."""

    values: tuple[str, ...]
    members: type[Enum] | None = None

    @classmethod
    def of(cls, members: type[Enum]) -> "Choice":
        """Return the choice among the values of an enumeration."""
        return cls(tuple(member.value for member in members), members)


@dataclass(frozen=True)
class CodeOf:
    """A code of the classification *table* with so many *digits*.

    *coarse* digits will do where the ledger says that it does not disclose what is under the key.
    """

    table: str
    digits: int
    coarse: int = 0


@dataclass(frozen=True)
class Reference:
    """The name of a member of what stands under *key* elsewhere."""

    key: str


@dataclass(frozen=True)
class Other:
    """A value with a language of its own, of which *what* is the name."""

    what: str


@dataclass(frozen=True)
class ListOf:
    """A list of values of the type *member*."""

    member: "ValueType"


@dataclass(frozen=True)
class Entries:
    """A mapping whose keys are free: *name* says what they name, *example* is one, *value* what they hold."""

    name: str
    value: "ValueType"
    example: str = ""


@dataclass(frozen=True)
class AnyOf:
    """A value of one of *types*."""

    types: tuple["ValueType", ...]


@dataclass(frozen=True, eq=False)
class Record:
    """A mapping with known *keys*, in the order of the reference; *others* are keys that a form defines.

    *make* makes a value of what stands under the keys, by their attributes, where the record is read as a
    whole; without it these belong to the record above.
    """

    keys: tuple["Key", ...]
    others: Entries | None = None
    make: Callable[..., object] | None = None

    def __getitem__(self, name: str) -> "Key":
        """Return the key *name*, which must be declared."""
        return self._by_name[name]

    def find(self, name: str) -> "Key | None":
        """Return the key *name*, None where it is not declared."""
        return self._by_name.get(name)

    def __iter__(self) -> Iterator["Key"]:
        """Go through the keys."""
        return iter(self.keys)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the keys."""
        return tuple(self._by_name)

    @cached_property
    def _by_name(self) -> dict[str, "Key"]:
        return {key.name: key for key in self.keys}


ValueType = (
    Text
    | Paragraphs
    | Amount
    | Count
    | Date
    | Length
    | Lengths
    | Flag
    | Choice
    | CodeOf
    | Reference
    | Other
    | ListOf
    | Entries
    | AnyOf
    | Record
)


@dataclass(frozen=True, eq=False)
class Key:
    """A key and what stands under it.

    A required key may be absent where the ledger names *undisclosed* among what it does not disclose, or
    where the key *instead* is there.
    An optional one stands for *default* where it is absent, or for what is under the key *default_from*.
    *help* is a sentence for its users, *example* a value as YAML; that of a record is made of its keys.
    *attribute* is the field of the value that the record is read into, where it is read as a whole.
    """

    name: str
    type: ValueType
    required: bool = field(default=True, kw_only=True)
    undisclosed: str = field(default="", kw_only=True)
    instead: str = field(default="", kw_only=True)
    default: str = field(default="", kw_only=True)
    default_from: str = field(default="", kw_only=True)
    help: str = field(kw_only=True)
    example: str = field(default="", kw_only=True)
    attribute: str = field(default="", kw_only=True)
