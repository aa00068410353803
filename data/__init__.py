"""The shared database and everything that is true about the bureau. Nothing in here knows Dash or Flask."""
