"""Ledger × form → document: `document.compose_with_findings` decides parts, sections and tables in order.

`tables` builds the grids, `narrative` the sentences, `charts` and `volume` what else is made of the same
facts.
It reads and writes no file, and decides nothing about formats.
"""
