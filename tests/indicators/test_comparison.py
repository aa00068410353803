"""Two figures side by side: when they may be held against each other, and that a difference never tells a withheld value."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.scope import Scope
from data.indicators import INDICATORS
from data.indicators.comparison import compare, pair, periods_apart
from data.indicators.figures import NotAllowed
from data.indicators.moment import moment
from data.periods import Period, parse
from geo.regions import CITY

from .city import LANYANG, MIXED, QI, STREET, TOWN, City, owner
from .made import TODAY, figure, withheld


@pytest.mark.parametrize(
    ("indicator", "one", "other", "apart"),
    [
        ("deaths", "2023-08", "2023-07", ""),
        ("deaths", "2023-08", "2022-08", ""),
        ("deaths", "2023-09", "2023-08", "unfinished"),
        ("deaths", "2023-08", "2023-09", "unfinished"),
        ("deaths", "2023-W35", "2023-08", "kinds"),
        ("deaths", "2023-08/ytd", "2023-07/ytd", ""),
        ("deaths", "2023-01/ytd", "2022-12/ytd", "anew"),
        ("deaths", "2023-08/ytd", "2022-08/ytd", ""),
        ("deaths", "2023-09/ytd", "2022-09/ytd", "unfinished"),
        ("home_adaptations", "2023-01", "2022-12", "anew"),
        ("home_adaptations", "2023-02", "2023-01", ""),
        ("home_adaptations", "2023-09", "2023-08", ""),
        ("home_adaptations", "2023-09", "2022-09", "unfinished"),
        ("home_adaptations", "2023-08", "2022-08", ""),
        ("home_adaptations", "2023-W01", "2022-W52", "anew"),
        ("village_rules_revised", "2023-01", "2022-12", "anew"),
        ("relief_recipients", "2023-09", "2023-08", ""),
        ("relief_recipients", "2023-01", "2022-12", ""),
        ("relief_recipients", "2023-09/ytd", "2022-09/ytd", ""),
        ("deaths", "2023-09", "2023-09", ""),
    ],
)
def test_periods_that_may_and_may_not_be_held_against_each_other(indicator: str, one: str, other: str, apart: str) -> None:
    assert periods_apart(INDICATORS[indicator], parse(one), parse(other), TODAY) == apart


def test_a_difference_is_the_one_less_the_other() -> None:
    rates = pair(figure("happiness_home_coverage", 44.9), figure("happiness_home_coverage", 45.5, period="2023-07"), TODAY)
    assert rates.difference == pytest.approx(-0.6) and rates.apart == ""
    assert pair(figure("deaths", 4), figure("deaths", 9, period="2023-07"), TODAY).difference == -5
    assert pair(figure("deaths", 4), figure("deaths", None, period="2023-07"), TODAY).apart == "missing"


def test_a_withheld_side_leaves_no_difference() -> None:
    for reason in ("small", "paired"):
        hidden = withheld("deaths", reason, period="2023-07")
        for two in (pair(figure("deaths", 9), hidden, TODAY), pair(hidden, figure("deaths", 9), TODAY), pair(hidden, hidden, TODAY)):
            assert two.difference is None and two.apart == "withheld"


PERIODS = st.sampled_from([Period(f"{year}-{month:02d}{end}") for year in (2022, 2023) for month in range(1, 13) for end in ("", "/ytd")])


@given(st.sampled_from(sorted(INDICATORS)), PERIODS, PERIODS)
def test_it_does_not_matter_which_is_named_first(indicator: str, one: Period, other: Period) -> None:
    asked = INDICATORS[indicator]
    assert periods_apart(asked, one, other, TODAY) == periods_apart(asked, other, one, TODAY)


def test_all_comes_through_the_door(city: City) -> None:
    city.today("2023-03-10")
    for month, counts in {"01": {TOWN: 12, STREET: 7, MIXED: 2, LANYANG: 9}, "02": {TOWN: 8, STREET: 7, MIXED: 6, LANYANG: 9}}.items():
        for region, count in counts.items():
            for _ in range(count):
                city.add("deaths", region=region, died_on=f"2023-{month}-12")
    city.refresh("deaths", "marriages")
    january, february = parse("2023-01"), parse("2023-02")
    with moment(city.database) as now:

        def ask(scope: Scope, region: str, **other: object) -> list[tuple[object, ...]]:
            pairs = compare(now, ["deaths", "marriages"], scope=scope, period=february, region=region, **other)  # type: ignore[arg-type]
            return [(two.indicator.id, two.figure.value, two.other.value, two.difference, two.apart) for two in pairs]

        chief, leader = owner("deaths"), Scope("leader")
        assert ask(chief, QI, other_period=january)[0] == ("deaths", 21, 21, 0, "")
        assert ask(chief, CITY, other_region=QI)[0] == ("deaths", 30, 21, 9, "")
        assert ask(chief, QI, other_region=CITY, other_period=january)[0] == ("deaths", 21, 30, -9, "")
        assert ask(chief, QI)[0][3] == 0, "with nothing else named, beside itself"
        assert ask(chief, MIXED, other_period=january)[0] == ("deaths", 6, 2, 4, "")
        hidden = ask(leader, MIXED, other_period=january)[0]
        assert hidden[2:] == (None, None, "withheld")
        with pytest.raises(NotAllowed):
            ask(Scope("admin"), QI, other_region=TOWN)
        with pytest.raises(KeyError):
            compare(now, ["nothing"], scope=leader, period=february, region=QI)
        assert now.today == date(2023, 3, 10)
