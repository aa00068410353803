"""The city at scale 1: its size, its census, its seasons, and the cases that later checks look for, counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from data.calendar import days as calendar_days
from data.datasets import DATASETS
from data.demo import shape
from data.demo.census import read_census
from data.demo.city import City
from data.demo.positions import Positions
from data.demo.relief import dead_on_relief, recipients
from data.demo.rows import Row
from data.regions import Places

Rows = dict[str, list[Row]]
Record = dict[str, object]


@pytest.fixture(scope="module")
def records(whole_rows: Rows) -> dict[str, list[Record]]:
    names = {name: [column.name for column in dataset.columns] for name, dataset in DATASETS.items()}
    return {name: [dict(zip(names[name], row, strict=True)) for row in rows] for name, rows in whole_rows.items()}


def by_month(records: list[Record], on: str, year: int) -> Counter[int]:
    return Counter(day.month for record in records if isinstance(day := record[on], date) and day.year == year)


def test_about_two_hundred_thousand_records_over_all_datasets(whole_rows: Rows) -> None:
    assert list(whole_rows) == list(DATASETS)
    assert all(whole_rows.values())
    assert 180_000 <= sum(map(len, whole_rows.values())) <= 220_000


def test_the_census_adds_up_and_keeps_what_was_published(records: dict[str, list[Record]]) -> None:
    rows = {str(row["region"]): row for row in records["population"]}
    assert len(rows) == 9
    totals = [sum(int(str(row[name])) for row in rows.values()) for name in ("residents", "aged_60", "aged_65")]
    assert totals == [4_824_016, 930_790, 684_965]
    assert (rows["410203"]["residents"], rows["410203"]["aged_60"], rows["410203"]["aged_65"]) == (227_864, 52_964, 38_843)
    assert (rows["410225"]["residents"], rows["410225"]["aged_60"]) == (777_278, 139_988)
    estimated = {code: counted.estimated for code, counted in read_census().items()}
    assert estimated["410203"] == ()
    assert estimated["410225"] == ("aged_60", "aged_65")
    assert estimated["410221"] == ("residents", "aged_60", "aged_65")


def test_every_village_is_there_with_its_staff(records: dict[str, list[Record]], places: Places) -> None:
    villages, towns = ({region.code for region in places.by_level[level]} for level in ("village", "township"))
    assert {row["region"] for row in records["communities"]} == villages
    in_post = [row for row in records["child_staff"] if row["left_on"] is None]
    assert Counter(row["region"] for row in in_post if row["post"] == "儿童主任") == Counter(villages)
    assert Counter(row["region"] for row in in_post if row["post"] == "儿童督导员") == Counter(towns)


def test_seasons(records: dict[str, list[Record]]) -> None:
    deaths = by_month(records["deaths"], "died_on", 2022)
    assert min(deaths[12], deaths[1]) > 1.2 * max(deaths[6], deaths[7])
    asked = by_month(records["relief_applications"], "accepted_on", 2022)
    assert min(asked[12], asked[1]) > 1.1 * max(asked[6], asked[7])
    left = by_month([row for row in records["relief_recipients"] if row["category"] == "农村低保"], "ended_on", 2022)
    assert left[4] > 2 * left[7]
    weddings = [row for row in records["marriages"] if row["kind"] == "结婚"]
    on_day = Counter(row["registered_on"] for row in weddings)
    assert on_day[date(2022, 5, 20)] > 4 * on_day[date(2022, 5, 19)]
    assert 0.30 < (len(records["marriages"]) - len(weddings)) / len(weddings) < 0.40


def test_payments_are_what_the_register_says(records: dict[str, list[Record]]) -> None:
    first = date(2023, 6, 1)
    standing: dict[tuple[str, object], list[int]] = defaultdict(list)
    for row in records["relief_recipients"]:
        started, ended, amount = row["started_on"], row["ended_on"], row["monthly_amount"]
        if isinstance(amount, int) and str(started) <= str(first) and (ended is None or str(ended) > str(first)):
            standing[str(row["region"])[:6], row["category"]].append(amount)
    paid = {(str(row["region"]), row["category"]): row for row in records["relief_payments"] if row["month"] == "2023-06"}
    assert {place: (len(amounts), sum(amounts)) for place, amounts in standing.items()} == {
        place: (row["persons"], row["amount"]) for place, row in paid.items()
    }
    assert ("410204", "农村低保") not in paid  # 鼓楼区 has no 乡 and no 镇


def test_inquiries_mostly_start_within_three_working_days(records: dict[str, list[Record]]) -> None:
    third = {row["day"]: row["third_working_day"] for row in calendar_days()}
    judged = [row for row in records["relief_applications"] if str(third[row["accepted_on"]]) < "2023-09-18"]
    in_time = [row for row in judged if row["started_on"] is not None and str(row["started_on"]) <= str(third[row["accepted_on"]])]
    assert 0.95 < len(in_time) / len(judged) < 1


def test_dirty_facilities(records: dict[str, list[Record]], places: Places) -> None:
    positions = Positions(places)
    homes = [row for row in records["elder_facilities"] if row["kind"] == "农村幸福院"]
    assert sum(row["status"] == "运营" and row["opened_on"] is None for row in records["elder_facilities"]) == 6
    assert sum(len(str(row["region"])) == 9 for row in homes) == 3
    assert sum(row["lon"] is None for row in homes) == 9
    placed = [row for name in ("elder_facilities", "cemeteries", "child_places") for row in records[name] if row["lon"] is not None]
    astray = [row for row in placed if not positions.inside(str(row["region"])[:6], float(str(row["lon"])), float(str(row["lat"])))]
    assert len(astray) == 4
    assert all(row in homes for row in astray)


def test_dirty_people(records: dict[str, list[Record]]) -> None:
    standing = [row for row in records["relief_recipients"] if row["ended_on"] is None and row["citizen"]]
    dead = {row["citizen"] for row in records["deaths"]}
    assert sum(row["citizen"] in dead for row in standing) == 25
    assert sum(row["citizen"] in dead for row in records["disability_subsidies"] if row["ended_on"] is None and row["citizen"]) == 9
    twice: dict[object, list[Record]] = defaultdict(list)
    for row in records["relief_recipients"]:
        twice[row["citizen"]].append(row)
    pairs = [rows for citizen, rows in twice.items() if citizen and len(rows) > 1]
    assert {len(rows) for rows in pairs} == {2}
    other_county = [rows for rows in pairs if len({str(row["region"])[:6] for row in rows}) == 2]
    other_category = [rows for rows in pairs if rows not in other_county and len({row["category"] for row in rows}) == 2]
    assert (len(other_category), len(other_county)) == (12, 8)
    assert all(row["ended_on"] is None for rows in pairs for row in rows)


def test_elders_whom_nobody_visits(records: dict[str, list[Record]]) -> None:
    seen = {row["subject"] for row in records["elder_visits"] if str(row["visited_on"]) >= "2023-07-01"}
    waiting = [
        row
        for row in records["special_elders"]
        if row["closed_on"] is None and str(row["registered_on"]) < "2023-07-01" and row["key"] not in seen
    ]
    assert len(waiting) == 10
    assert {str(row["region"])[:6] for row in waiting} <= {"410221", "410222"}


def test_nobody_else_is_missed_two_months_running(records: dict[str, list[Record]], whole_city: City) -> None:
    met = {(row["subject"], str(row["visited_on"])[:7]) for row in records["elder_visits"]}
    ends = [month - timedelta(days=1) for month in whole_city.months[1:]]  # of every full month
    missed: dict[object, list[int]] = defaultdict(list)
    for row in records["special_elders"]:
        for at, end in enumerate(ends):
            on_register = str(row["registered_on"]) <= str(end) and (row["closed_on"] is None or str(row["closed_on"]) > str(end))
            if on_register and (row["key"], f"{end:%Y-%m}") not in met:
                missed[row["key"]].append(at)
    running = {key for key, months in missed.items() if any(at + 1 in months for at in months)}
    assert len(missed) > 500
    assert len(running) == 10


@pytest.mark.parametrize("seed", range(1, 7))
def test_the_dead_are_nobody_who_is_on_relief_twice(make_city: Callable[..., City], seed: int) -> None:
    city = make_city(scale=0.02, seed=seed)
    people = Counter(one.citizen for one in recipients(city))
    dead = dead_on_relief(city)
    assert len(dead) == 25
    assert {people[one.citizen] for one in dead} == {1}


def test_orders_open_for_more_than_two_months(records: dict[str, list[Record]], whole_city: City) -> None:
    long_ago = whole_city.today - timedelta(days=60)
    waiting = [row for row in records["work_orders"] if row["closed_on"] is None and str(row["accepted_on"]) < str(long_ago)]
    assert len(waiting) == 40


def test_the_plans_own_works_are_on_their_way(records: dict[str, list[Record]]) -> None:
    done = sum(str(row["completed_on"] or "").startswith("2023") for row in records["home_adaptations"])
    assert 1_450 <= done <= 1_600
    homes = [row for row in records["elder_facilities"] if row["kind"] == "乡镇敬老院" and row["closed_on"] is None]
    assert len(homes) == 96
    assert 66 <= sum(row["transformed_on"] is not None for row in homes) <= 72
    children_homes = [row for row in records["child_places"] if row["kind"] == "儿童之家" and str(row["sited_on"]) >= "2023"]
    assert len(children_homes) == shape.CHILDREN_HOMES
    assert 70 <= sum(row["completed_on"] is not None for row in children_homes) <= 80
    in_june = [
        row for row in records["child_places"] if row["kind"] == "爱心书屋" and "2023" <= str(row["opened_on"] or "") <= "2023-06-30"
    ]
    assert len(in_june) == 22
    assert sorted(str(row["work"]) for row in records["funeral_homes"]) == ["投入使用", "改造提升", "改造提升", "新建"]
