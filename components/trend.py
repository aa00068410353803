"""The trend: one indicator and region over the year, with target, expected path, last year's line and a forecast, as a plain figure dict.

A point of this year carries its period: where a page lets a month be chosen, a click on it goes there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from components import format as form
from components import theme
from components.about import named
from components.comparison import unfinished
from components.curve import Point, axis, path, points, position, tick_words
from components.forecast import NAMED, dashed
from data.indicators import Indicator
from data.indicators.aim import own_target
from data.indicators.figures import Figure
from data.indicators.findings import course_finding
from data.indicators.forecast import Forecast, forecast
from data.indicators.study import Study
from data.periods import Period, parse


def trend(one: Study, today: date) -> dict[str, Any]:
    """The figure of one region: the year up to the period shown, before it the whole of last year; after it the forecast."""
    indicator, year, last_year = one.indicator, one.year, one.last_year
    end = 53.0 if parse(year[-1].period).grain == "week" else 12.0
    course = points(indicator, year, today)
    before = points(indicator, last_year, today)
    goal = year[-1].target if own_target(year[-1]) else None
    expected, ahead = path(one), outlook(one, today)
    heights = (
        [y for _, y in course + before + expected] + ([float(goal)] if goal is not None else []) + ([ahead.due.value] if ahead else [])
    )
    low, high, ticks = axis(indicator, heights)
    past = {figure.period: figure for figure in last_year}
    alone = [figure for figure in year if unfinished(figure, today)]
    whole = [figure for figure in year if figure not in alone]
    carried = dashed(ahead, indicator) if ahead else []
    traces: list[dict[str, Any]] = [
        *carried[:2],
        _course(indicator, last_year, today, theme.CONTEXT, hoverinfo="skip"),
        _line(expected, theme.EXPECTED, hoverinfo="skip"),
        _line([(0.0, float(goal)), (end, float(goal))] if goal is not None else [], theme.TARGET, hoverinfo="skip"),
        _course(indicator, whole, today, theme.SERIES, past, hovertemplate="%{text}<extra></extra>"),
        *carried[2:],
        _last(indicator, [figure for figure in (alone or year[-1:]) if figure.value is not None], past, today, end, hollow=bool(alone)),
    ]
    notes = [_tick_label(indicator, tick, tick == ticks[-1]) for tick in ticks]
    if goal is not None:
        notes.append(_at_end("目标", end, float(goal), "var(--ink)"))
    if before:
        notes.append(_beside("去年", before, "var(--ink-3)", below=bool(course) and before[-1][1] < course[-1][1]))
    shown = parse(year[-1].period)
    now = position(indicator, shown, today)
    return {
        "data": [trace for trace in traces if trace["x"]],
        "layout": {
            "template": theme.TEMPLATE,
            "annotations": notes,
            "shapes": [
                {"type": "line", "x0": now, "x1": now, "y0": 0, "y1": 1, "yref": "paper", "line": theme.TODAY, "layer": "below"},
            ]
            if shown.runs(today)
            else [],
            "xaxis": {"range": [0, end], **_months(end, shown)},
            "yaxis": {"range": [low, high], "tickvals": ticks},
        },
    }


def trend_head(one: Study, today: date) -> html.Div:
    """Title and the sentence that names the line styles shown."""
    styles: list[str] = []
    if any(figure.value is not None for figure in one.last_year):
        styles.append("灰线去年")
    if path(one):
        styles.append("点线应达")
    ahead = outlook(one, today)
    if ahead:
        styles.append(NAMED)
    running = unfinished(one.figure, today)
    if running:
        styles.append(f"空心点{running}")
    finding = course_finding(one.figure, one.before, one.year_before, (*one.last_year, *one.year), ahead, today)
    what = named(one.indicator, one.period.text, one.region, one.title)
    return html.Div(
        [
            html.H2(f"{one.title}走势" if running or one.category else finding.title, className="song"),
            html.P([one.figure.region_name, what, html.S() if styles else None, "，".join(styles)], className="sub"),
        ],
        className="ph stacked",
    )


def outlook(one: Study, today: date) -> Forecast | None:
    """The forecast of a study's year; none of a year that is over."""
    return forecast(one.year, one.indicator, one.target, today)


