"""县区月报: what a county (for the city's own tasks a section) reports of one task and month, from draft to acceptance."""
