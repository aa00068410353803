"""The history of one indicator and region: one line over all covered years, and its twin, a table of years by months."""

from __future__ import annotations

from datetime import date
from math import ceil, floor, log10
from typing import Any

from dash import html

from components import format as form
from components import theme
from components.attr import attr
from components.comparison import unfinished
from data.indicators import Indicator
from data.indicators.figures import Figure
from data.indicators.history import Years
from data.periods import parse


def history_chart(indicator: Indicator, years: Years, today: date) -> dict[str, Any]:
    """The figure: months along the axis, a gap where there is no value, this year's target as a line, an unfinished month apart."""
    first, last = min(years), max(years)
    months = [figure for found in years.values() for figure in found]
    whole = [figure for figure in months if not unfinished(figure, today)]
    alone = [figure for figure in months if figure not in whole and figure.value is not None]
    goal = next((float(figure.target) for figure in reversed(years[last]) if figure.target is not None), None)
    values = [float(figure.value) for figure in months if figure.value is not None]
    low, high, ticks = _axis(indicator, values + ([goal] if goal is not None else []))
    line = {
        "type": "scatter",
        "mode": "lines+markers" if sum(figure.value is not None for figure in whole) < 3 else "lines",
        **_points(indicator, whole),
        "connectgaps": False,
        "line": theme.SERIES,
        "marker": {"color": "var(--series)", "size": 6},
        "hovertemplate": "%{text}<extra></extra>",
    }
    traces: list[dict[str, Any]] = [line, *_ends(indicator, whole, alone)]
    notes = [_tick(indicator, tick, tick == ticks[-1]) for tick in ticks]
    if goal is not None:
        traces.append(
            {"type": "scatter", "mode": "lines", "x": [last, last + 1], "y": [goal, goal], "line": theme.TARGET, "hoverinfo": "skip"}
        )
        notes.append(_note(last + 1, goal, "目标", "var(--ink)", xanchor="left", yanchor="middle", xshift=2))
    return {
        "data": traces,
        "layout": {
            "template": theme.TEMPLATE,
            "annotations": notes,
            "shapes": [
                {"type": "line", "x0": year, "x1": year, "y0": 0, "y1": 1, "yref": "paper", "line": YEAR, "layer": "below"}
                for year in range(first + 1, last + 1)
            ],
            "xaxis": {
                "range": [first, last + 1],
                "tickvals": [year + 0.5 for year in range(first, last + 1)],
                "ticktext": [f"{year}年" for year in range(first, last + 1)],
            },
            "yaxis": {"range": [low, high], "tickvals": ticks},
        },
    }


YEAR = {"color": "var(--grid)", "width": 1}


def history_head(indicator: Indicator, years: Years, today: date) -> html.Div:
    """Title, and how far back it goes."""
    months = [figure for found in years.values() for figure in found]
    told = [f"{min(years)}年{int(months[0].period[5:7])}月起" if months else "", "每月期末" if indicator.kind == "stock" else "按月"]
    if months and months[-1].period.endswith("/ytd"):
        told[1] = "年累计"
    if any(unfinished(figure, today) for figure in months):
        told.append("空心点的月份未完")
    name = months[0].region_name if months else ""
    return html.Div(
        [html.H2("历年走势", className="song"), html.P([f"{name}{indicator.title}", html.S(), "，".join(told)], className="sub")],
        className="ph stacked",
    )


def history_table(indicator: Indicator, years: Years, today: date) -> html.Div:
    """Years by months, the newest year first; an unfinished month is marked."""
    unit = "" if indicator.unit == "%" else f"（{indicator.unit}）"
    head = html.Tr([html.Th("年份", scope="col"), *(html.Th(f"{month}月", scope="col") for month in range(1, 13))])
    rows = []
    for year, found in sorted(years.items(), reverse=True):
        by_month = {int(figure.period[5:7]): figure for figure in found}
        cells = [html.Td(_cell(indicator, by_month.get(month), today)) for month in range(1, 13)]
        rows.append(html.Tr([html.Th(str(year), scope="row"), *cells]))
    return html.Div(
        html.Table(
            [html.Caption(f"{indicator.name}{unit}，各年各月"), html.Thead(head), html.Tbody(rows)],
            className="t years",
        ),
        className="sideways",
        tabIndex=0,
        role="region",
        **attr(aria_label="各年各月，可左右滚动"),
    )


