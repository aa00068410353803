"""Passwords: what one must be like by the profile in force, how it is kept (argon2), and which ones were used before.

Two rule books disagree here. 等保 level 3 (GB/T 22239-2019, 8.1.4.1 身份鉴别) asks for kinds of characters and a change every so
often; OWASP ASVS forbids both and asks for length and for nothing guessable. `PASSWORD_PROFILE` chooses.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from threading import Lock

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.engine import Connection

from data import clock
from data.database import metadata
from data.settings import settings

LONGEST = 256
KINDS = ("大写字母", "小写字母", "数字", "符号")
LEAST_SCORE = 3  # of zxcvbn's 0–4: more than a hundred million guesses
GUESSED_FIRST = ("kaifeng", "minzheng", "jiashicang", "cockpit", "开封", "民政", "驾驶舱")
JUDGED = 72  # characters zxcvbn looks at

history = sa.Table(
    "password_history",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("username", sa.String(64), sa.ForeignKey("people.username"), nullable=False),
    sa.Column("hash", sa.String(255), nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),  # when it was replaced
    sa.Index("ix_password_history_username", "username"),
)

_hasher = PasswordHasher()
_judging = Lock()  # zxcvbn keeps the words given with a password in a global


@dataclass(frozen=True)
class Profile:
    """One rule book."""

    title: str
    shortest: int
    kinds: int  # how many of the four kinds of characters at least
    remembered: int  # how many of the last passwords, the present one among them, are not taken again
    lasts: timedelta | None  # None: until there is a reason to change it
    judged: bool  # refused when it is common or quickly guessed

    @property
    def rule(self) -> str:
        """The rule in one sentence."""
        parts = [f"密码须为 {self.shortest} 至 {LONGEST} 个字符"]
        if self.kinds > 1:
            parts.append("含大写字母、小写字母、数字、符号中的至少三种，不含用户名")
        if self.judged:
            parts.append("不是常见或容易猜到的词句")
        if self.remembered > 1:
            parts.append("不与最近五次的密码相同")
        return "，".join(parts) + "。"


PROFILES = {
    "dengbao": Profile("等保三级", shortest=10, kinds=3, remembered=5, lasts=timedelta(days=90), judged=False),
    "asvs": Profile("ASVS", shortest=12, kinds=1, remembered=1, lasts=None, judged=True),
}


def profile() -> Profile:
    """The rule book in force."""
    return PROFILES[settings().password_profile]


def objection(password: str, username: str) -> str | None:
    """What speaks against a new password for this account and what is allowed, in Chinese; None where nothing does."""
    asked, plain = profile(), _normal(password)
    if not asked.shortest <= len(plain) <= LONGEST:
        return f"密码{'太短' if len(plain) < asked.shortest else '太长'}。{asked.rule}"
    found = {_kind(letter) for letter in plain}
    if len(found) < asked.kinds:
        return f"密码只含{'、'.join(kind for kind in KINDS if kind in found)}，种类不够。{asked.rule}"
    # A name of one or two Latin letters is in every other password: it is no hint.
    if asked.kinds > 1 and len(username.encode()) > 2 and _normal(username).casefold() in plain.casefold():
        return f"密码含有用户名。{asked.rule}"
    if asked.judged and _guessable(plain, username):
        return f"密码太常见或容易猜到。{asked.rule}"
    return None


def used_before(connection: Connection, username: str, present: str, password: str) -> bool:
    """Whether a password is the account's present one (its hash is `present`) or one of the last few the rule book remembers."""
    earlier = sa.select(history.c.hash).where(history.c.username == username).order_by(history.c.id.desc())
    hashes = connection.scalars(earlier.limit(profile().remembered - 1)).all()
    return any(matches(kept, password) for kept in (present, *hashes))


def remember(connection: Connection, username: str, replaced: str) -> None:
    """Keep the hash of a password that is being replaced, and of older ones no more than the rule book asks for."""
    connection.execute(sa.insert(history).values(username=username, hash=replaced, changed_at=clock.now()))
    mine = history.c.username == username
    newest = sa.select(history.c.id).where(mine).order_by(history.c.id.desc()).limit(profile().remembered - 1)
    connection.execute(sa.delete(history).where(mine, history.c.id.not_in(connection.scalars(newest).all())))


def too_old(changed_at: datetime) -> bool:
    """Whether a password set at that moment must be changed by now."""
    lasts = profile().lasts
    return lasts is not None and clock.now() - changed_at >= lasts


def hashed(password: str) -> str:
    """The argon2 hash to be kept."""
    return _hasher.hash(_bytes(_normal(password)))


def matches(stored: str, password: str) -> bool:
    """Whether a hash is this password's; as much work for a wrong one as for the right one."""
    plain = _normal(password)
    try:
        return _hasher.verify(stored, _bytes(plain[:LONGEST])) and len(plain) <= LONGEST
    except (VerificationError, InvalidHashError):
        return False


def is_weak(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def nobody() -> str:
    """A hash to check against where there is no account, so that the answer takes as long."""
    return hashed("")


def _normal(password: str) -> str:
    """é typed as one character or as two is the same password."""
    return unicodedata.normalize("NFC", password)


def _bytes(plain: str) -> bytes:
    return plain.encode("utf-8", "surrogatepass")  # a terminal may give what is no text


def _kind(letter: str) -> str:
    """Which of the four kinds a character is; 汉字 and spaces count as symbols."""
    if letter.isdecimal():
        return KINDS[2]
    return KINDS[0] if letter.isupper() else KINDS[1] if letter.islower() else KINDS[3]


def _guessable(password: str, username: str) -> bool:
    from zxcvbn import zxcvbn  # its lists of words are loaded where they are asked for only

    with _judging:
        return bool(zxcvbn(password[:JUDGED], user_inputs=[username, *GUESSED_FIRST])["score"] < LEAST_SCORE)
