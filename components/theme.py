"""The one Plotly template. It names tokens (`var(--grid)`), no colours: the browser puts in those of the theme that is on.

So a chart is the same plain dict in light and dark, and a change of theme asks the server nothing (`assets/charts.js`).
"""

from __future__ import annotations

from html import escape
from typing import Any

CONFIG: Any = {"displayModeBar": False, "doubleClick": False, "scrollZoom": False, "showTips": False}

TEMPLATE: dict[str, Any] = {
    "layout": {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "var(--sans)", "size": 12, "color": "var(--ink-3)"},
        "margin": {"l": 4, "r": 34, "t": 16, "b": 24, "pad": 0},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x",
        "hoverlabel": {
            "bgcolor": "var(--surface)",
            "bordercolor": "var(--line-strong)",
            "font": {"family": "var(--sans)", "size": 12, "color": "var(--ink)"},
            "align": "left",
        },
        "xaxis": {
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "showline": True,
            "linecolor": "var(--axis)",
            "linewidth": 1,
            "ticks": "",
            "tickfont": {"color": "var(--ink-3)"},
        },
        "yaxis": {
            "gridcolor": "var(--grid)",
            "gridwidth": 1,
            "zeroline": False,
            "fixedrange": True,
            "showticklabels": False,
            "ticks": "",
        },
    }
}
HALO = ",".join(f"{x}px {y}px 2px var(--surface)" for x in (1, -1) for y in (1, -1))  # keeps a label readable on a line
SERIES = {"color": "var(--series)", "width": 2.2}
FORECAST = {"color": "var(--series)", "width": 2, "dash": "dash"}
BAND = "var(--accent-soft)"
CONTEXT = {"color": "var(--context)", "width": 2}
EXPECTED = {"color": "var(--expected)", "width": 1.6, "dash": "dot"}
TARGET = {"color": "var(--target)", "width": 1.4}
TODAY = {"color": "var(--ink-3)", "width": 1}


def chart_text(text: str) -> str:
    """Text of a record or a name, as a chart shows it: Plotly reads tags in its texts, links among them, so `<` and `&` are written out."""
    return escape(text, quote=False)
