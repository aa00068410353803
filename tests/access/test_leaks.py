"""What a county is told does not depend on other counties' townships: two cities that differ only there answer it alike, to the byte.

In the second city the readings of each foreign county's townships have changed places, so its county figures are the same. Whatever a
foreign township's figure gets into (an answer, a hover text, a store, a class of the map), it shows as a difference.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from flask import Flask

from access import doors
from data.clock import now
from data.database import Database
from data.datasets import DATASETS
from data.indicators import INDICATORS
from data.indicators.readings import readings
from data.regions import regions
from geo.regions import CITY
from tests.access.askers import COUNTY, FOREIGN, Asker, enter
from tests.access.asks import rendered
from tests.access.conftest import copied

PERIODS = ("2023-06", "2023-08", "2023-W30", "2023-08/ytd")
MOMENT = now()
VARIES = ("Set-Cookie", "Server-Timing", "Content-Security-Policy")  # a time, a nonce: never a figure
RATE, OWNER = "child_visit_rate", "慈善事业促进和社会工作科"
TOWNSHIPS = r"(?<!\d)(4102\d{5})(?:\d{3})?(?!\d)"


@pytest.fixture(scope="module")
def county(demo_server: Flask) -> Asker:
    return enter(demo_server, "county", region=COUNTY)


@pytest.fixture(scope="module")
def leader(demo_server: Flask) -> Asker:
    return enter(demo_server, "leader")


@pytest.fixture(scope="module")
def chief(demo_server: Flask) -> Asker:
    return enter(demo_server, "chief", section=OWNER)


@pytest.fixture(scope="module")
def elsewhere(demo_server: Flask, county: Asker, leader: Asker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The other city; both people are known there, it was copied after they came."""
    database = copied(demo_server.extensions["cockpit"].database, tmp_path_factory.mktemp("elsewhere") / "cockpit.db")
    with database.writing() as connection:
        townships = [
            row.code for row in connection.execute(regions.select().where(regions.c.level == "township")) if row.code[:6] != COUNTY
        ]
        moved: dict[str, str] = {}
        for _, group in itertools.groupby(sorted(townships), lambda code: code[:6]):
            codes = list(group)
            moved |= dict(zip(codes, codes[1:] + codes[:1], strict=True))
        rows = [row._asdict() for row in connection.execute(readings.select().where(readings.c.region.in_(townships)))]
        connection.execute(sa.delete(readings).where(readings.c.region.in_(townships)))
        connection.execute(sa.insert(readings), [{**row, "region": moved[row["region"]]} for row in rows])
    assert len(rows) > 1000
    yield database
    database.dispose()


def told(server: Flask, database: Database, asker: Asker, paths: Iterable[str], searches: Iterable[str]) -> dict[str, str]:
    """What this asker is answered: the API's calls by their address, the overview's callback by its question."""
    from app import app

    kept = server.extensions["cockpit"]
    server.extensions["cockpit"] = replace(kept, database=database)
    try:
        with patch("data.exchange.export.now", lambda: MOMENT):  # exports say when they were made, to the minute
            found = {path: _text(server, asker, "GET", path) for path in paths}
            output, declared = next((key, one) for key, one in app.callback_map.items() if "overview-cards" in key)
            for search in searches:
                found[search] = _text(server, asker, "POST", doors.CALLBACK, json=rendered(output, declared, data=search))
        return {asked: answer for asked, answer in found.items() if answer is not None}
    finally:
        server.extensions["cockpit"] = kept


def _text(server: Flask, asker: Asker, method: str, path: str, **options: Any) -> str | None:
    answer = asker.ask(server, method, path, **options)
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers if name not in VARIES)
    return f"{headers}\n{answer.text}" if answer.status_code == 200 else None


