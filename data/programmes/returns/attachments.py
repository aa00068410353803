"""Files that go with a return: kept by their hash in a folder of their own, private, never deleted; removing one marks its row.

What a file is, `file_kind` says. The folder is the setting ATTACHMENTS_DIR, outside of what the server hands out.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access import audit
from access.scope import Scope
from data.clock import as_utc
from data.exchange.report import file_name
from data.facts import acting_at
from data.programmes.assigned import reads_words
from data.programmes.returns.file_kind import FileRefused, kind_of
from data.programmes.returns.filing import mine
from data.programmes.returns.history import read_changes
from data.programmes.returns.item import Item
from data.programmes.returns.present import ReturnRefused, read_return
from data.programmes.returns.table import STATES, attachments

LARGEST = 20 * 1024 * 1024  # bytes of one file
MOST = 20  # files of one return
_NAME = 200
_STEP = 1 << 20


@dataclass(frozen=True)
class Attachment:
    """One file of a return. kind: of `file_kind.KINDS`; size in bytes; at: UTC; removed_by: empty while it stands."""

    number: int
    item: Item
    sha256: str
    name: str
    kind: str
    size: int
    who: str
    at: datetime
    removed_by: str


@dataclass(frozen=True)
class Kept:
    """A file that lies in the folder, before a return names it."""

    name: str
    kind: str
    sha256: str
    size: int


def put(folder: Path, file: IO[bytes], name: str) -> Kept:
    """Check a file and lay it down under its hash, whole or not at all. No transaction should be open meanwhile.

    Raises FileRefused; OSError where the folder can't be written to.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(prefix="coming-", dir=folder)  # made with mode 0600
    path = Path(made)
    try:
        with os.fdopen(handle, "w+b") as copy:
            seal, size = hashlib.sha256(), 0
            while chunk := file.read(_STEP):
                size += len(chunk)
                if size > LARGEST:
                    raise FileRefused(f"文件超过 {LARGEST >> 20} MB；请压缩图片或拆分后再上传")
                seal.update(chunk)
                copy.write(chunk)
            kind = kind_of(copy, name)
            copy.flush()
            os.fsync(copy.fileno())
        place = where_kept(folder, seal.hexdigest())
        place.parent.mkdir(mode=0o700, exist_ok=True)
        path.replace(place)  # in one step; the same content again lies there already
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    return Kept(_named(name, kind), kind, seal.hexdigest(), size)


def where_kept(folder: Path, sha256: str) -> Path:
    """The file of a hash."""
    return folder / sha256[:2] / sha256


def may_attach(connection: Connection, item: Item, *, scope: Scope) -> None:
    """Whether this person may change the files of a return, as it stands.

    Raises NotAllowed, ReturnRefused, FileRefused.
    """
    mine(connection, item, scope)
    _must_be_open(connection, item)
    if len(read_attachments(connection, item)) >= MOST:
        raise FileRefused(f"一项月报至多 {MOST} 个附件")


def attach(connection: Connection, item: Item, kept: Kept, *, scope: Scope, who: str, where: str) -> Attachment:
    """Add a file to a return that is open. The return's own version stays: its words may be being written meanwhile.

    Raises NotAllowed, ReturnRefused, FileRefused.
    """
    may_attach(connection, item, scope=scope)
    place = mine(connection, item, scope)
    if any(one.sha256 == kept.sha256 for one in read_attachments(connection, item)):
        raise FileRefused("这个文件已经在附件里")
    row: dict[str, Any] = {**item.columns, **vars(kept), "who": who, "at": acting_at(connection)}
    made = connection.execute(sa.insert(attachments).values(**row)).inserted_primary_key
    assert made is not None  # noqa: S101 - an integer key comes back from both databases
    audit.append(connection, "return", who=who, where=where, what=f"上传附件 {kept.name[-100:]}：{place.words}")
    return _one(connection, made[0])


def remove(connection: Connection, number: int, *, scope: Scope, who: str, where: str) -> Attachment:
    """Take a file out of a return that is open: its row says so, the file stays for what was submitted with it.

    Raises LookupError, NotAllowed, ReturnRefused.
    """
    one = _one(connection, number)
    place = mine(connection, one.item, scope)
    _must_be_open(connection, one.item)
    standing = sa.and_(attachments.c.number == number, attachments.c.removed_at.is_(None))
    gone = sa.update(attachments).where(standing).values(removed_by=who, removed_at=acting_at(connection))
    if connection.execute(gone).rowcount:
        audit.append(connection, "return", who=who, where=where, what=f"移除附件 {one.name[-100:]}：{place.words}")
    return _one(connection, number)


def read_attachments(connection: Connection, item: Item) -> tuple[Attachment, ...]:
    """The files that go with a return now, in the order they came."""
    standing = sa.select(attachments).where(item.of(attachments), attachments.c.removed_at.is_(None))
    return tuple(map(_attachment, connection.execute(standing.order_by(attachments.c.number))))


def visible(connection: Connection, item: Item, *, files: bool) -> tuple[Attachment, ...]:
    """The files this person may see: who files the return those that stand, anyone else those that were submitted last."""
    if files:
        return read_attachments(connection, item)
    present = read_return(connection, item)
    said = [one for one in read_changes(connection, item, drafts=False) if one.act == "submitted"]
    if not said or present.submitted_at is None:
        return ()
    return named(connection, said[-1].attachments)


def named(connection: Connection, numbers: Sequence[int]) -> tuple[Attachment, ...]:
    """The files of these numbers, also those taken out since."""
    found = sa.select(attachments).where(attachments.c.number.in_(numbers)).order_by(attachments.c.number)
    return tuple(map(_attachment, connection.execute(found)))


def readable(connection: Connection, number: int, *, scope: Scope) -> Attachment:
    """A file that this person may take away: a county its own; leader and chiefs what was submitted at some time.

    Raises LookupError for any other, whether it is there or not.
    """
    one = _one(connection, number)
    if not reads_words(scope, one.item.region):
        raise LookupError(number)
    own = scope.role == "county"
    if not own and not _files(connection, one.item, scope):
        shown = {name for change in read_changes(connection, one.item, drafts=False) for name in change.attachments}
        if number not in shown:
            raise LookupError(number)
    return one


def _files(connection: Connection, item: Item, scope: Scope) -> bool:
    try:
        mine(connection, item, scope)
    except (PermissionError, ReturnRefused):
        return False
    return True


def _must_be_open(connection: Connection, item: Item) -> None:
    present = read_return(connection, item)
    if not present.open:
        raise ReturnRefused(f"这项月报{STATES[present.state]}，附件不能再改。")


def _named(name: str, kind: str) -> str:
    """The name to keep: without its folder, without a citizen number, its ending kept when it is cut."""
    plain = "".join(letter for letter in file_name(name.replace("\\", "/")) if letter.isprintable())
    stem = plain.rpartition(".")[0] or "附件"
    return f"{stem[: _NAME - 1 - len(kind)]}.{kind}"


def _one(connection: Connection, number: int) -> Attachment:
    row = connection.execute(sa.select(attachments).where(attachments.c.number == number)).one_or_none()
    if row is None:
        raise LookupError(number)
    return _attachment(row)


def _attachment(row: Any) -> Attachment:
    item = Item(row.month, row.programme, row.task, row.region)
    return Attachment(row.number, item, row.sha256, row.name, row.kind, row.size, row.who, as_utc(row.at), row.removed_by or "")
