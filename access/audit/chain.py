"""How entries hold together: each is signed over its content and the hash of the one before; the newest is signed once more, as the head.

The keys are derived from SECRET_KEY (HKDF, RFC 5869), which is not in the database: whoever can only write there can't sign anew.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from access.audit.entry import Entry
from data.clock import as_utc
from data.settings import Settings, settings

START = ""  # what stands before the first entry of all


@dataclass(frozen=True)
class Head:
    """Both ends of the log: the first number kept and the hash before it, the newest number and its hash. `seal` signs the four."""

    first: int
    anchor: str
    number: int
    hash: str
    seal: str = ""

    @property
    def genuine(self) -> bool:
        """Whether this server sealed it."""
        return hmac.compare_digest(self.seal, _seal(self))


def sealed(first: int, anchor: str, number: int, hash: str) -> Head:
    """A head with its seal."""
    return Head(first, anchor, number, hash, _seal(Head(first, anchor, number, hash)))


def signed(entry: Entry) -> str:
    """The hash an entry must carry; two entries that differ in anything have different ones."""
    parts = (entry.number, _utc(entry.at), entry.act, entry.who, entry.where, entry.what, entry.rows, entry.previous)
    return hmac.digest(_key(settings(), b"audit entry"), _text(*parts), "sha256").hex()


def derived(secret: bytes, purpose: bytes) -> bytes:
    """HKDF-SHA-256 without salt, one block: a key of 32 bytes for one purpose."""
    return hmac.digest(hmac.digest(bytes(32), secret, "sha256"), purpose + b"\x01", "sha256")


def _seal(head: Head) -> str:
    return hmac.digest(_key(settings(), b"audit head"), _text(head.first, head.anchor, head.number, head.hash), "sha256").hex()


def _text(*parts: int | str | None) -> bytes:
    """Parts as one text from which they can be told apart again."""
    return json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode()


def _utc(moment: datetime) -> str:
    return as_utc(moment).isoformat(timespec="microseconds")


@lru_cache(maxsize=8)
def _key(chosen: Settings, purpose: bytes) -> bytes:
    return derived(chosen.secret("secret_key"), purpose)
