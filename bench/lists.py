"""Record lists over a million visits: a page of a list through its door against the same page and count as bare SQL, on one connection.

`python -m bench.lists [ROWS] [BACKEND]` prints the milliseconds of each question.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from access.scope import Scope
from bench.city import Backend, empty
from data.database import Database
from data.datasets import DATASETS
from data.facts import set_fact
from data.indicators.moment import Moment, moment
from data.lists import LISTS
from data.lists.asked import read_filters, read_sort
from data.lists.reading import list_page
from data.periods import parse
from data.regions import store_regions
from geo.regions import CITY, read_regions

ELDERS, ROUNDS, PAGE = 20_000, 7, 100
CHIEF = Scope("chief", section="养老服务科")
COUNTY, TOWN = "410221", "410221101"
CELLS = "v.key, v.subject, v.visited_on, v.method, v.finding, e.region"
JOINED = "elder_visits v JOIN special_elders e ON e.key = v.subject"
UNVISITED = (
    "special_elders e WHERE e.region >= '410221101' AND e.region < '410221102' AND e.registered_on <= '2023-08-31' "
    "AND (e.closed_on IS NULL OR e.closed_on > '2023-08-31') AND NOT EXISTS (SELECT 1 FROM elder_visits v "
    "WHERE v.subject = e.key AND v.visited_on BETWEEN '2023-08-01' AND '2023-08-31')"
)


@dataclass(frozen=True)
class Question:
    """What is asked of a list, and the same page and count written by hand."""

    name: str
    listed: str
    region: str
    page: str
    count: str
    sort: str = ""
    filters: str = ""
    start: int = 0


QUESTIONS = (
    Question(
        "visits, first page",
        "elder_visits",
        CITY,
        f"SELECT {CELLS} FROM {JOINED} ORDER BY v.key LIMIT {PAGE}",
        "SELECT count(*) FROM elder_visits",
    ),
    Question(
        "visits, row 900,000",
        "elder_visits",
        CITY,
        f"SELECT {CELLS} FROM {JOINED} WHERE v.key > 'V00899999' ORDER BY v.key LIMIT {PAGE}",  # by hand by the key, not by its number
        "SELECT count(*) FROM elder_visits",
        start=900_000,
    ),
    Question(
        "visits of a month by phone, newest first",
        "elder_visits",
        CITY,
        f"SELECT {CELLS} FROM {JOINED} WHERE v.method = '电话' AND v.visited_on BETWEEN '2023-08-01' AND '2023-08-31' "
        f"ORDER BY v.visited_on DESC, v.key LIMIT {PAGE}",
        "SELECT count(*) FROM elder_visits v WHERE v.method = '电话' AND v.visited_on BETWEEN '2023-08-01' AND '2023-08-31'",
        sort="-visited_on",
        filters="method.in.电话~visited_on.between.2023-08-01..2023-08-31",
    ),
    Question(
        "visits of one county",
        "elder_visits",
        COUNTY,
        f"SELECT {CELLS} FROM {JOINED} WHERE e.region >= '410221' AND e.region < '410222' ORDER BY v.key LIMIT {PAGE}",
        f"SELECT count(*) FROM {JOINED} WHERE e.region >= '410221' AND e.region < '410222'",
    ),
    Question(
        "unvisited elders of one township",
        "elder_unvisited",
        TOWN,
        f"SELECT e.region, e.key, e.category, e.registered_on FROM {UNVISITED} ORDER BY e.key LIMIT {PAGE}",
        f"SELECT count(*) FROM {UNVISITED}",
    ),
)


def run(rows: int = 1_000_000, backend: Backend = "sqlite") -> Iterator[tuple[str, float, float]]:
    """(question, milliseconds through the door, milliseconds of the bare page and count)."""
    with _filled(backend, rows) as database, moment(database) as now:
        now.places  # noqa: B018 - read once, as a running server has them
        for question in QUESTIONS:
            yield question.name, *_in_turn(lambda q=question: _door(now, q), lambda q=question: _bare(now, q))  # type: ignore[misc]


def _door(now: Moment, question: Question) -> int:
    listed = LISTS[question.listed]
    asked: dict[str, Any] = {"sort": read_sort(listed, question.sort), "filters": read_filters(listed, question.filters)}
    region, period = question.region, parse("2023-08")
    return len(list_page(now, listed, scope=CHIEF, region=region, period=period, start=question.start, count=PAGE, **asked).rows)


def _bare(now: Moment, question: Question) -> int:
    now.connection.exec_driver_sql(question.count).scalar_one()
    return len(now.connection.exec_driver_sql(question.page).all())


def _in_turn(one: Callable[[], int], other: Callable[[], int]) -> tuple[float, float]:
    """Median milliseconds of both, asked in turn; both must give as many rows."""
    pairs = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        ours = one()
        between = time.perf_counter()
        theirs = other()
        if ours != theirs:
            raise RuntimeError(f"{ours} rows through the door, {theirs} by hand")
        pairs.append((between - begun, time.perf_counter() - between))
    return 1000 * statistics.median(a for a, _ in pairs), 1000 * statistics.median(b for _, b in pairs)


@contextmanager
def _filled(backend: Backend, rows: int) -> Iterator[Database]:
    """A database with elders in every village and so many visits of them, on 270 days of 2023."""
    from migrations.schema import upgrade

    dice = random.Random(7)
    villages = [region.code for region in read_regions() if region.level == "village"]
    days = [date(2023, 1, 1) + timedelta(days=n) for n in range(270)]
    by = {"inserted_by": 1, "changed_by": 1}
    with empty(backend) as url:
        database = Database(url)
        upgrade(database)
        kinds = DATASETS["special_elders"].column("category").values
        with database.writing() as connection:
            set_fact(connection, "today", "2023-09-30")
            store_regions(connection, read_regions())
            elders = [
                {"key": f"E{n:06d}", "region": dice.choice(villages), "category": kinds[n % 6], "registered_on": date(2022, 5, 1), **by}
                for n in range(ELDERS)
            ]
            connection.execute(sa.insert(DATASETS["special_elders"].table), elders)
            for first in range(0, rows, 50_000):
                visits = [
                    {
                        "key": f"V{n:08d}",
                        "subject": f"E{dice.randrange(ELDERS):06d}",
                        "visited_on": dice.choice(days),
                        "method": ("上门", "电话", "视频")[n % 3],
                        "finding": "正常",
                        **by,
                    }
                    for n in range(first, min(first + 50_000, rows))
                ]
                connection.execute(sa.insert(DATASETS["elder_visits"].table), visits)
        with database.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
        yield database
        database.dispose()


if __name__ == "__main__":
    for backend in sys.argv[2:] or ("sqlite", "postgresql"):
        for name, ours, bare in run(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, backend):  # type: ignore[arg-type]
            print(f"{backend}: {name}: {ours:.1f} ms, bare {bare:.1f} ms, ratio {ours / bare:.2f}", flush=True)
