"""Whatever files come: the same one again changes nothing, and withdrawing batch by batch restores every state on the way."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.datasets import DATASETS, Dataset
from geo.regions import read_regions

from .desk import TODAY, Desk, counts

DEATHS, COMMUNITIES = DATASETS["deaths"], DATASETS["communities"]
VILLAGES = [region.code for region in read_regions() if region.level == "village"][:6]
CITIZENS = ["410221194910010011", "11010519491231002X"]


def cells(kind: str, values: tuple[str, ...]) -> st.SearchStrategy[str]:
    days = st.dates(date(2023, 1, 1), date(2023, 1, 6))
    return {
        "key": st.sampled_from(["K1", "K2", "K3", "Ｋ4", "K-5"]),
        "region": st.sampled_from(VILLAGES),
        "enum": st.sampled_from([*values, "无此选项"]),
        "date": st.one_of(
            days.map(str), days.map(lambda day: f"{day:%Y年}{day.month}月{day.day}日"), st.just(str(TODAY.replace(year=2024)))
        ),
        "int": st.sampled_from(["0", "1", "99", "131", "１２"]),
        "money": st.sampled_from(["0", "1.5", "1,000.25", "-1"]),
        "yesno": st.sampled_from(["是", "否", "1", "no", "也许"]),
        "citizen": st.sampled_from([*CITIZENS, CITIZENS[0][:-1] + "0"]),
    }[kind]


@st.composite
def files(draw: st.DrawFn, dataset: Dataset) -> list[str]:
    """Lines of a file with some of the optional columns; some rows are bad, some keys stand twice."""
    columns = [column for column in dataset.columns if column.required or draw(st.booleans())]
    row = st.tuples(
        *(
            st.one_of(*([] if column.required else [st.just("")]), cells(column.kind, column.values).map('"{}"'.format))
            for column in columns
        )
    )
    rows = draw(st.lists(row, min_size=1, max_size=6))
    return [",".join(column.header for column in columns), *(",".join(one) for one in rows)]


def state(desk: Desk, dataset: Dataset) -> tuple[Any, Any]:
    return desk.table(dataset.name), desk.table(dataset.name, history=True)


def hold(desk: Desk, dataset: Dataset, deliveries: list[list[str]]) -> None:
    assert state(desk, dataset) == ([], [])
    states, taken = [], []
    for lines in deliveries:
        before = state(desk, dataset)
        report = desk.bring(dataset.name, *lines)
        assert sum(counts(report)) == report["rows"] == len(lines) - 1
        assert len({error["row"] for error in report["errors"]}) == report["rejected"]
        if report["batch"] is None:
            assert state(desk, dataset) == before
            continue
        states.append(before)
        taken.append(report["batch"])
        after = state(desk, dataset)
        again = desk.bring(dataset.name, *lines)
        assert counts(again) == (0, 0, sum(counts(report)[:3]), report["rejected"]) and again["errors"] == report["errors"]
        assert state(desk, dataset) == after
    for batch, before in zip(reversed(taken), reversed(states), strict=True):
        desk.undo(batch)
        assert state(desk, dataset) == before


quickly = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@quickly
@given(st.lists(files(DEATHS), min_size=1, max_size=4))
def test_records_with_a_key(desk: Desk, deliveries: list[list[str]]) -> None:
    hold(desk, DEATHS, deliveries)


@quickly
@given(st.lists(files(COMMUNITIES), min_size=1, max_size=4))
def test_records_keyed_by_their_region(desk: Desk, deliveries: list[list[str]]) -> None:
    hold(desk, COMMUNITIES, deliveries)
