"""The county map with its finding as title and its legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from components import format as form
from components.comparison import change, unfinished
from components.countymap import map_breaks, map_title
from components.screen.countymap import WIDTH, Dot, county_map, map_legend
from components.screen.words import short, width
from components.screen.words import title as short_title
from data.indicators import DECLARED
from data.indicators.findings import region_finding
from data.indicators.sites import STATES, sites
from data.indicators.study import Study
from data.indicators.words import MISSING
from data.periods import month_of
from geo.shapes import county_shapes
from pages.wall.scene import WALL, Seen

SHOWN = ("running", "building")  # of the places: those that are there, or are being made


@dataclass(frozen=True)
class CountyMap:
    """`indicator` over the counties, or the one a playlist asks for; dots: a kind of public places, of which the wall knows no names."""

    indicator: str
    dots: str = ""

    @property
    def indicators(self) -> tuple[str, ...]:
        return (self.indicator,)

    def draw(self, seen: Seen) -> list[Any]:
        name = seen.chosen or self.indicator
        one = seen.study(name)
        at = map_breaks(one, seen.now.shares.get((one.period.year, name), {}))
        finding = region_finding(one.city, one.counties)
        title = map_title(one, finding)
        dots = self._dots(seen) if name == self.indicator else []
        picture = county_map(county_shapes()["wide"], one.counties, DECLARED[name], at, title, dots)
        keys = [html.Span([html.I(className=f"dot {state}"), STATES[state]], className="key") for state in SHOWN if dots]  # type: ignore[index]
        return [
            html.H2(short_title(title, WIDTH), className="song"),
            html.Div([html.P(_sub(one, seen), className="sub"), map_legend(one, at, keys)], className="mh"),
            picture,
        ]

    def _dots(self, seen: Seen) -> list[Dot]:
        if not self.dots:
            return []
        found = sites(seen.now, self.dots, scope=WALL, region=seen.region, period=month_of(seen.now.today))
        return [(site.lon, site.lat, site.state) for site in found if site.state in SHOWN and site.lon is not None and site.lat is not None]


def _sub(one: Study, seen: Seen) -> list[Any]:
    """What is measured, of when, and its change."""
    figure, before = one.city, one.city_before
    running = unfinished(figure, seen.now.today)
    said = "" if running else change(figure, before, seen.now.today)
    rest = [form.period(one.period), *([running or f"较上月 {said}"] if running or (said and said != MISSING) else [])]
    room = WIDTH - sum(width(words, 24) + 30 for words in rest)
    return [short(_measured(one), room), *(part for words in rest for part in (html.S(), words))]


def _measured(one: Study) -> str:
    indicator = one.indicator
    return f"{indicator.numerator}占{indicator.denominator}" if indicator.unit == "%" else indicator.numerator.removesuffix(" × 10000")
