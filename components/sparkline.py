"""A sparkline: the last periods of one figure as a line of CSS, without axes; a gap where there is no value."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from components.attr import attr

THICK = 1.5  # px


def sparkline(values: Sequence[float | None]) -> html.Span | None:
    """The line, oldest first; None for fewer than three values. It says nothing that the card does not say, so readers skip it."""
    known = [value for value in values if value is not None]
    if len(known) < 3:
        return None
    low, high = min(known), max(known)
    step, span = 100 / (len(values) - 1), (high - low) or 1
    pieces: list[list[tuple[float, float]]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append((at * step, 100 * (high - value) / span if high > low else 50))
    return html.Span([_piece(piece) for piece in pieces if len(piece) > 1], className="spark", **attr(aria_hidden="true"))


def _piece(points: Sequence[tuple[float, float]]) -> html.I:
    """A line as a band: along its upper edge and back along the lower."""
    there = [f"{x:.1f}% calc({y:.1f}% - {THICK * y / 100:.2f}px)" for x, y in points]
    back = [f"{x:.1f}% calc({y:.1f}% + {THICK * (1 - y / 100):.2f}px)" for x, y in reversed(points)]
    return html.I(style={"clipPath": f"polygon({','.join(there + back)})"})
