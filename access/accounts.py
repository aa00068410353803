"""What an administrator does to accounts, tokens and sessions: each change in one transaction with its entry in the audit log.

Nobody can shut the administration's last door behind them: the own account is not disabled, the last administrator stays one. Who may
is asked again within the transaction: of two administrators who disable each other at once, one is.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from access import audit, people, sessions, tokens
from access.people import PeopleError
from access.scope import ROLES
from data.database import Database

LETTERS = (string.ascii_uppercase.replace("I", "").replace("O", ""), string.ascii_lowercase.replace("l", ""), "23456789", "-+=_.")
LENGTH = 16


@dataclass(frozen=True)
class Administrator:
    """Who changes what, from where, in which database. Every method raises PeopleError, in words, and then nothing is changed."""

    database: Database
    username: str
    address: str

    def add(self, username: str, role: str, region: str, section: str) -> str:
        """A new account; returns its first password, which can't be read again."""
        password = invented()
        with self.acting() as connection:
            people.add(connection, username, password, role, region=region, section=section)
            self.tell(connection, "account", f"新增 {username}（{_place(role, region, section)}）")
        return password

    def set_role(self, username: str, role: str, region: str, section: str) -> None:
        """Another role, region or section."""
        with self.acting() as connection:
            set_role(connection, username, role, region, section)
            self.tell(connection, "account", f"{username} 改为{_place(role, region, section)}")

    def disable(self, username: str) -> None:
        """Close an account; its sessions and tokens end at once."""
        if username == self.username:
            raise PeopleError("不能停用自己的账号；需要时请另一位管理员停用。")
        with self.acting() as connection:
            what = disabled(connection, username)
            self.tell(connection, "account", what)

    def enable(self, username: str) -> None:
        """Open it again."""
        with self.acting() as connection:
            people.set_disabled(connection, username, False)
            self.tell(connection, "account", f"启用 {username}")

    def unlock(self, username: str) -> None:
        """Take a lock away before its time."""
        with self.acting() as connection:
            people.unlock(connection, username)
            self.tell(connection, "account", f"解锁 {username}")

    def reset(self, username: str) -> str:
        """A new password, to be changed at the next sign-in; returns it, and it can't be read again."""
        password = invented()
        with self.acting() as connection:
            people.reset(connection, username, password)
            self.tell(connection, "account", f"重置 {username} 的密码")
        return password

    def create_token(self, username: str, days: int) -> str:
        """A token for an account; returns it, and it can't be read again."""
        with self.acting() as connection:
            token = tokens.create(connection, username, days)
            self.tell(connection, "token", f"生成 {username} 的令牌 {token[:8]}，{days} 天")
        return token

    def revoke_token(self, id: str) -> str:
        """End a token; returns whose it was."""
        with self.acting() as connection:
            owner = tokens.revoke(connection, id)
            self.tell(connection, "token", f"作废 {owner} 的令牌 {id}")
        return owner

    def end_session(self, id: str, username: str) -> None:
        """End one session at once."""
        with self.acting() as connection:
            if not sessions.end_session(connection, id, username):
                raise PeopleError(f"{username} 的这个会话已经结束了。")
            self.tell(connection, "session_ended", f"{username}，会话 {id}")

    def end_sessions(self, username: str) -> int:
        """End all sessions of an account at once; returns how many there were."""
        with self.acting() as connection:
            ended = sessions.end_all(connection, username)
            if not ended:
                raise PeopleError(f"{username} 没有登录着的会话。")
            self.tell(connection, "session_ended", f"{username}，全部 {ended} 个会话")
        return ended

    @contextmanager
    def acting(self) -> Iterator[Connection]:
        """A writer's connection, once it is sure that the one who acts is an administrator still."""
        with self.database.writing() as connection:
            if self.username not in administrators(connection):
                raise PeopleError("您的账号已停用或不再是管理员，没有改动任何内容。")
            yield connection

    def tell(self, connection: Connection, act: str, what: str) -> None:
        audit.append(connection, act, who=self.username, where=self.address, what=what)


def administrators(connection: Connection) -> list[str]:
    """Those who may administrate at present."""
    return [one.username for one in people.everyone(connection) if one.role == "admin" and not one.disabled]


def set_role(connection: Connection, username: str, role: str, region: str, section: str) -> None:
    """Another role, region or section; the last administrator stays one (PeopleError)."""
    last = administrators(connection) == [username]
    people.set_role(connection, username, role, region, section)
    if last and role != "admin":
        raise PeopleError(f"{username} 是最后一位管理员，不能改为别的角色；请先另设一位管理员。")


def disabled(connection: Connection, username: str) -> str:
    """Close an account with its sessions and its tokens, for good: enabling it brings none back. Returns what to write down.

    The last administrator is not closed (PeopleError).
    """
    if administrators(connection) == [username]:
        raise PeopleError(f"{username} 是最后一位管理员，不能停用；请先另设一位管理员。")
    people.set_disabled(connection, username, True)
    ended = tokens.revoke_all(connection, username)
    return f"停用 {username}" + (f"，作废令牌 {'、'.join(ended)}" if ended else "")


def invented() -> str:
    """A password that no rule book refuses: random, with every kind of character, none that is misread."""
    while True:
        found = "".join(secrets.choice("".join(LETTERS)) for _ in range(LENGTH))
        if all(set(found) & set(kind) for kind in LETTERS) and found[0] not in LETTERS[3]:
            return found


def _place(role: str, region: str, section: str) -> str:
    word = ROLES.get(role, role)  # type: ignore[call-overload]
    return f"{word} {region or section}".strip()
