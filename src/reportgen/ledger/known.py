"""The figures that a budget gives, as plain values: what rules hold the numbers of a text against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

_TOTAL = ".合计"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFigure:
    """A fact of a budget: an amount in 元, or a count where *is_count*.

    *path* is how words of the ledger write it, *words* are what sentences call it.
    *before* is last year's value, None where nobody knows it.
    *owner* is the project that it belongs to, empty for the department.
    """

    path: str
    words: tuple[str, ...]
    value: Decimal
    before: Decimal | None = None
    owner: str = ""
    is_count: bool = False


@dataclass(frozen=True)
class KnownFigures:
    """All figures of a budget that are known."""

    figures: tuple[KnownFigure, ...]

    def of(self, path: str, owner: str = "") -> KnownFigure | None:
        """Return the amount or count that *path* names in a text of *owner*; 合计 may be left out."""
        keys = ((owner, path), ("", path), ("", path.removesuffix(_TOTAL)))
        return next((self._by_path[key] for key in keys if key in self._by_path), None)

    def seen_from(self, owner: str) -> tuple[KnownFigure, ...]:
        """Return the amounts that a text of *owner* may speak of: those of the project first."""
        return self._seen.setdefault(owner, tuple(self._of_owner(owner)))

    def _of_owner(self, owner: str) -> Iterable[KnownFigure]:
        amounts = [figure for figure in self.figures if not figure.is_count]
        yield from (figure for figure in amounts if owner and figure.owner == owner)
        yield from (figure for figure in amounts if not owner or figure.owner != owner)

    @cached_property
    def _by_path(self) -> Mapping[tuple[str, str], KnownFigure]:
        return {(figure.owner, figure.path): figure for figure in self.figures}

    @cached_property
    def _seen(self) -> dict[str, tuple[KnownFigure, ...]]:
        return {}


NOTHING_KNOWN = KnownFigures(())
