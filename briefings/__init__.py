"""The same readings on paper: letters and reports as Word and PDF. Composed of values; whose they are its route decides."""
