"""One ledger per department and year becomes its published budget."""
