"""What one person has to see to: due in 14, 3 or 0 days, overdue, sent back, waiting for a decision."""
