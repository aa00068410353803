"""The funeral homes' building work, project by project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from access.scope import Scope
from components.address import Address
from components.projects import project_table
from data.indicators.moment import Moment
from data.programmes.projects import projects
from geo.regions import CITY
from pages.sections.declaration import Width
from pages.sections.panels.head import head, words


@dataclass(frozen=True)
class Projects:
    """Every project the person may see, whatever county is on: there are a handful."""

    name: str
    title: str
    width: Width = "full"

    @property
    def indicators(self) -> tuple[str, ...]:
        return ()

    def draw(self, now: Moment, seen: Scope, address: Address) -> list[Any]:
        period = address.period
        day = period.day(now.today)
        found = projects(now, scope=seen, region=CITY, period=period)
        due = next((f"方案要求{one.due.month}月底前完成" for one in found if one.due), "")
        title = head(self.title, due, "竖线为应达进度", words(period, now.today))
        if not found:
            where = now.places.name(seen.region) if seen.region else now.places.name(CITY)
            return [title, html.P(f"{where}没有登记的殡仪馆项目。", className="empty")]
        return [title, *project_table(self.title, found, region=address.region[:6], year=day.year)]
