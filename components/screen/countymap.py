"""The wall's county map: the same shapes and classes as on a page, drawn as SVG, with the lens for the four small districts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from components import format as form
from components.countymap import LENS_NAMES, legend
from components.scale import class_of
from components.svg import Drawing, drawing, element, through
from data.indicators import Indicator
from data.indicators.figures import Figure
from data.indicators.study import Study
from geo.shapes import Arrangement, Piece

WIDTH = 962.0  # of the wall's pixels
LINE, LIFT = 31.0, 6.0  # between name and figure; how far the pair is moved up to stand in the middle
EDGE = 5  # of the shapes' units: a dot on the lens's frame says nothing
LARGE = 100_000  # from here on a label is in 万
Dot = tuple[float, float, str]  # longitude, latitude, state


def county_map(
    shapes: Arrangement,
    figures: Sequence[Figure],
    indicator: Indicator,
    at: Sequence[float],
    label: str,
    *,
    on: str = "",
    dots: Sequence[Dot] = (),
) -> Drawing:
    """The map. figures  the counties'; at  the breaks; on  the county that is looked at; dots  public places, without names."""
    k = WIDTH / shapes["width"]
    shown = {figure.region: figure for figure in figures}
    classes = {code: class_of(figure.value, at) for code, figure in shown.items()}
    parts = [_shape(piece, k, classes, on) for piece in shapes["pieces"] if piece["part"] == "main"]
    if on:
        parts.sort(key=lambda one: "on" in one.split('"')[1].split())  # its outline lies over its neighbours'
    if shapes["frames"]:
        marked, lens = shapes["frames"]
        parts += [_frame(marked, k, "frame"), _frame(lens, k, "frame lens")]
        near = [piece for piece in shapes["pieces"] if piece["part"] != "main"]
        parts += [_shape(piece, k, classes, on) for piece in near]
        parts.append(element("text", "城区放大", x=k * lens[0] + 12, y=k * lens[1] + 34, class_="lens-name"))
    places = shapes["labels"]
    parts += [_dot(dot, ground, k) for dot in dots for ground in _grounds(shapes, dot)]
    parts += [_label(code, figure, indicator, places[code], k, classes[code]) for code, figure in shown.items() if code in shapes["labels"]]
    return drawing(WIDTH, k * shapes["height"], parts, label=label, class_="map")


def _shape(piece: Piece, k: float, classes: dict[str, int], on: str) -> Drawing:
    path = "".join(through((k * x, k * y) for x, y in zip(*ring, strict=True)) + "Z" for ring in piece["rings"])
    kind = "k0" if piece["part"] == "around" else f"k{classes.get(piece['code'], 0)}"
    return element("path", d=path, class_=f"{kind} on" if piece["code"] == on and piece["part"] != "around" else kind)


def _frame(frame: tuple[float, float, float, float], k: float, class_: str) -> Drawing:
    left, top, right, bottom = (k * edge for edge in frame)
    return element("rect", x=left, y=top, width=right - left, height=bottom - top, rx=4, class_=class_)


def _label(code: str, figure: Figure, indicator: Indicator, place: tuple[float, float], k: float, number: int) -> Drawing:
    x, y = k * place[0], k * place[1] - LIFT
    name = element("text", LENS_NAMES.get(figure.region_name, figure.region_name), x=x, y=y, class_=f"t{number}")
    words = element("text", _words(indicator, figure), x=x, y=y + LINE, class_=f"v t{number}")
    return element("g", name, words, data_region=code, data_indicator=figure.indicator, data_period=figure.period)


def _words(indicator: Indicator, figure: Figure) -> str:
    if figure.value is not None and figure.value >= LARGE:
        shown = form.big(indicator, figure.value)
        return f"{shown.text}{shown.unit.removesuffix(indicator.unit)}"
    return form.on_map(indicator, figure)


def _grounds(shapes: Arrangement, dot: Dot) -> list[tuple[float, float, float, float]]:
    """Where a place stands: on the map, and once more in the lens if it lies inside."""
    main, lens = shapes["grounded"]["main"], shapes["grounded"].get("lens")
    if lens is None or not shapes["frames"]:
        return [main]
    left, top, right, bottom = shapes["frames"][1]
    x, y = _at(lens, dot)
    return [main, lens] if left + EDGE < x < right - EDGE and top + EDGE < y < bottom - EDGE else [main]


def _at(ground: tuple[float, float, float, float], dot: Dot) -> tuple[float, float]:
    a, b, c, d = ground
    return a * dot[0] + b, c * dot[1] + d


def _dot(dot: Dot, ground: tuple[float, float, float, float], k: float) -> Drawing:
    x, y = _at(ground, dot)
    return element("circle", cx=k * x, cy=k * y, r=4.5, class_=f"dot {dot[2]}")


def map_legend(one: Study, at: Sequence[float], extra: Sequence[Any] = ()) -> html.Div:
    """The classes, and whatever else the map shows."""
    return html.Div([legend(one, at), *extra], className="keys")
