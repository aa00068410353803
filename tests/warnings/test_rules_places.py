"""The rules over money, applications, places, orders and deliveries: each fault planted alone, and the days on which it is none."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from data.database import Database
from data.exchange.batches import batches
from data.warnings.robust import departure
from tests.warnings.planted import IN_GULOU, IN_QI, OTHER_VILLAGE, QI, STREET, TOWN, VILLAGE, Case, Clean, Plant, check, clean

TODAY = date(2023, 9, 18)


def applied(accepted: str, **fields: Any) -> Plant:
    return lambda city: city.add("relief_applications", key="a", region=TOWN, accepted_on=accepted, **fields)


APPLICATIONS = [
    Case("the third working day", applied("2023-09-12"), today="2023-09-15"),
    Case("the day after", applied("2023-09-12"), {"relief_survey_late": {"a"}}, today="2023-09-16", since="2023-09-16"),
    Case("begun late", applied("2023-09-12", started_on="2023-09-16"), today="2023-09-16"),
    Case("begins tomorrow", applied("2023-09-12", started_on="2023-09-17"), {"relief_survey_late": {"a"}}, today="2023-09-16"),
    Case("decided at once", applied("2023-09-12", decided_on="2023-09-13"), today="2023-09-16"),
    Case("over the holidays", applied("2023-09-28"), today="2023-10-09"),
    Case("after the holidays", applied("2023-09-28"), {"relief_survey_late": {"a"}}, today="2023-10-10"),
]


def paid(month: str, on: str | None, **fields: Any) -> Plant:
    row = {"category": "集中供养特困", "persons": 9, "amount": Decimal(8100), "paid_on": on}
    return lambda city: city.add("relief_payments", key="b", region=QI, month=month, **{**row, **fields})


UNPAID = {"relief_unpaid": {"b"}}
PAYMENTS = [
    Case("the tenth", paid("2023-09", None), today="2023-09-10"),
    Case("the eleventh", paid("2023-09", None), UNPAID, today="2023-09-11", since="2023-09-11", detail="2023年9月集中供养特困"),
    Case("arrived late", paid("2023-09", "2023-09-11"), today="2023-09-11"),
    Case("arrives tomorrow", paid("2023-09", "2023-09-12"), UNPAID, today="2023-09-11"),
    Case("an earlier month", paid("2023-08", None), UNPAID, today="2023-09-01", since="2023-08-11"),
]


def course(*usual: int, persons: int = 100, last: str = "2023-09") -> Plant:
    """Yuan per person of the months up to the last one."""

    def plant(city: Clean) -> None:
        months = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)]
        at = months.index(last)
        for back, each in enumerate(reversed(usual)):
            row = {"category": "集中供养特困", "persons": persons, "amount": Decimal(each * persons), "paid_on": f"{months[at - back]}-05"}
            city.add("relief_payments", region=QI, month=months[at - back], **row)

    return plant


JUMP = {"relief_amount_jump": {f"{QI}:集中供养特困:2023-09"}}
SIX = (900, 905, 900, 910, 900, 905)
JUMPS = [
    Case("as ever", course(*SIX, 915)),
    Case("a quarter more", course(*SIX, 1150), JUMP, since="2023-09-01", detail="2023年9月集中供养特困人均金额比往月中位数高 27%"),
    Case("a quarter less", course(*SIX, 660), JUMP, detail="2023年9月集中供养特困人均金额比往月中位数低 27%"),
    Case("a history that never varied", course(*[900] * 6, 1200), JUMP),
    Case("too short a history", course(*SIX[1:], 1150)),
    Case("a trifle against a quiet history", course(*[900] * 6, 960)),
    Case("it has always varied", course(500, 900, 1300, 500, 900, 1300, 1250)),
    Case("of four persons", course(*SIX, 1150, persons=4)),
    Case(
        "last month's, while this month's has not come",
        course(*SIX, 1150, last="2023-08"),
        {"relief_amount_jump": {f"{QI}:集中供养特困:2023-08"}},
    ),
    Case("long past", course(*SIX, 1150, last="2023-07")),
]


def facility(**fields: Any) -> Plant:
    row = {"region": OTHER_VILLAGE, "kind": "农村幸福院", "name": "某村幸福院", "status": "运营", "opened_on": "2021-01-01", **IN_QI}
    return lambda city: city.add("elder_facilities", key="f", **{**row, **fields})


UNPLACED = {"elderly_unplaced": {"f"}}
FACILITIES = [
    Case("nothing wrong", facility()),
    Case("without a day", facility(opened_on=None), {"facility_without_opening": {"f"}}, since="2023-08-01", detail="某村幸福院"),
    Case("being built", facility(opened_on=None, status="在建")),
    Case("without coordinates", facility(lon=None), UNPLACED, since="2021-01-01", detail="某村幸福院没有坐标"),
    Case("in another county", facility(**IN_GULOU), UNPLACED, detail="某村幸福院坐标不在本县区"),
    Case("in no county", facility(lon=100.0), UNPLACED),
    Case("not running yet", facility(lon=None, opened_on=TODAY + timedelta(days=1))),
    Case("running from today", facility(lon=None, opened_on=TODAY), UNPLACED),
    Case("closed today", facility(lon=None, closed_on=TODAY)),
    Case(
        "a children's home",
        lambda city: city.add("child_places", key="c", region=VILLAGE, kind="爱心书屋", name="书屋", opened_on="2023-02-01"),
        {"children_unplaced": {"c"}},
        detail="书屋没有坐标",
    ),
    Case(
        "a cemetery",
        lambda city: city.add("cemeteries", key="c", region=QI, level="县级", name="公墓", opened_on="2023-02-01", **IN_GULOU),
        {"funeral_unplaced": {"c"}},
    ),
]


def housed(abilities: str, carers: int, **left: Any) -> Plant:
    def plant(city: Clean) -> None:
        facility(name="敬老院", kind="乡镇敬老院")(city)
        for ability in abilities.split():
            city.add("facility_residents", facility="f", ability=ability, moved_in_on="2023-04-01")
        for number in range(carers):
            city.add("caregivers", facility="f", hired_on="2023-02-01", **(left if number == 0 else {}))

    return plant


SHORT = {"carers_short": {"f"}}
CARERS = [
    Case("nobody lives there", housed("", 0)),
    Case("three for one", housed(" ".join(["完全不能自理"] * 3), 1)),
    Case("four for one", housed(" ".join(["完全不能自理"] * 4), 1), SHORT, since="2023-04-01", detail="敬老院"),
    Case("rounded up", housed(" ".join(["自理"] * 15 + ["部分自理"]), 1), SHORT),
    Case("the second carer leaves tomorrow", housed(" ".join(["完全不能自理"] * 4), 2, left_on=TODAY + timedelta(days=1))),
    Case("the second carer leaves today", housed(" ".join(["完全不能自理"] * 4), 2, left_on=TODAY), SHORT, since="2023-09-18"),
]


def order(accepted: str, region: str = TOWN, **fields: Any) -> Plant:
    return lambda city: city.add("work_orders", region=region, category="物业", accepted_on=accepted, **fields)


def orders(*days: str) -> Plant:
    return lambda city: [order(day)(city) for day in days]


OPEN = {"work_order_open": {TOWN}}
ORDERS = [
    Case("29 days", order("2023-08-20")),
    Case("30 days", order("2023-08-19"), OPEN, since="2023-09-18"),
    Case("closed today", order("2023-08-19", closed_on=TODAY)),
    Case("closed tomorrow", order("2023-08-19", closed_on=TODAY + timedelta(days=1)), OPEN),
    Case("two of a township", orders("2023-08-19", "2023-06-01", "2023-09-01"), OPEN, since="2023-07-01", many=2),
    Case("two townships", lambda city: (order("2023-08-19")(city), order("2023-08-19", STREET)(city)), {"work_order_open": {TOWN, STREET}}),
]


def silent(dataset: str, day: date) -> Plant:
    """Its newest delivery is of that day."""

    def plant(city: Clean) -> None:
        city.connection.execute(sa.delete(batches).where(batches.c.dataset == dataset))
        city.batch(dataset, day)

    return plant


def delivered(*rows: tuple[int, int], **more: Any) -> Plant:
    """Deliveries of work orders today: rows, rejected."""
    return lambda city: [city.batch("work_orders", TODAY, total, rejected, **more) for total, rejected in rows]


def test_deliveries(database: Database) -> None:
    late = {"data_late": {"deaths"}}
    for case in (
        Case("a week ago", silent("deaths", TODAY - timedelta(days=7))),
        Case("eight days", silent("deaths", TODAY - timedelta(days=8)), late, since="2023-09-18"),
        Case("never", lambda city: city.connection.execute(sa.delete(batches).where(batches.c.dataset == "deaths"))),
        Case("four in a hundred", delivered((100, 4))),
        Case("nearly nothing was in it", delivered((19, 19), who="另一人")),
        Case("withdrawn", delivered((100, 9), withdrawn=True)),
        Case("made good", delivered((100, 9), (100, 0))),
        Case("half", delivered((45, 0))),
        Case("another brings less", delivered((44, 0), who="另一人")),
        Case("withdrawn as well", delivered((44, 0), withdrawn=True)),
    ):
        check(database, case)
    for rule, plant, detail in (
        ("batch_rejected", delivered((100, 5)), "走访工单 第 {n} 批：100 行中退回 5"),
        ("batch_shrunk", delivered((44, 0)), "走访工单 第 {n} 批：44 行，上月 90"),
    ):
        check_newest(database, rule, plant, detail)


def check_newest(database: Database, rule: str, plant: Plant, detail: str) -> None:
    """One finding, of the newest batch, by its number."""
    with clean(database) as city:
        plant(city)
        number = city.connection.scalar(sa.select(sa.func.max(batches.c.id)))
        found = city.found()
    ((key, one),) = found.items()
    assert key == (rule, str(number)) and one.region == "410200" and one.since == TODAY and one.detail == detail.format(n=number)


def test_applications(database: Database) -> None:
    for case in APPLICATIONS:
        check(database, case)


def test_payments(database: Database) -> None:
    for case in (*PAYMENTS, *JUMPS):
        check(database, case)


def test_facilities_and_carers(database: Database) -> None:
    for case in (*FACILITIES, *CARERS):
        check(database, case)


def test_work_orders(database: Database) -> None:
    for case in ORDERS:
        check(database, case)


def test_a_departure_needs_both_its_size_and_its_rarity() -> None:
    asked: dict[str, Any] = {"least": 6, "times": 6, "share": 0.25}
    assert departure(100, [100] * 6, **asked) is None
    assert departure(124, [100] * 6, **asked) is None
    assert departure(125, [100] * 6, **asked) is not None
    assert departure(125, [100] * 5, **asked) is None
    assert departure(130, [90, 95, 100, 105, 110, 100], **asked) is None  # four deviations
    found = departure(200, [90, 95, 100, 105, 110, 1000], **asked)  # one earlier outlier hides nothing
    assert found is not None and found.middle == 102.5
