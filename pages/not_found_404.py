"""What an address that leads to no page shows, in the frame of every page."""

from __future__ import annotations

import dash
from dash import html

from components.states import instead

dash.register_page(__name__, path="/404", title="没有这个页面 · 领导驾驶舱")


def layout(**_: str) -> html.Div:
    """One sentence and the way back."""
    return instead("not-found", "没有这个页面。")
