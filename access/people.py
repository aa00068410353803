"""The people who may sign in: their table, their role, region and section; who gets in, and who is locked out for a while.

What a person may see is decided in `access.scope`, what a password must be like in `access.passwords`; tokens are elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access import audit, passwords, sessions
from access.external import is_external
from access.scope import ROLES, Role, Scope
from data import clock
from data.clock import as_utc
from data.database import Database, metadata
from data.datasets import DATASETS
from data.regions import regions

SECTIONS: tuple[str, ...] = tuple(dict.fromkeys(dataset.section for dataset in DATASETS.values()))
FAILURES = 5  # so many wrong passwords in a row lock an account
LOCKED_FOR = timedelta(minutes=15)
_USERNAME = re.compile(r"[0-9A-Za-z_.\-\u4e00-\u9fff]{1,64}")

people = sa.Table(
    "people",
    metadata,
    sa.Column("username", sa.String(64), primary_key=True),
    sa.Column("password", sa.String(255), nullable=False),  # the argon2 hash
    sa.Column("role", sa.String(10), nullable=False),
    sa.Column("region", sa.String(6), nullable=False),
    sa.Column("section", sa.String(40), nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("demonstration", sa.Boolean, nullable=False),
    sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),  # wrong passwords since the last right one
    sa.Column("locked_until", sa.DateTime(timezone=True)),
)


class PeopleError(ValueError):
    """An account can't be made or changed as asked; the message says what is allowed, in Chinese."""


@dataclass(frozen=True)
class Person:
    """One account, without its password. Moments are UTC."""

    username: str
    role: Role
    region: str
    section: str
    disabled: bool
    must_change: bool  # before anything else in the browser: given by someone else, or too old
    demonstration: bool
    password_changed_at: datetime
    created_at: datetime
    locked_until: datetime | None = None

    @property
    def locked(self) -> bool:
        """Whether the right password does not help at present."""
        return self.locked_until is not None and self.locked_until > clock.now()

    @property
    def scope(self) -> Scope:
        """What this person may see; nothing once the account is disabled."""
        return Scope() if self.disabled else Scope(self.role, self.region, self.section)


def find(connection: Connection, username: str) -> Person | None:
    """The account of that name, disabled or not."""
    row = connection.execute(_ONE, {"name": username}).one_or_none()
    return _person(row) if row else None


def everyone(connection: Connection) -> list[Person]:
    """All accounts, by name."""
    return [_person(row) for row in connection.execute(_accounts().order_by(people.c.username))]


def add(
    connection: Connection,
    username: str,
    password: str,
    role: str,
    *,
    region: str = "",
    section: str = "",
    must_change: bool = True,
    demonstration: bool = False,
) -> Person:
    """Make an account.

    Raises PeopleError when the name, role, region, section or password is not allowed or the name is taken.
    """
    if not _USERNAME.fullmatch(username):
        raise PeopleError("用户名只能用字母、数字、汉字和 _ . -，至多 64 个字符。")
    _check_place(connection, role, region, section)
    if find(connection, username):
        raise PeopleError(f"用户 {username} 已经存在。")
    if not demonstration:
        _check_password(password, username)
    moment = clock.now()
    connection.execute(
        sa.insert(people).values(
            username=username,
            password=passwords.hashed(password),
            role=role,
            region=region,
            section=section,
            disabled=False,
            must_change=must_change,
            demonstration=demonstration,
            password_changed_at=moment,
            created_at=moment,
        )
    )
    found = find(connection, username)
    assert found  # noqa: S101 - inserted two lines above
    return found


def set_disabled(connection: Connection, username: str, disabled: bool) -> None:
    """Close an account, its sessions and its tokens, or open it again.

    Raises PeopleError when there is no such account.
    """
    _change(connection, username, disabled=disabled)
    sessions.end_all(connection, username)


def set_role(connection: Connection, username: str, role: str, region: str = "", section: str = "") -> None:
    """Give an account another role, region or section; it holds from the next request on.

    Raises PeopleError when there is no such account or the role does not go with region or section.
    """
    _check_place(connection, role, region, section)
    _change(connection, username, role=role, region=region, section=section)


def unlock(connection: Connection, username: str) -> None:
    """Let an account that is locked sign in again at once.

    Raises PeopleError when there is no such account.
    """
    _change(connection, username, failures=0, locked_until=None)


