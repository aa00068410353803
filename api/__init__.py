"""The same figures as JSON, files in, and what machines ask of the server."""
