"""How readings become figures: sums to larger regions and longer periods, rates of sums, and what stands where there is nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from access.scope import Scope
from data.exchange.batches import batches
from data.indicators import INDICATORS
from data.indicators.comparison import pair
from data.indicators.figures import Figure, figures
from data.indicators.findings import course_finding, region_finding
from data.indicators.moment import moment
from data.indicators.refresh import refresh
from data.periods import parse
from geo.regions import Level

from .city import COUNTIES, LANKAO, MIXED, QI, STREET, TOWN, TOWNSHIPS, City, owner
from .oracle import BY_COUNTY, PLAIN, REPORTED


def test_a_larger_region_is_the_sum_of_those_in_it_and_a_rate_is_of_sums(city: City) -> None:
    city.today("2023-02-15")
    for region, accepted, closed in ((TOWN, 1, 1), (STREET, 99, 0), (f"{LANKAO}101", 2, 1)):
        for number in range(accepted):
            closed_on = "2023-01-06" if number < closed else None
            city.add("work_orders", region=region, accepted_on="2023-01-05", closed_on=closed_on)
    assert city.halves("work_orders_closed", "2023-01", TOWN) == (1, 1)
    assert city.halves("work_orders_closed", "2023-01", STREET) == (0, 99)
    assert city.halves("work_orders_closed", "2023-01", QI) == (1, 100)
    assert city.value("work_orders_closed", "2023-01", QI) == 1, "not the mean of 100 and 0"
    assert city.halves("work_orders_closed", "2023-01") == (2, 102)
    assert city.value("work_orders", "2023-01") == 102
    counties = city.read("work_orders", "2023-01", level="county")
    townships = city.read("work_orders", "2023-01", level="township")
    assert [figure.region for figure in counties] == COUNTIES
    assert [figure.region for figure in townships] == TOWNSHIPS
    assert sum(figure.value or 0 for figure in counties) == sum(figure.value or 0 for figure in townships) == 102


def test_a_county_asked_for_alone_says_what_it_says_among_all(city: City) -> None:
    """Only the readings of the region asked for are looked at."""
    city.today("2023-02-15")
    for number, region in enumerate((TOWN, STREET, MIXED, max(town for town in TOWNSHIPS if town.startswith(QI)), f"{LANKAO}101")):
        for _ in range(3 + 4 * number):
            city.add("deaths", region=region, died_on="2023-01-05", disposal="火化", age=70)
    refresh(city.database)
    asked = [parse(period) for period in ("2023-01", "2023-02", "2023-02/ytd")]
    with moment(city.database) as now:
        for scope in (owner("deaths"), Scope("leader")):
            for by_category in (False, True):

                def read(region: str, level: Level | None, scope: Scope = scope, by_category: bool = by_category) -> list[Figure]:
                    found = figures(
                        now, ["deaths", "cremation_rate"], scope=scope, periods=asked, region=region, level=level, by_category=by_category
                    )
                    return sorted(found, key=str)

                counties, towns = read("410200", "county"), read("410200", "township")
                assert sum(figure.value or 0 for figure in counties), "there is something to see"
                assert sorted((one for code in COUNTIES for one in read(code, None)), key=str) == counties
                assert sorted((one for code in COUNTIES for one in read(code, "township")), key=str) == towns
                assert sorted((one for code in TOWNSHIPS for one in read(code, None)), key=str) == towns


def test_a_year_to_date_of_rates_is_of_sums_over_the_months(city: City) -> None:
    city.today("2023-02-15")
    for day, disposal in (("2023-01-05", "火化"), ("2023-02-05", "火化"), ("2023-02-06", "土葬"), ("2023-02-07", "土葬")):
        city.add("deaths", region=TOWN, died_on=day, disposal=disposal)
    assert [city.value("cremation_rate", period) for period in ("2023-01", "2023-02", "2023-02/ytd")] == [100, 100 / 3, 50]


def test_every_region_and_period_asked_for_has_a_figure_also_without_records(city: City) -> None:
    """A count is 0, a rate has no value; nothing is made up, and no row is left out; before the covered years nothing is known."""
    city.today("2023-02-15")
    refresh(city.database)
    asked = ["2022-06", "2023-01", "2023-02", "2023-W06", "2023-02/ytd", "2023-03", "2023-12"]
    with moment(city.database) as now:
        for indicator in INDICATORS:
            for region in ("410200", QI, TOWN):
                found = figures(now, [indicator], scope=owner(indicator), periods=[parse(period) for period in asked], region=region)
                assert [(figure.region, figure.period) for figure in found] == [(region, period) for period in asked]
                for figure in found:
                    _assert_nothing_is_made_up(figure)


def _assert_nothing_is_made_up(figure: Figure) -> None:
    name, week = figure.indicator, "W" in figure.period
    speaks = week or "2023" <= figure.period < "2023-03"
    speaks &= not (week and (INDICATORS[name].monthly_only or name in REPORTED))
    speaks &= figure.region != TOWN or name not in BY_COUNTY
    if not speaks or name in REPORTED:
        assert (figure.numerator, figure.denominator, figure.value) == (None, None, None), figure
    elif name in PLAIN:
        assert (figure.numerator, figure.denominator, figure.value) == (0, None, 0), figure
    elif figure.denominator:  # villages, communities, streets and counties are there without records
        assert (figure.numerator, figure.value) == (0, 0), figure
    else:
        assert (figure.numerator, figure.value) == (0, None), figure


def test_a_period_that_has_not_begun_has_no_figure(city: City) -> None:
    city.today("2023-02-15")
    city.add("work_orders", region=TOWN, accepted_on="2023-02-20")
    city.add("relief_recipients", region=TOWN, started_on="2023-01-05")
    for period in ("2023-03", "2023-W08", "2024-01/ytd"):
        for indicator in ("work_orders", "relief_recipients"):
            figure = city.figure(indicator, period)
            assert (figure.value, figure.numerator, figure.as_of) == (None, None, None)
    assert city.figure("work_orders", "2023-02").as_of.isoformat() == "2023-02-15"  # type: ignore[union-attr]
    assert city.figure("work_orders", "2023-01").as_of.isoformat() == "2023-01-31"  # type: ignore[union-attr]


def test_before_the_records_begin_nothing_is_known(city: City) -> None:
    """A nought there would tell of growth that nobody counted: 2022 against the noughts of 2021."""
    city.today("2023-02-15")
    city.add("relief_recipients", region=TOWN, started_on="2021-06-05")
    assert city.value("relief_recipients", "2021-01", TOWN) == 0, "the first record's year is covered from its January on"
    for period in ("2020-12", "2020-12/ytd", "2020-W52", "2018-12"):
        for indicator in ("relief_recipients", "relief_applications", "deaths"):
            figure = city.figure(indicator, period, TOWN)
            assert (figure.numerator, figure.denominator, figure.value, figure.as_of) == (None, None, None, None), (indicator, period)
    city.add("relief_recipients", region=TOWN, started_on="1985-06-05")
    assert city.value("relief_recipients", "2019-01", TOWN) == 1
    assert city.value("relief_recipients", "2018-12", TOWN) is None, "not computed"


def test_the_week_over_the_first_new_year_is_no_whole_week_of_events(city: City) -> None:
    city.today("2023-02-15")
    city.add("deaths", region=TOWN, died_on="2022-01-01")
    assert city.value("deaths", "2021-W52", TOWN) is None, "two of its seven days"
    assert city.value("deaths", "2022-01", TOWN) == 1
    assert city.value("relief_recipients", "2021-W52", TOWN) == 0, "its Sunday's state is known"
    city.add("deaths", region=TOWN, died_on="1985-01-01")
    assert city.value("deaths", "2019-W01", TOWN) == 0, "records reach further back than the readings"


def test_events_reach_no_further_than_their_newest_delivery(city: City) -> None:
    """A state is that of the day asked for; of events nothing is known past the day they were delivered, and no later count is a fall."""
    city.today("2023-09-18")
    for day in ("2023-08-29", "2023-09-05"):
        city.add("deaths", region=TOWN, died_on=day, disposal="火化")
    nothing = dict.fromkeys(("rows", "inserted", "updated", "unchanged", "rejected"), 0)
    with city.database.writing() as connection:
        for dataset, day in (("deaths", 1), ("deaths", 7), ("relief_recipients", 8), ("elder_facilities", 9)):
            at = datetime(2023, 9, day, 22, tzinfo=UTC)  # the next morning in Kaifeng
            given = {"dataset": dataset, "file": "f", "sha256": "", "who": "w", "source": "page", "at": at, **nothing}
            connection.execute(sa.insert(batches).values(**given))

    def reached(indicator: str, period: str) -> str:
        as_of = city.figure(indicator, period).as_of
        return as_of.isoformat() if as_of else ""

    spans = ("2023-08", "2023-W35", "2023-W36", "2023-W37", "2023-09", "2023-09/ytd")
    assert [reached("deaths", span) for span in spans] == ["2023-08-31", "2023-09-03", *["2023-09-08"] * 4]
    assert reached("relief_recipients", "2023-09") == "2023-09-18", "a state"
    assert reached("marriages", "2023-09") == "2023-09-18", "never delivered in a batch: nothing is known of how far it reaches"
    last, before = city.figure("deaths", "2023-W37"), city.figure("deaths", "2023-W36")
    assert (last.value, pair(last, before, date(2023, 9, 18)).apart) == (0, "unfinished")
    whole, running = city.figure("deaths", "2023-08"), city.figure("deaths", "2023-09/ytd")
    assert pair(whole, city.figure("deaths", "2023-07"), date(2023, 9, 18)).apart == ""
    assert pair(running, city.figure("deaths", "2023-08/ytd"), date(2023, 9, 18)).apart == "", "a running total may be held against"
    assert region_finding(last, ()).title == "死亡人数 0 人，数据到9月8日，本期未到"
    assert course_finding(last, before, before, [last], None, date(2023, 9, 18)).rule == ""


def test_categories_come_all_and_in_order_without_the_total(city: City) -> None:
    city.today("2023-02-15")
    city.add("work_orders", region=MIXED, category="物业", accepted_on="2023-01-05")
    found = city.read("work_orders", "2023-01", by_category=True)
    assert [figure.category for figure in found] == ["救助", "养老", "儿童", "残疾人", "物业", "其他"]
    assert [figure.value for figure in found] == [0, 0, 0, 0, 1, 0]
    assert city.read("home_adaptations", "2023-01", by_category=True) == (), "no breakdown, no rows"
    assert city.figure("work_orders", "2023-01").category is None


def test_figures_come_in_the_order_asked_for_and_unknown_names_are_refused(city: City) -> None:
    city.today("2023-02-15")
    refresh(city.database)
    with moment(city.database) as now:
        periods = [parse("2023-01"), parse("2023-02")]
        found = figures(now, ["deaths", "work_orders"], scope=owner("deaths"), periods=periods, level="county")
        assert [(f.indicator, f.region, f.period) for f in found] == [
            (indicator, code, period.text) for indicator in ("deaths", "work_orders") for code in COUNTIES for period in periods
        ]
        with pytest.raises(KeyError):
            figures(now, ["nonsense"], scope=owner("deaths"), periods=periods)
        with pytest.raises(KeyError):
            figures(now, ["deaths"], scope=owner("deaths"), periods=periods, region="410299")
