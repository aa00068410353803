"""The open warnings of a region, as the overview, a section's page and a region's page show them."""

from __future__ import annotations

from typing import Any

from access.scope import Scope
from components.warning_panel import warnings_address, warnings_line, warnings_panel
from data.indicators.moment import Moment
from data.warnings.reading import counts, sentences
from geo.regions import CITY

MOST, IN_A_LINE = 6, 3  # told of


def line_of(now: Moment, seen: Scope, region: str) -> list[Any]:
    """How many there are, and the most pressing; nothing of a region that is another county's."""
    here = _where(seen, region)
    if here is None:
        return []
    told = sentences(now, scope=seen, region=here, most=IN_A_LINE)
    return warnings_line(counts(now, scope=seen, region=here), told, warnings_address(region=here))


def panel_of(now: Moment, seen: Scope, *, programme: str = "", region: str = "") -> list[Any]:
    """The most pressing of a programme in a region, and how many there are; nothing of a region that is another county's."""
    here = _where(seen, region)
    if here is None:
        return []
    told = sentences(now, scope=seen, programme=programme, region=here, most=MOST)
    found = counts(now, scope=seen, programme=programme, region=here)
    place = now.places.name(here) if here and region in ("", CITY) else ""
    return warnings_panel(found, told, warnings_address(programme=programme, region=here), now.today, place)


def _where(seen: Scope, region: str) -> str | None:
    """The region as the door names it, empty for the city; for a county the city is its own part of it, and of others there is nothing."""
    if seen.role != "county":
        return "" if region == CITY else region
    if region in ("", CITY):
        return seen.region
    return region if region.startswith(seen.region) else None
