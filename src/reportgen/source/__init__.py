"""Files of a repository → YAML nodes that know their file, line and column.

`files` opens nothing but regular files inside the repository, `parsing.parse` makes nodes of a text and
refuses what reads otherwise than it looks, `reading.Reader` asks nodes for typed values, `keys` are the
types that keys are declared in, `fields.Fields` reads a mapping by such a declaration, `names` says which
names are used.
It knows no key of a ledger or a form.
"""
