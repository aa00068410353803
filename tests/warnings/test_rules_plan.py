"""The rules over the plan and over readings: milestones, tasks, returns, and what a county's figures do all at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data.database import Database
from data.indicators.readings import periods, readings
from data.periods import Period
from data.programmes.marks import milestone_marks
from data.programmes.returns.table import return_changes
from tests.programmes.planned import accepted, at, change, store, task
from tests.warnings.planted import QI, STREET, TOWN, Clean, clean

COUNTIES = {"410202", "410203", "410204", "410205", "410212", "410221", "410222", "410223", "410225"}
AUGUST = {"month": "2023-08", "region": QI}


def planned(city: Clean, folder: Path, *indicators: str, due: str = "2023-10", percent: int | None = 50, **programme: Any) -> None:
    """A plan of one task of 杞县's for 社会救助, and the county's return of August, which is due on Monday the 21st."""
    one = task(1, *indicators, due=due)
    store(city.connection, folder, {**one, "units": ["杞县民政局"]}, id="relief", owner="社会救助科", **programme)
    if percent is not None:
        accepted(city.connection, percent, **AUGUST)
    city.connection.execute(sa.update(return_changes).values(programme="relief"))


def seen(database: Database, folder: Path, day: str, **more: Any) -> dict[tuple[str, str], tuple[str, int, str]]:
    """What all rules find on a day in the clean city with that plan: region, many and since by rule and key."""
    with clean(database, day) as city:
        planned(city, folder, **more)
        return {key: (one.region, one.many, one.since.isoformat()) for key, one in city.found().items()}


def test_a_return_that_is_missing(database: Database, tmp_path: Path) -> None:
    missing = {("relief_returns_missing", f"2023-08:{QI}"): (QI, 1, "2023-08-22")}
    assert seen(database, tmp_path, "2023-08-25") == {}
    assert seen(database, tmp_path, "2023-08-24", percent=None) == {}
    assert seen(database, tmp_path, "2023-08-25", percent=None) == missing
    with clean(database, "2023-08-25") as city:
        planned(city, tmp_path, percent=None)
        change(city.connection, "submitted", "2023-08-20", 50, **AUGUST)
        city.connection.execute(sa.update(return_changes).values(programme="relief"))
        assert set(city.found()) == set(missing)  # it waits for the section


def test_a_task_past_its_day(database: Database, tmp_path: Path) -> None:
    assert seen(database, tmp_path, "2023-08-31", due="2023-08") == {}
    assert seen(database, tmp_path, "2023-09-01", due="2023-08") == {("relief_task_overdue", f"2023:1:{QI}"): (QI, 1, "2023-09-01")}
    assert seen(database, tmp_path, "2023-09-01", due="2023-08", percent=100) == {}


def test_a_milestone_past_its_day(database: Database, tmp_path: Path) -> None:
    stones = {"milestones": [{"due": "2023-08", "title": "召开现场会"}]}
    late = {("relief_milestone_overdue", "2023:2023-08:召开现场会:410200"): ("410200", 1, "2023-09-01")}
    assert seen(database, tmp_path, "2023-08-31", **stones) == {}
    assert seen(database, tmp_path, "2023-09-01", **stones) == late
    with clean(database, "2023-09-01") as city:
        planned(city, tmp_path, **stones)
        mark = {"year": 2023, "programme": "relief", "due": "2023-08", "title": "召开现场会", "who": "科长", "done_on": date(2023, 8, 30)}
        city.connection.execute(sa.insert(milestone_marks).values(**mark, at=at("2023-08-31")))
        assert city.found() == {}
    each = {"milestones": [{"due": "2023-08", "title": "补发到位", "scope": "county"}]}
    found = seen(database, tmp_path, "2023-09-01", **each)
    assert {region for region, _, _ in found.values()} == COUNTIES and len(found) == len(COUNTIES)


@pytest.mark.parametrize(("linked", "found"), [(30.0, 0), (70.0, 0), (70.5, 1), (29.0, 1)])
def test_returns_and_records_that_disagree(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linked: float, found: int
) -> None:
    monkeypatch.setattr("data.programmes.ledger.linked_percents", lambda *_, **__: {("relief_paid_on_time", QI): linked})
    with clean(database, "2023-09-18") as city:
        planned(city, tmp_path, "relief_paid_on_time")
        rows = city.found()
    assert set(rows) == ({("relief_returns_disagree", f"2023:1:{QI}")} if found else set())


def read(city: Clean, *values: int, region: str = TOWN) -> None:
    """Readings of 走访工单量 of the months up to August 2023."""
    months = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)]
    at_august = months.index("2023-08")
    for back, value in enumerate(reversed(values)):
        text = months[at_august - back]
        month = Period(text)
        if not city.connection.scalar(sa.select(periods.c.period).where(periods.c.period == text)):
            days = {"starts": month.starts, "ends": month.ends, "day": month.ends, "tenth": month.starts.replace(day=10)}
            row = {"period": text, "grain": "month", "year_starts": date(month.year, 1, 1), **days}
            city.connection.execute(sa.insert(periods).values(**row))
        row = {"indicator": "work_orders", "period": text, "region": region, "category": "物业", "numerator": value}
        city.connection.execute(sa.insert(readings).values(**row))


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ((100, 102, 99, 101, 100, 103, 100, 60), True),
        ((100, 102, 99, 101, 100, 103, 100, 140), True),
        ((100, 102, 99, 101, 100, 103, 100, 110), False),  # no quarter of it
        ((100, 40, 130, 60, 150, 50, 100, 140), False),  # it has always varied
        ((100, 102, 99, 101, 100, 103, 60), False),  # five steps are no history
        ((10, 10, 10, 10, 10, 10, 10, 19), False),  # so few leap by themselves
    ],
)
def test_a_figure_that_changes_all_at_once(database: Database, values: tuple[int, ...], found: bool) -> None:
    with clean(database) as city:
        read(city, *values)
        read(city, *[50] * len(values), region=STREET.replace("410221", "410225"))
        rows = city.found()
    assert set(rows) == ({("governance_reading_jump", f"work_orders:{QI}:2023-08")} if found else set())
    for one in rows.values():
        assert one.detail.startswith("2023年8月走访工单量比上月") and one.since == date(2023, 8, 1)
