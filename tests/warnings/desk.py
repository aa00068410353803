"""Three small rules of the tests' own, and a desk to plant records, let the rules look, and handle what they find."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from access.scope import Scope
from data.database import Database
from data.datasets import DATASETS
from data.exchange.batches import batches
from data.facts import set_fact
from data.indicators.moment import Moment, moment
from data.letters.letter import Actor
from data.warnings.reading import Wanted, Warning, read_warning, warnings_page
from data.warnings.rule import Asked, Found, Parameter, Rule
from data.warnings.run import Ran, run
from data.warnings.table import warning_steps, warnings

RELIEF, ELDERLY = "社会救助科", "养老服务科"
COUNTY, OTHER = "410221", "410222"
TOWN, OTHER_TOWN = "410221101", "410222101"
LEADER = Actor("leader", Scope("leader"), "10.0.0.1")
CHIEF = Actor("chief", Scope("chief", section=RELIEF), "10.0.0.2")
STRANGER = Actor("stranger", Scope("chief", section=ELDERLY), "10.0.0.3")
CLERK = Actor("clerk", Scope("county", region=COUNTY), "10.0.0.4")
NEIGHBOUR = Actor("neighbour", Scope("county", region=OTHER), "10.0.0.5")
ADMIN = Actor("admin", Scope("admin"), "10.0.0.6")
SCREEN = Scope("screen")
TODAY = date(2023, 9, 18)
recipients, deaths, elders = (DATASETS[name].table for name in ("relief_recipients", "deaths", "special_elders"))


def _deceased(asked: Asked) -> sa.Select[Any]:
    return (
        sa.select(
            recipients.c.key,
            recipients.c.region,
            deaths.c.died_on.label("since"),
            sa.literal(1).label("many"),
            sa.cast(recipients.c.monthly_amount, sa.BigInteger).label("amount"),
            sa.null().label("detail"),
        )
        .join(deaths, deaths.c.citizen == recipients.c.citizen)
        .where(recipients.c.ended_on.is_(None), deaths.c.died_on <= asked.today)
    )


def _crowded(asked: Asked) -> sa.Select[Any]:
    county = sa.func.substr(elders.c.region, 1, 6)
    return (
        sa.select(
            (county + ":" + asked.today.isoformat()[:7]).label("key"),
            county.label("region"),
            sa.literal(asked.today.replace(day=1)).label("since"),
            sa.func.count().label("many"),
            sa.null().label("amount"),
            sa.literal(f"{asked.today.month}月").label("detail"),
        )
        .where(elders.c.closed_on.is_(None))
        .group_by(county)
        .having(sa.func.count() >= asked.set["least"])
    )


@dataclass
class Places:
    """What the gathered rule answers: places with their faults, set by a test."""

    found: list[Found] = field(default_factory=list)
    looks: int = 0
    broken: bool = False

    def __call__(self, now: Moment, asked: Asked) -> Iterator[Found]:
        self.looks += 1
        if self.broken:
            raise ZeroDivisionError
        yield from self.found


def rules(places: Places) -> tuple[Rule, ...]:
    return (
        Rule(
            "t_deceased",
            "已故仍在保",
            RELIEF,
            "relief",
            "severe",
            "record",
            "{region}一名救助对象已去世 {days} 天仍在保，涉及 {amount}",
            "《社会救助暂行办法》第十三条",
            "核实后停保",
            ("relief_recipients", "deaths"),
            select=_deceased,
            dataset=DATASETS["relief_recipients"],
            people=True,
        ),
        Rule(
            "t_crowded",
            "特殊老人多",
            ELDERLY,
            "elderly",
            "notice",
            "group",
            "{region}{detail}有 {many} 名特殊困难老年人",
            "台账",
            "探访",
            ("special_elders",),
            select=_crowded,
            dataset=DATASETS["special_elders"],
            people=True,
            records="special_elders",
            parameters=(Parameter("least", "至少", "人", 3, 1, 50),),
        ),
        Rule(
            "t_place",
            "设施没有开放日期",
            ELDERLY,
            "elderly",
            "serious",
            "place",
            "{region}的{detail}没有开放日期",
            "台账",
            "补录",
            ("elder_facilities",),
            gather=places,
        ),
    )


@dataclass
class Desk:
    """A database with nothing wrong in it, on a day."""

    database: Database
    places: Places
    batch: int = 0
    planted: int = 0

    def on(self, day: date) -> None:
        with self.database.writing() as connection:
            set_fact(connection, "today", day.isoformat())

    def bring(self, dataset: str, *rows: dict[str, Any]) -> None:
        """A batch with these rows."""
        table = DATASETS[dataset].table
        with self.database.writing() as connection:
            number = self._batch(connection, dataset, len(rows))
            if rows:
                connection.execute(sa.insert(table), [{**row, "inserted_by": number, "changed_by": number} for row in rows])

    def stop(self, key: str, day: date = TODAY) -> None:
        """A batch that ends a person's relief."""
        with self.database.writing() as connection:
            self._batch(connection, "relief_recipients", 1)
            connection.execute(sa.update(recipients).where(recipients.c.key == key).values(ended_on=day))

    def resume(self, key: str) -> None:
        with self.database.writing() as connection:
            self._batch(connection, "relief_recipients", 1)
            connection.execute(sa.update(recipients).where(recipients.c.key == key).values(ended_on=None))

    def deceased(self, region: str = TOWN, died_on: date = date(2023, 8, 1)) -> str:
        """Someone on relief who has died; returns the record's key."""
        self.planted += 1
        key, citizen = f"R{self.planted:04d}", f"{self.planted:064d}"
        relief = {"key": key, "region": region, "category": "农村低保", "monthly_amount": 400, "started_on": date(2020, 1, 1)}
        self.bring("relief_recipients", {**relief, "citizen": citizen})
        death = {"key": f"D{self.planted:04d}", "region": region, "died_on": died_on, "disposal": "火化", "citizen": citizen}
        self.bring("deaths", death)
        return key

    def elders(self, many: int, region: str = TOWN) -> None:
        rows = []
        for _ in range(many):
            self.planted += 1
            rows.append({"key": f"E{self.planted:04d}", "region": region, "category": "独居", "registered_on": date(2022, 1, 1)})
        self.bring("special_elders", *rows)

    def run(self, **how: Any) -> Ran:
        return run(self.database, **how)

    @contextmanager
    def now(self) -> Iterator[Moment]:
        with moment(self.database) as found:
            yield found

    def list(self, scope: Scope = CHIEF.scope, **wanted: Any) -> tuple[Warning, ...]:
        with self.now() as now:
            return warnings_page(now, scope=scope, wanted=Wanted(**wanted)).rows

    def one(self, scope: Scope = CHIEF.scope) -> Warning:
        """The only warning there is, whatever its state."""
        with self.database.reading() as connection:
            number = connection.execute(sa.select(warnings.c.number)).scalar_one()
        with self.now() as now:
            found = read_warning(now, number, scope=scope)
        assert found
        return found

    def acts(self) -> list[str]:
        with self.database.reading() as connection:
            return list(connection.scalars(sa.select(warning_steps.c.act).order_by(warning_steps.c.id)))

    def all(self) -> list[dict[str, Any]]:
        """Every row of the warnings, and of their steps, as they are stored."""
        with self.database.reading() as connection:
            return [
                dict(row._mapping)
                for table in (warnings, warning_steps)
                for row in connection.execute(sa.select(table).order_by(*table.primary_key))
            ]

    def _batch(self, connection: sa.Connection, dataset: str, rows: int) -> int:
        self.batch += 1
        values = {"dataset": dataset, "file": "x", "sha256": "", "who": "x", "source": "command", "at": datetime(2023, 9, 1, tzinfo=UTC)}
        counted = dict.fromkeys(("inserted", "updated", "unchanged", "rejected"), 0)
        connection.execute(sa.insert(batches).values(**values, rows=rows, **counted))
        return self.batch
