"""Every indicator on random cities equals the naive reference, in city, counties and townships, for months, weeks, year-to-dates and
categories; and SQLite and PostgreSQL make the same readings of the same records, to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest

from data.database import Database
from data.indicators import DECLARED
from data.indicators.figures import Figure, figures
from data.indicators.moment import moment
from data.indicators.refresh import refresh
from data.periods import Period, month_of, parse, week_of
from geo.regions import CITY, Level

from .city import QI, dump, owner
from .oracle import Oracle, Reading
from .random_city import Maker, oracle_of, store

TODAYS = ("2023-01-01", "2023-02-10", "2023-03-31", "2023-10-01")
ASKED: tuple[tuple[str, Level | None], ...] = ((CITY, None), (CITY, "county"), (QI, "township"))


def periods_around(today: date) -> list[Period]:
    """New Year, the running period with its neighbours, the coming one: months, weeks and year-to-dates."""
    month, week = month_of(today), week_of(today)
    months = {parse("2022-12"), parse("2023-01"), month.shift(-1), month, month.shift(1)}
    weeks = {parse("2022-W52"), parse("2023-W01"), week_of(today - timedelta(days=31)), week.shift(-1), week, week.shift(1)}
    ytds = {parse(f"{m}/ytd") for m in months if m <= month}
    return [*sorted(months), *sorted(weeks), *sorted(ytds)]


def plain(number: Fraction | None) -> int | float | None:
    if number is None:
        return None
    return number.numerator if number.denominator == 1 else number.numerator / number.denominator


def all_figures(database: Database, periods: list[Period]) -> Iterator[Figure]:
    with moment(database) as now:
        for indicator in DECLARED:
            for region, level in ASKED:
                for by_category in (False, True):
                    yield from figures(
                        now, [indicator], scope=owner(indicator), periods=periods, region=region, level=level, by_category=by_category
                    )


def differences(seen: list[Figure], oracle: Oracle) -> list[str]:
    out = []
    for figure in seen:
        reading: Reading = oracle.read(figure.indicator, figure.region, figure.period, figure.category)
        wanted = (plain(reading.numerator), plain(reading.denominator), plain(reading.value))
        if (figure.numerator, figure.denominator, figure.value) != wanted:
            found = (figure.numerator, figure.denominator, figure.value)
            out.append(f"{figure.indicator} {figure.region} {figure.period} {figure.category}: {found} instead of {wanted}")
    return out


@pytest.mark.definition(*DECLARED)
@pytest.mark.parametrize(("seed", "day"), list(enumerate(TODAYS)))
def test_a_random_city_has_the_figures_of_the_definitions(sqlite_database: Database, seed: int, day: str) -> None:
    today = date.fromisoformat(day)
    tables = Maker(seed, today).city()
    store(sqlite_database, tables, today)
    refresh(sqlite_database, everything=True)
    seen = list(all_figures(sqlite_database, periods_around(today)))
    found = differences(seen, oracle_of(tables, today))
    assert not found, f"{len(found)} differ, among them:\n" + "\n".join(found[:20])
    silent = DECLARED.keys() - {figure.indicator for figure in seen if figure.numerator}
    assert len(silent) <= 4, f"the city is too empty to say anything about {silent}"


def test_both_databases_make_the_same_readings(sqlite_database: Database, postgres_database: Database) -> None:
    today = date(2023, 9, 18)
    tables = Maker(20, today).city()
    for database in (sqlite_database, postgres_database):
        store(database, tables, today)
        refresh(database, everything=True)
    assert dump(sqlite_database) == dump(postgres_database)
    periods = [parse(text) for text in ("2022-12", "2023-01", "2022-W52", "2023-01/ytd")]
    assert list(all_figures(sqlite_database, periods)) == list(all_figures(postgres_database, periods))
