"""What a form prints of a ledger, for checks that ask whether the ledger says it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What a form prints: whoever leaves it out has a 0 or nothing printed.

    *sections* are keys of a ledger, *declared* paths under 另列, *headings* those of a described project,
    *descriptions* is how many projects are described at least.
    *targets* and *project_targets* tell whether there are tables of the targets.
    """

    sections: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    descriptions: int = 0
    targets: bool = False
    project_targets: bool = False
