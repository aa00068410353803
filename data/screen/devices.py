"""Devices that show the wall: each comes in by a link of its own, made once, kept only as SHA-256, ended at once when it is revoked.

A device that has come in carries a proof derived from its token, not the token. It is bound to the role screen and to nothing else,
and neither idle nor too old: a wall runs for weeks.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data import clock
from data.clock import as_utc
from data.database import Database
from data.screen.playlists import PlaylistError, find, read_name
from data.screen.table import AGENT, devices

SEEN_EVERY = timedelta(seconds=50)  # a wall asks every few seconds; that it is there is noted to the minute
PRESENT = timedelta(minutes=3)  # without a word for longer, a device counts as dark
PROOF = "wall"  # what a device's session begins with: wall.<id>.<proof>
MOST = 200


class DeviceError(PlaylistError):
    """A device can't be made or changed as asked; the message says why, in Chinese."""


@dataclass(frozen=True)
class Device:
    """One device. `id` names it and opens nothing. Moments are UTC."""

    id: str
    name: str
    playlist: str
    created_by: str
    created_at: datetime
    revoked_at: datetime | None
    revoked_by: str
    last_seen_at: datetime | None
    address: str
    agent: str

    @property
    def wall(self) -> str:
        """The wall it is, for a presenter."""
        return f"device:{self.id}"

    @property
    def present(self) -> bool:
        """Whether it has asked for its figures lately."""
        return self.last_seen_at is not None and clock.now() - self.last_seen_at < PRESENT


def add(connection: Connection, name: str, *, who: str, playlist: str) -> tuple[Device, str]:
    """A new device and the token of its link, which can't be read again.

    Raises PlaylistError where the name is not allowed or taken by a device in use, or there is no such playlist.
    """
    name = read_name(name, "大屏")
    in_use = [one for one in every(connection) if one.revoked_at is None]
    if any(one.name == name for one in in_use):
        raise DeviceError(f"已有名为“{name}”的大屏。")
    if len(in_use) >= MOST:
        raise DeviceError(f"在用的大屏至多 {MOST} 块。")
    _check_playlist(connection, playlist)
    token = f"{secrets.token_hex(4)}.{secrets.token_urlsafe(32)}"
    connection.execute(
        sa.insert(devices).values(
            id=token[:8],
            name=name,
            sha256=_digest(token),
            playlist=playlist,
            created_by=who,
            created_at=clock.now(),
            address="",
            agent="",
        )
    )
    found = find_device(connection, token[:8])
    assert found  # noqa: S101 - inserted above
    return found, token


def every(connection: Connection) -> list[Device]:
    """All devices, those in use first, by name; the revoked stay to be read."""
    order = (devices.c.revoked_at.is_not(None), devices.c.name, devices.c.created_at)
    return [_device(row) for row in connection.execute(sa.select(devices).order_by(*order))]


def find_device(connection: Connection, id: str) -> Device | None:
    """The device of that id, revoked or not."""
    row = connection.execute(_ONE, {"id": id}).one_or_none()
    return _device(row) if row else None


def revoke(connection: Connection, id: str, *, who: str) -> Device:
    """End a device at once: its link and its session open nothing any more.

    Raises DeviceError where there is none of that id in use.
    """
    mine = sa.and_(devices.c.id == id, devices.c.revoked_at.is_(None))
    if not connection.execute(sa.update(devices).where(mine).values(revoked_at=clock.now(), revoked_by=who)).rowcount:
        raise DeviceError(f"没有编号为 {id[:8]} 的在用大屏。")
    found = find_device(connection, id)
    assert found  # noqa: S101 - changed above
    return found


def play(connection: Connection, id: str, playlist: str) -> Device:
    """Let a device play another playlist, from its next question on.

    Raises PlaylistError where there is no such device in use, or no such playlist.
    """
    _check_playlist(connection, playlist)
    mine = sa.and_(devices.c.id == id, devices.c.revoked_at.is_(None))
    if not connection.execute(sa.update(devices).where(mine).values(playlist=playlist)).rowcount:
        raise DeviceError(f"没有编号为 {id[:8]} 的在用大屏。")
    found = find_device(connection, id)
    assert found  # noqa: S101 - changed above
    return found


def entered(connection: Connection, token: str) -> tuple[Device, str] | None:
    """The device a link's token is of, and what its session carries; None where the token is unknown or revoked."""
    row = connection.execute(_ONE, {"id": token.partition(".")[0]}).one_or_none()
    if row is None or not hmac.compare_digest(row.sha256, _digest(token)) or row.revoked_at is not None:
        return None
    return _device(row), f"{PROOF}.{row.id}.{_proof(row.sha256)}"


def is_proof(secret: str) -> bool:
    """Whether a session's secret is a device's."""
    return secret.startswith(f"{PROOF}.")


def admitted(connection: Connection, secret: str) -> Device | None:
    """The device whose session this is; None once it is revoked. One statement, with every question of a wall."""
    _, _, rest = secret.partition(".")
    id, _, proof = rest.partition(".")
    row = connection.execute(_ONE, {"id": id}).one_or_none()
    if row is None or not hmac.compare_digest(_proof(row.sha256), proof) or row.revoked_at is not None:
        return None
    return _device(row)


def note_seen(database: Database, device: Device, *, address: str, agent: str) -> None:
    """Remember that the device is there, to the minute; skipped rather than waiting while another writer is at work."""
    moment = clock.now()
    if device.last_seen_at is None or moment - device.last_seen_at >= SEEN_EVERY:
        shown = "".join(filter(str.isprintable, agent))[:AGENT]
        mine = sa.update(devices).where(devices.c.id == device.id)
        database.note(mine.values(last_seen_at=moment, address=address[:64], agent=shown))


def forget(connection: Connection, id: str) -> None:
    """Take a device away without a trace: for one that was made to take a picture and never hung on a wall."""
    connection.execute(sa.delete(devices).where(devices.c.id == id))


def _check_playlist(connection: Connection, playlist: str) -> None:
    if find(connection, playlist) is None:
        raise DeviceError(f"没有名为“{playlist[:40]}”的播放单。")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _proof(sha256: str) -> str:
    return hmac.new(sha256.encode(), PROOF.encode(), hashlib.sha256).hexdigest()


_ONE = sa.select(devices).where(devices.c.id == sa.bindparam("id"))  # asked with every question of a wall, so built once


def _device(row: sa.Row[Any]) -> Device:
    return Device(
        row.id,
        row.name,
        row.playlist,
        row.created_by,
        as_utc(row.created_at),
        as_utc(row.revoked_at) if row.revoked_at else None,
        row.revoked_by or "",
        as_utc(row.last_seen_at) if row.last_seen_at else None,
        row.address,
        row.agent,
    )
