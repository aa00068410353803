"""A small city in which nothing is wrong on a given day, and faults planted into it one at a time: every rule looks, each time."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.cache import Shelf
from data.clock import SHANGHAI
from data.database import Database
from data.datasets import DATASETS
from data.exchange.batches import batches
from data.indicators.moment import Moment
from data.periods import month_of
from data.warnings.finding import findings
from data.warnings.rule import Found
from data.warnings.rules import RULES
from tests.indicators.city import COMMUNITY, GUYANG, LANKAO, OTHER_VILLAGE, QI, STREET, TOWN, VILLAGE, as_row

ELSEWHERE = f"{GUYANG}200"  # a village of another county
IN_QI = {"lon": 114.78, "lat": 34.55}
IN_GULOU = {"lon": 114.35, "lat": 34.79}
_numbers = itertools.count(1)

Plant = Callable[["Clean"], Any]


class Clean:
    """The city on one day, inside a transaction that nobody keeps."""

    def __init__(self, connection: Connection, today: date, shelf: Shelf) -> None:
        self.connection, self.today, self.shelf = connection, today, shelf
        self.keys = (f"k{number}" for number in itertools.count(1))
        self.first = 1  # the batch every record came with

    def add(self, dataset: str, **fields: Any) -> str:
        """One record, changed by the first batch; its key."""
        declared = DATASETS[dataset]
        row = {**as_row(declared, fields, next(self.keys)), "inserted_by": self.first, "changed_by": self.first}
        self.connection.execute(sa.insert(declared.table).values(**row))
        return str(row[declared.key[0]])

    def batch(self, dataset: str, day: date, rows: int = 100, rejected: int = 0, who: str = "报送员", withdrawn: bool = False) -> int:
        """A delivery at ten in the morning; its number."""
        at = datetime.combine(day, time(10), SHANGHAI).astimezone(UTC)
        row = {
            "dataset": dataset,
            "file": "a.csv",
            "sha256": "",
            "who": who,
            "source": "page",
            "at": at,
            "rows": rows,
            "rejected": rejected,
        }
        made = {"inserted": rows - rejected, "updated": 0, "unchanged": 0, "withdrawn_at": at if withdrawn else None}
        (number,) = self.connection.execute(sa.insert(batches).values(**row, **made)).inserted_primary_key or (0,)
        return int(number)

    def person(self, register: str, start: str, **fields: Any) -> str:
        """Somebody on a register since long ago, in a village of 杞县."""
        return self.add(register, **{"region": VILLAGE, start: "2022-03-05", **fields})

    def elder(self, **fields: Any) -> str:
        return self.person("special_elders", "registered_on", **{"category": "独居", **fields})

    def child(self, **fields: Any) -> str:
        return self.person("children", "registered_on", **fields)

    def on_relief(self, **fields: Any) -> str:
        return self.person("relief_recipients", "started_on", **fields)

    def visit(self, dataset: str, subject: str, day: str, finding: str | None = "正常") -> str:
        return self.add(dataset, subject=subject, visited_on=day, finding=finding)

    def found(self) -> dict[tuple[str, str], Found]:
        """What every rule finds, by rule and key."""
        now = Moment(self.connection, self.today, next(_numbers), True, self.shelf)
        return {(rule.id, one.key): one for rule in RULES.values() for one in findings(now, rule)}

    def fill(self) -> None:
        """Everything in order: who has died is off the registers, everybody is visited, paid, housed, cared for, and delivered."""
        first, month = self.today.replace(day=1), month_of(self.today)
        self.first = self.batch("population", month.shift(-1).starts, rows=90)
        for dataset in DATASETS:
            self.batch(dataset, month.shift(-1).starts, rows=90)
            self.batch(dataset, self.today - timedelta(days=1))
        self.on_relief(key="poor", category="农村低保", monthly_amount=Decimal(240), citizen="alive")
        self.on_relief(key="poor elsewhere", region=ELSEWHERE, category="农村低保", citizen="another", started_on=self.today)
        self.on_relief(key="moved", region=ELSEWHERE, category="农村低保", citizen="alive", ended_on=self.today)
        self.on_relief(key="nobody known", category="农村低保")
        self.on_relief(key="nobody known either", category="城市低保", region=COMMUNITY)
        self.on_relief(key="died and left", citizen="dead", ended_on=self.today)
        (
            self.elder(key="old", citizen="alive"),
            self.elder(key="frail", category="失智"),
            self.elder(key="old and gone", closed_on=self.today),
        )
        self.child(key="young", citizen="child"), self.child(key="at risk", risk="高")
        self.elder(key="died", citizen="dead", closed_on=self.today), self.child(key="died too", citizen="dead", closed_on=self.today)
        for elder in ("old", "frail"):
            self.add("elder_visits", subject=elder, visited_on=first, finding="正常")
        for child in ("young", "at risk"):
            self.add("child_visits", subject=child, visited_on=first, finding=None)
        self.person("disability_subsidies", "started_on", key="disabled", monthly_amount=Decimal(75), citizen="alive")
        self.person("disability_subsidies", "started_on", key="died as well", citizen="dead", ended_on=self.today)
        self.add("deaths", key="death", region=VILLAGE, died_on="2022-12-01", citizen="dead")
        self.add("deaths", key="unknown", region=VILLAGE, died_on="2022-12-01")
        for back in range(14):
            for category, usual in (("农村低保", 240), ("城市低保", 400)):
                paid = {"persons": 100, "amount": Decimal(100 * usual + 100 * (back % 3))}
                self.add(
                    "relief_payments",
                    region=QI,
                    category=category,
                    month=month.shift(-back).text,
                    paid_on=month.shift(-back).starts,
                    **paid,
                )
        home = {"kind": "乡镇敬老院", "status": "运营", "opened_on": "2020-05-01", **IN_QI}
        self.add("elder_facilities", key="home", region=TOWN, **home)
        self.add("elder_facilities", key="planned", region=VILLAGE, kind="农村幸福院", status="规划")
        self.add("facility_residents", facility="home", ability="完全不能自理", moved_in_on="2023-01-09")
        self.add("caregivers", facility="home", hired_on="2022-01-09")
        self.add("child_places", region=VILLAGE, kind="儿童之家", opened_on="2022-06-01", **IN_QI)
        self.add(
            "cemeteries", region=TOWN, level="乡镇", licensed_on="2020-01-01", accepted_on="2020-02-01", opened_on="2020-03-01", **IN_QI
        )
        self.add("work_orders", region=TOWN, category="养老", accepted_on="2023-01-05", closed_on="2023-01-06")
        self.add("work_orders", region=TOWN, category="其他", accepted_on=self.today - timedelta(days=3))
        self.add("relief_applications", region=TOWN, accepted_on="2023-03-01", started_on="2023-03-03")
        self.add("relief_applications", region=TOWN, accepted_on=self.today)


@contextmanager
def clean(database: Database, today: str = "2023-09-18") -> Iterator[Clean]:
    """The clean city of a day; what is planted is gone afterwards."""
    with database.engine.connect() as connection:
        connection.execution_options(writer=True)
        transaction = connection.begin()
        city = Clean(connection, date.fromisoformat(today), Shelf(database))
        city.fill()
        yield city
        transaction.rollback()


@dataclass(frozen=True)
class Case:
    """A fault, the day somebody looks, and the only findings of all rules: rule → keys. `words` and `many` of the only finding."""

    name: str
    plant: Plant
    expected: dict[str, set[str]] = field(default_factory=dict)
    today: str = "2023-09-18"
    since: str = ""
    many: int = 1
    amount: int | None = None
    detail: str | None = None


def check(database: Database, case: Case) -> None:
    """Every rule looks; what is found is what was planted, no more and no less."""
    with clean(database, case.today) as city:
        case.plant(city)
        found = city.found()
    wanted = {(rule, key) for rule, keys in case.expected.items() for key in keys}
    assert set(found) == wanted, case.name
    if len(wanted) == 1:
        (one,) = found.values()
        assert (one.many, one.amount) == (case.many, case.amount), case.name
        assert not case.since or one.since.isoformat() == case.since, (case.name, one.since)
        assert case.detail is None or one.detail == case.detail, (case.name, one.detail)


__all__ = [
    "COMMUNITY",
    "ELSEWHERE",
    "IN_GULOU",
    "IN_QI",
    "LANKAO",
    "OTHER_VILLAGE",
    "QI",
    "STREET",
    "TOWN",
    "VILLAGE",
    "Case",
    "Clean",
    "check",
    "clean",
]
