"""The county map: what each county shows and in which class, its legend, and the switch of the indicator on it.

Shapes travel once (`geo.shapes`); the browser puts both together (`assets/charts.js`). The same figures stand in `components.table`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import html

from components import format as form
from components.about import named
from components.address import go
from components.attr import attr
from components.light import WORDS
from components.scale import breaks, class_of
from components.theme import chart_text
from data.indicators import INDICATORS, PROGRAMMES, Indicator
from data.indicators.figures import Figure
from data.indicators.findings import Finding
from data.indicators.study import Study
from data.indicators.words import MISSING

TWINS = ("relief_recipients", "relief_per_10k")
LENS_NAMES = {"顺河回族区": "顺河", "鼓楼区": "鼓楼", "禹王台区": "禹王台"}


def map_breaks(one: Study, shares: Mapping[str, int]) -> tuple[float, ...]:
    """The map's breaks for the year; `shares` are the counties' shares of a city target, which townships have no part in."""
    past = [float(figure.value) for figure in one.parts_past if figure.value is not None]
    shown = [float(figure.value) for figure in one.parts if figure.value is not None]
    return breaks(one.indicator, one.target, past or shown, list(shares.values()) if one.parts_level == "county" else [])


def map_data(one: Study, at: Sequence[float], finding: str) -> dict[str, Any]:
    """What the browser needs beside the shapes: per county code its label, its class 0–5 and the words on hovering."""
    return {
        "selected": one.selected,
        "finding": finding,
        "counties": {
            figure.region: {
                "name": chart_text(LENS_NAMES.get(figure.region_name, figure.region_name)),
                "label": form.on_map(one.indicator, figure),
                "class": class_of(figure.value, at),
                "hover": "<br>".join(_hover(one.indicator, figure)),
            }
            for figure in one.parts
        },
    }


def _hover(indicator: Indicator, figure: Figure) -> Iterable[str]:
    yield f"<b>{chart_text(figure.region_name)}</b>"
    shown = form.cell(indicator, figure)
    yield shown if indicator.unit == "%" or shown == MISSING else f"{shown} {indicator.unit}"
    if figure.suppressed:
        yield "按规定不显示"
    if figure.denominator is not None and indicator.rate:
        yield f"{form.whole(figure.numerator)} / {form.whole(figure.denominator)}"
    if figure.target is not None:
        yield f"目标 {form.with_unit(indicator, figure.target)}"
    if figure.expected is not None and figure.expected != figure.target:
        yield f"应达 {form.expected_with_unit(indicator, figure)}"
    if figure.status in WORDS:
        yield WORDS[figure.status]


def map_head(one: Study, finding: Finding, among: Sequence[str] = ()) -> html.Div:
    """Title, subtitle with the menu of indicators, and switches: 人数｜每万人 where both are counted, and map or table.

    among  the indicators to choose from; all without any
    """
    measured = html.Span([form.period(one.period), html.S(), _measure(one.indicator)], className="measured", title=_measure(one.indicator))
    what = named(one.indicator, one.period.text, one.region, "指标说明")
    sub = html.Div([measured, html.S(), indicator_menu(one.indicator, among), html.S(), what], className="sub")
    return html.Div(
        [
            html.Div([html.H2(map_title(one, finding), className="song"), sub]),
            html.Div([*_twins(one.indicator), _views(one.indicator)], className="tabs", role="group", **attr(aria_label="显示方式")),
        ],
        className="ph",
    )


def map_title(one: Study, finding: Finding) -> str:
    """The finding; where a part is chosen, with the name of the whole it is of, so that nobody reads it as the part's."""
    return f"{one.whole.region_name}{finding.title}" if finding.rule and one.region != one.whole.region else finding.title


def _measure(indicator: Indicator) -> str:
    return f"{indicator.numerator}占{indicator.denominator}" if indicator.unit == "%" else indicator.numerator.removesuffix(" × 10000")


def _twins(indicator: Indicator) -> list[html.Button]:
    if indicator.id not in TWINS:
        return [html.Button("地图", type="button", className="on-map", **attr(data_view="map"))]
    return [
        html.Button(
            word,
            type="button",
            className="on-map" if indicator.id == name else "",
            **attr(data_view="map"),
            **go(indicator=name),
        )
        for name, word in zip(TWINS, ("人数", "每万人"), strict=True)
    ]


def _views(indicator: Indicator) -> html.Button:
    return html.Button("表格", type="button", className="on-table", **attr(data_view="table", aria_label=f"{indicator.name}的表格"))


def indicator_menu(selected: Indicator, among: Sequence[str] = ()) -> html.Details:
    """The indicators (all unless given) by programme, as one menu."""
    offered = [INDICATORS[name] for name in among or INDICATORS]
    groups = [
        html.Div(
            [html.H3(word), *(_choice(one, one.id == selected.id, bool(among)) for one in offered if one.programme == programme)],
            className="group",
        )
        for programme, word in PROGRAMMES.items()
        if any(one.programme == programme for one in offered)
    ]
    return html.Details(
        [html.Summary("换指标", **attr(aria_label=f"换指标，现在是{selected.name}")), html.Div(groups, className="sheet")],
        className="menu",
    )


def _choice(indicator: Indicator, on: bool, filters: bool) -> html.Button:
    return html.Button(
        indicator.title,
        type="button",
        className="on" if on else "",
        title=indicator.name,
        **attr(aria_pressed=on),
        **go(indicator=indicator.id, **({"category": None} if filters else {})),
    )


def legend(one: Study, at: Sequence[float]) -> html.Div:
    """The classes with their breaks, and the swatch of what has no colour where something has none."""
    indicator, figures = one.indicator, one.parts
    count = len(at) + 1
    bar = html.Div(
        [
            html.Div([html.I(className=f"seq-{i + 1}") for i in range(count)], className="leg-c"),
            html.Div(
                [html.B(_tick(indicator, edge), style={"left": f"{100 * (i + 1) / count:.1f}%"}) for i, edge in enumerate(at)],
                className="leg-t",
            ),
        ],
        className="leg-bar",
    )
    words = []
    if any(figure.value is None and not figure.suppressed for figure in figures):
        words.append("— 无值")
    if any(figure.reason == "small" for figure in figures):
        words.append(f"{form.withheld('small')} 不显示")
    if any(figure.reason == "paired" for figure in figures):
        words.append("隐 防止相减推出")
    none = html.Span([html.I(), "，".join(words)], className="leg-none") if words else None
    return html.Div([html.Span(indicator.unit, className="leg-u"), bar, *([none] if none else [])], className="legend")


def _tick(indicator: Indicator, value: float) -> str:
    if value >= form.WAN:
        return f"{value / form.WAN:g}万"
    if value >= 1000 and value % 1000 == 0 and indicator.unit == "人":
        return f"{value / 1000:g}千"
    return f"{value:,g}"
