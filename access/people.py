"""The people who may sign in: their table, their passwords (argon2 only), their role, region and section.

What a person may see is decided in `access.scope`; sessions and tokens are elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy.engine import Connection

from access.external import is_external
from access.scope import ROLES, Role, Scope
from data.clock import now
from data.database import Database, metadata
from data.datasets import DATASETS
from data.regions import regions

SECTIONS: tuple[str, ...] = tuple(dict.fromkeys(dataset.section for dataset in DATASETS.values()))
SHORTEST, LONGEST = 8, 256
_USERNAME = re.compile(r"[0-9A-Za-z_.\-\u4e00-\u9fff]{1,64}")
_hasher = PasswordHasher()

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
    must_change: bool
    demonstration: bool
    password_changed_at: datetime
    created_at: datetime

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
    if role not in ROLES:
        raise PeopleError(f"角色 {role} 不存在，可用：{'、'.join(ROLES)}。")
    _check_region(connection, role, region)
    _check_section(role, section)
    if find(connection, username):
        raise PeopleError(f"用户 {username} 已经存在。")
    moment = now()
    connection.execute(
        sa.insert(people).values(
            username=username,
            password=_hash(password),
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


def set_role(connection: Connection, username: str, role: str, region: str, section: str) -> None:
    """Give an account another role, county or section.

    Raises PeopleError when there is no such account or the three do not fit together.
    """
    if role not in ROLES:
        raise PeopleError(f"角色 {role} 不存在，可用：{'、'.join(ROLES)}。")
    _check_region(connection, role, region)
    _check_section(role, section)
    _change(connection, username, role=role, region=region, section=section)


def reset(connection: Connection, username: str, password: str) -> None:
    """Give an account a password that must be changed at the next sign-in in the browser; its sessions end.

    Raises PeopleError when there is no such account, it signs on elsewhere, or the password is not allowed.
    """
    if is_external(connection, username):
        raise PeopleError(f"{username} 由单点登录认证，在本系统没有密码，请在统一身份平台修改。")
    _change(connection, username, password=_hash(password), must_change=True, password_changed_at=now())


def change_password(database: Database, username: str, old: str, new: str) -> None:
    """The person's own change of password; the account's other sessions end.

    Raises PeopleError when the old one is wrong or the new one not allowed.
    """
    if authenticate(database, username, old) is None:
        raise PeopleError("原密码不对。")
    if old == new:
        raise PeopleError("新密码不能与原密码相同。")
    hashed = _hash(new)
    with database.writing() as connection:
        _change(connection, username, password=hashed, must_change=False, password_changed_at=now())


def authenticate(database: Database, username: str, password: str) -> Person | None:
    """The person, or None for an unknown name, a wrong password or a disabled account: each costs the same work."""
    with database.reading() as connection:
        row = connection.execute(sa.select(people).where(people.c.username == username)).one_or_none()
    stored: str = row.password if row else _nobody()
    if len(password) > LONGEST or not _matches(stored, password) or row is None or row.disabled:
        return None
    if _hasher.check_needs_rehash(stored):
        with database.writing() as connection:
            _change(connection, username, password=_hasher.hash(password))
    return _person(row)


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


def _hash(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise PeopleError(f"密码须为 {SHORTEST} 至 {LONGEST} 个字符。")
    return _hasher.hash(password)


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except VerificationError:
        return False


@cache
def _nobody() -> str:
    """A hash to check against where there is no account, so that the answer takes as long."""
    return _hasher.hash("")


def _accounts() -> sa.Select[tuple[object, ...]]:
    return sa.select(*(column for column in people.c if column.name != "password"))


_ONE = _accounts().where(people.c.username == sa.bindparam("name"))  # asked with every request, so built once


def _person(row: sa.Row[tuple[object, ...]]) -> Person:
    values = {name: value for name, value in row._mapping.items() if name != "password"}
    for name in ("password_changed_at", "created_at"):
        values[name] = as_utc(values[name])
    return Person(**values)


def as_utc(moment: datetime) -> datetime:
    """A stored moment, aware: SQLite gives it back naive, PostgreSQL in the server's zone."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _change(connection: Connection, username: str, **values: object) -> None:
    if connection.execute(sa.update(people).where(people.c.username == username).values(**values)).rowcount == 0:
        raise PeopleError(f"用户 {username} 不存在。")
