"""A bullet: the measured value as a bar whose right end is the target, with an upright ink stroke where it should be by now (应达)."""

from __future__ import annotations

from dash import html


def bullet(value: float | None, expected: float | None, target: float) -> html.Div:
    """value, expected and target in one unit; no stroke for None or once the target is due."""
    marks = []
    if value is not None:
        marks.append(html.I(className="val", style={"width": share(value, target)}))
    if expected is not None and expected < target:
        marks.append(html.I(className="exp", style={"left": share(expected, target)}))
    return html.Div(marks, className="bullet")


def share(value: float, of: float) -> str:
    """A part of a whole as a CSS length, 0–100 %; short of the whole it never looks whole."""
    part = 100 * value / of if of > 0 else 100.0
    return f"{max(0.0, min(100.0, part)):.1f}%" if part >= 100 or part < 99.5 else "99.5%"