def reset(connection: Connection, username: str, password: str) -> None:
    """Give an account a password that must be changed at the next sign-in in the browser; its sessions and its lock end.

    It is not held against the earlier ones: a refusal would tell whoever resets it a password of another's.
    Raises PeopleError when there is no such account, it signs on elsewhere, or the password is not allowed.
    """
    if is_external(connection, username):
        raise PeopleError(f"{username} 由单点登录认证，在本系统没有密码，请在统一身份平台修改。")
    _check_password(password, username)
    _set_password(connection, username, password, must_change=True)


def change_password(database: Database, username: str, old: str, new: str, *, where: str = "") -> None:
    """The person's own change of password, asked for from the address `where`; all sessions of the account end.

    Raises PeopleError when the old one is wrong or the new one not allowed.
    """
    if authenticate(database, username, old, where=where, what="修改密码") is None:
        raise PeopleError("原密码不对。")
    if old == new:
        raise PeopleError("新密码不能与原密码相同。")
    _check_password(new, username)
    with database.reading() as connection:
        present = connection.scalar(_KEPT, {"name": username}) or ""
        if passwords.used_before(connection, username, present, new):
            raise PeopleError(f"这个密码最近用过。{passwords.profile().rule}")
    with database.writing() as connection:
        if connection.scalar(_KEPT, {"name": username}) != present:  # reset by someone else in this moment
            raise PeopleError("原密码不对。")
        _set_password(connection, username, new, must_change=False)
        audit.append(connection, "password", who=username, where=where)


def authenticate(database: Database, username: str, password: str, *, where: str = "", what: str = "") -> Person | None:
    """The person; or None for an unknown name, a wrong password, a locked or disabled account: each costs the same work.

    A failure is counted, and written down with the address `where` it came from and `what` it was for.
    """
    name = username if _USERNAME.fullmatch(username) else ""
    with database.reading() as connection:
        stored = connection.scalar(_KEPT, {"name": name})
    right = passwords.matches(stored or passwords.nobody(), password)
    # Judged anew, one after the other: of many guesses sent at once none is admitted after the fifth wrong one.
    with database.writing() as connection:
        found = find(connection, name)
        same = connection.scalar(_KEPT, {"name": name}) == stored
        if found and right and same and not found.locked and not found.disabled:
            weak = passwords.is_weak(stored or "")
            _change(connection, name, failures=0, locked_until=None, **({"password": passwords.hashed(password)} if weak else {}))
            return find(connection, name)
        # What was typed for a name may have been a password: of what is no account no more than a glimpse is kept.
        typed = name if found else "".join(letter for letter in username[:2] if letter.isprintable()) + "…"
        why = "没有这个账号" if not found else "账号已停用" if found.disabled else "账号已锁定" if found.locked else "密码不对"
        words = "，".join(filter(None, (typed, what, why)))
        audit.append(connection, "sign_in_failed", who=name if found else "", where=where, what=words)
        if _count_failure(connection, name):
            audit.append(connection, "locked", who=name, where=where, what=f"连续 {FAILURES} 次密码不对")
    return None


def _count_failure(connection: Connection, username: str) -> bool:
    """One more wrong password, counted by the database; none while the account is locked, and from one again after that.

    Returns whether it was the one that locks.
    """
    moment, mine = clock.now(), people.c.username == username
    counted = sa.case((people.c.locked_until.is_(None), people.c.failures + 1), else_=1)
    open_now = sa.or_(people.c.locked_until.is_(None), people.c.locked_until <= moment)
    connection.execute(sa.update(people).where(mine, open_now).values(failures=counted, locked_until=None))
    full = sa.update(people).where(mine, people.c.failures >= FAILURES, people.c.locked_until.is_(None))
    return bool(connection.execute(full.values(locked_until=moment + LOCKED_FOR)).rowcount)


def signed_in(connection: Connection, secret: str) -> tuple[Person, sessions.Session] | None:
    """Whose session a secret opens, and the session; None where it is over or the account disabled. One statement, for every request."""
    row = connection.execute(_SIGNED_IN, {"id": sessions.id_of(secret)}).one_or_none()
    found = sessions.opened(row, secret) if row else None
    return (_person(row), found) if row and found and not row.disabled else None


