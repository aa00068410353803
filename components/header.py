"""The top of every page: breadcrumb, demonstration ribbon, period switch, the ruler of the year, and the finding as its title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from components import format as form
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
    page: str = "overview",
    section: str = "",
) -> list[html.Div]:
    """The header of a page at `address`; `path` are the regions from the city down, code and name; `section` its name below the city's."""
    here = path[-1][1]
    up = path[-2] if len(path) > 1 else None
    bar = [
        _section_breadcrumb(path, section) if section else _breadcrumb(path),
        html.Span(className="sp"),
        html.Span("演示数据", className="demo") if demonstration else None,
        html.Div([_grain(address.period, grain, today) for grain in GRAINS], className="seg", role="group", **attr(aria_label="周期种类")),
        _stepper(address.period, here, today, begins, f"{page}-period"),
        _back(*up) if up else None,
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


def _breadcrumb(path: Sequence[tuple[str, str]]) -> html.Nav:
    parts: list[html.Span | html.A | html.B] = []
    for code, name in path[:-1]:
        parts += [html.A(name, href="/", **go(region=None if code == CITY else code)), html.Span("›", **attr(aria_hidden="true"))]
    parts.append(html.B(path[-1][1], **attr(aria_current="page")))
    if len(path) == 1:
        parts += [html.Span("›", **attr(aria_hidden="true")), html.Span("全部县区")]
    return html.Nav(parts, className=f"crumb{'' if len(path) > 1 else ' whole'}", **attr(aria_label="面包屑"))


def _section_breadcrumb(path: Sequence[tuple[str, str]], section: str) -> html.Nav:
    """开封市 › 养老服务 › 杞县: the city leads to the overview, the section to all counties."""
    parts: list[Any] = [html.A(path[0][1], href="/"), _mark()]
    parts.append(html.A(section, href="", **go(region=None)) if len(path) > 1 else html.B(section, **attr(aria_current="page")))
    for code, name in path[1:-1]:
        parts += [_mark(), html.A(name, href="", **go(region=code))]
    parts += [_mark(), html.B(path[-1][1], **attr(aria_current="page")) if len(path) > 1 else html.Span("全部县区")]
    return html.Nav(parts, className=f"crumb{'' if len(path) > 1 else ' whole'}", **attr(aria_label="面包屑"))


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
