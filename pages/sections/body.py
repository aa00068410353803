"""The one body of all section pages: the empty layout, and a callback a panel, so that panels load beside each other.

A callback reads one moment at the address, answers in one round trip, and its answer is kept for the next who asks the same.
What is only looked at is put on the page by `assets/drawn.js`, not by Dash, which would take seconds over a county's townships.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import dash
from dash import ClientsideFunction, Input, Output, State, dcc, html

from access import answers
from access.scope import Scope
from access.session import database, scope
from components.address import Address, read
from components.attr import attr
from components.plain import plain
from components.states import failed, place, skeleton
from data.indicators import INDICATORS
from data.indicators.moment import Moment, moment
from geo.regions import DIGITS
from pages.handling.panel import panel_of
from pages.sections import ground, parts
from pages.sections.declaration import Panel, Section

Draw = Callable[[Section, Moment, Scope, Address], Sequence[Any]]
COMPONENTS = ("top", "lead", "cards", "more", "foot", "trouble")  # the places whose parts Dash holds


def layout(section: Section, /, **query: str) -> html.Div:
    """The empty page; callbacks fill its places. Shapes travel with it, once."""
    page = section.page
    extras = [_panel(page, panel.name, f"pan {panel.width}") for panel in section.panels]
    return html.Div(
        [
            html.Div(skeleton("top"), id=f"{page}-top"),
            html.Div(skeleton("lead"), id=f"{page}-lead"),
            html.Div(id=f"{page}-trouble", role="alert"),
            html.Div(skeleton("cards", len(section.headlines)), id=f"{page}-cards", className="cards"),
            html.Div(id=f"{page}-more", className="cards more"),
            html.Div(
                [
                    html.Section(
                        [
                            *place(f"{page}-map-head", "map-head"),
                            html.Div(ground.graph(f"{page}-map"), className="map-box", role="img"),
                            html.Div(id=f"{page}-table", className="twin"),
                            html.Div(id=f"{page}-map-foot", className="map-foot"),
                        ],
                        id=f"{page}-map-panel",
                        className="pan map-pan",
                        **attr(data_shows="map"),
                    ),
                    _panel(page, "ranking", "pan"),
                    html.Section(
                        [
                            *place(f"{page}-trend-head"),
                            html.Div(ground.graph(f"{page}-trend"), className="trend-box", role="img", **attr(aria_label="走势图")),
                        ],
                        id=f"{page}-trend-panel",
                        className="pan trend-pan",
                    ),
                    _panel(page, "warnings", "pan full"),
                    _panel(page, "villages", "pan full"),
                    *([ground.point_panel(page)] if section.places else []),
                    *extras,
                    _panel(page, "ledger", "pan full"),
                ],
                className="cols section",
            ),
            html.Div(id=f"{page}-foot"),
            dcc.Store(id=f"{page}-address", data=f"?{urlencode(query)}"),
            *ground.stores(page),
            dcc.Store(id=f"{page}-trend-data"),
            *(dcc.Store(id=f"{page}-{name}-part") for name in _looked_at(section)),
        ],
        id=f"page-{page}",
        className="page-root",
        **attr(data_address=f"{page}-address", data_trouble=f"{page}-trouble"),
    )


def _panel(page: str, name: str, looks: str) -> html.Section:
    return html.Section(place(f"{page}-{name}", "fill"), id=f"{page}-{name}-panel", className=looks)


def _looked_at(section: Section) -> list[str]:
    """The places that `assets/drawn.js` fills, each from a store of its own."""
    points = ["points-head", "points-table", "points-foot"] if section.places else []
    panels = [panel.name for panel in section.panels]
    return ["map-head", "map-foot", "table", "ranking", "trend-head", "warnings", "ledger", "villages", *points, *panels]


def register(section: Section) -> None:
    """The callbacks of one page: one a panel, and those that draw map and trend in the browser."""
    page = section.page
    _answer(section, ("top.children", "lead.children", "foot.children", "trouble.children"), parts.frame)
    _answer(section, ("cards.children", "more.children"), parts.cards, ("cards", "cards"))
    _answer(
        section,
        ("map-head.children", "map-foot.children", "table.children", "map-data.data"),
        parts.region_map,
        ("map-panel", "pan map-pan"),
    )
    _answer(section, ("ranking.children",), parts.ranked, ("ranking-panel", "pan"))
    _answer(section, ("trend-head.children", "trend-data.data"), parts.trended, ("trend-panel", "pan trend-pan"))
    _answer(section, ("warnings.children",), _warned, ("warnings-panel", "pan full"), keeps=False)
    _answer(section, ("ledger.children",), parts.rows, ("ledger-panel", "pan full"))
    for panel in section.panels:
        _answer(section, (f"{panel.name}.children",), _drawn(panel), (f"{panel.name}-panel", f"pan {panel.width}"))
    _answer(section, ("villages.children",), ground.village_panel, ("villages-panel", "pan full"))
    drawn, clicked = ["map", "trend"], [("map", "clickData", "choose"), ("map", "hoverData", "hover"), ("trend", "clickData", "pick")]
    if section.places:
        places = tuple(f"points-{part}" for part in ("head.children", "table.children", "foot.children", "data.data"))
        _answer(section, places, ground.point_map, ("points-panel", "pan full points-pan"))
        drawn.append("points")
        clicked.append(("points", "clickData", "open"))
    for name in drawn:
        dash.clientside_callback(
            ClientsideFunction("charts", name),
            Output(f"{page}-{name}", "figure"),
            Input(f"{page}-{name}-data", "data"),
            Input("shell-view", "data"),
            Input(f"{page}-shapes", "data"),
            *([Input(f"{page}-towns", "data")] if name != "trend" else []),
        )
    for name in _looked_at(section):
        dash.clientside_callback(
            ClientsideFunction("drawn", "show"), Input(f"{page}-{name}-part", "data"), State(f"{page}-{name}-part", "id")
        )
    _towns(page)
    for name, prop, function in clicked:
        dash.clientside_callback(ClientsideFunction("charts", function), Input(f"{page}-{name}", prop), prevent_initial_call=True)


def _towns(page: str) -> None:
    """The shapes of a county's townships, asked for when the map is first of them and kept by the browser while it stays in the county."""
    dash.clientside_callback(
        ClientsideFunction("charts", "county"),
        Output(f"{page}-county", "data"),
        Input(f"{page}-map-data", "data"),
        State(f"{page}-towns", "data"),
    )

    def show(county: object) -> Any:
        if not isinstance(county, str) or len(county) != DIGITS["county"] or not county.isdigit():
            return dash.no_update
        return ground.towns(scope(), county)

    dash.callback(Output(f"{page}-towns", "data"), Input(f"{page}-county", "data"), prevent_initial_call=True)(show)


