"""The life of a weekly paper: who drafts, edits, signs and reads; numbers without gaps; what is issued stays as it is."""

from __future__ import annotations

import hashlib
import itertools
import threading

import pytest
import sqlalchemy as sa

from access import audit
from data.briefing.jobs import ask, claim, end, job_at, last_job, report
from data.briefing.paper import reads
from data.briefing.reading import Altered, file_of, papers_of, read_paper, waiting
from data.briefing.steps import Conflict, NumberTaken, Refused, draft, issue, keep
from data.briefing.table import paper_files
from data.periods import Period
from geo.regions import CITY
from tests.briefing.desk import (
    CLERK,
    COMPOSED,
    COUNTY,
    EDITOR,
    EVERYBODY,
    FILES,
    FOREIGN,
    LEADER,
    OTHER,
    STRANGER,
    WEEK,
    Desk,
)


def test_a_round(desk: Desk) -> None:
    number = desk.draft()
    desk.edit(number, "本周重点是适老化改造。")
    desk.take(number, "sent", EDITOR)
    desk.take(number, "sent_back", LEADER, "请补充殡葬")
    with desk.database.reading() as connection:
        assert (waiting(connection, EDITOR.scope), waiting(connection, LEADER.scope)) == (1, 0)
    desk.take(number, "sent", EDITOR)
    with desk.database.reading() as connection:
        assert (waiting(connection, EDITOR.scope), waiting(connection, LEADER.scope)) == (0, 1)
    desk.take(number, "issued", LEADER)
    paper = desk.at(number)
    assert (paper.code, paper.state, paper.signed_by, paper.lead) == ("2023年第1期", "issued", "leader", "本周重点是适老化改造。")
    assert [step.act for step in paper.steps] == ["drafted", "composed", "edited", "sent", "sent_back", "sent", "issued"]
    assert {one.kind: one.sha256 for one in paper.files} == {kind: hashlib.sha256(body).hexdigest() for kind, body in FILES.items()}
    with desk.database.reading() as connection:
        found = file_of(connection, number, "pdf")
        assert found and found[1] == FILES["pdf"] and file_of(connection, number, "pptx") is None
        told = [entry.what for entry in audit.search(connection, act="briefing", limit=20)]
    assert told[0] == "民政工作周报 开封市 2023年第30周（草稿）：签发，2023年第1期" and len(told) == 7


def test_a_file_that_was_altered_is_not_taken_for_the_original(desk: Desk) -> None:
    number = desk.draft()
    desk.edit(number, "本周重点是适老化改造。")
    for act, who in (("sent", EDITOR), ("issued", LEADER)):
        desk.take(number, act, who)
    with desk.database.writing() as connection:
        connection.execute(sa.update(paper_files).where(paper_files.c.kind == "pdf").values(body=b"another"))
    with desk.database.reading() as connection:
        kept = next(kind for kind in FILES if kind != "pdf")
        assert file_of(connection, number, kept)
        with pytest.raises(Altered, match="SHA-256 不符"):
            file_of(connection, number, "pdf")


def test_who_may_take_which_step(small_desk: Desk) -> None:
    with small_desk.database.writing() as connection:
        for actor in EVERYBODY:
            if actor not in (EDITOR, LEADER):
                with pytest.raises(Refused):
                    draft(connection, actor, WEEK, CITY)
    number = small_desk.draft()
    for actor, act in itertools.product(EVERYBODY, ("sent", "withdrawn", "sent_back", "issued")):
        if actor not in (EDITOR, LEADER) or act in ("sent_back", "issued"):
            with pytest.raises(Refused):
                small_desk.take(number, act, actor)
    small_desk.take(number, "sent", EDITOR)
    for actor, act in itertools.product(EVERYBODY, ("sent_back", "issued")):
        if actor is not LEADER:
            with pytest.raises(Refused):
                small_desk.take(number, act, actor)
    with pytest.raises(Refused, match="待签发"):
        small_desk.edit(number, "太晚了")


def test_who_reads_what(small_desk: Desk) -> None:
    city, own, foreign = small_desk.issued(), small_desk.issued(region=COUNTY), small_desk.issued(region=OTHER)
    drafted = small_desk.draft(Period("2023-W29"))
    seen = {}
    with small_desk.database.reading() as connection:
        for actor in EVERYBODY:
            listed = {one.number for one in papers_of(connection, actor.scope)}
            assert listed == {n for n in (city, own, foreign, drafted) if read_paper(connection, n, actor.scope)}
            seen[actor.name] = listed
        steps = [step.act for step in read_paper(connection, city, CLERK.scope).steps]  # type: ignore[union-attr]
    everything = {city, own, foreign, drafted}
    assert seen == {
        "editor": everything,
        "leader": everything,
        "other": everything - {drafted},
        "clerk": {city, own},
        "foreign": {city, foreign},
        "admin": set(),
        "wall": set(),
    }
    assert steps == ["issued"] and not reads(FOREIGN.scope, "issued", COUNTY)


