"""The breadcrumb of a page that stands beside the period: where it belongs, and what is shown."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from components.attr import attr

CITY_STEP = ("开封市", "/")


def crumb(*steps: str | tuple[str, str], here: str) -> html.Nav:
    """steps: what it lies in, a word or a word with its address; here: the page itself."""
    parts: list[Any] = []
    for step in steps:
        parts += [_step(step), html.Span("›", **attr(aria_hidden="true"))]
    return html.Nav([*parts, html.B(here, **attr(aria_current="page"))], className="crumb", **attr(aria_label="面包屑"))


def _step(step: str | tuple[str, str]) -> Any:
    if isinstance(step, str):
        return html.Span(step)
    name, address = step
    return html.A(name, href=address) if address == "/" else dcc.Link(name, href=address)
