"""Parts of a whole: one bar in a fixed order, numbered ①②… so that the list below is found without colours."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.document import Chart
from briefings.drawing.svg import TEXT, WIDTH, Drawing, box, drawing, text, wide
from briefings.figures import Number
from data.indicators.words import percent

HIGH, ROW = 22.0, 17.0
NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩"
DARK = (1, 4)  # categories whose ground is too dark for black letters
COLOURS = 6


def share(chart: Chart) -> Drawing:
    return drawing(WIDTH, HIGH + 12 + ROW * len(chart.categories), _shapes(chart))


def _shapes(chart: Chart) -> Iterator[str]:
    values = [value or 0 for value in chart.series[0].values]
    whole, x = sum(values) or 1, 0.0
    shown = [Number(value, chart.form).text for value in chart.series[0].values]
    names = 30 + max(wide(name, TEXT) for name in chart.categories) + 18
    end = names + max(wide(label, TEXT) for label in shown)
    for place, (name, value) in enumerate(zip(chart.categories, values, strict=True)):
        token = min(place, COLOURS - 1) + 1
        width = WIDTH * value / whole
        yield box(x, 2, width - 1.2 if width > 2.4 else width, HIGH, f"cat-{token}")
        if width > 14:
            yield text(x + width / 2, HIGH / 2 + 6, _mark(place), size=TEXT, anchor="middle", fill="on-accent" if token in DARK else "ink")
        x += width
        y = HIGH + 12 + ROW * place
        yield box(0, y + 1, 11, 11, f"cat-{token}")
        yield text(17, y + 10.5, f"{_mark(place)} {name}", size=TEXT)
        yield text(end, y + 10.5, shown[place], size=TEXT, anchor="end")
        if chart.form != "percent" and chart.series[0].values[place] is not None:
            yield text(end + 56, y + 10.5, f"{percent(100 * value / whole)}%", size=TEXT, anchor="end")


def _mark(place: int) -> str:
    return NUMBERS[place] if place < len(NUMBERS) else ""
