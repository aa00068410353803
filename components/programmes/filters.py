"""What the programmes' pages are filtered by: county and section as menus, and a chip with a way out for each that is on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.address import go
from components.attr import attr
from components.light import WORDS
from components.programmes.asked import Asked
from geo.regions import CITY


def filters(asked: Asked, regions: Mapping[str, str], sections: Sequence[str]) -> html.Div:
    """regions: the city and its counties with their names; sections: those that the shown tasks name."""
    menus: list[Any] = [
        _menu("县区", "region", [("", "全市"), *((code, name) for code, name in regions.items() if code != CITY)], _region(asked)),
        _menu("责任科室", "section", [("", "全部科室"), *((one, one) for one in sections)], asked.section),
    ]
    chips = [
        *([_chip(regions[asked.region], "县区", "region")] if asked.region != CITY else []),
        *([_chip(asked.section, "科室", "section")] if asked.section else []),
        *([_chip(WORDS[asked.light], "状态", "light")] if asked.light else []),
    ]
    if len(chips) > 1:
        chips.append(html.Button("清除筛选", type="button", className="clear", **go(region=None, section=None, light=None)))
    return html.Div([*menus, *chips], className="tools", role="group", **attr(aria_label="筛选"))


def _region(asked: Asked) -> str:
    return "" if asked.region == CITY else asked.region


def _menu(word: str, name: str, choices: Sequence[tuple[str, str]], on: str) -> html.Details:
    buttons = [
        html.Button(label, type="button", className="on" if value == on else "", **attr(aria_pressed=value == on), **go(**{name: value}))
        for value, label in choices
    ]
    sheet = html.Div(html.Div(buttons, className="group"), className="sheet")
    return html.Details([html.Summary(word), sheet], className="menu compare", **attr(data_menu=name))


def _chip(word: str, kind: str, name: str) -> html.Button:
    parts: list[Any] = [html.Small(kind), word, html.Span("×", **attr(aria_hidden="true"))]
    return html.Button(
        parts, type="button", className="chip", **attr(aria_label=f"取消{kind}：{word}", data_chip=name), **go(**{name: None})
    )
