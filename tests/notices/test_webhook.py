"""Notices to a real receiver on loopback: the robot's form and signature, plain JSON and its, retries, and nothing lost when it fails."""

from __future__ import annotations

import base64
import hashlib
import hmac
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from data.database import Database
from data.indicators.moment import moment
from data.notices.digest import digest
from data.notices.robot import SIGNATURE, Undelivered, Webhook
from data.notices.sending import MOST_TRIES, Sent, send_notices, waiting, write_notice
from data.notices.table import notices
from tests.indicators.city import COUNTIES, QI, City
from tests.notices.receiver import receiving
from tests.programmes.planned import accepted, store, task

SECRET = "SEC-of-the-robot"


def test_a_robot_gets_markdown_and_its_signature() -> None:
    with receiving() as other:
        Webhook(other.address, "dingtalk", SECRET).deliver("标题", "内容 1", "digest")
    path, _, _ = other.came[0]
    asked = parse_qs(urlsplit(path).query)
    assert asked["access_token"] == ["abc"]
    moment_ = asked["timestamp"][0]
    assert len(moment_) == 13
    wanted = hmac.new(SECRET.encode(), f"{moment_}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert base64.b64decode(asked["sign"][0]) == wanted
    assert other.json() == {"msgtype": "markdown", "markdown": {"title": "标题", "text": "#### 标题\n内容 1"}}


def test_plain_json_is_signed_over_its_bytes() -> None:
    with receiving((200, "")) as other:
        Webhook(other.address, "json", SECRET).deliver("标题", "内容", "digest")
        Webhook(other.address, "json").deliver("标题", "内容", "digest")
    _, headers, body = other.came[0]
    assert headers[SIGNATURE] == f"sha256={hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()}"
    assert other.json() == {"kind": "digest", "title": "标题", "text": "内容"}
    assert SIGNATURE not in other.came[1][1]


def test_a_busy_receiver_is_asked_again() -> None:
    with receiving((503, ""), (429, ""), (200, '{"errcode":0}')) as other:
        Webhook(other.address, wait=0).deliver("标题", "内容", "digest")
    assert len(other.came) == 3


@pytest.mark.parametrize(
    ("answers", "came", "said"),
    [
        ([(500, "")], 3, "对方答复 500"),
        ([(400, "")], 1, "对方答复 400"),
        ([(302, "")], 1, "对方答复 302"),
        ([(200, '{"errcode":310000,"errmsg":"sign not match"}')], 1, "机器人拒收（errcode 310000）"),
        ([(200, "<html>")], 1, "对方的答复读不懂"),
        ([(200, "[]")], 1, "对方的答复读不懂"),
    ],
)
def test_what_is_not_taken_is_said_in_words(answers: list[tuple[int, str]], came: int, said: str) -> None:
    with receiving(*answers) as other, pytest.raises(Undelivered, match=said.replace("（", ".").replace("）", ".")):
        Webhook(other.address, wait=0).deliver("标题", "内容", "digest")
    assert len(other.came) == came


def test_nobody_there() -> None:
    with pytest.raises(Undelivered, match="连不上通知地址") as told:
        Webhook("http://127.0.0.1:9/secret-path", wait=0).deliver("标题", "内容", "digest")
    assert "secret-path" not in str(told.value)


def test_a_notice_is_kept_until_it_is_taken_and_told_once(database: Database) -> None:
    with database.writing() as connection:
        assert write_notice(connection, "digest", "digest:2023-09-18", "标题", "证件 11010519491231002X 见附件")
        assert not write_notice(connection, "digest", "digest:2023-09-18", "标题", "又一次")
        assert write_notice(connection, "digest", "digest:2023-09-19", "标题二", "内容")
    assert send_notices(database, Webhook("http://127.0.0.1:9/", wait=0)) == Sent(0, 2, "连不上通知地址")
    with database.reading() as connection:
        assert waiting(connection) == (1, "连不上通知地址")
    with receiving() as other:
        assert send_notices(database, Webhook(other.address, wait=0)) == Sent(2, 0, "")
        assert send_notices(database, Webhook(other.address, wait=0)) == Sent(0, 0, "")
    assert len(other.came) == 2
    assert b"19491231" not in other.came[0][2] and b"19491231" not in other.came[1][2]
    with database.reading() as connection:
        assert waiting(connection) == (0, "")


def test_a_notice_nobody_takes_is_given_up_at_last(database: Database) -> None:
    with database.writing() as connection:
        write_notice(connection, "digest", "one", "标题", "内容")
        connection.execute(sa.update(notices).values(tries=MOST_TRIES))
    with receiving() as other:
        assert send_notices(database, Webhook(other.address)) == Sent(0, 0, "")
    assert not other.came


def test_the_digest_counts_what_is_due_and_names_no_person(sqlite_database: Database, tmp_path: Path) -> None:
    city = City(sqlite_database)
    city.today("2023-06-17")
    with city.database.writing() as connection:
        store(connection, tmp_path, task(1, due="2023-06"), task(2, due="2023-05"), task(3, due="2023-12"))
        for county in COUNTIES[1:]:
            for no in (1, 2, 3):
                accepted(connection, 40, month="2023-05", region=county, no=no)
        accepted(connection, 100, month="2023-05", region=QI, no=3)
    with moment(city.database) as now:
        key, title, text = digest(now) or ("", "", "")
    assert (key, title) == ("digest:2023-06-17", "领导驾驶舱 6月17日提醒")
    assert text == "- 某工程：逾期 1 项；未报 龙亭区 3 项；月报 3 天后截止"
    city.today("2023-06-30")
    with moment(city.database) as now:
        assert "今日到期 1 项（1）" in (digest(now) or ("", "", ""))[2]
    city.today("2024-01-02")
    with moment(city.database) as now:
        assert digest(now) is None, "last year's plan reminds nobody"
