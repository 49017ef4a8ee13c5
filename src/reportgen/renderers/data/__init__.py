"""Document → data: JSON with the sources of every number (docs/data.md), and each table as CSV."""
