"""What a section shows of places: the map of one county's townships, the map of its public places, and a township's villages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from access.scope import Scope
from components import theme
from components.address import Address
from components.attr import attr
from components.countymap import legend, map_breaks, map_data, map_head
from components.pointmap import kind_of, kinds_of, point_data, point_foot, point_head, point_table
from components.states import place
from components.table import table
from components.townmap import counties_only, schematic, town_data, town_note
from components.villages import village_head, village_table
from data.indicators.findings import Finding
from data.indicators.moment import Moment
from data.indicators.sites import sites
from data.indicators.study import Study
from data.indicators.villages import villages
from data.lists import lists_of
from geo.regions import CITY, DIGITS, WORDS
from geo.shapes import county_shapes
from geo.townships import shapeless, township_shapes
from pages.sections.declaration import Section

BLANK = {"xaxis": {"visible": False}, "yaxis": {"visible": False}}


def graph(name: str) -> dcc.Graph:
    """An empty chart, filled in the browser."""
    return dcc.Graph(
        id=name,
        config=theme.CONFIG,
        responsive=True,
        clear_on_unhover=True,
        figure={"data": [], "layout": {"template": theme.TEMPLATE, **BLANK}},
    )


def stores(page: str) -> list[dcc.Store]:
    """The shapes: the counties' travel with the page, a county's townships when it is first shown."""
    kept = {"shapes": county_shapes(), "template": theme.TEMPLATE, "map": f"{page}-map", "points": f"{page}-points"}
    return [
        dcc.Store(id=f"{page}-shapes", data=kept),
        dcc.Store(id=f"{page}-county"),
        dcc.Store(id=f"{page}-towns"),
        dcc.Store(id=f"{page}-map-data"),
        dcc.Store(id=f"{page}-points-data"),
    ]


def point_panel(page: str) -> html.Section:
    """The map of public places with its twin."""
    return html.Section(
        [
            *place(f"{page}-points-head"),
            html.Div(
                [
                    html.Div(graph(f"{page}-points"), className="map-box", role="img", **attr(aria_label="点位图")),
                    html.Div(id=f"{page}-points-table", className="twin"),
                ],
                className="points-both",
            ),
            html.Div(id=f"{page}-points-foot", className="points-foot"),
        ],
        id=f"{page}-points-panel",
        className="pan full points-pan",
        **attr(data_shows="map"),
    )


def region_map(now: Moment, seen: Scope, one: Study, section: Section) -> tuple[Any, ...]:
    """The map's head, what is under it, its table twin, and what the browser draws: of the counties, or of one county's townships."""
    classes = map_breaks(one, {} if one.category else now.shares.get((one.period.year, one.indicator.id), {}))
    finding = Finding(f"各{WORDS[one.parts_level]}{one.title}")
    head: list[Any] = [map_head(one, finding, section.indicators)]
    under: list[Any] = [legend(one, classes)]
    if one.inside:
        county, codes = one.whole.region, [figure.region for figure in one.parts]
        shapes = township_shapes(county)
        head += [schematic(shapes)]
        under.insert(0, town_note(one, shapes, shapeless(county, codes)))
    elif why := counties_only(one, now.places.name(one.selected), seen.sees_level_in(one.region)):
        under.insert(0, html.P(why, className="town-note"))
    data = town_data(one, classes, finding.title) if one.inside else map_data(one, classes, finding.title)
    return [part for part in head if part], under, table(one, now.today), data


def towns(seen: Scope, county: str) -> Any:
    """One county's shapes; None for who may not see below it."""
    return township_shapes(county) if seen.sees_level_in(county) else None


def point_map(section: Section, now: Moment, seen: Scope, address: Address) -> tuple[Any, ...]:
    """The point map's head, its table, what is under it, and what the browser draws."""
    kind = kind_of(address.places, section.programme)
    region = address.village or address.region
    found = sites(now, kind.id, scope=seen, region=address.region, period=address.period)
    only = now.places.name(seen.region) if seen.role == "county" and not address.region.startswith(seen.region) else ""
    name = now.places.name
    shapes = None if address.region == CITY or not seen.sees_level_in(address.region) else township_shapes(address.region[:6])
    arranged = (shapes["arrangements"] if shapes else county_shapes())["wide"]
    drawn = schematic(shapes)
    head = [point_head(kind, kinds_of(section.programme), found, name(address.region)), *([drawn] if drawn else [])]
    data = {**point_data(found, arranged, address.region, name, inside=shapes is not None), "finding": kind.name}
    return head, point_table(kind, found, region, name), point_foot(found, name, only), data


def village_panel(section: Section, now: Moment, seen: Scope, address: Address) -> tuple[Any, ...]:
    """The villages of the township that is on; nothing elsewhere."""
    if len(address.region) < DIGITS["township"]:
        return ([],)
    found = villages(now, section.programme, scope=seen, township=address.region, period=address.period)
    here = address.village or address.region
    query = urlencode({"region": here, "period": address.period.text}, safe="/")
    lists = [(one.title, f"/records/{one.id}?{query}") for one in lists_of(address.indicator, seen, here)]
    return ([village_head(found, now.places.name(address.region), lists), *village_table(found, address.village)],)
