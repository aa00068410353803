"""`data-…` and `aria-…` attributes as keyword arguments."""

from __future__ import annotations

from typing import Any


def attr(**given: str | bool) -> dict[str, Any]:
    """`attr(aria_pressed=True, data_view="map")` → `{"aria-pressed": "true", "data-view": "map"}`."""
    return {name.replace("_", "-"): str(value).lower() if isinstance(value, bool) else value for name, value in given.items()}