def _cell(indicator: Indicator, figure: Figure | None, today: date) -> Any:
    if figure is None:
        return ""
    shown = form.withheld(figure.reason) if figure.suppressed else _short(indicator, figure)
    return html.I(shown, title="本月未完") if unfinished(figure, today) else shown


def _short(indicator: Indicator, figure: Figure) -> str:
    """Whole numbers stay whole up to 万; larger ones take its unit, so that twelve stand in a row."""
    if figure.value is None or indicator.unit == "%" or abs(figure.value) < 10 * form.WAN:
        return form.plain(indicator, figure.value)
    shown = form.big(indicator, figure.value)
    return f"{shown.text}{shown.unit.removesuffix(indicator.unit)}"


def _at(figure: Figure) -> float:
    return int(figure.period[:4]) + (int(figure.period[5:7]) - 0.5) / 12


def _hover(indicator: Indicator, figure: Figure) -> str:
    return f"{form.period(parse(figure.period))}　<b>{form.with_unit(indicator, figure.value)}</b>"


def _points(indicator: Indicator, months: list[Figure]) -> dict[str, Any]:
    """The line's points; a count that begins each year anew is not joined over the new year."""
    x: list[float] = []
    y: list[Any] = []
    text: list[str] = []
    for figure in months:
        anew = figure.period[5:7] == "01" and (indicator.cumulative or (figure.period.endswith("/ytd") and indicator.kind == "flow"))
        if anew and x:
            x, y, text = [*x, x[-1]], [*y, None], [*text, ""]
        x.append(_at(figure))
        y.append(figure.value)
        text.append(_hover(indicator, figure))
    return {"x": x, "y": y, "text": text}


def _ends(indicator: Indicator, whole: list[Figure], alone: list[Figure]) -> list[dict[str, Any]]:
    """The newest whole month as a dot with its value; an unfinished one hollow, without a line to it."""
    out = []
    tail = [figure for figure in whole if figure.value is not None][-1:]
    for figures, fill in ((tail, "var(--series)"), (alone, "var(--surface)")):
        if not figures:
            continue
        out.append(
            {
                "type": "scatter",
                "mode": "markers+text" if figures is tail else "markers",
                "x": [_at(figure) for figure in figures],
                "y": [figure.value for figure in figures],
                "text": [f"<b>{form.plain(indicator, figure.value)}{'%' if indicator.unit == '%' else ''}</b>" for figure in figures],
                "textposition": "bottom left",
                "textfont": {"color": "var(--ink)", "size": 12, "shadow": theme.HALO},
                "marker": {"color": fill, "size": 8, "line": {"color": "var(--series)", "width": 2}},
                "hovertext": [f"{_hover(indicator, figure)}，本月未完" for figure in figures],
                "hoverinfo": "skip" if figures is tail else "text",
                "cliponaxis": False,
            }
        )
    return out


def _axis(indicator: Indicator, values: list[float]) -> tuple[float, float, list[float]]:
    """Range and round ticks; a rate's axis may begin above 0, a count's never does."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if not indicator.rate:
        low = min(low, 0.0)
    if high == low:
        low, high = (max(low - 1, 0.0), high) if indicator.rate and high else (0.0, high + 1)
    unit = 10.0 ** floor(log10((high - low) / 3))
    step = next(one for one in (unit, 2 * unit, 5 * unit, 10 * unit) if one >= 0.999 * (high - low) / 3)
    first = floor(low / step + 1e-9) * step
    ticks = [first + at * step for at in range(ceil((high - first) / step - 1e-9) + 1)]
    if indicator.unit == "%" and high <= 100:
        ticks = [tick for tick in ticks if tick <= 100]
    return first, max(high, ticks[-1]) + 0.06 * (ticks[-1] - first), ticks


def _tick(indicator: Indicator, value: float, top: bool) -> dict[str, Any]:
    shown = form.big(indicator, value)
    unit = shown.unit if top else shown.unit.removesuffix(indicator.unit)
    return {**_note(0, value, f"{shown.text.removesuffix('.0')}{unit}", "var(--ink-3)", xanchor="left", yanchor="bottom"), "xref": "paper"}


def _note(x: float, y: float, text: str, color: str, **more: Any) -> dict[str, Any]:
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"color": color, "size": 12, "shadow": theme.HALO}, **more}
