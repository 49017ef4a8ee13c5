"""What is printed, in order: parts, paragraphs with figures, tables with cells, and how it looks.

`document.Document` is the value between composing and rendering; `theme.Theme` is paper, faces, sizes and
rules.
It knows no format of files, no ledger and no form.
"""
