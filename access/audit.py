"""The audit log: who did what, when and from where. What is written commits with the act itself, and is only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data import clock
from data.database import metadata

ACTS: dict[str, str] = {
    "sign_in": "登录",
    "sign_in_failed": "登录失败",
    "locked": "账号锁定",
    "sign_out": "退出",
    "session_ended": "结束会话",
    "password": "修改密码",
    "refused": "拒绝访问",
    "records": "查看记录",
    "export": "导出",
    "import": "导入",
    "undo": "撤回批次",
    "return": "月报",
    "letter": "函件",
    "account": "账号变更",
    "token": "令牌",
    "setting": "设置",
    "prune": "清理日志",
}

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("act", sa.String(20), nullable=False),
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("where", sa.String(64), nullable=False),
    sa.Column("what", sa.String(500), nullable=False),
    sa.Column("rows", sa.Integer),
)


@dataclass(frozen=True)
class Entry:
    """One act. `who` is "" for a stranger, `where` an address or 命令行."""

    id: int
    at: datetime
    act: str
    who: str
    where: str
    what: str
    rows: int | None


def append(connection: Connection, act: str, *, who: str, where: str, what: str = "", rows: int | None = None) -> None:
    """Write one entry with the writer's connection: it commits with the act itself, or neither does."""
    if act not in ACTS:
        raise ValueError(f"{act} is no act of the audit log")
    connection.execute(sa.insert(audit).values(at=clock.now(), act=act, who=who[:64], where=where[:64], what=what[:500], rows=rows))


def search(
    connection: Connection,
    *,
    act: str | None = None,
    who: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    text: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[Entry]:
    """Entries, newest first: of one act, of one person, from `since` up to before `until`, containing `text`, older than entry `before`."""
    query = sa.select(audit).order_by(audit.c.id.desc()).limit(limit)
    if act is not None:
        query = query.where(audit.c.act == act)
    if who is not None:
        query = query.where(audit.c.who == who)
    if since is not None:
        query = query.where(audit.c.at >= since)
    if until is not None:
        query = query.where(audit.c.at < until)
    if text is not None:
        query = query.where(audit.c.what.contains(text, autoescape=True))
    if before is not None:
        query = query.where(audit.c.id < before)
    return [Entry(row.id, clock.as_utc(row.at), row.act, row.who, row.where, row.what, row.rows) for row in connection.execute(query)]
