"""The watermark: account and time, faint and slanting over the whole page, on screen and on paper. It catches no mouse.

It is a mask over ink, so the theme colours it and no script is needed; the text travels in `data-watermark` too, for whoever looks.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from html import escape
from urllib.parse import quote

from dash import html

from components.attr import attr

SIZE = 15  # px of a letter
HEIGHT = 190  # px of a tile


def mark(account: str, moment: datetime) -> str:
    """`zhang 2023-09-18 10:05`; the moment by Kaifeng's clock."""
    return f"{account} {moment:%Y-%m-%d %H:%M}"


def tile(text: str) -> str:
    """The text twice on a tile, the second half a tile along, as a `data:` address."""
    width = sum(SIZE if unicodedata.east_asian_width(letter) in "WF" else SIZE * 0.56 for letter in text)
    across = round(width * 0.94 + 90)
    line = "<text x='{x}' y='{y}' transform='rotate(-20 {x} {y})'>" + escape(text) + "</text>"
    lines = line.format(x=16, y=HEIGHT - 16) + line.format(x=16 + across // 2, y=HEIGHT // 2 - 16)
    # Drawn a tile to the left and above as well, so that what runs over an edge comes in at the other.
    around = "".join(f"<g transform='translate({x} {y})'>{lines}</g>" for x in (0, -across) for y in (0, HEIGHT))
    size = f"width='{across}' height='{HEIGHT}' font-size='{SIZE}' font-family='sans-serif'"
    drawn = f"<svg xmlns='http://www.w3.org/2000/svg' {size}>{around}</svg>"
    return f"data:image/svg+xml,{quote(drawn)}"


def style(text: str) -> str:
    """The tile as the value of the custom property `--tile`, which the style sheet repeats."""
    return f'url("{tile(text)}")'


def watermark(text: str) -> html.Div:
    """The layer over a page."""
    return html.Div(className="watermark", style={"--tile": style(text)}, **attr(data_watermark=text, aria_hidden="true"))
