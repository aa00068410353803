"""A box to be ticked, with a name for a screen reader. `assets/ticks.js` keeps what is ticked in the store that its container names."""

from __future__ import annotations

from typing import Any

from dash import html

from components.attr import attr


def tick(value: str, name: str, *, on: bool = False) -> html.Button:
    """One box; `value` is what the store holds while it is ticked."""
    return html.Button(type="button", role="checkbox", className="tick", **attr(aria_checked=on, aria_label=name, data_tick=value))


def tick_all(store: str, words: str) -> html.Button:
    """A box with its words that ticks all of a store's boxes."""
    return html.Button(words, type="button", role="checkbox", className="tick all", **attr(aria_checked=False, data_tick_all=store))


def ticks(store: str) -> dict[str, Any]:
    """The attribute of the container whose boxes a store holds."""
    return attr(data_ticks=store)
