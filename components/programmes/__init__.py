"""The parts of the programmes' pages: matrices, Gantt, ledger, who owes what, and the panel of one task."""
