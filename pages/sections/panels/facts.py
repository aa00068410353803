"""开封市基本概况: how many people live in the region and into what it is divided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from access.scope import Scope
from components import format as form
from components.address import Address
from data.indicators.figures import figures
from data.indicators.moment import Moment
from data.indicators.words import MISSING
from geo.regions import WORDS
from pages.sections.declaration import Width
from pages.sections.panels.head import head

RESIDENTS = "relief_per_10k"  # its denominator: 常住人口


@dataclass(frozen=True)
class Facts:
    """常住人口 and the number of counties, townships and villages."""

    name: str = "facts"
    title: str = "基本概况"
    width: Width = "third"

    @property
    def indicators(self) -> tuple[str, ...]:
        return (RESIDENTS,)

    def draw(self, now: Moment, seen: Scope, address: Address) -> list[Any]:
        county = address.region[:6]
        people = figures(now, [RESIDENTS], scope=seen, periods=[address.period], region=county)[0].denominator
        shown = MISSING if people is None else f"{people / form.WAN:,.1f} 万人" if people >= form.WAN else f"{form.whole(people)} 人"
        items = [("常住人口", shown)]
        for level in ("county", "township", "village"):
            count = len(now.places.under(county, level))
            if count:
                items.append((WORDS[level], f"{count:,} 个"))
        rows = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in items]
        return [head(self.title, now.places.name(county)), html.Dl(rows, className="facts")]
