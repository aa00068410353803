"""`fill`: the demonstration city into a database, one batch a dataset, all in one transaction; and when it is refused."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as clock_time

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access import audit
from data.clock import SHANGHAI
from data.database import Database
from data.datasets import DATASETS, Dataset
from data.demo.city import City, read_city
from data.demo.letters import clear_letters, hold_letters, write_letters
from data.demo.milestones import clear_milestones, put_milestones
from data.demo.returns import clear_returns, filed_returns, put_returns
from data.demo.rows import ROWS
from data.demo.storing import store, without_known
from data.demo.warnings import clear_warnings
from data.exchange.batches import ALWAYS, batches, touched
from data.facts import fact, is_demonstration, set_fact
from data.regions import Places, read_places
from data.settings import settings

SOURCE, FILE, WHO = "demo", "演示数据", "演示"
PLAYED = "demonstration_city"  # the fact that says which city a database holds
DELIVERED_AT = clock_time(6, 0, tzinfo=SHANGHAI)
FIRST_YEAR, LAST_YEAR = 2020, 2034  # the calendar table reaches from the December before to the year after
LEAST_SCALE, MOST_SCALE = 0.01, 50.0


class Refused(RuntimeError):
    """The database can't take the demonstration; the message says why, in Chinese."""


@dataclass(frozen=True)
class Filled:
    """What `fill` did. `rows` by dataset; `already`: the same city stood there and nothing was done; `replaced`: another one did."""

    year: int
    scale: float
    seed: int
    rows: dict[str, int]
    already: bool = False
    replaced: bool = False
    seconds: float = 0.0

    @property
    def total(self) -> int:
        return sum(self.rows.values())


def fill(
    database: Database,
    *,
    year: int = 2023,
    scale: float = 1.0,
    seed: int = 7,
    mix: bool = False,
    who: str = WHO,
    notice: Callable[[str], None] | None = None,
) -> Filled:
    """Fill with the demonstration city of a plan year and fix the cockpit's today at 18 September of it.

    scale   how many people and events, 1 for about 200,000 records
    mix     also on a database that holds real batches; records that are there stay as they are
    who     stands in the audit log
    notice  is told each dataset's title and rows
    Readings are not computed: every region is marked as touched for the next refresh.
    Raises Refused, in words; data.database.Busy when another writer keeps the database.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"演示年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间，不能是 {year}。")
    if not LEAST_SCALE <= scale <= MOST_SCALE:
        raise Refused(f"演示规模应在 {LEAST_SCALE} 至 {MOST_SCALE:g} 之间，不能是 {scale:g}。")
    begun = time.monotonic()
    asked = f"{year} {scale!r} {seed}"
    with database.writing() as connection:
        places = read_places(connection)
        if not places.counties:
            raise Refused("库中还没有行政区划，请先运行 flask init。")
        old, real = _standing(connection)
        if real and not mix:
            raise Refused(f"库中已有 {real} 个真实批次，不能装入演示数据；确要混装请加 --mix。")
        if len(old) == len(DATASETS) and fact(connection, PLAYED) == asked:
            return Filled(year, scale, seed, old, already=True)
        filed = 0 if is_demonstration(connection) else filed_returns(connection)
        if filed and not mix:
            raise Refused(f"库中已有 {filed} 项真实月报，不能装入演示数据；确要混装请加 --mix。")
        if real and old:
            raise Refused("真实批次与演示数据已经混在一起，演示数据不能再替换；请先撤销真实批次。")
        _clear(connection)
        if old:
            clear_letters(connection)
            clear_warnings(connection)
        if not real and not filed:
            clear_returns(connection)
            clear_milestones(connection)
        try:
            city = read_city(places, year=year, scale=scale, seed=seed)
        except LookupError as error:
            raise Refused(str(error.args[0])) from None
        rows = {}
        for dataset in DATASETS.values():
            rows[dataset.name] = _deliver(connection, city, dataset, real > 0)
            if notice:
                notice(f"{dataset.title} {rows[dataset.name]:,} 条")
        if not real and not hold_letters(connection):
            write_letters(connection, city)
        filled_in = put_returns(connection, city, places)
        put_milestones(connection, city)
        if notice and filled_in:
            notice(f"县区月报 {filled_in:,} 项")
        _mark(connection, places)
        set_fact(connection, "today", city.today.isoformat())
        set_fact(connection, "demonstration", "1")
        set_fact(connection, PLAYED, asked)
        what = f"{FILE}：{year} 年，规模 {scale:g}，种子 {seed}{'，替换了原有的' if old else ''}"
        audit.append(connection, "import", who=who, where=audit.COMMAND_LINE, what=what, rows=sum(rows.values()))
    return Filled(year, scale, seed, rows, replaced=bool(old), seconds=time.monotonic() - begun)


def _standing(connection: Connection) -> tuple[dict[str, int], int]:
    """The demonstration's rows by dataset, and how many real batches there are; withdrawn ones aside."""
    found = connection.execute(
        sa.select(batches.c.dataset, batches.c.source, batches.c.rows).where(batches.c.withdrawn_at.is_(None)).order_by(batches.c.id)
    ).all()
    own: dict[str, int] = {}
    for row in found:
        if row.source == SOURCE:
            own.setdefault(row.dataset, row.rows)  # later ones came with returns accepted since
    return own, sum(row.source != SOURCE for row in found)


def _clear(connection: Connection) -> None:
    """Take an earlier demonstration out, its batches too."""
    old = sa.select(batches.c.id).where(batches.c.source == SOURCE)
    for dataset in DATASETS.values():
        connection.execute(sa.delete(dataset.table).where(dataset.table.c.inserted_by.in_(old)))
        connection.execute(sa.delete(dataset.history).where(dataset.history.c.replaced_by.in_(old)))
    connection.execute(sa.delete(batches).where(batches.c.source == SOURCE))


def _deliver(connection: Connection, city: City, dataset: Dataset, mixed: bool) -> int:
    """One dataset as one batch, delivered on the morning its rhythm says. Returns its rows."""
    delivered = datetime.combine(city.delivered(dataset.name), DELIVERED_AT).astimezone(UTC)
    nothing = dict.fromkeys(("rows", "inserted", "updated", "unchanged", "rejected"), 0)
    key = connection.execute(
        sa.insert(batches).values(dataset=dataset.name, file=FILE, sha256="", who=WHO, source=SOURCE, at=delivered, **nothing)
    ).inserted_primary_key
    assert key is not None  # noqa: S101  # an autoincrement key comes back from both databases
    rows = ROWS[dataset.name](city)
    if mixed:
        rows = iter(without_known(connection, dataset, rows))
    count, seal = store(connection, dataset, rows, key[0], settings().secret("citizen_key"))
    connection.execute(sa.update(batches).where(batches.c.id == key[0]).values(sha256=seal, rows=count, inserted=count))
    return count


def _mark(connection: Connection, places: Places) -> None:
    """Let the next refresh look at everything."""
    connection.execute(sa.delete(touched).where(touched.c.month == ALWAYS))
    leaves = [region.code for level in ("county", "township") for region in places.by_level[level]]
    connection.execute(sa.insert(touched), [{"dataset": name, "region": code, "month": ALWAYS} for name in DATASETS for code in leaves])
