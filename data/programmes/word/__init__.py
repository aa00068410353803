"""A Word document's ledger tables: the file looked at, its tables as grids, their columns and dates. Into a plan: `word_plan`."""
