"""The paper's warnings: counted as the course counts them, never a person's one by one, whoever composes it."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import takewhile

import sqlalchemy as sa

from access.scope import Scope
from briefings.document import Bullets, Document, Heading, Paragraph
from briefings.weekly import weekly
from data.database import Database
from data.datasets.elderly import elder_facilities
from data.exchange.export import Origin
from data.indicators.moment import moment
from data.periods import Period
from data.warnings.course import recorded_since
from data.warnings.reading import course, sentences
from geo.regions import CITY

ORIGIN = Origin("office", datetime(2023, 9, 18, 2, tzinfo=UTC), True)
LEADER, TONGXU = Scope("leader"), "410222"


def section(document: Document) -> tuple[str, tuple[str, ...]]:
    """What stands under 预警: the sentence and the list below it."""
    at = next(place for place, part in enumerate(document.parts) if isinstance(part, Heading) and part.text == "预警")
    said = document.parts[at + 1]
    assert isinstance(said, Paragraph)
    below = list(takewhile(lambda part: not isinstance(part, Heading), document.parts[at + 2 :]))
    return said.text, tuple(entry for part in below if isinstance(part, Bullets) for entry in part.entries)


def test_the_weeks_warnings_are_those_of_the_course(demonstration: Database) -> None:
    with moment(demonstration) as now:
        (week,) = [one for one in course(now, scope=LEADER) if one.starts == Period("2023-W37").starts]
        text, listed = section(weekly(now, Period("2023-W37"), region=CITY, scope=LEADER, origin=ORIGIN))
        older = section(weekly(now, Period("2023-W30"), region=CITY, scope=LEADER, origin=ORIGIN))
    told = f"本周新增预警 {week.found} 条，办结 {week.closed} 条。" if week.found or week.closed else "本周没有新增和办结的预警。"
    assert text == told and older[1] == ()
    with moment(demonstration) as now:
        assert listed and set(listed) <= {one.text for one in sentences(now, scope=Scope("screen"), most=1000)}


def test_the_citys_paper_names_no_township_and_no_home(demonstration: Database) -> None:
    """Every county may read it."""
    with moment(demonstration) as now:
        _, listed = section(weekly(now, Period("2023-W37"), region=CITY, scope=LEADER, origin=ORIGIN))
        townships = {one.name for one in now.places.all.values() if one.level in ("township", "village")}
        homes = set(now.connection.scalars(sa.select(elder_facilities.table.c.name)))
    assert not [(line, name) for line in listed for name in townships | homes if name in line]


def test_of_a_week_before_the_record_nothing_is_known(demonstration: Database) -> None:
    with moment(demonstration) as now:
        begun = recorded_since(now)
        assert begun and begun > Period("2023-W10").ends
        text, listed = section(weekly(now, Period("2023-W10"), region=CITY, scope=LEADER, origin=ORIGIN))
    assert (text, listed) == ("本周还没有预警记录。", ())


def test_nobodys_record_access_comes_into_a_paper(demonstration: Database) -> None:
    with moment(demonstration) as now:
        leader = section(weekly(now, Period("2023-W37"), region=TONGXU, scope=LEADER, origin=ORIGIN))
        county = section(weekly(now, Period("2023-W37"), region=TONGXU, scope=Scope("county", TONGXU), origin=ORIGIN))
        other = weekly(now, Period("2023-W37"), region="410221", scope=Scope("county", TONGXU), origin=ORIGIN)
        people = {one.text for one in sentences(now, scope=Scope("county", TONGXU), region=TONGXU, most=1000) if one.rule.people}
    assert people and leader == county and not people & set(county[1])
    assert not [part for part in other.parts if isinstance(part, Heading) and part.text == "预警"]
