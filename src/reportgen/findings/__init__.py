"""What is wrong, as a value: a code, a place, one sentence, who acts, a way out.

`diagnostics.Diagnostic` with its `Span`; `rules.RULES` names every code; `waivers` are comments that let a
warning pass; `report` shows findings to people and programs; `characters` are those that nobody may use.
It knows no ledger and no form, and reads no file: who reports hands it the texts that are quoted.
"""
