"""A study from within: a county's townships stand in place of the counties, for those who may see them, where the indicator has them."""

from __future__ import annotations

import pytest

from access.scope import Scope
from data.indicators import INDICATORS
from data.indicators.comparison import compare
from data.indicators.definition import definition
from data.indicators.figures import NotAllowed, figures
from data.indicators.findings import course_finding, pair_finding
from data.indicators.history import history
from data.indicators.ledger import read_ledger
from data.indicators.moment import Moment, moment
from data.indicators.standing import standings
from data.indicators.study import Study, study
from data.periods import Period, parse
from geo.regions import CITY

from .city import LANKAO, LANYANG, MIXED, QI, STREET, TOWN, TOWNSHIPS, City, owner

JANUARY = parse("2023-01")
IN_QI = [code for code in TOWNSHIPS if code.startswith(QI)]


@pytest.fixture
def deaths(city: City) -> City:
    city.today("2023-02-10")
    for region, count in {TOWN: 12, STREET: 7, MIXED: 2, LANYANG: 9}.items():
        for _ in range(count):
            city.add("deaths", region=region, died_on="2023-01-12")
    for _ in range(6):
        city.add("deaths", region=TOWN, died_on="2022-12-12")
    city.refresh("deaths", "marriages")
    return city


def look(city: City, region: str, scope: Scope, indicator: str = "deaths", inside: bool = True) -> Study:
    with moment(city.database) as now:
        return study(now, indicator, scope=scope, period=JANUARY, region=region, inside=inside)


def test_the_city_from_within_are_its_counties(deaths: City) -> None:
    one = look(deaths, CITY, owner("deaths"))
    assert one.parts_level == "county" and one.whole == one.city and one.parts == one.counties and one.inside is None
    assert one.parts_before == one.counties_before and one.parts_past == one.past and one.whole_before == one.city_before


def test_a_county_from_within_are_its_townships_in_order(deaths: City) -> None:
    one = look(deaths, QI, owner("deaths"))
    assert one.parts_level == "township" and [figure.region for figure in one.parts] == IN_QI
    assert one.whole == one.figure and one.whole.value == 21 == sum(figure.value or 0 for figure in one.parts)
    values = {figure.region: figure.value for figure in one.parts}
    assert (values[TOWN], values[STREET], values[MIXED]) == (12, 7, 2)
    assert {figure.region: figure.value for figure in one.parts_before}[TOWN] == 6
    assert {figure.period for figure in one.parts_past} == {"2023-01", "2023-02"}, "a flow of people: the year so far"
    assert len(one.counties) == 9, "the counties stay to be had"


def test_a_township_stands_among_its_neighbours(deaths: City) -> None:
    one = look(deaths, TOWN, owner("deaths"))
    assert one.figure.value == 12 and one.whole.region == QI and [figure.region for figure in one.parts] == IN_QI


@pytest.mark.parametrize("scope", [Scope("admin"), Scope("screen"), Scope("county", region=LANKAO)])
def test_who_may_not_see_them_is_given_counties(deaths: City, scope: Scope) -> None:
    one = look(deaths, QI, scope)
    assert one.inside is None and one.parts_level == "county" and len(one.parts) == 9
    with pytest.raises(NotAllowed):
        look(deaths, TOWN, scope)


def test_a_county_user_sees_its_own_whole_and_others_small_cells_stay_hidden(deaths: City) -> None:
    own = look(deaths, QI, Scope("county", region=QI))
    assert own.parts_level == "township" and not any(figure.suppressed for figure in own.parts)
    leader = look(deaths, QI, Scope("leader"))
    with moment(deaths.database) as now:
        asked = figures(now, ["deaths"], scope=Scope("leader"), periods=[JANUARY], region=QI, level="township")
    assert leader.parts == asked and sum(figure.suppressed for figure in leader.parts) >= 2


