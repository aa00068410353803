"""Withdrawing a batch restores the tables exactly, and is refused where a later batch stands on it."""

from __future__ import annotations

import pytest

from data.exchange.batches import read_batches
from data.exchange.undoing import UndoRefused

from .desk import CITIZEN, ELDERS, ELSEWHERE, OTHER_TOWN, TOWN, VISITS, Desk, counts

E1, E2, E3 = (f"{key},{TOWN},独居,2023-03-05,," for key in ("E1", "E2", "E3"))
CHANGED = f"E1,{OTHER_TOWN},空巢,2023-03-06,2023-04-01,{CITIZEN}"


def test_inserted_rows_go_and_updated_rows_return(desk: Desk) -> None:
    desk.bring("special_elders", ELDERS, E1, E2)
    before = desk.table("special_elders")
    second = desk.bring("special_elders", ELDERS, CHANGED, E2, E3)
    done = desk.undo(second["batch"])
    assert (done.batch, done.dataset, done.file, done.removed, done.restored) == (second["batch"], "special_elders", "file.csv", 1, 1)
    assert desk.table("special_elders") == before, "with the batches the rows stood under"
    assert desk.table("special_elders", history=True) == []
    with desk.database.reading() as connection:
        newest, first = read_batches(connection, limit=9)
    assert newest.withdrawn_at is not None and newest.withdrawn_by == "李四" and first.withdrawn_at is None


def test_partial_columns_are_restored_whole(desk: Desk) -> None:
    head = "设施编号,区划代码,类型,名称,状态"
    desk.bring("elder_facilities", head + ",床位数,等级", f"F1,{TOWN},养老机构,甲,运营,10,三级")
    before = desk.table("elder_facilities")
    desk.undo(desk.bring("elder_facilities", head, f"F1,{ELSEWHERE},乡镇敬老院,乙,停用")["batch"])
    assert desk.table("elder_facilities") == before


def test_a_batch_is_withdrawn_once(desk: Desk) -> None:
    batch = desk.bring("special_elders", ELDERS, E1)["batch"]
    desk.undo(batch)
    with pytest.raises(UndoRefused, match="已经撤回"):
        desk.undo(batch)
    with pytest.raises(UndoRefused, match="没有批次 99"):
        desk.undo(99)


def test_refused_while_a_later_batch_changed_its_rows(desk: Desk) -> None:
    first = desk.bring("special_elders", ELDERS, E1, E2)["batch"]
    second = desk.bring("special_elders", ELDERS, CHANGED)["batch"]
    third = desk.bring("special_elders", ELDERS, f"E1,{TOWN},孤寡,2023-03-05,,")["batch"]
    before = desk.table("special_elders"), desk.table("special_elders", history=True)
    desk.marks("special_elders")
    for batch in (first, second):
        with pytest.raises(UndoRefused, match=f"批次 {third}") as refusal:
            desk.undo(batch)
        assert refusal.value.batches == (third,)
    assert (desk.table("special_elders"), desk.table("special_elders", history=True)) == before
    assert desk.marks("special_elders") == set()
    for batch in (third, second, first):
        desk.undo(batch)
    assert desk.table("special_elders") == []


def test_a_later_batch_that_changed_nothing_is_not_in_the_way(desk: Desk) -> None:
    first = desk.bring("special_elders", ELDERS, E1)["batch"]
    desk.bring("special_elders", ELDERS, E1)
    desk.bring("special_elders", ELDERS, E2)
    desk.undo(first)
    assert [row["key"] for row in desk.rows("special_elders")] == ["E2"]


def test_refused_while_records_refer_to_its_rows(desk: Desk) -> None:
    first = desk.bring("special_elders", ELDERS, E1)["batch"]
    second = desk.bring("special_elders", ELDERS, E2, CHANGED)["batch"]
    visits = desk.bring("elder_visits", VISITS, "V1,E2,2023-03-05,,", "V2,E1,2023-03-05,,")["batch"]
    with pytest.raises(UndoRefused, match=f"批次 {visits} 的记录引用") as refusal:
        desk.undo(second)
    assert refusal.value.batches == (visits,)
    desk.undo(visits)
    desk.undo(second)
    desk.undo(first)


def test_a_reference_to_a_row_it_only_updated_is_not_in_the_way(desk: Desk) -> None:
    desk.bring("special_elders", ELDERS, E1)
    second = desk.bring("special_elders", ELDERS, CHANGED)["batch"]
    desk.bring("elder_visits", VISITS, "V1,E1,2023-03-05,,")
    desk.undo(second)
    assert desk.rows("special_elders")[0]["category"] == "独居"


def test_refused_while_a_withdrawal_could_bring_a_reference_back(desk: Desk) -> None:
    desk.bring("special_elders", ELDERS, E1)
    second = desk.bring("special_elders", ELDERS, E2)["batch"]
    desk.bring("elder_visits", VISITS, "V1,E2,2023-03-05,,")
    moved = desk.bring("elder_visits", VISITS, "V1,E1,2023-03-05,,")["batch"]
    with pytest.raises(UndoRefused, match=f"批次 {moved}"):
        desk.undo(second)


def test_what_was_withdrawn_can_come_again(desk: Desk) -> None:
    batch = desk.bring("special_elders", ELDERS, E1)["batch"]
    desk.undo(batch)
    again = desk.bring("special_elders", ELDERS, E1)
    assert counts(again) == (1, 0, 0, 0) and again["batch"] == batch + 1
