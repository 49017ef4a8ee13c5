"""What differs between two states: `alignment` says which item is which, `wording` which words differ.

Texts in, differences out; it knows no pages, ledgers or files.
"""