def test_numbers_have_no_gaps_and_each_region_and_year_its_own(small_desk: Desk) -> None:
    weeks = [Period("2023-W28"), Period("2023-W29"), WEEK]
    numbers = [small_desk.issued(week) for week in weeks]
    gone = small_desk.draft(Period("2023-W27"))
    small_desk.take(gone, "withdrawn", EDITOR)
    before = small_desk.issued(Period("2022-W50"))
    county = small_desk.issued(region=COUNTY)
    later = small_desk.issued(Period("2023-W27"))
    assert [small_desk.at(number).code for number in (*numbers, before, county, later)] == [
        "2023年第1期",
        "2023年第2期",
        "2023年第3期",
        "2022年第1期",
        "2023年第1期",
        "2023年第4期",
    ]


def test_a_corrected_edition_keeps_the_number_and_needs_a_reason(small_desk: Desk) -> None:
    first = small_desk.issued()
    with pytest.raises(Refused, match="更正的理由"):
        small_desk.draft()
    second = small_desk.issued(reason="通许县补报")
    third = small_desk.issued(reason="又补报")
    assert [small_desk.at(n).code for n in (first, second, third)] == [
        "2023年第1期",
        "2023年第1期（更正版）",
        "2023年第1期（第2次更正版）",
    ]
    under_way = small_desk.draft(reason="再改")
    with pytest.raises(Refused, match="已在起草"):
        small_desk.draft(reason="同时")
    assert small_desk.at(under_way).edition == 4


@pytest.mark.parametrize(
    ("week", "region", "words"), [("2023-07", CITY, "按周"), ("2023-W40", CITY, "还没有开始"), ("2023-W30", "410222100", "没有这个地区")]
)
def test_there_is_no_such_paper(small_desk: Desk, week: str, region: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        small_desk.draft(Period(week), region)


def test_what_is_written_meanwhile_is_not_written_over(small_desk: Desk) -> None:
    number = small_desk.draft()
    small_desk.edit(number, "先写的")
    with pytest.raises(Conflict):
        small_desk.edit(number, "后写的", LEADER, version=2)
    assert small_desk.at(number).lead == "先写的"
    with pytest.raises(Refused, match="公民身份"):
        small_desk.edit(number, "身份证11010519491231002X")


def test_two_sign_at_once(desk: Desk) -> None:
    """Two papers printed with the same number: one is issued, the other told to print again; none half."""
    weeks = [Period("2023-W29"), WEEK]
    numbers = [desk.draft(week) for week in weeks]
    for number in numbers:
        desk.take(number, "sent", EDITOR)
    ready, outcomes = threading.Barrier(2), []

    def sign(number: int) -> None:
        ready.wait()
        try:
            with desk.database.writing() as connection:
                issue(connection, number, 3, LEADER, 1, COMPOSED, FILES)
            outcomes.append("issued")
        except NumberTaken:
            outcomes.append("taken")

    threads = [threading.Thread(target=sign, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["issued", "taken"]
    assert sorted((desk.at(n).state, len(desk.at(n).files)) for n in numbers) == [("issued", 2), ("signing", 0)]


def test_the_archive_is_searched(small_desk: Desk) -> None:
    first, second = small_desk.issued(), small_desk.issued(Period("2022-W50"), COUNTY)
    with small_desk.database.reading() as connection:

        def found(**wanted: str) -> list[int]:
            return [one.number for one in papers_of(connection, LEADER.scope, wanted)]

        assert found() == [first, second] and found(text="适老化 应达") == [first, second]
        assert found(text="殡葬") == [] and found(text="100%_") == []
        assert (found(year="2022"), found(region=CITY), found(state="draft"), found(week="2023-W30")) == ([second], [first], [], [first])


def test_a_job_is_done_once_and_one_that_fell_silent_has_failed(desk: Desk, clock: object) -> None:
    number = desk.draft()
    with desk.database.writing() as connection:
        first = ask(connection, "compose", number, 2, EDITOR)
        assert ask(connection, "compose", number, 2, EDITOR) == first
    taken = claim(desk.database)
    assert taken and (taken.number, taken.state, taken.actor) == (first, "running", EDITOR) and claim(desk.database) is None
    report(desk.database, first, 2, 5, "排 pdf")
    with desk.database.reading() as connection:
        standing = job_at(connection, first)
        assert standing and (standing.done, standing.steps, standing.doing, standing.over) == (2, 5, "排 pdf", False)
    clock.on(minutes=4)  # type: ignore[attr-defined]
    with desk.database.writing() as connection:
        lost = last_job(connection, number)
        assert lost and lost.state == "failed" and "中断" in lost.problem
        second = ask(connection, "compose", number, 2, EDITOR)
        assert second != first
        end(connection, second, "磁盘已满")
        assert job_at(connection, second).problem == "磁盘已满"  # type: ignore[union-attr]


def test_a_stranger_is_told_of_no_paper(small_desk: Desk) -> None:
    number = small_desk.draft()
    with small_desk.database.writing() as connection, pytest.raises(Refused, match="没有这份周报"):
        keep(connection, number, 2, STRANGER, COMPOSED, ())
