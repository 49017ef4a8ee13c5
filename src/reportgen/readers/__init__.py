"""Files → what they print: `pages` reads words, places and pictures of the pages of a PDF.

Readers know nothing of ledgers, forms or of how the file was written.
"""
