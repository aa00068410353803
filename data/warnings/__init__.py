"""预警: what needs a person today. Rules over records, readings, returns and deliveries; each finding is handled to its closure."""
