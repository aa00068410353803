"""Filing and reviewing: what is asked of whom, drafts and conflicts, late or not, acceptance and what it brings, the log of it all."""

from __future__ import annotations

from decimal import Decimal
from threading import Barrier, Thread

import pytest

from access import audit
from access.scope import Scope
from data.database import Database
from data.exchange.batches import read_batches
from data.exchange.importing import import_rows
from data.indicators import REPORTED
from data.indicators.figures import NotAllowed, figures
from data.indicators.moment import moment
from data.periods import parse
from data.programmes.returns.content import LONGEST, ContentRefused
from data.programmes.returns.history import gathered
from data.programmes.returns.item import Item
from data.programmes.returns.present import Conflict, ReturnRefused
from data.programmes.returns.waiting import Waiting, waiting
from tests.programmes.returns_desk import (
    CHIEF,
    CITY,
    COUNTY,
    LEADER,
    OFFICE,
    OTHER,
    QI,
    RATED,
    RELIEF,
    TASK,
    TONGXU,
    VALUED,
    WHERE,
    ReturnsDesk,
)  # fmt: skip

NETWORKS = "demo_home_care_networks"
ESTATES = "new_estate_facilities"


@pytest.fixture
def desk(database: Database) -> ReturnsDesk:
    return ReturnsDesk(database)


@pytest.fixture
def sqlite_desk(sqlite_database: Database) -> ReturnsDesk:
    return ReturnsDesk(sqlite_database)


# --- what is asked --------------------------------------------------------------------------------------------------------------------


def test_a_county_is_asked_for_every_task_of_all_counties_and_those_that_name_it(sqlite_desk: ReturnsDesk) -> None:
    own = sqlite_desk.asked()
    assert {one.item.region for one in own} == {QI} and all(one.files and not one.reviews for one in own)
    assert [one.task.no for one in own if one.programme.id == "funeral"] == ["1", "2", "3", "4", "5"]
    city = sqlite_desk.asked(scope=LEADER, regions=(CITY,))
    assert {one.programme.id for one in city} == {"smart"} and len(city) == 10
    longting = sqlite_desk.asked(scope=Scope("county", region="410202"))
    assert [one.task.no for one in longting if one.programme.id == "funeral"] == ["1", "2", "4", "5"]
    assert sqlite_desk.asked("2023-01") == () and sqlite_desk.asked("2023-10") == () and sqlite_desk.asked("2022-12") == ()


def test_a_task_is_asked_until_an_accepted_return_said_100(sqlite_desk: ReturnsDesk) -> None:
    july = Item("2023-07", *(TASK.programme, TASK.task, TASK.region))
    sqlite_desk.file(july, percent=100)
    assert sqlite_desk.one().done is None, "submitted is not accepted"
    sqlite_desk.accept(july)
    assert TASK not in {one.item for one in sqlite_desk.asked()}
    assert july in {one.item for one in sqlite_desk.asked("2023-07")}
    sqlite_desk.reopen(july)
    assert TASK in {one.item for one in sqlite_desk.asked()}


def test_a_percent_may_fall_but_is_marked(sqlite_desk: ReturnsDesk) -> None:
    july = Item("2023-07", TASK.programme, TASK.task, TASK.region)
    sqlite_desk.file(july, percent=60)
    sqlite_desk.accept(july)
    sqlite_desk.file(TASK, percent=55)
    found = sqlite_desk.one()
    assert (found.done, found.fell, found.complete) == (60, True, False)


@pytest.mark.parametrize(
    ("month", "last", "first_late"),
    [
        ("2023-05", "2023-05-22", "2023-05-23"),  # the 20th is a Saturday
        ("2023-08", "2023-08-21", "2023-08-22"),  # a Sunday
        ("2023-09", "2023-09-20", "2023-09-21"),  # a Wednesday
    ],
)
def test_late_is_marked_from_the_working_day_after_the_20th(sqlite_desk: ReturnsDesk, month: str, last: str, first_late: str) -> None:
    items = [Item(month, "elderly", task, QI) for task in ("1", "2", "3")]
    sqlite_desk.today(last)
    sqlite_desk.file(items[0])
    assert f"{sqlite_desk.one(items[0]).deadline}" == last
    assert not any(sqlite_desk.one(item).late for item in items)
    sqlite_desk.today(first_late)
    sqlite_desk.file(items[1])
    assert [sqlite_desk.one(item).late for item in items] == [False, True, True]
    sqlite_desk.send_back(items[0])
    sqlite_desk.submit(items[0])
    assert not sqlite_desk.one(items[0]).late, "it came in time at first"


