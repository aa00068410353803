"""How many returns wait for a person: to be filed, to be filed again, to be reviewed. For badges and lists of what is due."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from access.scope import Scope
from data.indicators.moment import Moment
from data.periods import month_of
from data.programmes.assigned import reviews
from data.programmes.returns.asked import asked, plan_of
from data.programmes.returns.table import returns


@dataclass(frozen=True)
class Waiting:
    """to_file: this month's that are not begun or being written; returned: sent back, of any month of the year;
    to_review: submitted, of any month of the year, in programmes this person reviews."""

    to_file: int = 0
    returned: int = 0
    to_review: int = 0

    @property
    def all(self) -> int:
        return self.to_file + self.returned + self.to_review


def waiting(now: Moment, scope: Scope) -> Waiting:
    """What waits for this person today; nothing for who neither files nor reviews."""
    if scope.role not in ("county", "chief"):
        return Waiting()
    month = month_of(now.today)
    own = [one for one in asked(now, month, scope=scope, regions=(scope.region,) if scope.region else ()) if one.files]
    to_file = sum(one.present.state == "draft" for one in own)
    states = _states(now, scope)
    return Waiting(to_file, states["returned"], states["submitted"])


def _states(now: Moment, scope: Scope) -> Counter[str]:
    """The year's returns that came back to a county, or to a section of the city's; and those that wait for a chief's review."""
    plan = plan_of(now, now.today.year)
    own = [one.id for one in plan.programmes if reviews(scope, one)] if plan else []
    year = returns.c.month.startswith(str(now.today.year))
    counted: Counter[str] = Counter()
    if scope.role == "county":
        mine = sa.and_(year, returns.c.region == scope.region, returns.c.state == "returned")
        counted["returned"] = now.connection.scalar(sa.select(sa.func.count()).select_from(returns).where(mine)) or 0
        return counted
    counted["submitted"] = (
        now.connection.scalar(
            sa.select(sa.func.count()).select_from(returns).where(year, returns.c.state == "submitted", returns.c.programme.in_(own))
        )
        or 0
    )
    counted["returned"] = sum(one.files and one.present.state == "returned" for one in asked(now, month_of(now.today), scope=scope))
    return counted
