"""What every wall is sent, worked out once for all: packed bytes, kept until the program, a refresh, the day or the playlist changes.

Composed at the scope of role screen, whoever asks: nothing of the asker goes into it, so all get the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any

import brotli
import orjson

from data.indicators.moment import Moment
from data.screen.playlists import Playlist, Slot
from data.warnings.newest import newest_step
from pages.wall import compose
from pages.wall.version import version

_making = Lock()
QUALITY = 6  # of the packing: once for all screens


@dataclass(frozen=True)
class Kept:
    """One payload as it is sent: `packed` by brotli, and the mark that is equal for equal content."""

    packed: bytes
    mark: str

    @property
    def plain(self) -> bytes:
        """Unpacked, for a browser that takes no brotli (over plain http none does)."""
        return brotli.decompress(self.packed)


def payload(now: Moment, playlist: Playlist, *, wait: bool = True) -> Kept | None:
    """The payload of a playlist at this moment. One is worked out at a time, by one thread of this process.

    Who does not `wait` gets None meanwhile: twenty walls after a refresh must not take every thread from the people at their desks.
    """
    key = ("screen", version(), now.refresh, now.today, newest_step(now), playlist.mark)
    found: Kept | None = now.shelf.find(key)
    if found is None and _making.acquire(blocking=wait):
        try:
            found = now.shelf.keep(key, lambda: made(now, playlist.slots))
        finally:
            _making.release()
    return found


def made(now: Moment, slots: Sequence[Slot]) -> Kept:
    """The payload of these places, worked out anew."""
    told: dict[str, Any] = {"version": version(), **compose(now, slots)}
    plain = orjson.dumps(told)
    return Kept(brotli.compress(plain, quality=QUALITY), sha256(plain).hexdigest()[:20])
