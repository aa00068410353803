"""The map of public places: single points by state, close ones as one mark with their number, and what can't be on a map, by name.

Marks travel as longitude and latitude; the browser sets them on the shapes it already has. The same places stand in a table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from dash import html

from components import format as form
from components.address import go
from components.attr import attr
from components.countymap import LENS_NAMES
from components.theme import chart_text
from components.townmap import short
from data.indicators.sites import KINDS, STATES, Site, SiteKind, State
from geo.clusters import Cluster, clusters
from geo.regions import CITY
from geo.shapes import URBAN, Arrangement, Grounded

CELL = {"city": 52.0, "county": 34.0}  # of a square on the map, in its units, about a pixel each
LONG = 300  # rows a list shows at once
PLACED: dict[str, str] = {"none": "没有坐标", "elsewhere": "坐标在县区以外"}
Name = Callable[[str], str]


def kinds_of(programme: str) -> list[SiteKind]:
    """The kinds of places a section's point map offers; none where it has none."""
    return [kind for kind in KINDS.values() if kind.programme == programme]


def kind_of(asked: str, programme: str) -> SiteKind:
    """The kind that the address asks for, else the section's first.

    Raises LookupError for a programme without places.
    """
    offered = kinds_of(programme)
    return next((kind for kind in offered if kind.id == asked), offered[0])


def point_data(found: Sequence[Site], shapes: Arrangement, region: str, name: Name, *, inside: bool) -> dict[str, Any]:
    """What the browser needs beside the shapes: marks of the places with good coordinates, largest first.

    shapes  the arrangement whose units the grid is laid in; name  a region's name by its code
    inside  whether those are one county's townships; else the counties
    """
    placed = [site for site in found if site.placed == "good"]
    city = not inside
    marks = clusters([_on(shapes, site, city) for site in placed], CELL["city" if city else "county"])
    return {
        "county": "" if city else region[:6],
        "selected": region,
        "names": {code: chart_text(LENS_NAMES.get(name(code), short(name(code)))) for code in shapes["labels"]},
        "marks": [_mark([placed[number] for number in mark.members], mark, shapes, region, name) for mark in marks],
    }


def _ground(shapes: Arrangement, site: Site) -> Grounded:
    """The part of the map a place is shown on: the lens for the urban districts, where there is one."""
    lens = site.county in URBAN and "lens" in shapes["grounded"]
    return shapes["grounded"]["lens" if lens else "main"]


def _on(shapes: Arrangement, site: Site, city: bool) -> tuple[float, float, str]:
    """Where a place lies on the map and whom its mark may be shared with: its county's on the city's map, else its township's."""
    a, b, c, d = _ground(shapes, site)
    assert site.lon is not None and site.lat is not None  # noqa: S101  # only good places come here
    return a * site.lon + b, c * site.lat + d, site.county if city else site.region[:9]


def _mark(members: list[Site], mark: Cluster, shapes: Arrangement, region: str, name: Name) -> dict[str, Any]:
    one, group = members[0], mark.group
    a, b, c, d = _ground(shapes, one)
    if len(members) == 1:
        lines = [f"<b>{chart_text(one.name)}</b>", chart_text(one.sort)] if one.name else [f"<b>{chart_text(name(group))}</b>"]
        lines.append(state_words(one))
    else:
        lines = [
            f"<b>{chart_text(name(group))} {len(members)} 处</b>",
            *(f"{STATES[state]} {count}" for state, count in _states(members) if count),
        ]
    return {
        "at": [round((mark.x - b) / a, 5), round((mark.y - d) / c, 5)],
        "count": len(members),
        "state": one.state if len({site.state for site in members}) == 1 else "mixed",
        "urban": one.county in URBAN,
        "go": group if len(group) > len(region) or region == CITY else "",
        "hover": "<br>".join(line for line in lines if line),
    }


def state_words(site: Site) -> str:
    """`在运营，2023年5月4日起`; where the register's 状态 says otherwise, that too, since the dates decide."""
    words = STATES[site.state]
    if site.state == "running" and site.opened_on:
        words += f"，{form.day(site.opened_on, 0)}起"
    if site.state == "closed" and site.closed_on:
        words += f"，{form.day(site.closed_on, 0)}起"
    if site.register == "运营" and site.state in ("planned", "building"):
        words += "（登记为运营，但没有运营日期）" if site.opened_on is None else "（登记为运营，所选日尚未开业）"
    return words


def _states(found: Sequence[Site]) -> list[tuple[State, int]]:
    counted = Counter(site.state for site in found)
    return [(state, counted[state]) for state in STATES]