def test_what_is_measured_by_county_has_no_townships(deaths: City) -> None:
    assert look(deaths, QI, owner("deaths"), "marriages").inside is None
    assert look(deaths, QI, owner("deaths"), inside=False).inside is None


def test_only_rows_of_its_level_are_held_against_another_region(deaths: City) -> None:
    """A township beside a whole county says nothing; the county's own row is what is compared."""

    def beside(region: str, other: str) -> dict[str, float | None]:
        with moment(deaths.database) as now:
            found = read_ledger(now, "deaths", scope=owner("deaths"), period=JANUARY, region=region, with_region=other)
        return {line.figure.region: line.beside and line.beside.value for line in (*found.parts, found.whole)}

    assert beside(QI, LANKAO) == {**dict.fromkeys(IN_QI), QI: 9}
    assert {beside(TOWN, STREET)[code] for code in IN_QI} == {7}
    assert set(beside(CITY, QI).values()) == {21}


def test_a_year_of_which_the_records_tell_no_longer_stands_beside_nothing(city: City) -> None:
    """最近培训日期 is overwritten by this year's: last year's rate falls to nought by itself, and would read as growth."""
    city.today("2023-02-10")
    for trained in ("2022-06-01", "2023-01-10"):
        city.add("child_staff", region=TOWN, appointed_on="2022-01-05", trained_on=trained)
    city.refresh("child_staff_trained")
    leader, february = Scope("leader"), parse("2023-02")
    with moment(city.database) as now:
        one = study(now, "child_staff_trained", scope=leader, period=february, region=QI, inside=True)
        line = read_ledger(now, "child_staff_trained", scope=leader, period=february, region=CITY, with_period=parse("2022-08")).whole
        stands = next(s for s in standings(now, scope=leader, period=february, region=QI) if s.indicator.id == "child_staff_trained")
        years = history(now, "child_staff_trained", scope=leader, period=february, region=QI)
        (two,) = compare(now, ["child_staff_trained"], scope=leader, period=february, region=QI, other_period=parse("2022-08"))
        pictured = study(now, "child_staff_trained", scope=leader, period=parse("2022-08"), region=QI)
    assert (one.figure.value, one.before.value) == (50, 50), "within the year it is known"
    earlier = [one.year_before, *one.last_year, *one.past, *one.parts_past, line.year_before, line.beside, stands.year_before, *years[2022]]
    assert all(figure is not None and figure.value is None for figure in earlier)
    assert [figure.value for figure in years[2023]] == [50, 50]
    assert (two.difference, two.apart) == (None, "forgotten") and "往年" in pair_finding(two).lede
    assert course_finding(one.figure, one.before, one.year_before, one.year, None, now.today).title == "与上月持平"
    assert pictured.figure.value == 50, "asked for by itself it is what the records say"
    assert "往年" in dict(definition(INDICATORS["child_staff_trained"])) and "往年" not in dict(definition(INDICATORS["deaths"]))


def test_a_township_maps_classes_come_from_periods_that_are_the_same_all_year(city: City) -> None:
    city.today("2023-03-10")
    city.set_targets()
    city.refresh("relief_recipients", "home_adaptations", "happiness_home_coverage", "deaths")
    for period in ("2023-01", "2023-03"):
        asked = parse(period)
        with moment(city.database) as now:

            def past(indicator: str, when: Period = asked, now: Moment = now) -> list[str]:
                one = study(now, indicator, scope=Scope("leader"), period=when, region=QI, inside=True)
                return sorted({figure.period for figure in one.parts_past})

            assert past("relief_recipients") == ["2023-01"]
            assert past("home_adaptations") == [f"2022-{month:02d}" for month in range(1, 13)]
            assert past("happiness_home_coverage") == [], "classes lie around its target"
            assert past("deaths") == ["2023-01", "2023-02", "2023-03"]
            assert past("deaths", parse("2023-W02"))[-1] == "2023-W10"
