"""The villages of one township as a table with small bars: their public places by state, and people where the door gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from components import format as form
from components.address import go
from components.attr import attr
from components.bullet import share
from data.datasets import DATASETS
from data.indicators.sites import KINDS, STATES
from data.indicators.villages import Village, Villages


def village_head(found: Villages, name: str, lists: Sequence[tuple[str, str]]) -> html.Div:
    """How many villages, and of how many the section's first kind of place runs; and the record lists this person may open.

    lists: title and address of each
    """
    count = len(found.villages)
    title = f"{name} {count} 个村（社区）"
    if found.kinds:
        first = found.kinds[0]
        having = sum(village.running(first) > 0 for village in found.villages)
        title += f"，{having} 个有在运营的{KINDS[first].name}"
    parts: list[Any] = [html.Div([html.H2(title, className="song"), html.P(_sub(found), className="sub")])]
    if lists:
        parts.append(html.Div(["看名单：", *(html.A(word, href=address) for word, address in lists)], className="lists"))
    return html.Div(parts, className="ph")


def _sub(found: Villages) -> str:
    words = "、".join(KINDS[kind].name for kind in found.kinds)
    parts = [f"按登记的村（社区）和日期：{words}" if words else "指标只统计到乡镇"]
    if found.registers:
        parts.append("在册人数只对有名单权限的账号显示")
    return "；".join(parts) + "。"


def village_table(found: Villages, selected: str) -> list[Any]:
    """One row a village in official order, in two columns where there is room; beneath what the register gives to no village."""
    half = -(-len(found.villages) // 2)
    tables = [_table(found, part, selected, number) for number, part in enumerate((found.villages[:half], found.villages[half:])) if part]
    parts: list[Any] = [html.Div(tables, className="village-tables")]
    if found.loose:
        names = "、".join(f"{site.name}（{STATES[site.state]}）" for site in found.loose if site.name)
        parts.append(html.P(f"登记在乡镇名下、不属于某个村的 {len(found.loose)} 处：{names}。", className="note"))
    return parts


def _table(found: Villages, part: Sequence[Village], selected: str, number: int) -> html.Table:
    longest = {name: max(village.people.get(name, 0) for village in found.villages) for name in found.registers}
    most = {kind: max(len(village.places.get(kind, ())) for village in found.villages) for kind in found.kinds}
    head = [
        "村（社区）",
        "类别",
        *(KINDS[kind].name for kind in found.kinds),
        *(f"{DATASETS[name].title}（人）" for name in found.registers),
    ]
    left = 2 + len(found.kinds)
    return html.Table(
        [
            html.Caption(f"村（社区），第 {number + 1} 部分"),
            html.Thead(html.Tr([html.Th(word, scope="col", className="l" if at < left else "") for at, word in enumerate(head)])),
            html.Tbody([_row(found, village, longest, most, village.code == selected) for village in part]),
        ],
        className="t villages",
    )


def _row(found: Villages, village: Village, longest: dict[str, int], most: dict[str, int], on: bool) -> html.Tr:
    return html.Tr(
        [
            html.Th(html.Button(village.name, type="button", className="link", **go(region=village.code)), scope="row"),
            html.Td(village.kind, className="l"),
            *(html.Td(_places(village, kind, most[kind]), className="l") for kind in found.kinds),
            *(html.Td(_bar(village.people[name], longest[name])) for name in found.registers),
        ],
        className="on" if on else "",
        **attr(data_hover=village.code),
    )


def _places(village: Village, kind: str, most: int) -> list[Any]:
    """A small bar of the places, a shape and a word for each state."""
    states = village.places.get(kind, ())
    if not states:
        return [html.Span("—", className="dim")]
    counted = [(state, states.count(state)) for state in STATES if state in states]
    words = "，".join(STATES[state] + (f" {count}" if len(states) > 1 else "") for state, count in counted)
    marks = [html.I(className=f"pt {state}") for state, _ in counted]
    bar = [] if most < 2 else [html.Div(html.I(style={"width": share(len(states), most)}), className="b")]
    return [html.Div([*bar, *marks, html.Span(words)], className="vb")]


def _bar(count: int, longest: int) -> html.Div:
    width = share(count, longest) if longest else "0%"
    return html.Div(
        [html.Div(html.I(style={"width": width}), className="b"), html.Span(form.whole(count), className="num")], className="vb n"
    )
