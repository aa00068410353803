"""Several measures side by side over the counties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

from access.scope import Scope
from components.address import Address
from components.matrix import Column, matrix
from data.indicators.figures import Figure, figures
from data.indicators.findings import Finding
from data.indicators.moment import Moment
from geo.regions import CITY, Level
from pages.sections.declaration import Width
from pages.sections.panels.head import head, of_year, words

LEVELS: tuple[Level | None, ...] = ("county", None)


@dataclass(frozen=True)
class Matrix:
    """`columns` over the counties, the city last.

    note  a word on what they have in common; says  the rule its title is built by, of the figures of the region that is on
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    note: str = ""
    says: Callable[[Sequence[Figure]], Finding] | None = None
    width: Width = "wide"

    @property
    def indicators(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(column.indicator for column in self.columns))

    def draw(self, now: Moment, seen: Scope, address: Address) -> list[Any]:
        spans = {column.of_year: of_year(address.period, now.today) if column.of_year else address.period for column in self.columns}
        found: dict[tuple[str, str, str, str], Figure] = {}
        split = tuple(dict.fromkeys(column.indicator for column in self.columns if column.category))
        for span, level in product(spans.values(), LEVELS):
            read = partial(figures, now, scope=seen, periods=[span], region=CITY, level=level)
            for one in (*read(self.indicators), *(read(split, by_category=True) if split else ())):
                found[one.indicator, span.text, one.region, one.category or ""] = one
        codes = [*(place.code for place in now.places.counties), CITY]
        shown = {
            (column, code): found[column.indicator, spans[column.of_year].text, code, column.category]
            for code in codes
            for column in self.columns
        }
        when = "；".join(dict.fromkeys(words(span, now.today) for span in spans.values()))
        said = self.says([figure for (_, code), figure in shown.items() if code == address.region[:6]]) if self.says else None
        title = head(said.title, self.title, self.note, when) if said and said.rule else head(self.title, self.note, when)
        return [title, *matrix(self.title, self.columns, shown, region=address.region[:6])]
