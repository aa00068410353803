"""A composed page part as plain dicts and lists: made once, it can be kept and sent again without composing anything."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component


def plain(part: Any) -> Any:
    """Components, however nested, as the JSON a browser gets; everything else as it is."""
    if isinstance(part, Component):
        return {key: plain(value) for key, value in part.to_plotly_json().items()}
    if isinstance(part, dict):
        return {key: plain(value) for key, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [plain(value) for value in part]
    return part
