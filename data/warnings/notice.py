"""The notice of severe warnings: by rule how many are new in which county, at most one an hour, nothing about any person.

What may not be told yet is kept, and told with the next one.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import sqlalchemy as sa

from data import clock
from data.clock import as_utc
from data.indicators.moment import Moment
from data.notices.sending import write_notice
from data.notices.table import notices
from data.warnings.chosen import is_open
from data.warnings.rules import RULES
from data.warnings.table import warnings
from geo.regions import CITY

KIND = "warnings"
FRESH = "有新发现"  # of rules about people no number: beside the numbers of the pages it would tell single ones
APART = timedelta(hours=1)


def write_down(now: Moment, telling: bool) -> bool:
    """Write down what severe warnings are new since the last notice, where that is an hour ago; whether one was written.

    telling  False: nobody is to be told, now or later
    """
    waiting = (sa.not_(warnings.c.told), is_open())
    if telling:
        last = now.connection.scalar(sa.select(sa.func.max(notices.c.written_at)).where(notices.c.kind == KIND))
        if last is not None and clock.now() - as_utc(last) < APART:
            return False
        lines = _lines(now, waiting)
        if lines:
            title = f"领导驾驶舱严重预警{'（演示数据）' if now.demonstration else ''}"
            write_notice(now.connection, KIND, f"{KIND}:{clock.now().isoformat()}", title, "\n".join(lines))
    now.connection.execute(sa.update(warnings).where(sa.not_(warnings.c.told)).values(told=True))
    return telling and bool(lines)


def _lines(now: Moment, where: tuple[sa.ColumnElement[bool], ...]) -> list[str]:
    table = warnings.c
    query = sa.select(table.rule, table.county, sa.func.count()).where(*where).group_by(table.rule, table.county).order_by(table.county)
    found: dict[str, list[str]] = defaultdict(list)
    for rule, county, number in now.connection.execute(query):
        if rule not in RULES:
            continue
        if RULES[rule].people:
            found[rule] = [FRESH]
        else:
            found[rule].append(f"{now.places.name(county or CITY)} {number:,} 项")
    return [f"- {RULES[rule].name}：{'、'.join(found[rule])}" for rule in RULES if rule in found]
