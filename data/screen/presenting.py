"""Presenting: a leader takes a wall over from the phone that has read the code on it; ten minutes after the last touch it goes on alone.

The code is worked out, not kept: from the server's key, the wall and the hour. It opens nothing for who is not signed in as one who may
present; that a photograph of it is worthless the next hour is courtesy, not a lock.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data import clock
from data.clock import as_utc
from data.screen.playlists import PlaylistError
from data.screen.table import holds

HELD_FOR = timedelta(minutes=10)
CODE_FOR = timedelta(hours=1)  # a new code each hour; the one before still counts
ACTS: dict[str, str] = {"previous": "上一幕", "next": "下一幕", "hold": "停住", "show": "换到", "county": "放大县区", "release": "交还轮播"}


class PresentError(PlaylistError):
    """What was asked of a wall makes no sense; the message says why, in Chinese."""


@dataclass(frozen=True)
class Hold:
    """What a presenter has asked of a wall. Moments are UTC.

    scene   counted from; empty: the one that stood there when it began;  steps  scenes on from there, or back
    county  the code of the county shown large instead; empty: none
    """

    wall: str
    who: str
    began_at: datetime
    until: datetime
    scene: str = ""
    steps: int = 0
    county: str = ""

    @property
    def told(self) -> dict[str, Any]:
        """As the wall's script is told. `id` is another for each time somebody takes the wall over."""
        scene = f"county:{self.county}" if self.county else self.scene
        return {"id": int(self.began_at.timestamp()), "scene": scene, "by": 0 if self.county else self.steps}


def code_of(secret: bytes, wall: str, *, before: int = 0) -> str:
    """The code a wall shows this hour, or `before` so many hours: eight letters and digits."""
    hour = int(clock.now().timestamp() // CODE_FOR.total_seconds()) - before
    made = hmac.new(secret, f"screen {wall} {hour}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made)[:8].decode()


def wall_of(secret: bytes, code: str, walls: Iterable[str]) -> str | None:
    """Which of these walls shows a code, or did an hour ago; None where none does."""
    return next(
        (wall for wall in walls for before in (0, 1) if hmac.compare_digest(code_of(secret, wall, before=before), code.upper())), None
    )


def held(connection: Connection, wall: str) -> Hold | None:
    """Who presents on a wall now; None where nobody does, or the ten minutes are over."""
    row = connection.execute(_ONE, {"wall": wall}).one_or_none()
    found = Hold(row.wall, row.who, as_utc(row.began_at), as_utc(row.until), row.scene, row.steps, row.county) if row else None
    return found if found and found.until > clock.now() else None


def act(connection: Connection, wall: str, asked: str, *, who: str, scene: str = "", county: str = "") -> Hold | None:
    """Do what a presenter asks: one of ACTS; `scene` with show, `county` (its code) with county. Returns what holds then.

    Each touch holds the wall for ten minutes from now. Raises PresentError for an act there is none of.
    """
    before = held(connection, wall)
    moment = clock.now()
    start = before or Hold(wall, who, moment, moment)
    if asked == "release":
        after = None
    elif asked in ("next", "previous"):
        after = replace(start, steps=start.steps + (1 if asked == "next" else -1), county="")
    elif asked == "hold":
        after = start
    elif asked == "show" and scene:
        after = replace(start, scene=scene, steps=0, county="")
    elif asked == "county" and county:
        after = replace(start, county=county)
    else:
        raise PresentError(f"大屏不认识这个操作，可用：{'、'.join(ACTS.values())}。")
    connection.execute(sa.delete(holds).where(sa.or_(holds.c.wall == wall, holds.c.until <= moment)))
    if after is None:
        return None
    after = replace(after, who=who, until=moment + HELD_FOR)
    connection.execute(
        sa.insert(holds).values(
            wall=wall,
            who=who,
            began_at=after.began_at,
            until=after.until,
            scene=after.scene,
            steps=after.steps,
            county=after.county,
        )
    )
    return after


_ONE = sa.select(holds).where(holds.c.wall == sa.bindparam("wall"))  # asked with every question of a wall, so built once