def point_head(kind: SiteKind, offered: Sequence[SiteKind], found: Sequence[Site], where: str) -> html.Div:
    """Title with the number, the switch of kinds, and of map and table."""
    running = sum(site.state == "running" for site in found)
    title = f"{where}{kind.name} {form.whole(len(found))} 处，在运营 {form.whole(running)} 处" if found else f"{where}没有{kind.name}的登记"
    switch = [
        html.Button(
            one.name,
            type="button",
            className="on" if one is kind else "",
            **attr(aria_pressed=one is kind),
            **go(places=one.id),
        )
        for one in offered
    ]
    views = [
        html.Button("点位", type="button", className="on-map", **attr(data_view="map")),
        html.Button("表格", type="button", className="on-table", **attr(data_view="table", aria_label=f"{kind.name}的表格")),
    ]
    return html.Div(
        [
            html.Div(
                [html.H2(title, className="song"), html.P("按日期判断状态；相近的合为一个圆，数字为处数，点开进入。", className="sub")]
            ),
            html.Div(
                [
                    *([html.Div(switch, className="tabs kinds", role="group", **attr(aria_label="种类"))] if len(offered) > 1 else []),
                    html.Div(views, className="tabs views", role="group", **attr(aria_label="显示方式")),
                ],
                className="switches",
            ),
        ],
        className="ph",
    )


def point_foot(found: Sequence[Site], name: Name, only: str = "") -> list[Any]:
    """The states with their shapes and numbers; and the places that can't be on the map, counted, and listed by name.

    only: the county a person's places are confined to, if the map shows more than it
    """
    states = [
        html.Span([html.I(className=f"pt {state}"), STATES[state], html.B(form.whole(count), className="num")])
        for state, count in _states(found)
    ]
    parts: list[Any] = [html.Div(states, className="states")]
    lost = [site for site in found if site.placed != "good"]
    if lost:
        counted: Counter[str] = Counter(site.placed for site in lost)
        words = "，".join(f"{counted[why]} 处{word}" for why, word in PLACED.items() if counted[why])
        listed = [html.Li([site.name, html.Span(f"{_where(site, name)}，{PLACED[site.placed]}", className="dim")]) for site in lost]
        parts.append(html.Details([html.Summary(f"不在图上 {len(lost)} 处：{words}"), html.Ul(listed)], className="lost"))
    if only:
        parts.append(html.P(f"本账号可看{only}的设施，其他县区的不显示。", className="note"))
    return parts


def point_table(kind: SiteKind, found: Sequence[Site], region: str, name: Name) -> list[Any]:
    """The twin of the map: numbers by county on the city's map; inside a county the places themselves."""
    if region == CITY:
        return [_counts(kind, found, name)]
    sorts = len({site.sort for site in found}) > 1
    head = ("名称", "所在", *(("类型",) if sorts else ()), "状态")
    rows = [
        html.Tr(
            [
                html.Th(site.name, scope="row"),
                html.Td(_where(site, name)),
                *([html.Td(site.sort, className="desk")] if sorts else []),
                html.Td(state_words(site) + (f"；{PLACED[site.placed]}，不在图上" if site.placed != "good" else "")),
            ]
        )
        for site in found[:LONG]
    ]
    more = [html.P(f"另有 {len(found) - LONG} 处，选乡镇后可见。", className="note")] if len(found) > LONG else []
    return [
        html.Table(
            [
                html.Caption(f"{kind.name}名单"),
                html.Thead(html.Tr([html.Th(word, scope="col", className="desk" if word == "类型" else "") for word in head])),
                html.Tbody(rows),
            ],
            className="t names",
        ),
        *more,
    ]


def _counts(kind: SiteKind, found: Sequence[Site], name: Name) -> html.Table:
    inside: dict[str, list[Site]] = {}
    for site in sorted(found, key=lambda one: one.county):
        inside.setdefault(site.county, []).append(site)
    head = ("县区", *STATES.values(), "合计", "不在图上")

    def row(first: Any, some: Sequence[Site], **more: Any) -> html.Tr:
        numbers = [*(count for _, count in _states(some)), len(some), sum(site.placed != "good" for site in some)]
        return html.Tr([html.Th(first, scope="row"), *(html.Td(form.whole(number), className="num") for number in numbers)], **more)

    rows = [
        row(html.Button(name(code), type="button", className="link", **go(region=code)), some, **attr(data_hover=code))
        for code, some in inside.items()
    ]
    return html.Table(
        [
            html.Caption(f"{kind.name}，各县区处数"),
            html.Thead(html.Tr([html.Th(word, scope="col") for word in head])),
            html.Tbody([*rows, row("合计", found, className="tot")]),
        ],
        className="t",
    )


def _where(site: Site, name: Name) -> str:
    """`五里河镇史庄村委会`; the county where the register says no more."""
    parts = [name(site.region[:digits]) for digits in (9, 12) if len(site.region) >= digits]
    return "".join(parts) or name(site.county)
