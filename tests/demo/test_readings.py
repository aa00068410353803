"""What a leader sees of the demonstration at scale 1: leaders and laggards, and every light of the plan's year."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

import pytest

from access.scope import Scope
from data.calendar import fill_calendar
from data.database import Database, metadata
from data.demo import fill
from data.indicators import INDICATORS
from data.indicators.figures import Figure, figures
from data.indicators.moment import Moment, moment
from data.indicators.refresh import refresh
from data.indicators.targets import store_targets
from data.periods import parse
from data.regions import store_regions
from geo.regions import read_regions

LEADERS, LAGGARDS = ("410204", "410225"), ("410221", "410222")


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moment]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('whole') / 'city.db'}")
    metadata.create_all(database.engine)
    with database.writing() as connection:
        store_regions(connection, read_regions())
        fill_calendar(connection)
    begun = time.process_time()
    fill(database)
    assert time.process_time() - begun < 15
    with database.writing() as connection:
        store_targets(connection, 2023)
    refresh(database)  # the marks alone must be enough
    with moment(database) as found:
        yield found
    database.dispose()


def city(now: Moment, indicator: str, period: str) -> Figure:
    return figures(now, [indicator], scope=Scope("leader"), periods=[parse(period)])[0]


def counties(now: Moment, indicator: str, period: str) -> dict[str, Figure]:
    found = figures(now, [indicator], scope=Scope("leader"), periods=[parse(period)], level="county")
    return {figure.region: figure for figure in found}


def test_every_indicator_has_a_value(now: Moment) -> None:
    missing = [indicator for indicator in INDICATORS if city(now, indicator, "2023-08").value is None]
    assert missing == []
    assert now.begins is not None
    assert now.begins.isoformat() == "2022-01-01"


def test_lights_of_every_colour(now: Moment) -> None:
    lights = Counter(city(now, indicator, "2023-09").status for indicator in INDICATORS)
    assert min(lights[status] for status in ("met", "on_track", "behind", "overdue")) >= 4


@pytest.mark.parametrize(
    ("indicator", "period", "low", "high"),
    [
        ("happiness_home_coverage", "2023-09", 45, 49),
        ("elder_visit_rate", "2023-08", 97, 99.9),
        ("elder_visit_rate", "2022-06", 93, 98),
        ("home_adaptations", "2023-09", 1450, 1600),
        ("township_home_transformed", "2023-09", 66, 72),
        ("care_ratio_met", "2023-09", 90, 99.9),
        ("cremation_rate", "2023-08", 55, 70),
        ("funeral_subsidy_paid", "2023-08/ytd", 85, 98),
        ("child_visit_rate", "2023-08", 90, 99),
        ("rural_dibao_subsidy", "2023-08", 220, 260),
        ("tekun_standard", "2023-08", 572, 600),
        ("community_workers_per_10k", "2023-08", 12, 20),
        ("children_homes", "2023-09", 70, 80),
        ("relief_recipients", "2023-08", 30_000, 36_000),
        ("children_homes_sited", "2023-05", 100, 100),
        ("book_rooms", "2023-06", 20, 24),
        ("child_protection_centres", "2023-06", 80, 95),
        ("relief_paid_on_time", "2023-08", 100, 100),
    ],
)
def test_figures_are_plausible(now: Moment, indicator: str, period: str, low: float, high: float) -> None:
    value = city(now, indicator, period).value
    assert value is not None
    assert low <= value <= high


@pytest.mark.parametrize(
    "indicator",
    ["happiness_home_coverage", "elder_visit_rate", "township_home_upgraded", "community_elder_facility_coverage", "village_rules_revised"],
)
def test_leaders_lead_and_laggards_lag(now: Moment, indicator: str) -> None:
    found = {code: figure.value for code, figure in counties(now, indicator, "2023-08").items()}
    ahead = [value for code in LEADERS if (value := found[code]) is not None]
    behind = [value for code in LAGGARDS if (value := found[code]) is not None]
    assert ahead
    assert min(ahead) > max(behind)


def test_one_county_had_not_raised_its_standard_in_time(now: Moment) -> None:
    assert city(now, "rural_dibao_standard", "2023-03").status == "overdue"
    assert city(now, "rural_dibao_standard", "2023-04").status == "met"
    assert counties(now, "relief_paid_on_time", "2023-07")["410222"].status == "overdue"


def test_township_cemeteries_are_missing_in_the_slow_counties_only(now: Moment) -> None:
    found = counties(now, "township_cemeteries_operating", "2023-09")
    assert {code for code, figure in found.items() if figure.status == "overdue"} == set(LAGGARDS)
