"""What a layout does not show as it should, as values; `placement` finds it."""

from dataclasses import dataclass
from enum import Enum


class Fault(Enum):
    """What is wrong with a text on paper."""

    OUTSIDE = "outside"
    OVERLAPPING = "overlapping"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A text that is not shown as it should be: the whole cell, paragraph or heading.

    *page* counts from 1; it is 0 for a text that is missing.
    *anchor* is the last one in the document before the text.
    """

    fault: Fault
    text: str
    page: int
    anchor: str
