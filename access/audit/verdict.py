"""Whether the log is whole: every entry recomputed in order, from the first one kept to the head. What is wrong is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access.audit.chain import Head, signed
from access.audit.entry import BREAK, Entry
from access.audit.log import entry_of
from access.audit.table import entries, read_head

Kind = Literal["sound", "changed", "reordered", "inserted", "removed", "cut", "head", "noted"]
FETCHED = 2000  # entries held at a time


@dataclass(frozen=True)
class Verdict:
    """What a check found: `kind` sound, or the first thing wrong and the `number` it is wrong at; `words` say it in Chinese."""

    kind: Kind
    words: str
    number: int | None
    checked: int
    head: Head | None

    @property
    def sound(self) -> bool:
        return self.kind == "sound"


@dataclass(frozen=True)
class _Fault(Exception):
    kind: Kind
    number: int | None
    words: str


def verify(connection: Connection, *, last: int | None = None, noted: tuple[int, str] | None = None) -> Verdict:
    """Check the log, streaming; the first fault is the verdict.

    last   only the newest so many entries, and how many there are in all: cheap, for a look in passing
    noted  a head that was written down elsewhere, number and hash: it must stand in the log still, or have been pruned
    """
    found = read_head(connection)
    walk = _Walk(connection, found if found and found.genuine else None)
    try:
        walk.run(last)
        if found is None:
            raise _Fault("head", None, "日志的首尾记录不见了：末尾可能被截去。")
        if not found.genuine:
            raise _Fault("head", found.number, "日志首尾记录的签名不符：被伪造，或 SECRET_KEY 已更换。")
        if noted is not None:
            _compare(connection, found, noted)
    except _Fault as fault:
        return Verdict(fault.kind, fault.words, fault.number, walk.checked, found)
    if not found.number:
        words = "审计日志还是空的。"
    else:
        words = f"审计日志完好：第 {found.first} 至 {found.number} 号，核对 {walk.checked} 条。"
    return Verdict("sound", words, None, walk.checked, found)


class _Walk:
    """One walk along the chain, held against the head where that is genuine."""

    def __init__(self, connection: Connection, head: Head | None) -> None:
        self.connection, self.head = connection, head
        self.checked = 0

    def run(self, last: int | None) -> None:
        """Raises _Fault at the first thing that is wrong."""
        start, previous = self._start(last)
        query = sa.select(entries).order_by(entries.c.number)
        if last is not None:
            self._counted()
            query = query.where(entries.c.number >= start)
        with self.connection.execute(query, execution_options={"yield_per": FETCHED}) as rows:
            end = self._follow(map(entry_of, rows), start, previous)
        if self.head and end != (self.head.number, self.head.hash):
            words = f"日志末尾被截去：第 {end[0] + 1} 至 {self.head.number} 号不见了。"
            raise _Fault("cut", end[0] + 1, words)

    def _start(self, last: int | None) -> tuple[int | None, str]:
        """The number to begin with and the hash that stands before it; None: with whatever comes first."""
        if self.head is None:
            return None, ""
        first, anchor = self.head.first, self.head.anchor
        if last is None or self.head.number - last < first:
            return first, anchor
        before = self.head.number - last
        found = self.connection.scalar(sa.select(entries.c.hash).where(entries.c.number == before))
        if found is None:
            raise _Fault("removed", before, f"第 {before} 号不见了。")
        return before + 1, found

    def _counted(self) -> None:
        there = self.connection.execute(sa.select(sa.func.count()).select_from(entries)).scalar_one()
        if self.head and there != self.head.number - self.head.first + 1:
            kind: Kind = "removed" if there < self.head.number - self.head.first + 1 else "inserted"
            words = (
                f"应有 {self.head.number - self.head.first + 1} 条，实有 {there} 条：有记录被{'删去' if kind == 'removed' else '插入'}。"
            )
            raise _Fault(kind, None, words)

    def _follow(self, found: Iterable[Entry], expected: int | None, previous: str) -> tuple[int, str]:
        """The number and hash of the last entry, all before it being right."""
        for entry in found:
            if expected is None:
                expected, previous = entry.number, entry.previous
            self._placed(entry, expected)
            if signed(entry) != entry.hash:
                raise self._misplaced(entry)
            if entry.previous != previous:
                raise _Fault(
                    "reordered", entry.number, f"第 {entry.number} 号不接在第 {entry.number - 1} 号之后：次序被改，或取自另一份日志。"
                )
            if entry.act == BREAK:
                raise _Fault("head", entry.number, f"第 {entry.number} 号是断点：{entry.what}。")
            expected, previous = entry.number + 1, entry.hash
            self.checked += 1
        return (expected or 1) - 1, previous

    def _placed(self, entry: Entry, expected: int) -> None:
        if self.head and entry.number > self.head.number and expected > self.head.number:
            raise _Fault(
                "inserted", entry.number, f"第 {entry.number} 号在末尾（第 {self.head.number} 号）之后：是插入的，或末尾记录被退回。"
            )
        if entry.number > expected:
            gone = f"第 {expected} 号" if entry.number == expected + 1 else f"第 {expected} 至 {entry.number - 1} 号"
            raise _Fault("removed", expected, f"{gone}不见了。")
        if entry.number < expected:
            raise _Fault("inserted", entry.number, f"第 {entry.number} 号是插入的：日志从第 {expected} 号起。")

    def _misplaced(self, entry: Entry) -> _Fault:
        """The entry does not fit its hash: it stood under another number, or something in it was changed."""
        for number in self._numbers():
            if signed(replace(entry, number=number)) == entry.hash:
                return _Fault("reordered", entry.number, f"第 {entry.number} 号处是原来的第 {number} 号：次序被改。")
        return _Fault("changed", entry.number, f"第 {entry.number} 号与签名不符：内容被改动或是插入的（或 SECRET_KEY 已更换）。")

    def _numbers(self) -> Iterator[int]:
        least, most = self.connection.execute(sa.select(sa.func.min(entries.c.number), sa.func.max(entries.c.number))).one()
        head = self.head
        yield from range(min(least, head.first) if head else least, (max(most, head.number) if head else most) + 1)


def _compare(connection: Connection, found: Head, noted: tuple[int, str]) -> None:
    number, hash = noted
    if number < found.first:
        return  # pruned since
    there = connection.scalar(sa.select(entries.c.hash).where(entries.c.number == number))
    if there is None or not there.startswith(hash.lower()):
        raise _Fault("noted", number, f"另记的第 {number} 号与日志不符：日志曾被整个换过，或退回到以前。")
