"""A breakdown of one indicator by its categories; choosing one filters the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from access.scope import Scope
from components.about import named
from components.address import Address
from components.breakdown import breakdown
from components.table import NOTE_PAIRED
from data.indicators import DECLARED
from data.indicators.figures import figures
from data.indicators.findings import breakdown_finding
from data.indicators.moment import Moment
from geo.regions import CITY
from pages.sections.declaration import Width
from pages.sections.panels.head import head, of_year, words


@dataclass(frozen=True)
class Split:
    """`indicator` by category; of_year: over the year so far instead of the period."""

    name: str
    title: str
    indicator: str
    of_year: bool = False
    width: Width = "third"

    @property
    def indicators(self) -> tuple[str, ...]:
        return (self.indicator,)

    def draw(self, now: Moment, seen: Scope, address: Address) -> list[Any]:
        indicator, region = DECLARED[self.indicator], address.region
        period = of_year(address.period, now.today) if self.of_year else address.period
        parts, whole = (
            figures(now, [self.indicator], scope=seen, periods=[period], region=place, by_category=True) for place in (region, CITY)
        )
        selected = address.category if address.indicator == self.indicator else ""
        unit = indicator.unit if indicator.unit != "%" else "%"
        total = figures(now, [self.indicator], scope=seen, periods=[period], region=region)[0]
        found = breakdown_finding(total, parts)
        title = head(
            found.title if found.rule else self.title,
            self.title if found.rule else "",
            html.Span([now.places.name(region), named(indicator, period.text, region), f"（{unit}）"]),
            words(period, now.today),
        )
        paired = any(figure.reason == "paired" for figure in parts)
        return [title, *breakdown(total, parts, whole, selected=selected), *([html.P(NOTE_PAIRED, className="note")] if paired else [])]
