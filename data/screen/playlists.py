"""Playlists: several, each with a name; what is shown in which order, for how long, and with which indicator on the map.

One is always there: `USUAL`, as shipped until somebody changes it; taking the change away brings it back. Refusals are in words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data import clock
from data.clock import as_utc
from data.indicators import INDICATORS
from data.regions import regions
from data.screen.scenes import LAGGING, MAPS, SCENES, known
from data.screen.table import NAME, devices, playlists

USUAL = "常用"
SHORTEST, LONGEST = 5, 600  # seconds a scene may stand
MOST = 40  # places of a playlist
MOST_PLAYLISTS = 50


class PlaylistError(ValueError):
    """A playlist can't be kept, changed or taken away as asked; the message says why, in Chinese."""


@dataclass(frozen=True)
class Slot:
    """One place of a playlist: a scene, its seconds, and the indicator of its map; empty: the scene's own."""

    scene: str
    seconds: int
    indicator: str = ""

    @property
    def told(self) -> dict[str, Any]:
        """As it is kept and written."""
        return asdict(self)

    @property
    def drawn(self) -> str:
        """The scene with its indicator, as the payload names it."""
        return f"{self.scene}/{self.indicator}" if self.indicator else self.scene


@dataclass(frozen=True)
class Playlist:
    """One playlist. `version` 0 and no moment: as shipped. The moment is UTC."""

    name: str
    slots: tuple[Slot, ...]
    version: int = 0
    changed_by: str = ""
    changed_at: datetime | None = None

    @property
    def seconds(self) -> int:
        """One round, the lagging counties counted once."""
        return sum(slot.seconds for slot in self.slots)

    @property
    def mark(self) -> str:
        """Equal for equal places."""
        return hashlib.sha256(json.dumps([slot.told for slot in self.slots]).encode()).hexdigest()[:16]


SHIPPED = Playlist(USUAL, tuple(Slot(scene, 20 if scene == LAGGING else 30) for scene in SCENES))


def every(connection: Connection) -> list[Playlist]:
    """All playlists, the usual one first."""
    found = {row.name: _playlist(row) for row in connection.execute(sa.select(playlists).order_by(playlists.c.name))}
    return [found.pop(USUAL, SHIPPED), *found.values()]


def find(connection: Connection, name: str) -> Playlist | None:
    """The playlist of that name."""
    row = connection.execute(sa.select(playlists).where(playlists.c.name == name)).one_or_none()
    return _playlist(row) if row else SHIPPED if name == USUAL else None


def played(connection: Connection, name: str) -> Playlist:
    """The playlist of that name, else the usual one: a wall is never left dark."""
    return find(connection, name) or find(connection, USUAL) or SHIPPED


def read_slots(given: Any, counties: Mapping[str, str]) -> tuple[Slot, ...]:
    """Places as somebody wrote them: a list of {scene, seconds, indicator}; `counties` by code.

    Raises PlaylistError naming the place and what is allowed.
    """
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        raise PlaylistError("播放单至少要有一幕。")
    if len(given) > MOST:
        raise PlaylistError(f"播放单至多 {MOST} 幕，这里有 {len(given)} 幕。")
    return tuple(_slot(number, one, known(counties)) for number, one in enumerate(given, 1))


def save(connection: Connection, name: str, given: Any, *, who: str, version: int | None = None) -> Playlist:
    """Keep a playlist under a name, a new one or in place of the one of that name.

    `version` is the one the change began from, None where that is not known (the command line).
    Raises PlaylistError in words; nothing is kept then.
    """
    name = read_name(name, "播放单")
    slots = read_slots(given, counties_of(connection))
    before = find(connection, name)
    if version is not None and version != (before.version if before else 0):
        raise PlaylistError(f"播放单“{name}”刚刚被别人改过，请重新选中它再改。")
    if before is None and len(every(connection)) >= MOST_PLAYLISTS:
        raise PlaylistError(f"播放单至多 {MOST_PLAYLISTS} 个。")
    made = Playlist(name, slots, (before.version if before else 0) + 1, who, clock.now())
    connection.execute(sa.delete(playlists).where(playlists.c.name == name))
    connection.execute(
        sa.insert(playlists).values(
            name=name, slots=[slot.told for slot in slots], version=made.version, changed_by=who, changed_at=made.changed_at
        )
    )
    return made


def remove(connection: Connection, name: str) -> None:
    """Take a playlist away; the usual one goes back to what was shipped.

    Raises PlaylistError where there is none, or a device that is in use plays it.
    """
    using = sa.select(devices.c.name).where(devices.c.playlist == name, devices.c.revoked_at.is_(None)).order_by(devices.c.name)
    if name != USUAL and (shown_by := connection.execute(using).scalars().all()):
        raise PlaylistError(f"大屏“{'”“'.join(shown_by)}”正用播放单“{name}”，请先给它们换一个。")
    if not connection.execute(sa.delete(playlists).where(playlists.c.name == name)).rowcount:
        raise PlaylistError(f"播放单“{USUAL}”就是自带的样子。" if name == USUAL else f"没有名为“{name}”的播放单。")


def read_name(given: Any, of: str) -> str:
    """A name as it is kept. Raises PlaylistError where it is none; `of` says whose."""
    name = given.strip() if isinstance(given, str) else ""
    if not name or len(name) > NAME or not name.isprintable():
        raise PlaylistError(f"{of}的名称须为 1 至 {NAME} 个字。")
    return name


def counties_of(connection: Connection) -> dict[str, str]:
    """The counties by code."""
    found = sa.select(regions.c.code, regions.c.name).where(regions.c.level == "county").order_by(regions.c.code)
    return dict(connection.execute(found).tuples().all())


def _slot(number: int, given: Any, scenes: Mapping[str, str]) -> Slot:
    if not isinstance(given, Mapping):
        raise PlaylistError(f"第 {number} 幕写法不对，应有 scene、seconds、indicator。")
    scene, seconds, indicator = given.get("scene"), given.get("seconds"), given.get("indicator") or ""
    if not isinstance(scene, str) or scene not in scenes:
        raise PlaylistError(f"第 {number} 幕：没有“{str(scene or '')[:NAME]}”这一场景，可用：{'、'.join(scenes)}。")
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not SHORTEST <= seconds <= LONGEST:
        raise PlaylistError(f"第 {number} 幕“{scenes[scene]}”：秒数须为 {SHORTEST} 至 {LONGEST} 的整数。")
    if indicator and scene not in MAPS:
        raise PlaylistError(
            f"第 {number} 幕“{scenes[scene]}”没有可换的指标；可换的是{'、'.join(scenes[one] for one in scenes if one in MAPS)}。"
        )
    if indicator and (not isinstance(indicator, str) or indicator not in INDICATORS):
        raise PlaylistError(f"第 {number} 幕“{scenes[scene]}”：没有指标“{str(indicator)[:NAME]}”。")
    return Slot(scene, seconds, indicator)


def _playlist(row: sa.Row[Any]) -> Playlist:
    slots = tuple(Slot(one["scene"], one["seconds"], one.get("indicator", "")) for one in row.slots)
    return Playlist(row.name, slots, row.version, row.changed_by, as_utc(row.changed_at))
