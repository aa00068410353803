"""An issued paper by e-mail to a list: its frozen files as attachments, each paper once, tried again until the server has taken it.

Addresses stand in BRIEFING_TO: `a@x` gets the city's paper, `410221=b@x` that county's and no other.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa

from data import clock, facts
from data.briefing.paper import TITLE, Paper
from data.briefing.reading import Altered, file_of, paper_at
from data.briefing.table import papers
from data.database import Database
from data.settings import Settings, SettingsError
from geo.regions import CITY

TIMEOUT = 20  # seconds, to connect and for each answer
MOST_TRIES = 12
LATEST = timedelta(days=14)  # an older paper is not sent: who sets the list up late does not get the whole archive
LOOPBACK = ("127.0.0.1", "localhost", "::1")
OFFICE_TYPE = "vnd.openxmlformats-officedocument"
SUBTYPES = {
    "pdf": "pdf",
    "docx": f"{OFFICE_TYPE}.wordprocessingml.document",
    "xlsx": f"{OFFICE_TYPE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE_TYPE}.presentationml.presentation",
}


class NotSent(RuntimeError):
    """The mail server did not take a message; the message says why, without address or password."""


@dataclass(frozen=True)
class Mailer:
    """A mail server and who the papers come from. `secure`: TLS from the first byte; else STARTTLS where the server offers it."""

    host: str
    port: int
    secure: bool
    user: str
    password: str
    sender: Address
    lists: Mapping[str, tuple[Address, ...]]  # by region

    def send(self, message: EmailMessage) -> None:
        """Hand over one message. Raises NotSent."""
        context = ssl.create_default_context()
        try:
            with self._connect(context) as server:
                server.ehlo()
                if not self.secure and server.has_extn("starttls"):
                    server.starttls(context=context)
                    server.ehlo()
                elif not self.secure and self.user and self.host not in LOOPBACK:
                    raise NotSent("邮件服务器不支持加密，不在明文连接上送密码；请用 smtps:// 地址")
                if self.user:
                    server.login(self.user, self.password)
                refused = server.send_message(message)
        except smtplib.SMTPAuthenticationError:
            raise NotSent("邮件服务器不接受用户名或密码") from None
        except smtplib.SMTPResponseException as error:
            raise NotSent(f"邮件服务器答复 {error.smtp_code}") from None
        except smtplib.SMTPRecipientsRefused as error:
            raise NotSent(f"邮件服务器拒收全部 {len(error.recipients)} 个收件人") from None
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(f"连不上邮件服务器（{type(error).__name__}）") from None
        if refused:
            raise NotSent(f"邮件服务器拒收 {len(refused)} 个收件人，其余已收")

    def _connect(self, context: ssl.SSLContext) -> smtplib.SMTP:
        name = self.sender.domain  # not this machine's own
        if self.secure:
            return smtplib.SMTP_SSL(self.host, self.port, local_hostname=name, timeout=TIMEOUT, context=context)
        return smtplib.SMTP(self.host, self.port, local_hostname=name, timeout=TIMEOUT)


def mailer_of(chosen: Settings) -> Mailer | None:
    """Where papers go by mail; None where no server or no list is set.

    Raises SettingsError naming the setting that is wrong.
    """
    if not chosen.smtp_url or not chosen.briefing_to:
        return None
    wrong = SettingsError("设置 SMTP_URL 的值不对：应如 smtps://用户:密码@主机:465 或 smtp://主机:25。")
    try:
        parts = urlsplit(chosen.smtp_url)
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise wrong
    secure = parts.scheme == "smtps"
    return Mailer(
        parts.hostname,
        port or (465 if secure else 25),
        secure,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        _address(chosen.briefing_from or unquote(parts.username or ""), "BRIEFING_FROM"),
        _lists(chosen.briefing_to),
    )


def _lists(text: str) -> dict[str, tuple[Address, ...]]:
    found: dict[str, tuple[Address, ...]] = {}
    for one in filter(None, (part.strip() for part in text.split(","))):
        region, equals, address = one.partition("=")
        key = region.strip() if equals else CITY
        if not (key.isdigit() and len(key) in (4, 6)):
            raise SettingsError("设置 BRIEFING_TO 的值不对：应如 a@x.cn,b@x.cn,410221=c@x.cn。")
        found[key] = (*found.get(key, ()), _address(address.strip() if equals else one, "BRIEFING_TO"))
    return found


def _address(text: str, setting: str) -> Address:
    try:
        found = Address(addr_spec=text)
    except (ValueError, IndexError):
        found = Address()
    if not found.username or not found.domain:
        raise SettingsError(f"设置 {setting} 的值不对：“{text[:60]}”不是邮件地址。")
    return found


@dataclass(frozen=True)
class Mailed:
    """What one round of sending did."""

    sent: int
    failed: int
    problem: str


def send_papers(database: Database, mailer: Mailer) -> Mailed:
    """Send every issued paper that has not gone out, the oldest first; a failure is written down and tried in the next round."""
    with database.reading() as connection:
        today = facts.today(connection)
        due = (papers.c.state == "issued", papers.c.mailed_at.is_(None), papers.c.mail_tries < MOST_TRIES)
        query = sa.select(papers.c.number).where(*due, papers.c.region.in_(list(mailer.lists)), papers.c.issued_on >= today - LATEST)
        numbers = list(connection.scalars(query.order_by(papers.c.number)))
    sent, problems = 0, []
    for number in numbers:
        if not _claim(database, number):
            continue
        try:
            mailer.send(_message(database, number, mailer))
        except NotSent as error:
            problems.append(str(error))
            _mark(database, number, mail_problem=str(error)[:500])
        else:
            sent += 1
            _mark(database, number, mail_problem="", mailed_at=clock.now())
    return Mailed(sent, len(problems), problems[-1] if problems else "")


def unsent(database: Database) -> tuple[int, str]:
    """How many papers have failed at least once and are not out, and what the last failure was."""
    with database.reading() as connection:
        left = (papers.c.mailed_at.is_(None), papers.c.mail_problem != "")
        many = connection.scalar(sa.select(sa.func.count()).select_from(papers).where(*left)) or 0
        last = sa.select(papers.c.mail_problem).where(*left).order_by(papers.c.number.desc()).limit(1)
        return many, connection.scalar(last) or ""


def _claim(database: Database, number: int) -> bool:
    """Take a paper for this round: another sender that began from the same count of tries gets nothing."""
    with database.noting() as connection:
        tries = connection.scalar(sa.select(papers.c.mail_tries).where(papers.c.number == number, papers.c.mailed_at.is_(None)))
        if tries is None:
            return False
        mine = sa.update(papers).where(papers.c.number == number, papers.c.mail_tries == tries)
        return bool(connection.execute(mine.values(mail_tries=tries + 1)).rowcount)


def _mark(database: Database, number: int, **values: object) -> None:
    with database.noting() as connection:
        connection.execute(sa.update(papers).where(papers.c.number == number).values(**values))


def _message(database: Database, number: int, mailer: Mailer) -> EmailMessage:
    with database.reading() as connection:
        paper = paper_at(connection, number)
        if paper is None:
            raise NotSent("周报已不在库中")
        try:
            files = [found for one in paper.files if (found := file_of(connection, number, one.kind))]
        except Altered as altered:
            raise NotSent(str(altered)) from None
        demonstration = facts.is_demonstration(connection)
    message = EmailMessage()
    message["Subject"] = f"{TITLE} {paper.name}{'（演示数据）' if demonstration else ''}"
    message["From"] = mailer.sender
    message["To"] = mailer.lists[paper.region]
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<paper-{number}-{files[0][0].sha256[:16] if files else 0}@{mailer.sender.domain}>"  # the same when sent again
    message.set_content(_text(paper, [f"{one.kind}  SHA-256 {one.sha256}" for one, _ in files]))
    for one, body in files:
        name = f"{TITLE}-{paper.name}.{one.kind}"
        message.add_attachment(body, maintype="application", subtype=SUBTYPES[one.kind], filename=name)
    return message


def _text(paper: Paper, hashes: Sequence[str]) -> str:
    title = str((paper.content or {}).get("title", "")).replace("\n", "")
    changes = [f"更正原因：{paper.reason}", *paper.changes] if paper.edition > 1 else []
    return "\n".join([*(line for line in (title, paper.lead, *changes) if line), "", "附件：", *hashes, ""])
