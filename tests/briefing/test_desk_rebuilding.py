"""A past week as the records stood on a day: what came later does not count, the database itself is not touched, no copy is left."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from access.scope import Scope
from briefings.rebuilding import CannotRebuild, as_stood
from data.database import Database
from data.exchange.batches import batches
from data.exchange.importing import import_rows
from data.facts import set_fact
from data.indicators import REPORTED
from data.indicators.figures import figures
from data.indicators.moment import moment
from data.indicators.refresh import refresh
from data.periods import Period

TOWN, WEEK = "410222001", Period("2023-W30")


def order(number: int, accepted: str) -> dict[str, str | None]:
    return {"key": f"W{number}", "region": TOWN, "category": "养老", "accepted_on": accepted, "closed_on": None, "rating": None}


def bring(database: Database, at: datetime, *rows: dict[str, str | None]) -> None:
    done = import_rows(database, rows, "work_orders", who="办公室", source="api", reported=REPORTED)
    assert done.to_dict()["errors"] == []
    with database.writing() as connection:
        connection.execute(sa.update(batches).where(batches.c.id == done.to_dict()["batch"]).values(at=at))


def orders(database: Database) -> object:
    with moment(database) as now:
        return figures(now, ["work_orders"], scope=Scope("leader"), periods=(WEEK,))[0].value


def test_what_came_later_does_not_count(
    sqlite_database: Database, postgres_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with sqlite_database.writing() as connection:
        set_fact(connection, "today", "2023-09-01")
    bring(sqlite_database, datetime(2023, 7, 28, tzinfo=UTC), order(1, "2023-07-25"), order(2, "2023-07-26"))
    bring(sqlite_database, datetime(2023, 8, 20, tzinfo=UTC), order(2, "2023-06-02"), order(3, "2023-07-27"), order(4, "2023-07-27"))
    refresh(sqlite_database)
    assert orders(sqlite_database) == 3
    with as_stood(sqlite_database, date(2023, 8, 1)) as stood:
        assert (orders(stood.database), stood.later, stood.gone) == (2, 1, 0)
        assert len(list(tmp_path.glob("cockpit-as-of-*"))) == 1
    assert orders(sqlite_database) == 3 and list(tmp_path.glob("cockpit-as-of-*")) == []
    with pytest.raises(CannotRebuild, match="PostgreSQL"), as_stood(postgres_database, date(2023, 8, 1)):
        pass


def test_a_demonstration_came_at_once(demonstration: Database) -> None:
    with pytest.raises(CannotRebuild, match="演示数据"), as_stood(demonstration, date(2023, 8, 1)):
        pass