def _course(
    indicator: Indicator,
    figures: Sequence[Figure],
    today: date,
    style: dict[str, Any],
    past: Mapping[str, Figure] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A line through figures, from the first value to the last, with a gap where there is none between them.

    past  last year's figures by period: a point then carries its period, and words to be shown on hovering
    """
    known = [number for number, figure in enumerate(figures) if figure.value is not None]
    drawn = figures[known[0] : known[-1] + 1] if known else ()
    if past is not None:
        more |= {"text": [_hover(indicator, figure, past) for figure in drawn], "customdata": [figure.period for figure in drawn]}
    return {
        **_line([], style, **more),
        "x": [position(indicator, parse(figure.period), today) for figure in drawn],
        "y": [None if figure.value is None else float(figure.value) for figure in drawn],
        "connectgaps": False,
    }


def _line(points: Sequence[Point], style: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "scatter", "mode": "lines", "x": [x for x, _ in points], "y": [y for _, y in points], "line": style, **more}


def _last(
    indicator: Indicator, tail: Sequence[Figure], past: Mapping[str, Figure], today: date, end: float, *, hollow: bool
) -> dict[str, Any]:
    """The last point: a dot with its value in bold. Hollow: figures that are not of a whole period, which stand apart from the line."""
    ends = points(indicator, tail, today)
    texts = [""] * (len(ends) - 1) + [f"<b>{form.plain(indicator, y)}{'%' if indicator.unit == '%' else ''}</b>" for _, y in ends[-1:]]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x for x, _ in ends],
        "y": [y for _, y in ends],
        "text": texts,
        "textposition": "bottom left" if ends and ends[-1][0] > 0.8 * end else "bottom right",
        "textfont": {"color": "var(--ink)", "size": 12, "shadow": theme.HALO},
        "marker": {
            "color": "var(--surface)" if hollow else "var(--series)",
            "size": 8,
            "line": {"color": "var(--series)" if hollow else "var(--surface)", "width": 2},
        },
        "hovertext": [_hover(indicator, figure, past) for figure in tail] if hollow else "",
        "hoverinfo": "text" if hollow else "skip",
        "cliponaxis": False,
    }


def _hover(indicator: Indicator, figure: Figure, past: Mapping[str, Figure]) -> str:
    if figure.value is None:
        return ""
    span = parse(figure.period)
    lines = [f"{form.period(span)}　<b>{form.with_unit(indicator, figure.value)}</b>"]
    if figure.expected is not None:
        lines.append(f"{'目标' if figure.expected == figure.target else '应达'}　{form.expected_with_unit(indicator, figure)}")
    earlier = past.get(span.year_before().text)
    if earlier is not None and earlier.value is not None:
        lines.append(f"去年同期　{form.with_unit(indicator, earlier.value)}")
    return "<br>".join(lines)


def _tick_label(indicator: Indicator, value: float, top: bool) -> dict[str, Any]:
    return {
        "x": 0,
        "xref": "paper",
        "y": value,
        "text": tick_words(indicator, value, top),
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "bottom",
        "font": {"color": "var(--ink-3)", "size": 12, "shadow": theme.HALO},
        "borderpad": 0,
    }


def _at_end(text: str, x: float, y: float, color: str) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 2,
        "font": {"color": color, "size": 12, "shadow": theme.HALO},
    }


def _beside(text: str, points: Sequence[Point], color: str, below: bool) -> dict[str, Any]:
    """A line's name at its end."""
    x, y = points[-1]
    return {**_at_end(text, x, y, color), "xanchor": "right", "yanchor": "top" if below else "bottom", "xshift": 0}


def _months(end: float, shown: Period) -> dict[str, Any]:
    if end == 12:
        current = int(shown.text[5:7])
        texts = [
            f"<b>{month}月</b>" if month == current else "" if month % 2 == 0 or abs(month - current) == 1 else f"{month}月"
            for month in range(1, 13)
        ]
        return {"tickvals": [m - 0.5 for m in range(1, 13)], "ticktext": texts, "tickangle": 0}
    return {"tickvals": [w - 0.5 for w in (1, 13, 26, 39, 52)], "ticktext": ["第1周", "13", "26", "39", "52"], "tickangle": 0}
