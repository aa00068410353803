"""What a section page is filtered by, each with a way out, and the menu 对比 that puts another period or region beside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import html

from components import format as form
from components.address import Address, go
from components.attr import attr
from data.periods import month_of
from geo.regions import CITY

EARLIER = {"week": "上周", "month": "上月", "ytd": "上月末"}


def filters(address: Address, regions: Mapping[str, str], *, today: date, begins: date | None) -> html.Div:
    """One chip a filter that is on, 清除筛选, and the menu.

    regions  the city and its counties, with their names, and the region that is on
    """
    chips = [
        *([_chip(regions[address.region], "地区", region=None)] if address.region != CITY else []),
        *([_chip(form.period(address.period), "周期", period=None)] if address.period != month_of(today) else []),
        *([_chip(address.category, "类别", category=None)] if address.category else []),
    ]
    beside = compared_with(address, regions)
    if beside:
        chips.append(_chip(beside, "对比", **{"with": None}))
    if chips:
        clear = go(region=None, period=None, category=None, **{"with": None})
        chips.append(html.Button("清除筛选", type="button", className="clear", **clear))
    return html.Div([_menu(address, regions, begins), *chips], className="tools", role="group", **attr(aria_label="筛选与对比"))


def compared_with(address: Address, regions: Mapping[str, str]) -> str:
    """The other period or region in words; '' where nothing is compared."""
    if address.with_period:
        return form.period(address.with_period)
    return regions[address.with_region] if address.with_region else ""


def _chip(word: str, kind: str, **out: None) -> html.Button:
    parts: list[Any] = [html.Small(kind), word, html.Span("×", **attr(aria_hidden="true"))]
    return html.Button(parts, type="button", className="chip", **attr(aria_label=f"取消{kind}：{word}", data_chip=kind), **go(**out))


def _menu(address: Address, regions: Mapping[str, str], begins: date | None) -> html.Details:
    earlier = address.period.shift(-1), address.period.year_before()
    words = EARLIER[address.period.grain], "去年同期"
    there = [(one, word) for one, word in zip(earlier, words, strict=True) if begins is None or one.ends >= begins]
    places = [(code, name) for code, name in regions.items() if code != address.region and len(code) <= len(CITY)]
    groups = [
        html.Div(
            [html.H3("另一周期"), *(_choice(word, one.text, form.period(one), address.with_period == one) for one, word in there)],
            className="group",
        ),
        html.Div(
            [html.H3("另一地区"), *(_choice(name, code, "", address.with_region == code) for code, name in places)], className="group"
        ),
    ]
    return html.Details([html.Summary("对比"), html.Div(groups, className="sheet")], className="menu compare")


def _choice(word: str, value: str, more: str, on: bool) -> html.Button:
    parts: list[Any] = [word, *([html.Small(more)] if more else [])]
    return html.Button(
        parts, type="button", className="on" if on else "", **attr(aria_pressed=on, data_with=value), **go(**{"with": value})
    )
