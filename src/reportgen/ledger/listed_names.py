"""Names that a ledger lists once and refers to: of units, projects and offices.

They are compared without width, blanks and the shape of brackets, and printed as they are listed.
"""

from itertools import islice

from reportgen.findings.rules import Rule
from reportgen.findings.suggestions import sought
from reportgen.source.parsing import Scalar
from reportgen.source.reading import Findings
from reportgen.source.texts import folded

_MOST_SHOWN = 12  # names in a hint


class Names:
    """The names under *key*; one that is referred to and not among them is reported by the rule *unknown*."""

    def __init__(self, key: str, unknown: Rule, findings: Findings) -> None:
        self._key = key
        self._unknown = unknown
        self._findings = findings
        self._listed: dict[str, str] = {}

    def is_new(self, name: str) -> bool:
        """Enter *name*, and tell whether it was not listed before; what says nothing was reported."""
        known = folded(name) in self._listed
        if name and not known:
            self._listed[folded(name)] = name
        return not known

    def meant(self, scalar: Scalar | None) -> str:
        """Return the listed name that *scalar* refers to; one that there is not is reported."""
        if scalar is None or not scalar.text:
            return ""
        name = self._listed.get(folded(scalar.text))
        if name is None:
            known = self._listed.values()
            shown = tuple(islice(known, _MOST_SHOWN))
            hint = sought(scalar.text, known, f"台账里的{self._key}" if shown else "", shown)
            self._findings.report(self._unknown, scalar.span, f"“{self._key}”里没有“{scalar.text}”", hint)
        return scalar.text if name is None else name
