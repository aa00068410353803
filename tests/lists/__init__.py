"""Record lists: their declarations, their door, their page and their files."""
