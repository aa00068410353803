"""`/tasks`: the ledgers of the plan with percent, expected percent and light."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from access.doors import EVERYONE
from access.session import database, scope
from api.operation import Parameter, operation
from api.problems import bad_parameter
from api.reading import MONTH, REGION, place, refreshed_at
from data.indicators.moment import moment
from data.periods import Period, month_of
from data.programmes.progress import TaskProgress, programme_progress
from geo.regions import CITY


@dataclass(frozen=True)
class Tasks:
    """Tasks in the document's order, at a month's last day (today while it runs). `basis` says what the percents rest on."""

    tasks: tuple[TaskProgress, ...]
    month: str
    basis: Literal["indicators"]
    refreshed_at: datetime | None


@operation(
    "GET",
    "/v1/tasks",
    "工作台账：任务、进度、应达、状态",
    answer=Tasks,
    roles=EVERYONE,
    parameters=(Parameter("programme", "工程编号，如 elderly；不写则为全部", str, example="elderly"), REGION, MONTH),
)
def tasks(*, programme: str | None, region: str | None, month: Period | None) -> Tasks:
    with moment(database()) as now:
        at = place(now, region or CITY, scope())
        if at.level not in ("city", "county"):
            raise bad_parameter("region", f"的值 {at.code} 是{at.name}", f"任务只到县区：{CITY} 或 6 位县区代码")
        month = month or month_of(now.today)
        found = programme_progress(now, scope=scope(), region=at.code, month=month)
        if programme is not None:
            known = [one.id for one in found]
            if programme not in known:
                raise bad_parameter(
                    "programme", f"的值 {programme[:40]} 不是 {month.year} 年的工程", f"可用：{'、'.join(known) or '（没有计划）'}"
                )
            found = tuple(one for one in found if one.id == programme)
        return Tasks(tuple(task for one in found for task in one.tasks), month.text, "indicators", refreshed_at(now))
