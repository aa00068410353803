"""The empty places of a page that is drawn as text: each with grey shapes behind it until it is filled."""

from __future__ import annotations

import dash
from dash import ClientsideFunction, Input, html

from components.states import skeleton


def place(page: str, name: str, shape: str = "panel") -> html.Div:
    """Where one part is put, `<page>-<name>`."""
    return html.Div([html.Div(id=f"{page}-{name}", className="drawn"), *skeleton(shape)], className="place")


def panel(page: str, name: str, looks: str = "pan") -> html.Section:
    """The same as a panel."""
    return html.Section([html.Div(id=f"{page}-{name}", className="drawn"), *skeleton("panel")], className=looks)


def put(store: str) -> None:
    """Let the browser put what a store holds, place by place."""
    dash.clientside_callback(ClientsideFunction("drawn", "put"), Input(store, "data"))
