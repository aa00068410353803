"""The notice of severe warnings: counts by rule and county, at most one an hour, nothing lost and nothing told twice."""

from __future__ import annotations

import sqlalchemy as sa

from data.notices.table import notices
from data.warnings.rule import Found
from tests.conftest import Clock
from tests.warnings.desk import COUNTY, OTHER_TOWN, TODAY, Desk


def told(desk: Desk) -> list[str]:
    with desk.database.reading() as connection:
        return list(connection.scalars(sa.select(notices.c.text).order_by(notices.c.number)))


def test_severe_ones_are_told_by_rule_and_county_once_an_hour(desk: Desk, clock: Clock) -> None:
    for region, many in (("410221101", 2), (OTHER_TOWN, 6)):
        for _ in range(many):
            desk.deceased(region)
    desk.places.found = [Found("F1", COUNTY, TODAY)]  # not severe
    desk.run(telling=True)
    assert told(desk) == ["- 已故仍在保：有新发现"]
    key = desk.deceased(OTHER_TOWN)
    clock.on(minutes=59)
    desk.run(telling=True)
    assert len(told(desk)) == 1
    desk.deceased("410223101")
    desk.stop(key)
    clock.on(minutes=2)
    desk.run(telling=True)
    assert told(desk)[1:] == ["- 已故仍在保：有新发现"]  # what was mended meanwhile is not told
    clock.on(hours=2)
    desk.run(telling=True, everything=True)
    assert len(told(desk)) == 2
    desk.resume(key)
    desk.run(telling=True)
    assert told(desk)[2:] == ["- 已故仍在保：有新发现"]  # it came back


def test_without_an_address_nothing_is_written_and_nothing_waits(desk: Desk, clock: Clock) -> None:
    desk.deceased()
    desk.run()
    desk.run(telling=True, everything=True)
    assert told(desk) == []
