"""文号: one series for each kind and year, without gaps, whoever signs at the same moment."""

from __future__ import annotations

import threading
from datetime import date

import sqlalchemy as sa

from data.letters.letter import code
from data.letters.steps import Refused
from data.letters.table import letters
from tests.letters.desk import CHIEF, LEADER, Desk


def test_the_form_of_a_number() -> None:
    assert code("reminder", 2023, 3) == "汴民提〔2023〕3号"
    assert code("supervision", 2023, 1) == "汴民督〔2023〕1号"


def test_each_kind_and_year_counts_by_itself(desk: Desk) -> None:
    first = desk.issued()
    desk.issued()
    desk.on(date(2023, 6, 27))
    supervised = desk.follow(first, date(2023, 7, 20))
    desk.take(supervised, "sent", CHIEF)
    desk.take(supervised, "issued", LEADER)
    assert [desk.at(number).code for number in (first, first + 1, supervised)] == [
        "汴民提〔2023〕1号",
        "汴民提〔2023〕2号",
        "汴民督〔2023〕1号",
    ]
    late = desk.draft(due_on=date(2024, 2, 1))
    desk.take(late, "sent", CHIEF)
    desk.on(date(2024, 1, 5))
    desk.take(late, "issued", LEADER)
    assert desk.at(late).code == "汴民提〔2024〕1号"


def test_a_withdrawn_or_refused_letter_takes_no_number(desk: Desk) -> None:
    withdrawn, refused = desk.bring("signing"), desk.bring("signing")
    desk.take(withdrawn, "withdrawn", CHIEF)
    for actor in (CHIEF,):
        try:
            desk.take(refused, "issued", actor)
        except Refused:
            pass
        else:
            raise AssertionError("a chief signed")
    assert desk.at(desk.issued()).code == "汴民提〔2023〕1号"


def test_many_sign_at_once(desk: Desk) -> None:
    numbers = [desk.bring("signing") for _ in range(8)]
    ready, troubles = threading.Barrier(len(numbers)), []

    def sign(number: int) -> None:
        ready.wait()
        try:
            desk.take(number, "issued", LEADER, version=2)
        except Exception as error:
            troubles.append(error)

    threads = [threading.Thread(target=sign, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert troubles == []
    with desk.database.reading() as connection:
        serials = list(connection.scalars(sa.select(letters.c.serial).order_by(letters.c.serial)))
    assert serials == list(range(1, 9))


def test_the_same_letter_is_signed_once(desk: Desk) -> None:
    number = desk.bring("signing")
    ready, outcomes = threading.Barrier(2), []

    def sign() -> None:
        ready.wait()
        try:
            desk.take(number, "issued", LEADER, version=2)
            outcomes.append("signed")
        except Refused:
            outcomes.append("refused")

    threads = [threading.Thread(target=sign) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["refused", "signed"]
    assert desk.at(number).code == "汴民提〔2023〕1号"
