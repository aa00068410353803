"""The top of every page: breadcrumb, demonstration ribbon, period switch, the ruler of the year, and the finding as its title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dash import dcc, html
from dash.development.base_component import Component

from components import format as form
from components.about import about_region
from components.address import Address, go, of_grain
from components.attr import attr
from components.ruler import ruler
from data.indicators.findings import Finding
from data.indicators.indicator import Target
from data.periods import Grain, Period
from geo.regions import CITY

GRAINS: dict[Grain, str] = {"week": "周", "month": "月", "ytd": "年累计"}


def header(
    address: Address,
    path: Sequence[tuple[str, str]],
    *,
    today: date,
    begins: date | None,
    targets: Mapping[str, Target],
    demonstration: bool,
    here: str = "",
) -> list[html.Div]:
    """The header of a page at `address`; `path` are the regions from the city down, code and name; `here` what stands below them."""
    bar = [
        _breadcrumb(path, here, address.period),
        html.Span(className="sp"),
        html.Span("演示数据", className="demo") if demonstration else None,
        html.Div([_grain(address.period, grain, today) for grain in GRAINS], className="seg", role="group", **attr(aria_label="周期种类")),
        _stepper(address.period, path[-1][1], today, begins),
        html.Button("‹ 返回全市", type="button", className="btn", **go(region=None)) if address.region != CITY else None,
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


def _breadcrumb(path: Sequence[tuple[str, str]], here: str, period: Period) -> html.Nav:
    """Regions above are links: on a page of regions to the same page there, elsewhere to all about that region."""
    parts: list[Component] = []
    above, last = (path, here) if here else (path[:-1], path[-1][1])
    for code, name in above:
        up = dcc.Link(name, href=about_region(code, period.text)) if here else html.A(name, href="/", **go(region=_written(code)))
        parts += [up, html.Span("›", **attr(aria_hidden="true"))]
    parts.append(html.B(last, **attr(aria_current="page")))
    if len(path) == 1 and not here:
        parts += [html.Span("›", **attr(aria_hidden="true")), html.Span("全部县区")]
    if not here:
        parts.append(dcc.Link("地区一览", href=about_region(path[-1][0], period.text), className="all-of"))
    return html.Nav(parts, className=f"crumb{'' if above else ' whole'}", **attr(aria_label="面包屑"))


def _written(code: str) -> str | None:
    """A region as an address has it: the city is not written."""
    return None if code == CITY else code


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


def _stepper(period: Period, here: str, today: date, begins: date | None) -> html.Div:
    earlier, later = period.shift(-1), period.shift(1)
    return html.Div(
        [
            _step("‹", "上一期", earlier, begins is None or earlier.ends >= begins),
            html.B([html.Span(f"{here}，", className="phone"), form.period(period)], id="overview-period"),
            _step("›", "下一期", later, later.begun(today)),
        ],
        className="per",
        role="group",
        **attr(aria_label="周期"),
    )


def _step(sign: str, name: str, period: Period, there: bool) -> html.Button:
    change = go(period=period.text) if there else {}
    return html.Button(sign, type="button", disabled=not there, **attr(aria_label=f"{name} {form.period(period)}"), **change)
