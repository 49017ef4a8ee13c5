"""A region's form of one year as data: parts in order, tables, wording, look, charts, volumes.

`profile.Profile` is all of it, read from `templates/<name>/` over what the package has in `base/`;
`tables.spec` are its tables, `package` reads what all forms share, the facts (指标) among it.
Reading a form needs no ledger.
"""
