"""The wall's county map: the same shapes and classes as on a page, drawn as SVG, with the lens for the four small districts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from dash import html

from components import format as form
from components.countymap import LENS_NAMES, legend
from components.scale import class_of
from components.screen.words import width
from components.svg import Drawing, drawing, element, through
from data.indicators import Indicator
from data.indicators.figures import Figure
from data.indicators.study import Study
from geo.shapes import Arrangement, Piece

WIDTH = 962.0  # of the wall's pixels
SIZE, BOLD, GAP = 26.0, 1.06, 6.0  # of a label's type, how much wider bold is, and what lies between two labels
LINE, LIFT = 31.0, 6.0  # between name and figure; how far the pair is moved up to stand in the middle
EDGE = 5  # of the shapes' units: a dot on the lens's frame says nothing
LARGE = 100_000  # from here on a label is in 万
Dot = tuple[float, float, str]  # longitude, latitude, state


def county_map(
    shapes: Arrangement, figures: Sequence[Figure], indicator: Indicator, at: Sequence[float], label: str, dots: Sequence[Dot] = ()
) -> Drawing:
    """The map. figures  the counties'; at  the breaks; dots  public places, without names."""
    k = WIDTH / shapes["width"]
    classes = {figure.region: class_of(figure.value, at) for figure in figures}
    parts = [_shape(piece, k, classes) for piece in shapes["pieces"] if piece["part"] == "main"]
    if shapes["frames"]:
        marked, lens = shapes["frames"]
        parts += [_frame(marked, k, "frame"), _frame(lens, k, "frame lens")]
        parts += [_shape(piece, k, classes) for piece in shapes["pieces"] if piece["part"] != "main"]
        parts.append(element("text", "城区放大", x=k * lens[0] + 12, y=k * lens[1] + 34, class_="lens-name"))
    parts += [_dot(dot, ground, k) for dot in dots for ground in _grounds(shapes, dot)]
    places = {code: (k * x, k * y - LIFT) for code, (x, y) in shapes["labels"].items()}
    labels = [_Label(figure, _words(indicator, figure), *places[figure.region]) for figure in figures if figure.region in places]
    parts += [_label(one, classes[one.figure.region]) for one in _apart(labels)]
    return drawing(WIDTH, k * shapes["height"], parts, label=label, class_="map")


def _shape(piece: Piece, k: float, classes: dict[str, int]) -> Drawing:
    path = "".join(through((k * x, k * y) for x, y in zip(*ring, strict=True)) + "Z" for ring in piece["rings"])
    return element("path", d=path, class_="k0" if piece["part"] == "around" else f"k{classes.get(piece['code'], 0)}")


def _frame(frame: tuple[float, float, float, float], k: float, class_: str) -> Drawing:
    left, top, right, bottom = (k * edge for edge in frame)
    return element("rect", x=left, y=top, width=right - left, height=bottom - top, rx=4, class_=class_)


@dataclass(frozen=True)
class _Label:
    """A county's name over its figure, and where the name's line stands."""

    figure: Figure
    words: str
    x: float
    y: float

    @property
    def name(self) -> str:
        return LENS_NAMES.get(self.figure.region_name, self.figure.region_name)

    @property
    def width(self) -> float:
        return max(width(self.name, SIZE), BOLD * width(self.words, SIZE))


def _apart(labels: Sequence[_Label]) -> list[_Label]:
    """The labels, those that would lie on each other moved apart sideways: the four small districts stand close in the lens too."""
    out = list(labels)
    for one, two in combinations(range(len(out)), 2):
        left, right = sorted((one, two), key=lambda number: out[number].x)
        over = (out[left].width + out[right].width) / 2 + GAP - (out[right].x - out[left].x)
        if over > 0 and abs(out[left].y - out[right].y) < 2 * LINE:
            out[left] = replace(out[left], x=out[left].x - over / 2)
            out[right] = replace(out[right], x=out[right].x + over / 2)
    return out


def _label(one: _Label, number: int) -> Drawing:
    name = element("text", one.name, x=one.x, y=one.y, class_=f"t{number}")
    words = element("text", one.words, x=one.x, y=one.y + LINE, class_=f"v t{number}")
    return element("g", name, words, data_region=one.figure.region, data_indicator=one.figure.indicator, data_period=one.figure.period)


def _words(indicator: Indicator, figure: Figure) -> str:
    """The map's label, without the unit of its two counts; large numbers in 万, for the lens is narrow."""
    if figure.value is not None and figure.value >= LARGE:
        return f"{figure.value / form.WAN:,.{0 if figure.value >= 10 * LARGE else 1}f}万"
    return form.on_map(indicator, figure).split(" ")[0]


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
