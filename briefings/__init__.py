"""The same readings on paper: letters and reports as Word and PDF. A paper is composed of values; who may have it is decided by its route."""
