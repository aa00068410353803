"""A composed page part as plain dicts and lists: made once, it can be kept and sent again without composing anything.

In titles a number stays on one line with its unit: every title passes here, whoever composed it.
"""

from __future__ import annotations

import re
from typing import Any

from dash import html
from dash.development.base_component import Component

# `26 项`, `0.9 个百分点`, `9月`, `44.9%，`: a number, its unit, and the mark behind it.
COUNTED = re.compile(r"(\d[\d,.]*(?:–\d[\d,.]*)?\s?(?:个百分点|万[元人户]|[一-鿿%])[，。；、）]?)")


def plain(part: Any) -> Any:
    """Components, however nested, as the JSON a browser gets; everything else as it is."""
    if isinstance(part, Component):
        if isinstance(part, (html.H1, html.H2)):
            part = type(part)(**{**part.to_plotly_json()["props"], "children": _kept(part.children)})
        return {key: plain(value) for key, value in part.to_plotly_json().items()}
    if isinstance(part, dict):
        return {key: plain(value) for key, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [plain(value) for value in part]
    return part


def _kept(title: Any) -> Any:
    if isinstance(title, (list, tuple)):
        return [one for part in title for one in (_kept(part) if isinstance(part, str) else [part])]
    if not isinstance(title, str) or not COUNTED.search(title):
        return title
    return [html.Span(part, className="kept") if number % 2 else part for number, part in enumerate(COUNTED.split(title)) if part]
