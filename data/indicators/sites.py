"""Public places on the register – happiness homes, elder facilities, children's homes, book rooms, cemeteries – one by one.

The one door to them: who may see a name is decided here. Leader and chiefs see every place with its name, a county user its own
county's, the wall points without names; nobody else sees any. Dates decide the state at a day; 状态 of the register is only shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from access.scope import Scope
from data.datasets.affairs import cemeteries
from data.datasets.children import child_places
from data.datasets.dataset import Dataset
from data.datasets.elderly import elder_facilities
from data.indicators.moment import Moment
from data.periods import Period
from geo.boundaries import stamps
from geo.positions import counties_at
from geo.regions import CITY, prefix

State = Literal["running", "building", "planned", "closed"]
Place = Literal["good", "none", "elsewhere"]
STATES: dict[State, str] = {"running": "在运营", "building": "在建", "planned": "规划", "closed": "停用"}


@dataclass(frozen=True)
class SiteKind:
    """One kind of public place.

    programme  the section's page it belongs to; values  those of the dataset's `field` that are of this kind
    started    the dates that say that work (or, of a cemetery, the papers) is under way
    village    whether it belongs to a village, not to a township or county
    """

    id: str
    name: str
    programme: str
    dataset: Dataset
    field: str
    values: tuple[str, ...]
    started: tuple[str, ...] = ()
    village: bool = False


_KINDS = (
    SiteKind("happiness_homes", "农村幸福院", "elderly", elder_facilities, "kind", ("农村幸福院",), village=True),
    SiteKind(
        "elder_facilities",
        "养老服务设施",
        "elderly",
        elder_facilities,
        "kind",
        ("县级特困供养机构", "街道综合养老服务中心", "社区养老服务设施", "乡镇敬老院", "养老机构"),
        village=True,
    ),
    SiteKind("children_homes", "儿童之家", "children", child_places, "kind", ("儿童之家",), ("started_on", "completed_on"), True),
    SiteKind("book_rooms", "爱心书屋", "children", child_places, "kind", ("爱心书屋",), ("started_on", "completed_on"), True),
    SiteKind("cemeteries", "公益性公墓", "funeral", cemeteries, "level", ("乡镇", "县级"), ("licensed_on", "accepted_on")),
)
KINDS: dict[str, SiteKind] = {kind.id: kind for kind in _KINDS}


@dataclass(frozen=True)
class Site:
    """One place as one person may see it.

    name        empty for who may not know it; so are key, sort and register, and the region is then only the county
    sort        its own kind within the kind asked for: 养老机构, 县级 …
    state       at the day asked for; register  what the register's 状态 says, empty where it has none
    placed      good; none: without coordinates; elsewhere: they lie outside its county. Only good ones stand on a map
    """

    kind: str
    key: str
    name: str
    sort: str
    region: str
    state: State
    register: str
    opened_on: date | None
    closed_on: date | None
    lon: float | None
    lat: float | None
    placed: Place

    @property
    def county(self) -> str:
        return self.region[:6]


def sites(now: Moment, kind: str, *, scope: Scope, region: str, period: Period) -> tuple[Site, ...]:
    """The places of a kind inside `region`, by code and key, with their state at the period's last day or today.

    What the scope may not see is absent, without a word. Raises KeyError for an unknown kind.
    """
    declared = KINDS[kind]
    inside = _allowed(scope, region)
    if inside is None:
        return ()
    day = period.day(now.today)
    key = ("sites", now.refresh, kind, day, stamps())
    every: tuple[Site, ...] = now.shelf.keep(key, lambda: _read(now, declared, day))
    found = (site for site in every if site.region.startswith(inside))
    if scope.role == "screen":
        return tuple(_nameless(site) for site in found if site.placed == "good")
    return tuple(found)


def _allowed(scope: Scope, region: str) -> str | None:
    """The digits the places to be shown begin with; None where there are none to be shown."""
    asked = prefix(region)
    if scope.role in ("leader", "chief"):
        return asked
    if scope.role == "screen":
        return asked if len(asked) <= len(CITY) else None
    if scope.role == "county" and scope.region:
        return asked if asked.startswith(scope.region) else scope.region if scope.region.startswith(asked) else None
    return None


def _nameless(site: Site) -> Site:
    return replace(site, key="", name="", sort="", register="", region=site.county, opened_on=None, closed_on=None)


def _read(now: Moment, kind: SiteKind, day: date) -> tuple[Site, ...]:
    table = kind.dataset.table
    query = sa.select(table).where(table.c[kind.field].in_(kind.values)).order_by(table.c.region, table.c.key)
    rows = now.connection.execute(query).mappings().all()
    with_place = [row for row in rows if row["lon"] is not None and row["lat"] is not None]
    at = counties_at([row["lon"] for row in with_place], [row["lat"] for row in with_place])
    lies = {row["key"]: county for row, county in zip(with_place, at, strict=True)}
    return tuple(_site(kind, row, day, lies.get(row["key"])) for row in rows)


def _site(kind: SiteKind, row: Mapping[Any, Any], day: date, county: str | None) -> Site:
    placed: Place = "none" if county is None else "good" if county == row["region"][:6] else "elsewhere"
    return Site(
        kind=kind.id,
        key=row["key"],
        name=row["name"],
        sort=row[kind.field],
        region=row["region"],
        state=_state(kind, row, day),
        register=row.get("status") or "",
        opened_on=row["opened_on"],
        closed_on=row.get("closed_on"),
        lon=row["lon"],
        lat=row["lat"],
        placed=placed,
    )


def _state(kind: SiteKind, row: Mapping[Any, Any], day: date) -> State:
    """closed or running by the dates; else building where work is under way, by its dates or, where there are none, by the register."""

    def reached(field: str) -> bool:
        return row.get(field) is not None and row[field] <= day

    if reached("closed_on"):
        return "closed"
    if reached("opened_on"):
        return "running"
    if any(reached(field) for field in kind.started) or (not kind.started and row.get("status") == "在建"):
        return "building"
    return "planned"
