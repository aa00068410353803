"""The public works a letter names one by one: cemeteries that are not in use, funeral homes under way."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from access.scope import Scope
from data.datasets.affairs import funeral_homes
from data.indicators.indicator import MONTHLY
from data.indicators.moment import Moment
from data.indicators.sites import sites
from data.indicators.words import day
from data.letters.findings import Said
from data.letters.subject import Works
from data.periods import Period, parse
from geo.regions import level_of

MOST = 5  # named; the others are counted


def works_said(now: Moment, works: Works, *, scope: Scope, region: str, month: Period) -> list[Said]:
    """The sentences on the works of a county or township at the month's last day, today while it runs."""
    if works == "cemeteries":
        return _cemeteries(now, scope, region, month)
    if works == "funeral_homes" and level_of(region) == "county":
        return _funeral_homes(now, region, month)
    return []


def _cemeteries(now: Moment, scope: Scope, region: str, month: Period) -> list[Said]:
    """Of a county they lag by the rate they make up and are only named here; a township has no such rate, so its own ones lag."""
    found = [one for one in sites(now, "cemeteries", scope=scope, region=region, period=month) if one.state in ("building", "planned")]
    if not found:
        return []
    names = "、".join(one.name for one in found[:MOST])
    more = f"等 {len(found)} 处" if len(found) > MOST else ""
    due = _due(now, month) if level_of(region) == "township" else None
    if due and due < month.day(now.today):
        return [Said(f"{names}{more}尚未投入使用，时限为{day(due, now.today.year)}，已逾期", True)]
    return [Said(f"尚未投入使用的有{names}{more}", False)]


def _due(now: Moment, month: Period) -> date | None:
    """The day township cemeteries had to be in use."""
    target = now.targets.get(month.year, {}).get("township_cemeteries_operating")
    return parse(target.by).ends if target and target.by != MONTHLY else None


def _funeral_homes(now: Moment, region: str, month: Period) -> list[Said]:
    table, on = funeral_homes.table, month.day(now.today)
    rows = now.connection.execute(
        sa.select(table.c.name, table.c.work, table.c.progress, table.c.planned_on)
        .where(table.c.region == region, sa.or_(table.c.completed_on.is_(None), table.c.completed_on > on))
        .order_by(table.c.key)
    )
    out = []
    for row in rows:
        late = row.planned_on is not None and row.planned_on < on
        planned = f"，计划{day(row.planned_on, on.year)}完成{'，已逾期' if late else ''}" if row.planned_on else ""
        out.append(Said(f"{row.name}{row.work}项目进度 {row.progress}%{planned}", late))
    return out
