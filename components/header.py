"""The top of every page: breadcrumb, demonstration ribbon, period switch, the ruler of the year, and the finding as its title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import dcc, html

from components import format as form
from components.about import about_region
from components.address import Address, go, of_grain
from components.attr import attr
from components.ruler import ruler
from data.indicators.findings import Finding
from data.indicators.indicator import Target
from data.periods import Grain, Period
from geo.regions import CITY

OVERVIEW = "地区一览"  # what the page about one region is called
GRAINS: dict[Grain, str] = {"week": "周", "month": "月", "ytd": "年累计"}


def header(
    address: Address,
    path: Sequence[tuple[str, str]],
    *,
    today: date,
    begins: date | None,
    targets: Mapping[str, Target],
    demonstration: bool,
    page: str = "overview",
    section: str = "",
    here: str = "",
    trail: Sequence[tuple[str, str]] = (),
    acts: Sequence[Any] = (),
) -> list[html.Div]:
    """The header of a page at `address`; `path` are the regions from the city down, code and name.

    section  a section page's name, below the city's; here  the name of a page about one thing, below the regions
    trail    of a page of the plan: what stands between the city and its county, names with their addresses; it knows months only
    acts     what can be done with the page, at the right
    """
    up = path[-2] if len(path) > 1 else None
    bar = [
        _trail(path, trail, address) if trail else _breadcrumb(path, section, here, address),
        html.Span(className="sp"),
        html.Span("演示数据", className="demo") if demonstration else None,
        None
        if trail
        else html.Div(
            [_grain(address.period, grain, today) for grain in GRAINS], className="seg", role="group", **attr(aria_label="周期种类")
        ),
        _stepper(address.period, path[-1][1], today, begins, f"{page}-period"),
        _back(*up) if up and address.region != CITY else None,
        *acts,
    ]
    return [
        html.Div([part for part in bar if part is not None], className="top"),
        ruler(address.period, today, targets),
    ]


def lead(finding: Finding, path: Sequence[tuple[str, str]], notice: str) -> list[html.H1 | html.P]:
    """The page's finding, what it is measured by, and what of the address could not be followed."""
    title = f"{path[-1][1]}：{finding.title}" if len(path) > 1 else finding.title
    parts: list[html.H1 | html.P] = [html.H1(title, className="lead"), html.P(finding.lede, className="lede")]
    if notice:
        parts.append(html.P(notice, className="notice", role="status"))
    return parts


def _breadcrumb(path: Sequence[tuple[str, str]], section: str, here: str, address: Address) -> html.Nav:
    """Where the page stands; of a page of figures also the way to all about its region."""
    whole = len(path) == 1 and not here
    parts = _regions_and_page(path, here, address) if here else _section_parts(path, section) if section else _region_parts(path)
    if not here:
        parts.append(dcc.Link(OVERVIEW, href=about_region(path[-1][0], address.period.text), className="all-of"))
    return html.Nav(parts, className=f"crumb{' whole' if whole else ''}", **attr(aria_label="面包屑"))


def _trail(path: Sequence[tuple[str, str]], trail: Sequence[tuple[str, str]], address: Address) -> html.Nav:
    """开封市 › 六大工程 › 养老服务 › 杞县: what stands above is reached at the same month, the page itself without the county."""
    at = f"?period={address.period.text}"
    parts: list[Any] = [dcc.Link(path[0][1], href=f"/{at}")]
    for name, to in trail[:-1]:
        parts += [_mark(), dcc.Link(name, href=f"{to}{at}")]
    name = trail[-1][0]
    below = len(path) > 1
    parts += [_mark(), html.A(name, href="", **go(region=None)) if below else html.B(name, **attr(aria_current="page"))]
    if below:
        parts += [_mark(), html.B(path[-1][1], **attr(aria_current="page"))]
    return html.Nav(parts, className="crumb", **attr(aria_label="面包屑"))


def _regions_and_page(path: Sequence[tuple[str, str]], here: str, address: Address) -> list[Any]:
    """开封市 › 杞县 › 火化率: each region leads to all about it; on that very page to its overview."""
    parts: list[Any] = []
    for code, name in path:
        itself = here == OVERVIEW and code == path[-1][0]
        county = "" if code == CITY else f"&region={code[:6]}"
        to = f"/?period={address.period.text}{county}" if itself else about_region(code, address.period.text)
        parts += [dcc.Link(name, href=to), _mark()]
    return [*parts, html.B(here, **attr(aria_current="page"))]


def _region_parts(path: Sequence[tuple[str, str]]) -> list[Any]:
    parts: list[Any] = []
    for code, name in path[:-1]:
        parts += [html.A(name, href="/", **go(region=None if code == CITY else code)), _mark()]
    parts.append(html.B(path[-1][1], **attr(aria_current="page")))
    return parts if len(path) > 1 else [*parts, _mark(), html.Span("全部县区")]


def _section_parts(path: Sequence[tuple[str, str]], section: str) -> list[Any]:
    """开封市 › 养老服务 › 杞县: the city leads to the overview, the section to all counties."""
    parts: list[Any] = [html.A(path[0][1], href="/"), _mark()]
    parts.append(html.A(section, href="", **go(region=None)) if len(path) > 1 else html.B(section, **attr(aria_current="page")))
    for code, name in path[1:-1]:
        parts += [_mark(), html.A(name, href="", **go(region=code))]
    return [*parts, _mark(), html.B(path[-1][1], **attr(aria_current="page")) if len(path) > 1 else html.Span("全部县区")]


def _mark() -> html.Span:
    return html.Span("›", **attr(aria_hidden="true"))


def _back(code: str, name: str) -> html.Button:
    word = "全市" if code == CITY else name
    return html.Button(f"‹ 返回{word}", type="button", className="btn", **go(region=None if code == CITY else code))


def _grain(period: Period, grain: Grain, today: date) -> html.Button:
    on = period.grain == grain
    target = period if on else of_grain(period, grain, today)
    return html.Button(
        GRAINS[grain],
        type="button",
        className="on" if on else "",
        **attr(aria_pressed=on),
        **go(period=target.text),
    )


def _stepper(period: Period, here: str, today: date, begins: date | None, name: str) -> html.Div:
    earlier, later = period.shift(-1), period.shift(1)
    return html.Div(
        [
            _step("‹", "上一期", earlier, begins is None or earlier.ends >= begins),
            html.B([html.Span(f"{here}，", className="phone"), form.period(period)], id=name),
            _step("›", "下一期", later, later.begun(today)),
        ],
        className="per",
        role="group",
        **attr(aria_label="周期"),
    )


def _step(sign: str, name: str, period: Period, there: bool) -> html.Button:
    change = go(period=period.text) if there else {}
    return html.Button(sign, type="button", disabled=not there, **attr(aria_label=f"{name} {form.period(period)}"), **change)
