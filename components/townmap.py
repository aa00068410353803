"""The map of one county's townships: cells and tiles in the classes of the county map, and in words what stands on no shape.

Shapes travel once a county (`geo.townships`); a step brings labels, classes and hover texts. The same figures stand in `components.table`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from components import format as form
from components.address import go
from components.attr import attr
from components.countymap import map_data
from data.indicators.study import Study
from geo.regions import CITY
from geo.townships import SCHEMATIC, Townships

SUFFIXES = ("街道", "镇", "乡")


def short(name: str) -> str:
    """A township's name as a map label: without the word for its kind, `圉镇镇` → `圉镇`."""
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name


def town_data(one: Study, at: Sequence[float], finding: str) -> dict[str, Any]:
    """What the browser needs beside the shapes: as for the county map, with the county whose townships they are."""
    data = map_data(one, at, finding)
    towns = {
        code: {**town, "name": short(town["name"]), "label": town["label"].removesuffix("%")} for code, town in data["counties"].items()
    }
    return {**data, "county": one.whole.region, "counties": towns}


def schematic(shapes: Townships | None) -> html.P | None:
    """The words that stand beside the title wherever schematic cells are drawn."""
    return html.P(SCHEMATIC, className="schematic") if shapes is not None and shapes["schematic"] else None


def town_note(one: Study, shapes: Townships | None, missing: Sequence[str]) -> html.Div:
    """What must be said beside the map: what the tiles are, and who stands on no shape, with its figure.

    missing: the codes that no shape stands for, in official order
    """
    figures = {figure.region: figure for figure in one.parts}
    parts: list[Any] = []
    if shapes is not None and any(code in figures for code in shapes["merged"]):
        parts.append(html.Span("合为一格的乡镇街道按等分的小块画出，块内不分界"))
    beside = [figures[code] for code in missing if code in figures]
    if beside:
        where = (
            "不在示意图上："
            if shapes is not None and shapes["schematic"]
            else "不在图上："
            if shapes is not None
            else "没有形状，列在这里："
        )
        listed: list[Any] = [where]
        for number, figure in enumerate(beside):
            listed += [
                "、" if number else "",
                html.Button(
                    f"{figure.region_name} {form.on_map(one.indicator, figure)}",
                    type="button",
                    className="link",
                    **go(region=figure.region),
                    **attr(data_hover=figure.region),
                ),
            ]
        parts.append(html.Span(listed, className="beside"))
    return html.Div(parts, className="town-note")


def counties_only(one: Study, county: str, may_see: bool) -> str:
    """Why a county's townships are not shown, in one sentence; empty on the city's map."""
    if one.region == CITY:
        return ""
    if not may_see:
        return f"本账号看不到{county}的乡镇，显示县区。"
    return f"“{one.indicator.title}”只统计到县区，没有乡镇数字。"
