"""The rules over people: each fault planted alone, on the day before it is one, the day it becomes one, and after it is over."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from data.database import Database
from tests.warnings.planted import COMMUNITY, ELSEWHERE, OTHER_VILLAGE, STREET, TOWN, VILLAGE, Case, Clean, Plant, check, clean

TODAY = date(2023, 9, 18)


def test_in_a_clean_city_nothing_is_found(database: Database) -> None:
    for day in ("2023-09-18", "2023-09-30", "2023-10-01", "2023-03-31", "2024-02-29", "2023-01-01"):
        check(database, Case(day, lambda city: None, today=day))


# --- the dead -----------------------------------------------------------------------------------------------------------------------


def dead(register: str, start: str, died: str = "2023-09-17", **fields: Any) -> Plant:
    def plant(city: Clean) -> None:
        city.person(register, start, key="x", citizen="c", **fields)
        if register == "special_elders":
            city.visit("elder_visits", "x", "2023-09-01")
        if register == "children":
            city.visit("child_visits", "x", "2023-09-01")
        city.add("deaths", region=ELSEWHERE, died_on=died, citizen="c")
        city.add("deaths", region=ELSEWHERE, died_on=max(died, "2023-09-17"), citizen="c")  # written down twice: the earlier day counts

    return plant


REGISTERS = {
    "relief_deceased": ("relief_recipients", "started_on", "ended_on"),
    "disability_deceased": ("disability_subsidies", "started_on", "ended_on"),
    "elder_deceased": ("special_elders", "registered_on", "closed_on"),
    "child_deceased": ("children", "registered_on", "closed_on"),
}


@pytest.mark.parametrize("rule", REGISTERS)
def test_the_dead_on_a_register(database: Database, rule: str) -> None:
    register, start, end = REGISTERS[rule]
    money: dict[str, Any] = {"monthly_amount": Decimal(300)} if start == "started_on" else {}
    cases = [
        Case("died today", dead(register, start, "2023-09-18", **money)),
        Case("died yesterday", dead(register, start, **money), {rule: {"x"}}, since="2023-09-18", amount=1000 if money else None),
        Case("left today", dead(register, start, **money, **{end: TODAY})),
        Case(
            "leaves tomorrow",
            dead(register, start, "2023-08-31", **money, **{end: TODAY + timedelta(days=1)}),
            {rule: {"x"}},
            since="2023-09-01",
            amount=18000 if money else None,
        ),
        Case(
            "entered after death",
            dead(register, start, "2022-12-01", **money, **{start: "2023-09-16"}),
            {rule: {"x"}},
            since="2023-09-16",
            amount=3000 if money else None,
        ),
        Case("enters tomorrow", dead(register, start, "2022-12-01", **money, **{start: "2023-09-19"})),
    ]
    if rule == "relief_deceased":
        cases.append(Case("no amount known", dead(register, start), {rule: {"x"}}))
    for case in cases:
        check(database, case)


def paid_after_death(monthly: Decimal, died: date, started: date, today: date) -> int:
    """Day by day, by the definition: fen, rounded half up once."""
    day, total = max(died + timedelta(days=1), started), Fraction(0)
    while day <= today:
        total += Fraction(monthly) * 100 / monthrange(day.year, day.month)[1]
        day += timedelta(days=1)
    return int(total + Fraction(1, 2))


def test_money_after_death_is_exact(database: Database) -> None:
    for today in ("2023-09-18", "2024-02-29", "2023-12-31", "2023-03-01"):
        with clean(database, today) as city:
            dice, wanted = Random(today), {}
            for number in range(120):
                died = city.today - timedelta(days=dice.randint(1, 900))
                started = dice.choice([date(2020, 1, 1), died, city.today - timedelta(days=dice.randint(0, 900))])
                monthly = Decimal(dice.choice([1, 23207, 57200, 99999, 10**14 - 1])) / 100
                key = f"p{number}"
                city.on_relief(key=key, citizen=key, monthly_amount=monthly, started_on=started)
                city.add("deaths", region=VILLAGE, died_on=died, citizen=key)
                wanted["relief_deceased", key] = paid_after_death(monthly, died, started, city.today)
            found = city.found()
        assert {key: one.amount for key, one in found.items()} == wanted


# --- relief twice over --------------------------------------------------------------------------------------------------------------


def twice(first: dict[str, Any], second: dict[str, Any]) -> Plant:
    def plant(city: Clean) -> None:
        city.on_relief(key="a", citizen="c", **{"category": "农村低保", **first})
        city.on_relief(key="b", citizen="c", **{"category": "农村低保", **second})

    return plant


LATER = {"category": "分散供养特困", "region": OTHER_VILLAGE, "started_on": "2023-05-04"}
ABROAD = {"region": ELSEWHERE, "started_on": "2023-05-04"}
TWICE = [
    Case("低保 and 特困", twice({}, LATER), {"relief_twice": {"b"}}, since="2023-05-04"),
    Case(
        "城市 and 农村低保", twice({"category": "城市低保", "region": COMMUNITY, "started_on": "2023-06-01"}, {}), {"relief_twice": {"a"}}
    ),
    Case("the same category twice", twice({}, {"started_on": "2023-05-04"}), {"relief_twice": {"b"}}),
    Case("the first ended today", twice({"ended_on": TODAY}, LATER)),
    Case("the first ends tomorrow", twice({"ended_on": TODAY + timedelta(days=1)}, LATER), {"relief_twice": {"b"}}),
    Case("the second begins tomorrow", twice({}, {**LATER, "started_on": "2023-09-19"})),
    Case("nobody's number", lambda city: [city.on_relief(category=one) for one in ("农村低保", "城市低保")]),
    Case("in two counties", twice({}, ABROAD), {"relief_two_counties": {"a", "b"}}),
    Case("in two counties by two categories", twice({}, {**ABROAD, "category": "低保边缘"}), {"relief_two_counties": {"a", "b"}}),
    Case("has left the other county", twice({"ended_on": TODAY}, ABROAD)),
]


def test_relief_twice_over(database: Database) -> None:
    for case in TWICE:
        check(database, case)


def test_each_county_is_told_its_own_day_and_not_the_others(database: Database) -> None:
    with clean(database) as city:
        twice({}, ABROAD)(city)
        found = city.found()
    assert {(one.region, one.since.isoformat()) for one in found.values()} == {(VILLAGE, "2022-03-05"), (ELSEWHERE, "2023-05-04")}


# --- visits -------------------------------------------------------------------------------------------------------------------------


def unvisited(*elders: dict[str, Any], day: str = "2023-08-31") -> Plant:
    def plant(city: Clean) -> None:
        for one in elders:
            city.visit("elder_visits", city.elder(**one), day)

    return plant


def unvisited_child(day: str = "2023-08-31", **fields: Any) -> Plant:
    return lambda city: city.visit("child_visits", city.child(**fields), day)


def one(rule: str, region: str = TOWN, month: str = "2023-09") -> dict[str, set[str]]:
    return {rule: {f"{region}:{month}"}}


FRAIL, HIGH = {"category": "失能"}, {"risk": "高"}
VISITS = [
    Case("the day before", unvisited({}), today="2023-09-24"),
    Case("the day", unvisited({}), one("elder_unvisited"), today="2023-09-25", since="2023-09-25", detail="2023年9月"),
    Case("the month's last day", unvisited({}, {}), one("elder_unvisited"), today="2023-09-30", since="2023-09-25", many=2),
    Case("a new month", unvisited({}), today="2023-10-01"),
    Case("visited today", unvisited({}, day="2023-09-25"), today="2023-09-25"),
    Case("left the register today", unvisited({"closed_on": date(2023, 9, 25)}), today="2023-09-25"),
    Case("registered tomorrow", unvisited({"registered_on": date(2023, 9, 26)}), today="2023-09-25"),
    Case(
        "two townships",
        unvisited({}, {"region": STREET}),
        {"elder_unvisited": {f"{TOWN}:2023-09", f"{STREET}:2023-09"}},
        today="2023-09-25",
    ),
    Case("失能, the day before", unvisited(FRAIL), today="2023-09-14"),
    Case("失能, the day", unvisited(FRAIL), one("elder_dependent_unvisited"), today="2023-09-15", since="2023-09-15"),
    Case(
        "失能 and 独居 are told apart",
        unvisited(FRAIL, {}),
        {**one("elder_dependent_unvisited"), **one("elder_unvisited")},
        today="2023-09-26",
    ),
    Case("February", unvisited({}), one("elder_unvisited", month="2024-02"), today="2024-02-29"),
    Case("child, the day before", unvisited_child(), today="2023-09-24"),
    Case("child, the day", unvisited_child(), one("child_unvisited"), today="2023-09-25"),
    Case("child, not assessed", unvisited_child(risk=None), one("child_unvisited"), today="2023-09-25"),
    Case("high risk, the day before", unvisited_child(**HIGH), today="2023-09-14"),
    Case("high risk, the day", unvisited_child(**HIGH), one("child_high_risk_unvisited"), today="2023-09-15"),
    Case("high risk, visited", unvisited_child(day="2023-09-15", **HIGH), today="2023-09-15"),
    Case("high risk, gone", unvisited_child(closed_on=date(2023, 9, 15), **HIGH), today="2023-09-15"),
]


def test_visits_that_are_missing(database: Database) -> None:
    for case in VISITS:
        check(database, case)


def urgent(kind: str, *, order: dict[str, Any] | None = None, again: str = "", finding: str = "紧急", **fields: Any) -> Plant:
    """A visit on 14 September; an order and a second visit after it."""

    def plant(city: Clean) -> None:
        visits, key = ("elder_visits", city.elder(**fields)) if kind == "elder" else ("child_visits", city.child(**fields))
        city.add(visits, key="v", subject=key, visited_on="2023-09-14", finding=finding)
        if again:
            city.visit(visits, key, again)
        if order:
            days = {"accepted_on": "2023-09-17", "closed_on": "2023-09-18"}
            city.add("work_orders", **{"region": TOWN, "category": "养老" if kind == "elder" else "儿童", **days, **order})

    return plant


@pytest.mark.parametrize("kind", ["elder", "child"])
def test_an_urgent_visit_left_at_that(database: Database, kind: str) -> None:
    found = {f"{kind}_urgent": {"v"}}
    for case in (
        Case("the third day", urgent(kind), today="2023-09-17"),
        Case("the fourth day", urgent(kind), found, since="2023-09-18"),
        Case("not urgent", urgent(kind, finding="需帮助")),
        Case("an order in three days", urgent(kind, order={"region": OTHER_VILLAGE})),
        Case("an order on the day", urgent(kind, order={"accepted_on": "2023-09-14"})),
        Case("an order the day before", urgent(kind, order={"accepted_on": "2023-09-13"}), found),
        Case("an order too late", urgent(kind, order={"accepted_on": "2023-09-18"}), found),
        Case("an order of another kind", urgent(kind, order={"category": "物业"}), found),
        Case("an order elsewhere", urgent(kind, order={"region": STREET}), found),
        Case("visited again", urgent(kind, again="2023-09-16")),
        Case("visited again, late", urgent(kind, again="2023-09-18")),
        Case("twice on that day", urgent(kind, again="2023-09-14"), found),
        Case("has left", urgent(kind, closed_on=TODAY)),
    ):
        check(database, case)


def test_an_urgent_visit_of_long_ago_is_let_be(database: Database) -> None:
    def plant(city: Clean) -> None:
        for days, key in ((60, "in"), (61, "out")):
            elder = city.elder()
            city.visit("elder_visits", elder, "2023-09-01") if key == "out" else None
            city.add("elder_visits", key=key, subject=elder, visited_on=TODAY - timedelta(days=days), finding="紧急")

    check(database, Case("sixty days", plant, {"elder_urgent": {"in"}}))
