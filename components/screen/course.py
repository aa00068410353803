"""One indicator over the year as a small SVG chart: what is done, what should be, the target, and where the last months lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from dash import html

from components import format as form
from components.attr import attr
from components.curve import Point, axis, path, points, position, tick_words
from components.light import light
from components.screen.words import width as width_of
from components.svg import Drawing, drawing, element, through
from components.trend import outlook
from data.indicators.aim import own_target
from data.indicators.forecast import Forecast
from data.indicators.study import Study
from data.periods import parse

LEFT, RIGHT, TOP, BOTTOM = 10.0, 62.0, 34.0, 42.0  # of the wall's pixels; the target's name stands at the right
NAMED = ("实线为实绩，点线为应达", "虚线按近三月推算")


def course(one: Study, today: date, width: float, height: float) -> html.Div:
    """Name, light and chart. width, height  of the chart, in the wall's pixels."""
    figure = one.figure
    return html.Div(
        [
            html.Div([html.Span(one.title), light(figure.status)], className="l"),
            chart(one, today, width, height),
        ],
        className="course",
        **attr(data_indicator=figure.indicator, data_period=figure.period, data_region=figure.region, data_status=figure.status),
    )


def chart(one: Study, today: date, width: float, height: float) -> Drawing:
    """The lines of one region's year."""
    indicator, figure = one.indicator, one.figure
    actual, expected, ahead = points(indicator, one.year, today), path(one), outlook(one, today)
    if expected and actual:
        actual = [expected[0], *actual]
    goal = float(figure.target) if figure.target is not None and own_target(figure) else None
    carried = _carried(ahead, actual)
    heights = [y for _, y in actual + expected + carried] + ([goal] if goal is not None else [])
    low, high, ticks = axis(indicator, heights)

    def at(point: Point) -> Point:
        x, y = point
        share = (y - low) / ((high - low) or 1)
        return LEFT + (width - LEFT - RIGHT) * x / 12, TOP + (height - TOP - BOTTOM) * (1 - share)

    right, bottom = width - RIGHT, height - BOTTOM
    parts = [_level(at((0, tick))[1], right, "axis" if tick == ticks[0] else "grid") for tick in ticks]
    shown = [tick for tick in ticks if tick != ticks[0] or tick > 0]
    if len(shown) > 3:
        shown = [shown[0], shown[len(shown) // 2], shown[-1]]
    parts += [element("text", tick_words(indicator, tick, tick == ticks[-1]), x=0, y=at((0, tick))[1] - 7, class_="y") for tick in shown]
    parts += _months(parse(figure.period).ends.month, height, at)
    now = at((position(indicator, parse(figure.period), today), 0))[0]
    parts.append(element("path", d=f"M{now:.1f},{TOP - 8:.1f}V{bottom:.1f}", class_="today"))
    if goal is not None:
        y = at((0, goal))[1]
        parts += [_level(y, right, "goal"), element("text", "目标", x=right + 8, y=y + 8, class_="aim")]
    parts += [_line(list(map(at, line)), name) for line, name in ((expected, "path"), (carried, "ahead"), (actual, "series")) if line]
    if actual:
        parts += _last(at(actual[-1]), form.with_unit(indicator, figure.value).replace(f" {indicator.unit}", ""), width, bottom)
    said = f"{one.title}：{form.with_unit(indicator, figure.value)}"
    return drawing(width, height, parts, label=said, class_="chart")


def _carried(ahead: Forecast | None, actual: Sequence[Point]) -> list[Point]:
    if ahead is None or not actual:
        return []
    return [actual[-1], *((float(one.period.month[5:]), one.value) for one in ahead.ahead if float(one.period.month[5:]) > actual[-1][0])]


def _months(current: int, height: float, at: Callable[[Point], Point]) -> list[Drawing]:
    return [
        element("text", f"{month}月", x=at((month - 0.5, 0))[0], y=height - 10, class_="x now" if month == current else "x")
        for month in (1, 4, 7, 10)
    ]


def _level(y: float, right: float, kind: str) -> Drawing:
    return element("path", d=f"M0,{y:.1f}H{right:.1f}", class_=kind)


def _line(places: Sequence[Point], kind: str) -> Drawing:
    return element("path", d=through(places), class_=kind)


def _last(place: Point, words: str, edge: float, bottom: float) -> list[Drawing]:
    """The last point and its value: below it at the right, where there is room; else above it at the left."""
    x, y = place
    left, above = x + 12 + width_of(words, 24) > edge, y + 32 > bottom - 4
    at = {"x": x - 12 if left else x + 12, "y": y - 14 if left or above else y + 30}
    text = element("text", words, **at, text_anchor="end" if left else None, class_="last")
    return [element("circle", cx=x, cy=y, r=8), text]
