"""What stands where figures are not there yet, or could not be read."""

from __future__ import annotations

import logging
import secrets

from dash import html

from components.attr import attr

log = logging.getLogger(__name__)


def skeleton(shape: str, count: int = 1) -> list[html.Div]:
    """Grey shapes in the final layout, shown only if loading takes longer than a blink: top, lead, cards or panel."""
    return [html.Div([html.I(), html.I(), html.I()], className=f"bones {shape}", **attr(aria_hidden="true")) for _ in range(count)]


def place(name: str, looks: str = "", shape: str = "panel") -> list[html.Div]:
    """An empty place that `assets/drawn.js` fills, and grey shapes beside it until then."""
    return [html.Div(id=name, className=looks), *skeleton(shape)]


def failed(error: Exception) -> html.Div:
    """One sentence, an id that stands in the log beside the error, and 重试. What was shown before stays."""
    number = secrets.token_hex(2).upper()
    log.error("page could not be read, %s", number, exc_info=error)
    return html.Div(
        [
            html.B("没读出来"),
            html.Span(f"已记下，编号 {number}。"),
            html.Button("重试", type="button", className="link", **attr(data_again="")),
        ],
        className="trouble",
    )


def instead(name: str, words: str) -> html.Div:
    """One sentence in a page's place: it is not there, or not for this person."""
    return html.Div([html.H1(words, className="lead"), html.P(html.A("回到首页", href="/"), className="lede")], id=f"page-{name}")
