"""Notices to a chat robot or another system of the bureau: written down first, sent after, again when it fails. Never a personal datum."""
