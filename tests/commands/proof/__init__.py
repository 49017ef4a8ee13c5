"""Print proof: what a reviewer sees of a change."""
