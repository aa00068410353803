"""Lights: always a shape and a word, never colour alone. The shapes are masks in `assets/lights/`."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.programmes.light import WORDS as WORDS
from data.programmes.light import Light as Light


def light(status: str, word: str = "", count: int = 0) -> html.Span | None:
    """The light of a status, with its word (or another) and, in bold, how many; None where there is nothing to say."""
    if status not in WORDS:
        return None
    parts: list[Component | str] = [html.I(className=f"ic {status}"), word or WORDS[status]]
    if count:
        parts.append(html.B(str(count)))
    return html.Span(parts, className=f"lt {status}")
