"""A course: the measured line with its last value, the others beside it in grey, 应达 in dots, the target a thin line of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from briefings.document import Chart, Series
from briefings.drawing.scaling import tick, ticks
from briefings.drawing.svg import SMALL, WIDTH, Drawing, course, cut, disc, drawing, stroke, text, wide
from briefings.figures import Number

HEIGHT, TOP, BOTTOM, LEFT = 170.0, 16.0, 148.0, 6.0
APART = 11.0  # of two names at the right end
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 3")  # so that grey lines differ without colour
ROOM = 96.0


def line(chart: Chart) -> Drawing:
    return drawing(WIDTH, HEIGHT, _shapes(chart))


def _shapes(chart: Chart) -> Iterator[str]:
    every = [float(value) for one in chart.drawn for value in one.values if value is not None]
    steps = ticks(every, from_zero=chart.form not in ("percent", "tenth"))
    named = [(one, *_look(chart, one)) for one in chart.drawn]
    right = WIDTH - min(ROOM, max(wide(_end(chart, one)) for one in chart.drawn)) - 12
    count = len(chart.categories)

    def x(place: int) -> float:
        return LEFT + 26 + (right - LEFT - 26) * (place / (count - 1) if count > 1 else 0.5)

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value - steps[0]) / (steps[-1] - steps[0])

    for step in steps:
        yield stroke(LEFT, y(step), right, y(step), of="axis" if step == steps[0] else "grid")
        last = step == steps[-1]
        yield text(LEFT, y(step) - 2.5, f"{tick(step)} {chart.unit}" if last and chart.unit else tick(step), size=SMALL, fill="ink-3")
    every_so = max(1, -(-count * int(max(wide(name) for name in chart.categories) + 10) // int(right - LEFT)))
    for place, name in enumerate(chart.categories):
        if (count - 1 - place) % every_so == 0:
            yield text(x(place), BOTTOM + 13, name, size=SMALL, fill="ink-3", anchor="middle")
    ends: list[tuple[float, Series, bool]] = []
    for one, of, width, dash in reversed(named):
        for run in _runs(one, x, y):
            yield course(run, of=of, width=width, dash=dash) if len(run) > 1 else disc(*run[0], 1.6, of)
        known = [(place, value) for place, value in enumerate(one.values) if value is not None]
        if known:
            at, value = known[-1]
            measured = one is chart.series[0]
            if measured:
                yield disc(x(at), y(value), 3.2, of)
            ends.append((y(value), one, measured))
    yield from _names(chart, ends, right)


def _names(chart: Chart, ends: list[tuple[float, Series, bool]], right: float) -> Iterator[str]:
    """What each line is, at its end; names that would lie on one another are moved apart."""
    ends.sort(key=lambda end: end[0])
    heights: list[float] = []
    for height, _, _ in ends:
        heights.append(max(height, heights[-1] + APART) if heights else max(height, TOP))
    over = max(0.0, heights[-1] - BOTTOM) if heights else 0.0
    for height, (_, one, measured) in zip(heights, ends, strict=True):
        words = cut(_end(chart, one), ROOM)
        yield text(right + 7, height - over + 3, words, size=SMALL, bold=measured, fill="ink" if measured else "ink-2")


def _end(chart: Chart, one: Series) -> str:
    last = next((value for value in reversed(one.values) if value is not None), None)
    return f"{one.name} {Number(last, chart.form).text}" if last is not None else one.name


def _look(chart: Chart, one: Series) -> tuple[str, float, str]:
    if one is chart.target:
        return "target", 1.2, ""
    if one is chart.expected:
        return "expected", 1.6, "0.1 3.2"
    place = next(at for at, other in enumerate(chart.series) if other is one)
    return ("series", 2.2, "") if place == 0 else ("expected" if place > 1 else "context", 1.8, DASHES[(place - 1) % len(DASHES)])


def _runs(one: Series, x: Callable[[int], float], y: Callable[[float], float]) -> list[list[tuple[float, float]]]:
    """The stretches between gaps: where there is no value there is no line."""
    runs: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(one.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((x(place), y(value)))
    return [run for run in runs if run]