def _drawn(panel: Panel) -> Draw:
    return lambda section, now, seen, address: (panel.draw(now, seen, address),)


def _warned(section: Section, now: Moment, seen: Scope, address: Address) -> tuple[Any, ...]:
    return (panel_of(now, seen, programme=section.programme, region=address.region),)


def _answer(section: Section, places: tuple[str, ...], draw: Draw, panel: tuple[str, str] | None = None, *, keeps: bool = True) -> None:
    """One callback: what `draw` gives for the address, a part a place.

    panel: what fades while it loads, its name and its class; keeps: its answer holds until the next refresh
    """
    outputs = [_output(section.page, *place.split(".")) for place in places]
    running = [(Output(f"{section.page}-{panel[0]}", "className"), f"{panel[1]} loading", panel[1])] if panel else None

    def show(search: str) -> Any:
        seen = scope()
        with moment(database()) as now:
            answer = tuple(plain(part) for part in draw(section, now, seen, asked(section, now, seen, search)))
        if keeps:
            answers.keep()
        return answer if len(answer) > 1 else answer[0]

    def trouble(error: Exception) -> Any:
        said = plain(failed(error))
        return (said, *[dash.no_update] * (len(outputs) - 1)) if len(outputs) > 1 else said

    dash.callback(*outputs, Input(f"{section.page}-address", "data"), running=running, on_error=trouble)(show)


def _output(page: str, name: str, prop: str) -> Output:
    """Where a part goes: into its place, or into the store that `drawn` reads."""
    if prop == "children" and name not in COMPONENTS:
        return Output(f"{page}-{name}-part", "data")
    return Output(f"{page}-{name}", prop)


def asked(section: Section, now: Moment, seen: Scope, search: str) -> Address:
    """Where the page stands: any region the person may see, any of the section's indicators and their categories.

    Figures reach down to the townships: at a village the page stands at its township and names the village.
    """
    found = read(
        search,
        today=now.today,
        begins=now.begins,
        regions=parts.regions(now, seen, villages=True),
        indicators=section.indicators,
        default=section.default,
        categories={name: INDICATORS[name].categories for name in section.indicators},
    )
    return replace(found, region=found.region[:9], village=found.region) if len(found.region) == DIGITS["village"] else found
