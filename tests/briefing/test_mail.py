"""An issued paper by mail to a real server on loopback: to whom, with what, once; what is not taken is tried again and said."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from data.briefing.mail import MOST_TRIES, Mailer, mailer_of, send_papers, unsent
from data.settings import Settings, SettingsError
from tests.briefing.desk import COUNTY, FILES, OTHER, Desk


class Box:
    """A mail server's inside: what came, and what it answers."""

    def __init__(self) -> None:
        self.came: list[tuple[list[str], EmailMessage]] = []
        self.answer = "250 OK"
        self.port = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            read = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.came.append((envelope.rcpt_tos, read))  # type: ignore[arg-type]
        return self.answer


@pytest.fixture
def box() -> Iterator[Box]:
    found = Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found.port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=found.port)
    controller.start()
    yield found
    controller.stop()


def mailer(box: Box, to: str = f"a@bureau.example,b@bureau.example,{COUNTY}=c@county.example") -> Mailer:
    chosen = Settings(smtp_url=f"smtp://127.0.0.1:{box.port}", briefing_from="zhoubao@bureau.example", briefing_to=to)
    found = mailer_of(chosen)
    assert found
    return found


def test_each_list_gets_its_own_paper_once(small_desk: Desk, box: Box) -> None:
    city, county, other = small_desk.issued(), small_desk.issued(region=COUNTY), small_desk.issued(region=OTHER)
    small_desk.edit(small_desk.draft(region=OTHER, reason="再改"), "未印发")
    assert send_papers(small_desk.database, mailer(box)).sent == 2
    assert send_papers(small_desk.database, mailer(box)).sent == 0
    assert [to for to, _ in box.came] == [["a@bureau.example", "b@bureau.example"], ["c@county.example"]]
    first, second = (message for _, message in box.came)
    assert first["Subject"] == "民政工作周报 开封市 2023年第1期" and second["Subject"].startswith("民政工作周报 通许县")
    files = {part.get_filename(): part.get_payload(decode=True) for part in first.iter_attachments()}
    assert files == {f"民政工作周报-开封市 2023年第1期.{kind}": body for kind, body in FILES.items()}
    text = first.get_body(("plain",))
    assert text and all(one.sha256 in text.get_content() for one in small_desk.at(city).files)
    assert first["Message-ID"].endswith("@bureau.example>") and "127.0.0.1" not in first["From"]
    assert small_desk.at(county).mailed_at and small_desk.at(other).mailed_at is None


def test_what_is_not_taken_is_tried_again(small_desk: Desk, box: Box) -> None:
    number = small_desk.issued()
    box.answer = "451 later"
    done = send_papers(small_desk.database, mailer(box))
    assert (done.sent, done.failed, done.problem) == (0, 1, "邮件服务器答复 451")
    assert unsent(small_desk.database) == (1, "邮件服务器答复 451") and small_desk.at(number).mail_problem == "邮件服务器答复 451"
    box.answer = "250 OK"
    assert send_papers(small_desk.database, mailer(box)).sent == 1 and unsent(small_desk.database) == (0, "")
    box.answer = "550 never"
    small_desk.issued(reason="有误")
    for _ in range(MOST_TRIES + 2):
        done = send_papers(small_desk.database, mailer(box))
    assert (done.sent, done.failed) == (0, 0) and unsent(small_desk.database)[0] == 1  # left lying; doctor says so


def test_a_server_that_is_not_there(small_desk: Desk, box: Box) -> None:
    small_desk.issued()
    sender = mailer(box)
    gone = Mailer("127.0.0.1", 9, False, "", "", sender.sender, sender.lists)
    assert send_papers(small_desk.database, gone).problem.startswith("连不上邮件服务器")


def test_the_archive_is_not_sent_to_a_list_that_is_set_up_late(small_desk: Desk, box: Box) -> None:
    small_desk.issued()
    small_desk.on(date(2023, 9, 1))
    assert send_papers(small_desk.database, mailer(box)).sent == 0 and box.came == []


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"smtp_url": "http://x.example"}, "SMTP_URL"),
        ({"smtp_url": "smtp://x.example:port"}, "SMTP_URL"),
        ({"briefing_to": "no address"}, "BRIEFING_TO"),
        ({"briefing_to": "41=a@x.example"}, "BRIEFING_TO"),
        ({"briefing_to": "a@x.example\nBcc: b@x.example"}, "BRIEFING_TO"),
        ({"briefing_from": ""}, "BRIEFING_FROM"),
    ],
)
def test_a_wrong_setting_is_named(given: dict[str, str], named: str) -> None:
    right = {"smtp_url": "smtp://x.example", "briefing_from": "z@x.example", "briefing_to": "a@x.example"}
    assert mailer_of(Settings(**right)) and mailer_of(Settings(**{**right, "briefing_to": ""})) is None  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match=named):
        mailer_of(Settings(**{**right, **given}))  # type: ignore[arg-type]


def test_a_password_is_not_sent_in_the_clear(small_desk: Desk, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.briefing.mail.LOOPBACK", ())
    sender = mailer(box)
    outside = Mailer("127.0.0.1", box.port, False, "user", "secret", sender.sender, sender.lists)
    small_desk.issued()
    assert "不支持加密" in send_papers(small_desk.database, outside).problem
