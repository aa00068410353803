"""The weekly paper's words: every number of every sentence is what the door gives, nothing in it is of others, twice it reads the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from access.scope import Scope
from briefings.document import Document, Table
from briefings.figures import Reading
from briefings.spans import NotBegun
from briefings.weekly import weekly
from data.database import Database
from data.exchange.export import Origin
from data.indicators.moment import Moment, moment
from data.periods import Period, parse
from geo.regions import CITY
from tests.briefing.reread import expected_on, goal_of, read_again, sentences, shown, unread

LEADER, TONGXU = Scope("leader"), "410222"
ORIGIN = Origin("office", datetime(2023, 9, 18, 2, tzinfo=UTC), True)
WEEKS = ("2023-W23", "2023-W30", "2023-W37")
MORE = ("2023-W08", "2023-W26")  # what falls due, and what newly is past its day
EDITIONS = [(week, region) for week in WEEKS for region in (CITY, TONGXU)]


@pytest.fixture(scope="module")
def now(demonstration: Database) -> Iterator[Moment]:
    with moment(demonstration) as opened:
        yield opened


WRITTEN: dict[tuple[str, str], Document] = {}


def paper(now: Moment, week: str, region: str) -> Document:
    if (week, region) not in WRITTEN:
        WRITTEN[week, region] = weekly(now, Period(week), region=region, scope=LEADER, origin=ORIGIN)
    return WRITTEN[week, region]


@pytest.mark.parametrize(("week", "region"), EDITIONS)
def test_no_number_stands_in_a_sentence_without_its_reading(now: Moment, week: str, region: str) -> None:
    document = paper(now, week, region)
    read = list(sentences(document))
    assert sum(len(readings) for _, readings in read) > 40
    read += [one for other in MORE for one in sentences(paper(now, other, CITY))] if (week, region) == (WEEKS[0], CITY) else []
    for text, readings in read:
        assert unread(text, readings) == [], text


@pytest.mark.parametrize(("week", "region"), EDITIONS)
def test_every_number_is_what_the_door_gives(now: Moment, week: str, region: str) -> None:
    document = paper(now, week, region)
    of_indicators = [one for one in document.read_from() if "/" not in one.indicator]
    assert len(of_indicators) > 100
    for one in of_indicators:
        figure = read_again(now, one, LEADER)
        day = parse(one.period).day(now.today)
        if one.of == "value":
            assert one.value == figure.value, one
        elif one.of == "numerator":
            assert (one.value, one.text) == (figure.numerator, f"{figure.numerator}/{figure.denominator}"), one
        elif one.of == "target" and one.value is not None:
            assert one.value == goal_of(now, one, day), one
        elif one.of == "expected" and one.value is not None:
            assert one.value == pytest.approx(expected_on(now, one, day, LEADER)), one
        elif one.of == "difference":
            assert one.value is not None and _apart(now, one, figure.value or 0), one


def _apart(now: Moment, one: Reading, value: float) -> bool:
    """A difference is against the period before, against the path, or against the target."""
    span, day = parse(one.period), parse(one.period).day(now.today)
    before = read_again(now, Reading(one.indicator, one.region, span.shift(-1).text), LEADER).value
    against = [] if before is None else [before]
    if one.indicator in now.targets[day.year] and now.targets[day.year][one.indicator].value is not None:
        against += [expected_on(now, one, day, LEADER), goal_of(now, one, day)]
    return any(abs(abs(value - other) - (one.value or 0)) < 1e-6 for other in against)


@pytest.mark.parametrize(("week", "region"), EDITIONS)
def test_the_words_of_a_number_are_its_value_rounded(now: Moment, week: str, region: str) -> None:
    for text, readings in sentences(paper(now, week, region)):
        for one in readings:
            if not one.text.startswith("不足"):
                size = max(1.0, abs(one.value or 0))
                slack = 0.051 if "." in one.text or "%" in one.text else 0.5
                slack = 0.06 * 1e4 if "万元" in one.text else slack
                assert abs(shown(one.text) - (one.value or 0)) <= slack + 1e-9 * size, (text, one)


def test_a_countys_paper_holds_nothing_of_others(now: Moment) -> None:
    document = paper(now, "2023-W30", TONGXU)
    assert {one.region[:6] for one in document.read_from()} == {TONGXU}
    others = {place.name for place in now.places.by_level["township"] if not place.code.startswith(TONGXU)}
    others |= {place.name for place in now.places.counties if place.code != TONGXU}
    own = {place.name for place in now.places.under(TONGXU, "township")}
    told = "\n".join(document.texts())
    assert own & {name for name in own if name in told} == own
    titles = "\n".join(line.title for programme in _tasks(now) for line in programme)
    assert [name for name in others - own if name in told and name not in titles] == []


def _tasks(now: Moment) -> list[tuple]:  # type: ignore[type-arg]
    from data.programmes.ledger import plan_at

    plan = plan_at(now, Period("2023-07"))
    assert plan is not None
    return [programme.tasks for programme in plan.programmes]


def test_a_county_reads_its_own_paper_as_its_scope_allows(now: Moment) -> None:
    own = weekly(now, Period("2023-W30"), region=TONGXU, scope=Scope("county", TONGXU), origin=ORIGIN)
    assert own.filters == "通许县" and own.title.startswith("通许县")
    other = weekly(now, Period("2023-W30"), region="410221", scope=Scope("county", TONGXU), origin=ORIGIN)
    assert not [one for one in other.read_from() if len(one.region) > 6]
    with pytest.raises(PermissionError):
        weekly(now, Period("2023-W30"), region=CITY, scope=Scope(), origin=ORIGIN)


def test_what_is_withheld_is_read_nowhere(now: Moment) -> None:
    for region in (CITY, TONGXU, "410204"):
        for one in paper(now, "2023-W30", region).read_from():
            if "/" not in one.indicator and read_again(now, one, LEADER).suppressed:
                assert one.value is None or one.of == "target", one


def test_the_same_week_twice_has_the_same_words(demonstration: Database) -> None:
    papers = []
    for _ in range(2):
        database = Database(demonstration.engine.url.render_as_string(hide_password=False))  # nothing remembered
        with moment(database) as now:
            papers.append(weekly(now, Period("2023-W30"), region=CITY, scope=LEADER, origin=ORIGIN))
        database.dispose()
    assert papers[0] == papers[1]


def test_the_three_weeks_differ(now: Moment) -> None:
    texts = {week: "\n".join(paper(now, week, CITY).texts()) for week in WEEKS}
    assert len(set(texts.values())) == len(WEEKS)
    assert "死亡人数" in texts["2023-W30"] and "数据到9月8日，本期未到" in texts["2023-W37"]


def test_before_the_plan_is_issued_nothing_is_held_against_it(now: Moment) -> None:
    document = paper(now, "2023-W02", CITY)
    told = "\n".join(text for text, _ in sentences(document))
    assert document.title == "开封市本周工作情况" and "救助申请受理量" in told
    assert not [word for word in ("应达", "任务", "滞后") if word in told]


def test_a_week_to_come_is_refused(now: Moment) -> None:
    with pytest.raises(NotBegun):
        paper(now, "2023-W39", CITY)
    with pytest.raises(NotBegun):
        weekly(now, Period("2023-08"), region=CITY, scope=LEADER, origin=ORIGIN)


def test_the_lead_number_and_draft_of_a_paper(now: Moment) -> None:
    document = weekly(now, Period("2023-W30"), region=CITY, scope=LEADER, origin=ORIGIN, number="2023年第30期", lead="第一段。\n\n第二段。")
    assert (document.issue, document.draft) == ("2023年第30期", False)
    assert [text for text in document.texts() if text in ("第一段。", "第二段。")] == ["第一段。", "第二段。"]
    assert paper(now, "2023-W30", CITY).draft


def test_the_title_and_the_table_tell_the_same_programmes(now: Moment) -> None:
    document = paper(now, "2023-W30", CITY)
    table = next(part for part in document.parts if isinstance(part, Table) and part.caption == "全市各项工程进展")
    faster = sum(row[1].value > row[2].value for row in table.rows if row[4].text != "完成")  # type: ignore[union-attr]
    slower = sum(row[1].value < row[2].value for row in table.rows if row[4].text != "完成")  # type: ignore[union-attr]
    late = sum(row[5].value for row in table.rows)  # type: ignore[union-attr]
    words = {1: "一", 2: "两", 3: "三", 4: "四"}
    assert f"{words[faster]}快{words[slower]}慢" in document.title and f"{late} 项任务逾期" in document.title