# --- drafts ---------------------------------------------------------------------------------------------------------------------------


def test_a_draft_is_kept_as_written_and_nothing_is_lost(desk: ReturnsDesk) -> None:
    first = desk.save(done="正在", percent="4", values={"deaths": ["1", "1"]})
    assert (first.version, first.state, first.content.percent, first.content.values) == (1, "draft", 4, {})
    second = desk.save(done="正在选址\r\n两处 ", percent=" 45% ", measures="加强督导")
    assert (second.version, second.content.done, second.content.percent) == (2, "正在选址\n两处", 45)
    assert [(one.version, one.content.done) for one in desk.changes()] == [(1, "正在"), (2, "正在选址\n两处")]
    assert [(one.times, one.content.percent) for one in gathered(desk.changes())] == [(2, 45)]


@pytest.mark.parametrize("percent", ["", "abc", "101", "-1", "4.5", 4.5, True, None, "1e2", "９９９"])
def test_what_is_no_percent_is_not_said(sqlite_desk: ReturnsDesk, percent: object) -> None:
    assert sqlite_desk.save(percent=percent, done="x").content.percent is None


def test_the_same_save_again_changes_nothing(desk: ReturnsDesk) -> None:
    desk.save(done="一", version=0)
    again = desk.save(done="一", version=0)  # its answer was lost on the way
    assert again.version == 1 and len(desk.changes()) == 1


def test_the_second_of_two_sees_both_texts_and_overwrites_nothing(desk: ReturnsDesk) -> None:
    desk.save(done="初稿")
    desk.save(done="张三写的", version=1, who="张三")
    with pytest.raises(Conflict) as met:
        desk.save(done="李四写的", version=1, who="李四")
    assert (met.value.mine.done, met.value.theirs.content.done, met.value.theirs.edited_by) == ("李四写的", "张三写的", "张三")
    assert desk.read().content.done == "张三写的" and len(desk.changes()) == 2
    assert desk.save(done="李四写的", version=met.value.theirs.version, who="李四").version == 3, "on purpose"


def test_two_who_save_at_the_same_moment_do_not_overwrite_each_other(desk: ReturnsDesk) -> None:
    desk.save(done="初稿")
    start, outcomes = Barrier(4), []

    def write(number: int) -> None:
        start.wait()
        try:
            desk.save(done=f"第 {number} 人", version=1, who=f"人{number}")
            outcomes.append("saved")
        except Conflict:
            outcomes.append("conflict")

    threads = [Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 3 + ["saved"]
    assert desk.read().version == 2


def test_two_who_begin_at_the_same_moment_meet_too(desk: ReturnsDesk) -> None:
    desk.save(done="张三", version=0, who="张三")
    with pytest.raises(Conflict):
        desk.save(done="李四", version=0, who="李四")


def test_a_citizen_number_or_a_novel_is_not_kept(sqlite_desk: ReturnsDesk) -> None:
    for said in ({"done": "走访 410221194910010011 一家"}, {"measures": "长" * (LONGEST + 1)}):
        with pytest.raises(ContentRefused):
            sqlite_desk.save(**said)
    assert sqlite_desk.read().version == 0


def test_who_may_file(sqlite_desk: ReturnsDesk) -> None:
    smart = Item("2023-09", "smart", "4", CITY)  # 社会救助科's, in a programme of 办公室
    for scope, item in ((OTHER, TASK), (CHIEF, TASK), (LEADER, TASK), (CHIEF, smart), (COUNTY, smart), (Scope(), TASK)):
        with pytest.raises(NotAllowed):
            sqlite_desk.save(item, scope=scope, done="x", who="某人")
    for scope in (RELIEF, OFFICE):
        sqlite_desk.save(smart, scope=scope, done=f"{scope.section}")
    for item in (Item("2023-09", "elderly", "99", QI), Item("2023-10", "elderly", "1", QI), Item("2023-09", "none", "1", QI)):
        with pytest.raises(ReturnRefused):
            sqlite_desk.save(item, done="x")


# --- submission and review ------------------------------------------------------------------------------------------------------------


def test_what_is_missing_is_said_and_keeps_it_from_being_submitted(sqlite_desk: ReturnsDesk) -> None:
    sqlite_desk.save(RATED, values={ESTATES: ["5", "3"]})
    with pytest.raises(ReturnRefused, match=r"请填进度.*请填完成情况.*不能大于"):
        sqlite_desk.submit(RATED)
    assert sqlite_desk.read(RATED).state == "draft"


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        (["", "3"], "缺少"),
        (["2", ""], "缺少"),
        (["-1", "3"], "不小于 0"),
        (["两处", "3"], "不是数值"),
        (["4", "3"], "不能大于"),
        (["1.23456", "3"], "至多 4 位"),
        (["1", "0"], "不能大于"),
        (["0", "0"], ""),
        (["１", "３"], ""),
        (["1,000", "1,001"], ""),
    ],
)
def test_values_are_checked_as_imports_are(sqlite_desk: ReturnsDesk, pair: list[str], words: str) -> None:
    sqlite_desk.save(RATED, percent=50, done="x", values={ESTATES: pair})
    if words:
        with pytest.raises(ReturnRefused, match=words):
            sqlite_desk.submit(RATED)
    else:
        assert sqlite_desk.submit(RATED).state == "submitted"


