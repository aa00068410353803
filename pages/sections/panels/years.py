"""A count over the years, from the first the records cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from access.scope import Scope
from components.about import named
from components.address import Address
from components.years import years
from data.indicators import DECLARED
from data.indicators.figures import figures
from data.indicators.moment import Moment
from data.periods import Period
from pages.sections.declaration import Width
from pages.sections.panels.head import head, of_year


@dataclass(frozen=True)
class Years:
    """`indicator` year by year, at most `most`, the last the year so far."""

    name: str
    title: str
    indicator: str
    most: int = 5
    width: Width = "third"

    @property
    def indicators(self) -> tuple[str, ...]:
        return (self.indicator,)

    def draw(self, now: Moment, seen: Scope, address: Address) -> list[Any]:
        last = of_year(address.period, now.today)
        begins = max(now.begins.year if now.begins else last.year, last.year - self.most + 1)
        spans = [*(Period(f"{year}-12/ytd") for year in range(begins, last.year)), last]
        found = figures(now, [self.indicator], scope=seen, periods=spans, region=address.region)
        what = named(DECLARED[self.indicator], last.text, address.region)
        return [head(self.title, html.Span([now.places.name(address.region), what])), *years(found)]