DEMONSTRATION_PASSWORD = "kaifeng-2023"  # noqa: S105 - printed by `make run`; these accounts exist on a demonstration database only
DEMONSTRATION: tuple[tuple[str, Role, str, str], ...] = (
    ("leader", "leader", "", ""),
    ("chief", "chief", "", "养老服务科"),
    ("county", "county", "410221", ""),
    ("screen", "screen", "", ""),
    ("admin", "admin", "", ""),
)


def add_demonstration_accounts(connection: Connection) -> list[str]:
    """Make the documented accounts of a demonstration database, where they are missing. Returns the names made."""
    made = []
    for username, role, region, section in DEMONSTRATION:
        if find(connection, username) is None:
            add(
                connection,
                username,
                DEMONSTRATION_PASSWORD,
                role,
                region=region,
                section=section,
                must_change=False,
                demonstration=True,
            )
            made.append(username)
    return made


def demonstration_accounts(connection: Connection) -> list[Person]:
    """The demonstration accounts that can be used here; none on a database with real data."""
    return [person for person in everyone(connection) if person.demonstration and not person.disabled]


def _check_place(connection: Connection, role: str, region: str, section: str) -> None:
    if role not in ROLES:
        raise PeopleError(f"角色 {role} 不存在，可用：{'、'.join(ROLES)}。")
    _check_region(connection, role, region)
    _check_section(role, section)


def _check_region(connection: Connection, role: str, region: str) -> None:
    if role != "county":
        if region:
            raise PeopleError("只有县区账号（county）带区划代码。")
        return
    counties = {row.code: row.name for row in connection.execute(sa.select(regions).where(regions.c.level == "county"))}
    if region not in counties:
        known = "、".join(f"{code} {name}" for code, name in sorted(counties.items())) or "（区划尚未装入，先运行 flask init）"
        raise PeopleError(f"县区账号须给出县区的区划代码，可用：{known}。")


def _check_section(role: str, section: str) -> None:
    if role != "chief":
        if section:
            raise PeopleError("只有科长账号（chief）带科室。")
    elif section not in SECTIONS:
        raise PeopleError(f"科长账号须给出科室，可用：{'、'.join(SECTIONS)}。")


def _check_password(password: str, username: str) -> None:
    wrong = passwords.objection(password, username)
    if wrong:
        raise PeopleError(wrong)


def _set_password(connection: Connection, username: str, password: str, *, must_change: bool) -> None:
    replaced = connection.scalar(_KEPT, {"name": username})
    if replaced:
        passwords.remember(connection, username, replaced)
    fresh = {"password": passwords.hashed(password), "password_changed_at": clock.now()}
    _change(connection, username, must_change=must_change, failures=0, locked_until=None, **fresh)
    sessions.end_all(connection, username)


def _accounts(*more: sa.ColumnElement[object]) -> sa.Select[tuple[object, ...]]:
    return sa.select(*(column for column in people.c if column.name not in ("password", "failures")), *more)


# Asked with every request or every sign-in, so built once.
_ONE = _accounts().where(people.c.username == sa.bindparam("name"))
_KEPT = sa.select(people.c.password).where(people.c.username == sa.bindparam("name"))
_SIGNED_IN = (
    _accounts(*(column for column in sessions.sessions.c if column.name != "username"))
    .join(sessions.sessions, sessions.sessions.c.username == people.c.username)
    .where(sessions.sessions.c.id == sa.bindparam("id"))
)


def _person(row: sa.Row[tuple[object, ...]]) -> Person:
    changed_at = as_utc(row.password_changed_at)
    return Person(
        username=row.username,
        role=row.role,
        region=row.region,
        section=row.section,
        disabled=row.disabled,
        must_change=row.must_change or (not row.demonstration and passwords.too_old(changed_at)),
        demonstration=row.demonstration,
        password_changed_at=changed_at,
        created_at=as_utc(row.created_at),
        locked_until=as_utc(row.locked_until) if row.locked_until else None,
    )


def _change(connection: Connection, username: str, **values: object) -> None:
    if connection.execute(sa.update(people).where(people.c.username == username).values(**values)).rowcount == 0:
        raise PeopleError(f"用户 {username} 不存在。")