def test_figures_change_with_the_acceptance_and_never_before(desk: ReturnsDesk) -> None:
    before = desk.version()
    desk.file(VALUED, values={NETWORKS: ["1", ""]})
    assert desk.values() == [] and desk.version() == before
    reviewed = desk.accept(VALUED)
    assert [one.state for one in reviewed.returns] == ["accepted"] and reviewed.refreshed
    assert desk.values() == [(NETWORKS, QI, "2023-09", Decimal(1), None)]
    with moment(desk.database) as now:
        (figure,) = figures(now, [NETWORKS], scope=LEADER, periods=[parse("2023-09")], region=QI)
        (batch,) = read_batches(now.connection, limit=9)
    assert figure.value == 1
    assert (batch.dataset, batch.source, batch.who, batch.rows) == ("reported_values", "page", "养老科长", 1)
    assert "2023-09" in batch.file and "杞县" in batch.file


def test_a_reopened_return_takes_its_values_back(desk: ReturnsDesk) -> None:
    desk.file(RATED, values={ESTATES: ["2", "3"]})
    desk.accept(RATED)
    before = desk.version()
    done = desk.reopen(RATED, "数不对")
    assert done.returns[0].state == "returned" and done.returns[0].reason == "数不对"
    assert desk.values() == [] and desk.version() > before
    desk.save(RATED, percent=60, done="改", values={ESTATES: ["3", "3"]})
    desk.submit(RATED)
    desk.accept(RATED)
    assert [row[3] for row in desk.values()] == [Decimal(3)]
    assert [one.act for one in desk.changes(RATED)] == ["saved", "submitted", "accepted", "returned", "saved", "submitted", "accepted"]


def test_values_changed_by_a_later_import_stay(sqlite_desk: ReturnsDesk) -> None:
    sqlite_desk.file(VALUED, values={NETWORKS: ["1", ""]})
    sqlite_desk.accept(VALUED)
    row = {"指标": NETWORKS, "区划代码": QI, "所属月份": "2023-09", "分子或数值": 2}
    import_rows(sqlite_desk.database, [row], "reported_values", who="县", source="api", reported=REPORTED)
    sqlite_desk.reopen(VALUED)
    assert [value[3] for value in sqlite_desk.values()] == [Decimal(2)]
    assert sqlite_desk.read(VALUED).state == "returned"


def test_sent_back_with_a_reason_and_submitted_again(desk: ReturnsDesk) -> None:
    desk.file()
    with pytest.raises(ReturnRefused, match="理由"):
        desk.send_back(reason=" \n ")
    back = desk.send_back(reason="请写明\n户数")
    assert (back.state, back.reason) == ("returned", "请写明 户数")
    with pytest.raises(ReturnRefused):
        desk.accept()
    desk.save(percent=60, done="已完成 12 户。")
    assert desk.read().state == "returned", "it stays sent back until it is submitted again"
    desk.submit()
    accepted = desk.accept().returns[0]
    assert (accepted.state, accepted.reason, accepted.version) == ("accepted", "", 6)
    with pytest.raises(ReturnRefused, match="不能再改"):
        desk.save(done="还想改")


