"""A list has as many rows as its figure says: on random cities, on both databases, for months, weeks and year-to-dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from access.scope import Scope
from data.database import Database
from data.datasets import DATASETS
from data.indicators import DECLARED
from data.indicators.figures import Figure, figures
from data.indicators.moment import Moment, moment
from data.indicators.refresh import refresh
from data.lists import LISTS, RecordList, lists_in, lists_of
from data.lists.asked import read_filters
from data.lists.reading import list_count, list_page
from data.periods import Period, month_of, parse, week_of
from geo.regions import CITY, Level
from tests.indicators.city import QI
from tests.indicators.random_city import Maker, store

ASKED: tuple[tuple[str, Level | None], ...] = ((CITY, None), (CITY, "county"), (QI, "township"))
TIED = [one for one in LISTS.values() if one.part]


def chief(listed: RecordList) -> Scope:
    return Scope("chief", section=listed.section)


def wanted(listed: RecordList, figure: Figure) -> int | float | None:
    """The number of rows that the figure stands for; None where it says nothing."""
    if figure.numerator is None or (listed.part != "numerator" and figure.denominator is None):
        return None
    return {"numerator": figure.numerator, "denominator": figure.denominator or 0, "gap": (figure.denominator or 0) - figure.numerator}[
        listed.part
    ]


def differences(now: Moment, periods: list[Period]) -> Iterator[str]:
    for listed in TIED:
        scope = chief(listed)
        fit = [period for period in periods if not listed.monthly or period.grain == "month"]
        for region, level in ASKED:
            for figure in figures(now, [listed.indicator], scope=scope, periods=fit, region=region, level=level):
                number = wanted(listed, figure)
                if number is None:
                    continue
                found = list_count(now, listed, scope=scope, region=figure.region, period=parse(figure.period))
                if found != number:
                    yield f"{listed.id} {figure.region} {figure.period}: {found} rows, the figure says {number}"


@pytest.mark.parametrize(("seed", "day"), [(31, "2023-01-10"), (32, "2023-03-31"), (33, "2023-10-01")])
def test_a_list_has_as_many_rows_as_its_figure_says(database: Database, seed: int, day: str) -> None:
    today = date.fromisoformat(day)
    store(database, Maker(seed, today).city(), today)
    refresh(database, everything=True)
    month, week = month_of(today), week_of(today)
    periods = [parse("2022-12"), month.shift(-1), month, week.shift(-1), week, parse(f"{month.text}/ytd")]
    with moment(database) as now:
        found = list(differences(now, periods))
        long = [one for one in TIED if list_count(now, one, scope=chief(one), region=CITY, period=month)]
    assert not found, f"{len(found)} differ, among them:\n" + "\n".join(found[:20])
    assert len(long) > len(TIED) // 2, "the city is too empty to say anything"


def test_the_demonstration_city_agrees_too(demonstration: Database) -> None:
    with moment(demonstration) as now:
        assert list(differences(now, [parse("2023-08"), parse("2023-09")])) == []


def test_children_by_risk_are_those_of_the_wider_lists(demonstration: Database) -> None:
    """The lists of one risk are what a filter leaves of the list of all, and as many as the figure says."""
    period, scope = parse("2023-08"), Scope("chief", section="慈善事业促进和社会工作科")
    with moment(demonstration) as now:

        def count(name: str, filters: str = "") -> int:
            listed = LISTS[name]
            return list_count(now, listed, scope=scope, region=CITY, period=period, filters=read_filters(listed, filters))

        high, unassessed = count("children_high_risk_unvisited"), count("children_unassessed")
        assert 0 < high == count("children_unvisited", "risk.in.高") < count("children_unvisited")
        assert unassessed == count("children_on_register", "risk.empty")
        by_risk = figures(now, ["children_by_risk"], scope=scope, periods=[period], by_category=True)
        assert {one.category: one.numerator for one in by_risk}["未评估"] == unassessed


def test_every_dataset_has_its_plain_list(demonstration: Database) -> None:
    with moment(demonstration) as now:
        for dataset in DATASETS.values():
            listed = LISTS[dataset.name]
            page = list_page(now, listed, scope=chief(listed), region=CITY, period=parse("2023-08"), count=3)
            assert page.total > 0 and len(page.rows) == min(3, page.total), dataset.name
            assert not any(field.name == "citizen" for field in listed.fields), "the digests stay inside"


def test_the_registry_is_whole() -> None:
    for listed in LISTS.values():
        assert listed.indicator in DECLARED or not listed.indicator
        assert listed.title and listed.counts.endswith("。") and listed.leaves_out.endswith("。"), listed.id
        assert not listed.whole or "{d}" in listed.whole
        if listed.part == "gap":
            assert listed.whole and DECLARED[listed.indicator].rate, listed.id
            assert DECLARED[listed.indicator].monthly_only == listed.monthly, listed.id
    named = [one.title for one in LISTS.values()]
    assert len(set(named)) == len(named)


def test_links_are_for_those_who_may_open_them() -> None:
    chiefs = Scope("chief", section="养老服务科")
    assert [one.id for one in lists_of("elder_visit_rate", chiefs, CITY)] == ["elder_unvisited", "elder_visited"]
    own = Scope("county", region=QI)
    assert lists_of("elder_visit_rate", own, "410221101") and not lists_of("elder_visit_rate", own, CITY)
    assert not lists_of("elder_visit_rate", own, "410222")
    for scope in (Scope("chief", section="社会救助科"), Scope("leader"), Scope("screen"), Scope("admin"), Scope()):
        assert lists_of("elder_visit_rate", scope, QI) == ()
    assert lists_in(Scope("leader"), CITY) == () and len(lists_in(own, QI)) == len(LISTS)
