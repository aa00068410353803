"""A refresh happens whole or not at all: broken off or killed it leaves the old readings; no reader sees half of one; two take turns."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa

from data.database import Database
from data.exchange.batches import touched
from data.indicators.figures import figures
from data.indicators.moment import Moment, moment
from data.indicators.readings import periods, refreshes
from data.indicators.refresh import refresh
from data.periods import parse

from .city import TOWN, City, dump, owner

KILLED = """
import os, signal, sys
from data.database import Database
from data.indicators.refresh import refresh
def kill_after_some(name, seen=[]):
    seen.append(name)
    if len(seen) == 30:
        print("killed in the middle", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
refresh(Database(sys.argv[1]), everything=True, notice=kill_after_some)
"""


@pytest.fixture
def old_and_new(database: Database, few_indicators: None) -> City:
    """A refreshed city with one open order more since, noted for the next refresh, and a new day."""
    city = City(database)
    city.today("2023-01-20")
    city.add("work_orders", region=TOWN, accepted_on="2023-01-05")
    refresh(database)
    city.add("work_orders", region=TOWN, accepted_on="2023-01-06")
    with database.writing() as connection:
        connection.execute(sa.insert(touched).values(dataset="work_orders", region=TOWN, month="2023-01"))
    city.today("2023-01-21")
    return city


def stored(database: Database) -> tuple[object, ...]:
    """Everything that a refresh writes."""
    with database.reading() as connection:
        tables = [sorted(map(tuple, connection.execute(sa.select(table)))) for table in (periods, touched)]
        return dump(database), *tables, connection.scalar(sa.select(sa.func.count()).select_from(refreshes))


def orders(now: Moment) -> float | None:
    (figure,) = figures(now, ["work_orders"], scope=owner("work_orders"), periods=[parse("2023-01")], region=TOWN)
    return figure.value


def shown(database: Database) -> float | None:
    with moment(database) as now:
        return orders(now)


def test_a_refresh_that_breaks_off_leaves_the_old_readings(old_and_new: City) -> None:
    database, before, seen = old_and_new.database, stored(old_and_new.database), []

    def break_off(name: str) -> None:
        seen.append(name)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresh(database, everything=True, notice=break_off)
    assert stored(database) == before
    assert shown(database) == 1
    refresh(database)
    assert shown(database) == 2, "the marks were kept for the next one"


def test_a_refresh_that_is_killed_leaves_the_old_readings(old_and_new: City) -> None:
    database, before = old_and_new.database, stored(old_and_new.database)
    url = database.url.render_as_string(hide_password=False)
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", KILLED, url], capture_output=True, text=True, timeout=60, env=env)
    assert done.stdout.strip() == "killed in the middle", done.stderr
    assert stored(database) == before
    refresh(database)
    assert shown(database) == 2


def test_a_reader_keeps_its_moment_while_a_refresh_lands(old_and_new: City) -> None:
    database = old_and_new.database
    with moment(database) as now:
        number, day = now.refresh, now.today
        refresh(database)
        assert orders(now) == 1
        assert (now.refresh, now.today) == (number, day)
        with moment(database) as later:
            assert orders(later) == 2
            assert later.refresh > number
        assert orders(now) == 1


def test_a_reader_in_the_middle_of_a_refresh_sees_the_old_readings(old_and_new: City) -> None:
    database, looks = old_and_new.database, []
    refresh(database, notice=lambda name: looks.append(shown(database)))
    assert looks == [1] * 7
    assert shown(database) == 2


def test_two_refreshes_at_once_take_turns(old_and_new: City) -> None:
    database = old_and_new.database
    inside, go_on = Event(), Event()

    def hold(name: str) -> None:
        inside.set()
        assert go_on.wait(30)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(refresh, database, notice=hold)
        assert inside.wait(30)
        second = pool.submit(refresh, database, everything=True)
        with pytest.raises(TimeoutError):
            second.result(timeout=0.3)
        go_on.set()
        assert first.result(30).number < second.result(30).number
    assert shown(database) == 2
