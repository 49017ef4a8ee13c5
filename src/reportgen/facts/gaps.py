"""What is said of a gap: lines of which nobody knows whether a fact counts them."""

from reportgen.findings.diagnostics import Related
from reportgen.ledger.dimensions import GOVERNMENTAL, THREE_PUBLIC
from reportgen.ledger.postings import Gap

_MOST_RELATED = 3


def related_lines(open_lines: Gap) -> tuple[Related, ...]:
    """Name the first lines of a gap."""
    note = f"没有写明{'、'.join(open_lines.dimensions)}"
    spans = sorted({line.span for line in open_lines.lines})
    return tuple(Related(span, note) for span in spans[:_MOST_RELATED])


def way_out(open_lines: Gap) -> str:
    """Tell how a ledger says what it left open."""
    if THREE_PUBLIC in open_lines.dimensions:
        return "请把经济科目写到款，或在这些行写“三公: 接待”这样的归类，没有“三公”经费的写“三公: 无”。"
    if any(dimension.startswith(GOVERNMENTAL) for dimension in open_lines.dimensions):
        return "请把经济科目写到款；已经写了的，在 classification/economic-governmental.yaml 补上“对应”。"
    return f"请在这些行补上{'、'.join(open_lines.dimensions)}。"
