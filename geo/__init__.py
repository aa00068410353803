"""Regions and shapes of Kaifeng, read from files that the bureau can replace."""
