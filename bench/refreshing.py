"""Full and incremental refresh against the same GROUP BYs written by hand, in the same run on the same records."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bench.by_hand import by_hand
from data.database import Database
from data.exchange.batches import touched
from data.indicators.refresh import refresh

COLUMNS = "region, period, category, numerator, denominator, people"


@contextmanager
def stopwatch(into: dict[str, float], name: str) -> Iterator[None]:
    """Add the seconds of the block to into[name]."""
    begun = time.perf_counter()
    yield
    into[name] = into.get(name, 0.0) + time.perf_counter() - begun


def full(database: Database) -> dict[str, float]:
    """Seconds: `refresh` all of it; `compared` its share spent on the floor's indicators; `by_hand` the floor; `ratio` of the two.

    The floor writes into an empty table with the same key. Both write the same number of readings (checked).
    """
    backend = "sqlite" if database.sqlite else "postgresql"
    marks: list[tuple[str, float]] = []
    begun = time.perf_counter()
    refresh(database, everything=True, notice=lambda name: marks.append((name, time.perf_counter())))
    ended = time.perf_counter()
    from data.indicators import INDICATORS

    ids = {indicator.name: indicator.id for indicator in INDICATORS.values()}
    spent = {ids[name]: after - at for (name, at), (_, after) in zip(marks, [*marks[1:], ("", ended)], strict=True)}
    seconds: dict[str, float] = {"refresh": ended - begun}
    selects = by_hand(backend)
    with database.writing() as connection:
        _empty_floor(connection)
        with stopwatch(seconds, "by_hand"):
            for indicator, _, select in selects:
                connection.exec_driver_sql(f"INSERT INTO floor SELECT '{indicator}', {COLUMNS} FROM ({_named(select)}) AS rows_by_hand")
        compared = {indicator for indicator, _, _ in selects}
        ours = connection.scalar(_count("readings", compared))
        hand = connection.scalar(_count("floor", compared))
        connection.exec_driver_sql("DROP TABLE floor")
    if ours != hand:
        raise RuntimeError(f"the floor is not the same work: {ours} readings against {hand} by hand")
    seconds["compared"] = sum(spent[indicator] for indicator in compared)
    seconds["ratio"] = seconds["compared"] / seconds["by_hand"]
    return seconds


def incremental(database: Database, month: str, townships: tuple[str, ...]) -> dict[str, float]:
    """Seconds: a `refresh` after visits of two townships in one month changed; `by_hand` the same rows deleted and grouped anew."""
    backend = "sqlite" if database.sqlite else "postgresql"
    with database.writing() as connection:
        connection.execute(sa.insert(touched), [{"dataset": "elder_visits", "region": code, "month": month} for code in townships])
    seconds: dict[str, float] = {}
    with stopwatch(seconds, "refresh"):
        refresh(database)
    ((indicator, _, select),) = [one for one in by_hand(backend, month=month, townships=townships) if one[0] == "elder_visit_rate"]
    places = ", ".join(f"'{code}'" for code in townships)
    with stopwatch(seconds, "by_hand"), database.writing() as connection:
        connection.exec_driver_sql(f"DELETE FROM readings WHERE indicator = '{indicator}' AND period = '{month}' AND region IN ({places})")
        connection.exec_driver_sql(
            f"INSERT INTO readings (indicator, {COLUMNS}) SELECT '{indicator}', {COLUMNS} FROM ({_named(select)}) AS rows_by_hand"
        )
    seconds["ratio"] = seconds["refresh"] / seconds["by_hand"]
    return seconds


def _named(select: str) -> str:
    """The SELECT with the columns' names on its first half, so that both databases can refer to them."""
    nulls = "CAST(NULL AS BIGINT)"
    return (
        f"WITH unnamed({COLUMNS}) AS ({select}) SELECT region, period, category, numerator, CAST(denominator AS BIGINT) AS denominator, "
        f"{nulls} AS people FROM unnamed"
    )


def _empty_floor(connection: Connection) -> None:
    connection.exec_driver_sql("DROP TABLE IF EXISTS floor")
    rowid = " WITHOUT ROWID" if connection.dialect.name == "sqlite" else ""
    connection.exec_driver_sql(
        "CREATE TABLE floor (indicator VARCHAR(40), region VARCHAR(9), period VARCHAR(11), category VARCHAR(16), numerator BIGINT NOT NULL,"
        f" denominator BIGINT, people BIGINT, PRIMARY KEY (indicator, period, region, category)){rowid}"
    )


def _count(table: str, indicators: set[str]) -> sa.TextClause:
    names = ", ".join(f"'{name}'" for name in sorted(indicators))
    return sa.text(f"SELECT count(*) FROM {table} WHERE indicator IN ({names}) AND period NOT LIKE '%/ytd'")
