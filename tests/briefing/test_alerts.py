"""The paper's warnings: counted as the course counts them, never a person's one by one, whoever composes it."""

from __future__ import annotations

from datetime import UTC, datetime

from access.scope import Scope
from briefings.document import Bullets, Document, Heading, Paragraph
from briefings.weekly import weekly
from data.database import Database
from data.exchange.export import Origin
from data.indicators.moment import moment
from data.periods import Period
from data.warnings.reading import course, sentences
from geo.regions import CITY

ORIGIN = Origin("office", datetime(2023, 9, 18, 2, tzinfo=UTC), True)
LEADER, TONGXU = Scope("leader"), "410222"


def section(document: Document) -> tuple[str, tuple[str, ...]]:
    """What stands under 预警: the sentence and the list below it."""
    at = next(place for place, part in enumerate(document.parts) if isinstance(part, Heading) and part.text == "预警")
    said, listed = document.parts[at + 1 : at + 3]
    assert isinstance(said, Paragraph)
    return said.text, listed.entries if isinstance(listed, Bullets) else ()


def test_the_weeks_warnings_are_those_of_the_course(demonstration: Database) -> None:
    with moment(demonstration) as now:
        (week,) = [one for one in course(now, scope=LEADER) if one.starts == Period("2023-W37").starts]
        text, listed = section(weekly(now, Period("2023-W37"), region=CITY, scope=LEADER, origin=ORIGIN))
        older = section(weekly(now, Period("2023-W30"), region=CITY, scope=LEADER, origin=ORIGIN))
    told = f"本周新增预警 {week.found} 条，办结 {week.closed} 条。" if week.found or week.closed else "本周没有新增和办结的预警。"
    assert text == told and older[1] == ()
    with moment(demonstration) as now:
        assert set(listed) <= {one.text for one in sentences(now, scope=LEADER, most=1000)}


def test_nobodys_record_access_comes_into_a_paper(demonstration: Database) -> None:
    with moment(demonstration) as now:
        leader = section(weekly(now, Period("2023-W37"), region=TONGXU, scope=LEADER, origin=ORIGIN))
        county = section(weekly(now, Period("2023-W37"), region=TONGXU, scope=Scope("county", TONGXU), origin=ORIGIN))
        other = weekly(now, Period("2023-W37"), region="410221", scope=Scope("county", TONGXU), origin=ORIGIN)
        people = {one.text for one in sentences(now, scope=Scope("county", TONGXU), region=TONGXU, most=1000) if one.rule.people}
    assert people and leader == county and not people & set(county[1])
    assert not [part for part in other.parts if isinstance(part, Heading) and part.text == "预警"]
