"""What the six section pages share: the form of their declarations, the one body, and the panels a declaration may list."""
