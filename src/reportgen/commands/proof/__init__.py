"""`reportgen proof`: pages of two states side by side, with what differs framed."""
