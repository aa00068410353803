"""A warning's severity: always a shape and a word. The shapes are those of the lights: a square, an hourglass, a clock."""

from __future__ import annotations

from dash import html

from components.light import light
from data.warnings.rule import SEVERITIES

LIGHTS: dict[str, str] = {"severe": "overdue", "serious": "behind", "notice": "due_soon"}
WORDS: dict[str, str] = {str(key): words for key, words in SEVERITIES.items()}


def severity(which: str, count: int = 0) -> html.Span:
    """The light of a severity with its word and, in bold, how many."""
    return light(LIGHTS[which], WORDS[which], count) or html.Span(WORDS[which])
