"""How much the templates of one document may do: a template can ask for more than any machine has."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from reportgen.composing.narrative.marks import TemplateFaultError

_Item = TypeVar("_Item")

# Turns of loops, members, calls and filters, some 20 µs each; the real documents take 190 to 530.
_STEPS = 50_000
_STEPS_OF_LINE = 200  # more for each line of the ledger, which may stand in lists of lists
STEPS_OF_TEMPLATE = 500  # as many as it takes to ask for one: a form has three to six
STEPS_OF_WORDS = 50  # as many as it takes to compile a text of the ledger: 1 ms
# A text of 2,000 pages; what a macro or a variable holds counts again where it is printed.
_CHARACTERS = 2_000_000
_LONGEST = 100_000  # characters: what one expression joins
_LONGEST_ARGUMENT = 1_000  # characters: arguments of filters and functions are connectives


class ExhaustedError(TemplateFaultError):
    """The templates of a document do too much."""


class Work:
    """Counts what the templates of one document do, until it is too much; *lines* are those of the ledger.

    Whoever does something says so before; all raise `ExhaustedError`.
    """

    def __init__(self, lines: int) -> None:
        self._steps = _STEPS + _STEPS_OF_LINE * lines
        self._characters = _CHARACTERS
        self.is_reported = False

    def step(self, count: int = 1) -> None:
        """Count something that is done."""
        self._steps -= count
        if self._steps < 0:
            raise ExhaustedError("要算的太多：循环、宏或引用一层套一层")

    def each(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """Count the turns of a loop over *items*."""
        for item in items:
            self.step()
            yield item

    def written(self, text: str) -> str:
        """Count the characters of a text."""
        self._characters -= len(text)
        if self._characters < 0:
            raise ExhaustedError(f"印出的文字超过 {_CHARACTERS // 10_000} 万字")
        return text

    def put_together(self, pieces: Iterable[str]) -> str:
        """Put the pieces of a text, a macro or a variable together."""
        return "".join(map(self.written, pieces))


def joined(pieces: Iterable[str], between: str = "") -> str:
    """Join what one expression joins.

    Raises:
        TemplateFaultError: the text is too long.
    """
    found, length = [], 0
    for piece in pieces:
        found.append(piece)
        length += len(piece) + len(between)
        if length > _LONGEST:
            raise TemplateFaultError(f"拼出来的文字超过 {_LONGEST // 10_000} 万字")
    return between.join(found)


def check_arguments(arguments: Iterable[object]) -> None:
    """Refuse long texts as arguments of filters and functions, which may repeat them.

    Raises:
        TemplateFaultError: an argument is too long.
    """
    if any(isinstance(argument, str) and len(argument) > _LONGEST_ARGUMENT for argument in arguments):
        raise TemplateFaultError(f"过滤器和函数里的文字最多 {_LONGEST_ARGUMENT} 字")