def _paths() -> Iterator[str]:
    """The API's calls, all indicators at once, at every level, kind of period and breakdown."""
    whole = ",".join(INDICATORS)
    broken = ",".join(name for name, one in INDICATORS.items() if one.breakdown)
    for region, level, period in itertools.product((CITY, COUNTY, FOREIGN), ("", "&level=county", "&level=township"), PERIODS):
        for names, by in ((whole, ""), (broken, "&by=category")):
            yield f"/api/v1/values?indicator={names}&region={region}&period={period}{level}{by}"
    for region, month in itertools.product((CITY, COUNTY, FOREIGN), ("2023-06", "2023-09")):
        yield f"/api/v1/tasks?region={region}&month={month}"
    for name in DATASETS:
        yield f"/api/v1/datasets/{name}.csv"
        yield f"/api/v1/datasets/{name}.csv?region={FOREIGN}"
    yield from ("/api/v1/batches", "/api/v1/indicators", "/api/v1/openapi.json", "/_dash-layout", "/_dash-dependencies")


def _searches() -> Iterator[str]:
    periods = itertools.cycle(PERIODS)
    for indicator, region in itertools.product(INDICATORS, (CITY, COUNTY, FOREIGN)):
        yield f"?indicator={indicator}&region={region}&period={next(periods)}"


def test_a_county_learns_nothing_of_other_counties_townships(demo_server: Flask, elsewhere: Database, county: Asker, leader: Asker) -> None:
    here: Database = demo_server.extensions["cockpit"].database
    one, other = (told(demo_server, database, county, _paths(), _searches()) for database in (here, elsewhere))
    assert one.keys() == other.keys() and len(one) > 200
    assert [asked for asked in one if one[asked] != other[asked]] == []
    with here.reading() as connection:
        places = connection.execute(regions.select()).all()
    own = {row.name for row in places if row.code.startswith(COUNTY) or len(row.code) < 9}
    foreign = {row.name for row in places if len(row.code) == 9 and not row.code.startswith(COUNTY)} - own
    names = re.compile("|".join(map(re.escape, foreign)))
    for asked, text in one.items():
        assert {code for code in re.findall(TOWNSHIPS, text) if not code.startswith(COUNTY)} == set(), asked
        assert names.findall(text) == [], asked
    assert len({code for text in one.values() for code in re.findall(TOWNSHIPS, text)}) > 10, "its own are there"
    # the other city is another one: who may see its townships sees that it is
    townships = ["/api/v1/values?indicator=relief_recipients&level=township&period=2023-08"]
    assert told(demo_server, here, leader, townships, ()) != told(demo_server, elsewhere, leader, townships, ())


@pytest.fixture(scope="module")
def withheld(demo_server: Flask, leader: Asker, chief: Asker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Database]]:
    """Two cities whose one difference is withheld: which of two townships visited one of its three children, which two."""
    found = []
    for name, visited in (("one", (1, 2)), ("two", (2, 1))):
        database = copied(demo_server.extensions["cockpit"].database, tmp_path_factory.mktemp(name) / "cockpit.db")
        with database.writing() as connection:
            here = sa.and_(readings.c.indicator == RATE, readings.c.period == "2023-08", readings.c.region.startswith(FOREIGN))
            rows = connection.execute(readings.select().where(here).order_by(readings.c.region)).all()
            for row, count in zip(rows, visited, strict=False):
                mine = sa.and_(here, readings.c.region == row.region)
                connection.execute(sa.update(readings).where(mine).values(numerator=count, denominator=3))
        found.append(database)
    yield found
    for database in found:
        database.dispose()


def test_a_withheld_figure_makes_no_difference_to_whom_it_is_withheld_from(
    demo_server: Flask, withheld: list[Database], leader: Asker, chief: Asker, county: Asker
) -> None:
    searches = [f"?indicator={RATE}&region={region}&period={period}" for region in (CITY, FOREIGN) for period in ("2023-08", "2023-09")]
    paths = [f"/api/v1/values?indicator={RATE}&region={FOREIGN}&period=2023-07..2023-09&level=township", f"/api/v1/tasks?region={FOREIGN}"]
    for asker in (leader, county):
        one, two = (told(demo_server, database, asker, paths, searches) for database in withheld)
        assert len(one) == len(searches) + (2 if asker is leader else 1)
        assert [asked for asked in one if one[asked] != two[asked]] == []
        assert asker is county or one[paths[0]].count('"reason":"small"') >= 2
    # a chief of the section that owns the records may see the difference, and does
    one, two = (told(demo_server, database, chief, paths[:1], ()) for database in withheld)
    assert all(one[asked] != two[asked] for asked in one)
