"""`reportgen volume`: the departments of a region and year bound into one PDF, with summary tables."""
