"""What is said of a gap: lines of which nobody knows whether a fact counts them."""

from reportgen.findings.diagnostics import Related
from reportgen.ledger.dimensions import (
    ACCOUNT,
    CATEGORY,
    EXPENDITURE,
    GOVERNMENTAL,
    PROJECT_CATEGORY,
    THREE_PUBLIC,
    UNIT,
    UNIT_TYPE,
)
from reportgen.ledger.model import PROJECT
from reportgen.ledger.postings import Gap

_MOST_RELATED = 3
# Who says the one says the other.
_KEYS = {UNIT_TYPE: UNIT}


def related_lines(open_lines: Gap) -> tuple[Related, ...]:
    """Name the first lines of a gap."""
    note = f"没有写明{'、'.join(open_lines.dimensions)}"
    spans = sorted({line.span for line in open_lines.lines})
    return tuple(Related(span, note) for span in spans[:_MOST_RELATED])


def way_out(open_lines: Gap) -> str:
    """Tell how a ledger says what it left open, in keys that its lines may have."""
    lines = open_lines.lines
    if THREE_PUBLIC in open_lines.dimensions:
        return "请把经济科目写到款，或在这些行写“三公: 接待”这样的归类，没有“三公”经费的写“三公: 无”。"
    if any(dimension.startswith(GOVERNMENTAL) for dimension in open_lines.dimensions):
        return "请把经济科目写到款；已经写了的，在 classification/economic-governmental.yaml 补上“对应”。"
    asked = dict.fromkeys(_KEYS.get(name, name) for name in map(_bare, open_lines.dimensions))
    if any(CATEGORY not in line.dimensions and line.dimensions[ACCOUNT] == EXPENDITURE for line in lines):
        return f"“上年”里的数不分{'、'.join(asked)}：请把上年的台账放进仓库。"
    of_projects = [name for name in asked if name in (UNIT, PROJECT_CATEGORY)]
    if of_projects and any(line.dimensions.get(CATEGORY) == PROJECT for line in lines):
        return f"请补上{'、'.join(asked)}；项目的{'、'.join(of_projects)}写在项目上，不写在明细里。"
    return f"请在这些行补上{'、'.join(asked)}。"


def _bare(dimension: str) -> str:
    """Return the dimension without the level of the code that is asked for."""
    return dimension.partition("（")[0]