def test_several_are_accepted_together_or_none(sqlite_desk: ReturnsDesk) -> None:
    sqlite_desk.file(VALUED, values={NETWORKS: ["1", ""]})
    sqlite_desk.save(TASK, done="没写完")
    with pytest.raises(ReturnRefused):
        sqlite_desk.accept(VALUED, TASK)
    assert sqlite_desk.read(VALUED).state == "submitted" and sqlite_desk.values() == []
    sqlite_desk.save(TASK, percent=10, done="写完")
    sqlite_desk.submit(TASK)
    assert len(sqlite_desk.accept(VALUED, TASK).returns) == 2


def test_only_the_owner_reviews_and_only_what_was_looked_at(sqlite_desk: ReturnsDesk) -> None:
    filed = sqlite_desk.file()
    for scope in (RELIEF, LEADER, COUNTY, OTHER):
        with pytest.raises(NotAllowed):
            sqlite_desk.accept(scope=scope)
        with pytest.raises(NotAllowed):
            sqlite_desk.send_back(scope=scope)
    with pytest.raises(Conflict):
        sqlite_desk.accept(version=filed.version - 1)
    assert sqlite_desk.read().state == "submitted"


def test_what_is_being_written_is_read_by_who_files_it_alone(sqlite_desk: ReturnsDesk) -> None:
    sqlite_desk.save(done="草稿", percent=10)
    seen = sqlite_desk.one(scope=CHIEF)
    assert seen.present.content.empty and seen.present.state == "draft" and seen.reviews
    sqlite_desk.save(done="写完", percent=20)
    sqlite_desk.submit()
    assert sqlite_desk.one(scope=CHIEF).present.content.done == "写完"
    assert sqlite_desk.one(scope=LEADER).present.content.done == "写完"
    assert TASK not in {one.item for one in sqlite_desk.asked(scope=OTHER)}, "never another county"
    assert sqlite_desk.asked(scope=Scope("screen")) == () and sqlite_desk.asked(scope=Scope("admin")) == ()


def test_every_step_stands_in_the_log(sqlite_desk: ReturnsDesk) -> None:
    sqlite_desk.save(done="一")
    sqlite_desk.save(done="一二", percent=5)
    sqlite_desk.submit()
    sqlite_desk.send_back(reason="太短")
    sqlite_desk.save(done="一二三", percent=5)
    sqlite_desk.submit()
    sqlite_desk.accept()
    sqlite_desk.reopen(reason="再看")
    with sqlite_desk.database.reading() as connection:
        told = [(one.who, one.where, one.what.split("：")[0]) for one in audit.search(connection, act="return", limit=99)][::-1]
        assert audit.verify(connection).sound
    county, chief = ("杞县", WHERE), ("养老科长", WHERE)
    assert told == [
        (*county, "保存"), (*county, "报送"), (*chief, "退回"),
        (*county, "保存"), (*county, "报送"), (*chief, "审核通过"), (*chief, "退回"),
    ], "a run of savings is told once"  # fmt: skip


def test_what_waits_for_whom(sqlite_desk: ReturnsDesk) -> None:
    def counted(scope: Scope) -> Waiting:
        with moment(sqlite_desk.database) as now:
            return waiting(now, scope)

    whole = counted(COUNTY).to_file
    assert whole == len(sqlite_desk.asked()) and counted(CHIEF) == Waiting() and counted(LEADER) == Waiting()
    assert counted(OFFICE).to_file == 10
    sqlite_desk.file()
    sqlite_desk.save(VALUED, done="x")
    assert counted(COUNTY).to_file == whole - 1 and counted(CHIEF).to_review == 1 and counted(RELIEF).to_review == 0
    sqlite_desk.send_back()
    assert counted(COUNTY) == Waiting(whole - 1, 1, 0) and counted(OTHER).returned == 0
    assert counted(CHIEF) == Waiting()
    assert TONGXU not in {one.item.region for one in sqlite_desk.asked()}


def test_no_reason_keeps_a_citizen_number(desk: ReturnsDesk) -> None:
    desk.file()
    for words in ("请核 410221194910010011", "请核 ４１０２２１１９４９１００１００１１"):
        with pytest.raises(ReturnRefused, match="理由中有公民身份证号"):
            desk.send_back(reason=words)
    desk.accept()
    with pytest.raises(ReturnRefused, match="理由中有公民身份证号"):
        desk.reopen(reason="410221194910010011")
    assert desk.read().state == "accepted"
