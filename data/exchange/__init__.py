"""Files and API rows in, batches kept and withdrawn, templates out. Knows datasets, not indicators."""
