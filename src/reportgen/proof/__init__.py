"""Print proof: the pages of a document as of an earlier state and as of now, and what differs on them."""
