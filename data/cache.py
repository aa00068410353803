"""A shelf of answers already worked out, one per database. Keys carry the refresh and the day, so a refresh empties it by itself.

In the process's memory, least recently used out first; shared by all processes through Redis where REDIS_URL is set.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from threading import Lock, RLock
from typing import Any, TypeVar

from cachetools import LRUCache
from dogpile.cache import CacheRegion, make_region

from data.database import Database
from data.settings import settings

T = TypeVar("T")
ENTRIES = 1024
_shelves: weakref.WeakKeyDictionary[Database, Shelf] = weakref.WeakKeyDictionary()
_lock = Lock()


class Shelf:
    """What has been worked out for one database."""

    def __init__(self, database: Database) -> None:
        self._near: LRUCache[Any, Any] = LRUCache(ENTRIES)
        self._lock = Lock()
        self._making: dict[Any, RLock] = {}
        self._far: CacheRegion | None = None
        if settings().redis_url:
            self._far = make_region(key_mangler=lambda key: f"cockpit:{database.url.render_as_string()}:{key}").configure(
                "dogpile.cache.redis", arguments={"url": settings().redis_url, "redis_expiration_time": 24 * 3600}
            )

    def keep(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """The answer under `key`, made once. What is kept must not be changed by those who read it.

        A page's panels ask beside each other for much the same: who comes second waits for the first instead of making it again.
        Answers made of answers form no circle, so nobody waits for somebody who waits for them.
        """
        with self._lock:
            if key in self._near:
                found: T = self._near[key]
                return found
            making = self._making.setdefault(key, RLock())
        with making:
            with self._lock:
                made = key in self._near
                if made:
                    found = self._near[key]
            if made:
                return found
            try:
                value: T = make() if self._far is None else self._far.get_or_create(repr(key), make)
                with self._lock:
                    self._near[key] = value
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return value

    def find(self, key: tuple[Any, ...]) -> Any | None:
        """What this process has under `key`; None where it has nothing."""
        with self._lock:
            return self._near.get(key)


def shelf_of(database: Database) -> Shelf:
    """The database's shelf."""
    with _lock:
        if database not in _shelves:
            _shelves[database] = Shelf(database)
        return _shelves[database]
