"""A ranking: one bar a category, its value at the right edge; the target an upright in its row, 应达 a tick at each bar."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.document import Chart
from briefings.drawing.svg import SMALL, TEXT, WIDTH, Drawing, box, cut, drawing, stroke, text, wide
from briefings.figures import Number

ROW, THICK, TOP = 20.0, 10.0, 6.0
NAMES = 120.0  # most that names may take


def bars(chart: Chart) -> Drawing:
    height = TOP + ROW * len(chart.categories) + (20.0 if len(chart.drawn) > 1 else 4.0)
    return drawing(WIDTH, height, _shapes(chart))


def _shapes(chart: Chart) -> Iterator[str]:
    values = chart.series[0].values
    labels = [Number(value, chart.form).text for value in values]
    left = min(NAMES, max(wide(name, TEXT) for name in chart.categories)) + 10
    right = WIDTH - max(wide(label, TEXT) for label in labels) - 10
    every = [value for one in chart.drawn for value in one.values if value is not None]
    low, high = min([0.0, *every]), max([0.0, *every])
    scale = (right - left) / ((high - low) or 1)
    zero = left - low * scale
    for place, (name, value, label) in enumerate(zip(chart.categories, values, labels, strict=True)):
        y = TOP + ROW * place
        yield text(left - 8, y + ROW / 2 + 3.6, cut(name, NAMES, TEXT), size=TEXT, anchor="end")
        end = zero if value is None else zero + value * scale
        yield box(min(zero, end), y + (ROW - THICK) / 2, abs(end - zero), THICK, "accent-2")
        yield text(WIDTH - 1, y + ROW / 2 + 3.6, label, size=TEXT, anchor="end")
        if chart.expected and (wanted := chart.expected.values[place]) is not None:
            at = zero + wanted * scale
            yield stroke(at, y + 2, at, y + ROW - 2, of="surface", width=4)
            yield stroke(at, y + 2, at, y + ROW - 2, of="ink", width=1.8)
        if chart.target and (goal := chart.target.values[place]) is not None:
            at = zero + goal * scale
            yield stroke(at, y, at, y + ROW, of="target", width=1.2, dash="" if chart.expected is None else "4 2")
    bottom = TOP + ROW * len(chart.categories)
    yield stroke(zero, TOP - 3, zero, bottom + 1)
    said = [f"{mark}为{one.name}" for mark, one in (("竖线", chart.target), ("短竖", chart.expected)) if one]
    if chart.target and chart.expected:
        said[0] = f"虚竖线为{chart.target.name}"
    if said:
        yield text(left, bottom + 14, "，".join(said), size=SMALL, fill="ink-3")
