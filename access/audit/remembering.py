"""The newest head that a check on this machine has seen, kept outside the database: a log taken back to an earlier state is found by it.

A file beside the secrets, its owner's alone, one line of JSON: heads by database.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

from access.audit.chain import Head
from data import settings
from data.database import Database

FILE = "audit-heads.json"


class Unreadable(RuntimeError):
    """What was remembered can't be read or written; the message says what to do, in Chinese."""


def place() -> Path:
    """Where the file lies."""
    return settings.VAR / FILE


def recall(database: Database) -> tuple[int, str] | None:
    """Number and hash of the newest head seen in this database; None where none was seen yet."""
    found = _read().get(_key(database))
    return (found[0], found[1]) if found else None


def remember(database: Database, head: Head) -> None:
    """Keep the head of a log that was found sound, unless a newer one is kept already."""
    kept = _read()
    before = kept.get(_key(database))
    if before and before[0] >= head.number:
        return
    kept[_key(database)] = (head.number, head.hash)
    path = place()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".", delete=False) as file:  # made with mode 0600
            json.dump(kept, file)
        Path(file.name).replace(path)
    except OSError as error:
        raise Unreadable(f"核对到的末尾记不进 {path}（{error.strerror}）。") from None


def _read() -> dict[str, tuple[int, str]]:
    path = place()
    try:
        text = path.read_text()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Unreadable(f"上次核对的末尾（{path}）读不出来（{error.strerror}）：请用运行驾驶舱的系统账号核对。") from None
    try:
        return {str(key): (int(number), str(hash)) for key, (number, hash) in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        raise Unreadable(f"上次核对的末尾（{path}）已损坏：查明原因后删去它，再核对一次。") from None


def _key(database: Database) -> str:
    """A database by where it lies; no password in it."""
    url = database.url
    where = os.path.realpath(url.database or "") if database.sqlite else f"{url.host}:{url.port or 5432}/{url.database}"
    return hashlib.sha256(where.encode()).hexdigest()[:32]
