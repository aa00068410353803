"""Whether the log is whole: every entry recomputed in order, up to the head. What is wrong is named, and the walk goes on behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access.audit.acknowledging import acknowledged
from access.audit.chain import Head, signed
from access.audit.entry import BREAK, Entry
from access.audit.log import entry_of
from access.audit.table import entries, read_head

Kind = Literal["sound", "changed", "reordered", "inserted", "removed", "cut", "head", "noted", "seen"]
FETCHED = 2000  # entries held at a time
MOST = 20  # faults told one by one
TRACED = 5  # changed entries whose old place is looked for: that asks for every number


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and the number it is wrong at; `last` where it is wrong up to there."""

    kind: Kind
    number: int | None
    words: str
    last: int | None = None


@dataclass(frozen=True)
class Verdict:
    """What a check found: `kind` sound, or that of the first fault and the `number` it is at; `words` say it in Chinese.

    faults  the first MOST of them, of `count` in all
    since   the acknowledged break the check began at; for what stands before it nothing is said
    """

    kind: Kind
    words: str
    number: int | None
    checked: int
    head: Head | None
    faults: tuple[Fault, ...] = ()
    count: int = 0
    since: int | None = None

    @property
    def sound(self) -> bool:
        return self.kind == "sound"


def verify(
    connection: Connection, *, last: int | None = None, noted: tuple[int, str] | None = None, seen: tuple[int, str] | None = None
) -> Verdict:
    """Check the log, streaming, from the first entry kept or from the newest break that was acknowledged.

    last   only the newest so many entries, and how many there are in all: cheap, for a look in passing
    noted  a head that was written down elsewhere, number and hash: it must stand in the log still, or have been pruned
    seen   the same, of the last check on this machine
    """
    found, floor = read_head(connection), acknowledged(connection)
    walk = _Walk(connection, found if found and found.genuine else None, floor)
    walk.run(last)
    if found is None:
        walk.tell(Fault("head", None, "日志的首尾记录不见了：末尾可能被截去。"))
    elif not found.genuine:
        walk.tell(Fault("head", found.number, "日志首尾记录的签名不符：被伪造，或 SECRET_KEY 已更换。"))
    else:
        for fault in (_against_noted(connection, found, noted), _against_seen(connection, found, seen)):
            if fault:
                walk.tell(fault)
    if walk.faults:
        first = walk.faults[0]
        more = f"另有 {walk.count - 1} 处。" if walk.count > 1 else ""
        return Verdict(first.kind, first.words + more, first.number, walk.checked, found, tuple(walk.faults), walk.count, floor)
    assert found  # noqa: S101 - a missing head is a fault
    whole = f"审计日志完好（自第 {floor} 号断点起）" if floor else "审计日志完好"
    words = f"{whole}：第 {floor or found.first} 至 {found.number} 号，核对 {walk.checked} 条。" if found.number else "审计日志还是空的。"
    return Verdict("sound", words, None, walk.checked, found, since=floor)


class _Walk:
    """One walk along the chain, held against the head where that is genuine. After a fault it goes on with what is there."""

    def __init__(self, connection: Connection, head: Head | None, floor: int | None) -> None:
        self.connection, self.head, self.floor = connection, head, floor
        self.checked = self.count = self.traced = 0
        self.faults: list[Fault] = []

    def tell(self, fault: Fault) -> None:
        """Keep a fault; entries changed one after the other are one fault."""
        before = self.faults[-1] if self.faults else None
        if before and fault.kind == before.kind == "changed" and fault.number == (before.last or before.number or 0) + 1:
            self.faults[-1] = replace(before, last=fault.number, words=_changed(f"第 {before.number} 至 {fault.number} 号"))
            return
        self.count += 1
        if len(self.faults) < MOST:
            self.faults.append(fault)

    def run(self, last: int | None) -> None:
        """Look at every entry, or at the newest ones."""
        expected, previous = self._start(last)
        query = sa.select(entries).order_by(entries.c.number)
        if last is not None:
            self._counted()
        if expected is not None and (last is not None or self.floor):
            query = query.where(entries.c.number >= expected)
        with self.connection.execute(query, execution_options={"yield_per": FETCHED}) as rows:
            number, hash = self._follow(map(entry_of, rows), expected, previous)
        if self.head and number < self.head.number:
            self.tell(Fault("cut", number + 1, f"日志末尾被截去：第 {number + 1} 至 {self.head.number} 号不见了。"))
        elif self.head and hash != self.head.hash and not self.faults:
            self.tell(Fault("head", number, f"第 {number} 号不是首尾记录里的末尾：日志的一段取自别处。"))

    def _start(self, last: int | None) -> tuple[int | None, str | None]:
        """The number to begin with and the hash that stands before it; None: with whatever comes first."""
        if self.head is None:
            return self.floor, None
        least, anchor = (self.floor, None) if self.floor else (self.head.first, self.head.anchor)
        if last is None or self.head.number - last < least:
            return least, anchor
        before = self.head.number - last
        found = self.connection.scalar(sa.select(entries.c.hash).where(entries.c.number == before))
        if found is None:
            self.tell(Fault("removed", before, f"第 {before} 号不见了。"))
        return before + 1, found

    def _counted(self) -> None:
        if self.head is None:
            return
        query = sa.select(sa.func.count()).select_from(entries)
        there = self.connection.execute(query.where(entries.c.number >= self.floor) if self.floor else query).scalar_one()
        due = self.head.number - (self.floor or self.head.first) + 1
        if there != due:
            kind: Kind = "removed" if there < due else "inserted"
            self.tell(Fault(kind, None, f"应有 {due} 条，实有 {there} 条：有记录被{'删去' if kind == 'removed' else '插入'}。"))

    def _follow(self, found: Iterable[Entry], expected: int | None, previous: str | None) -> tuple[int, str]:
        """The number and hash of the last entry that stands in its place."""
        for entry in found:
            if expected is None:
                expected = entry.number
            if not self._placed(entry, expected):
                continue
            if entry.number > expected:
                previous = None  # what stood before it is gone, and told already
            if signed(entry) != entry.hash:
                self.tell(self._misplaced(entry))
            elif previous is not None and entry.previous != previous:
                words = f"第 {entry.number} 号不接在第 {entry.number - 1} 号之后：次序被改，或取自另一份日志。"
                self.tell(Fault("reordered", entry.number, words))
            elif entry.act == BREAK and entry.number != self.floor:
                words = f"第 {entry.number} 号是断点：{entry.what}。查明后可用 flask audit acknowledge {entry.number} 确认。"
                self.tell(Fault("head", entry.number, words))
            else:
                self.checked += 1
            expected, previous = entry.number + 1, entry.hash
        return (expected or 1) - 1, previous or ""

    def _placed(self, entry: Entry, expected: int) -> bool:
        """Whether the chain goes on with this entry; what is missing before it, or that it does not belong there, is told."""
        if self.head and entry.number > self.head.number and expected > self.head.number:
            words = f"第 {entry.number} 号在末尾（第 {self.head.number} 号）之后：是插入的，或末尾记录被退回。"
            self.tell(Fault("inserted", entry.number, words))
            return False
        if entry.number < expected:
            self.tell(Fault("inserted", entry.number, f"第 {entry.number} 号是插入的：日志从第 {expected} 号起。"))
            return False
        if entry.number > expected:
            gone = f"第 {expected} 号" if entry.number == expected + 1 else f"第 {expected} 至 {entry.number - 1} 号"
            self.tell(Fault("removed", expected, f"{gone}不见了。"))
        return True

    def _misplaced(self, entry: Entry) -> Fault:
        """The entry does not fit its hash: it stood under another number, or something in it was changed."""
        self.traced += 1
        if self.traced <= TRACED:
            for number in self._numbers():
                if signed(replace(entry, number=number)) == entry.hash:
                    return Fault("reordered", entry.number, f"第 {entry.number} 号处是原来的第 {number} 号：次序被改。")
        return Fault("changed", entry.number, _changed(f"第 {entry.number} 号"))

    def _numbers(self) -> Iterator[int]:
        least, most = self.connection.execute(sa.select(sa.func.min(entries.c.number), sa.func.max(entries.c.number))).one()
        head = self.head
        yield from range(min(least, head.first) if head else least, (max(most, head.number) if head else most) + 1)


def _changed(which: str) -> str:
    return f"{which}与签名不符：内容被改动或是插入的（或 SECRET_KEY 已更换）。"


def _stands(connection: Connection, found: Head, remembered: tuple[int, str]) -> bool:
    number, hash = remembered
    if number < found.first:
        return True  # pruned since
    there = connection.scalar(sa.select(entries.c.hash).where(entries.c.number == number)) if number else found.anchor
    return there is not None and there.startswith(hash.lower())


def _against_noted(connection: Connection, found: Head, noted: tuple[int, str] | None) -> Fault | None:
    if noted is None or _stands(connection, found, noted):
        return None
    return Fault("noted", noted[0], f"另记的第 {noted[0]} 号与日志不符：日志曾被整个换过，或退回到以前。")


def _against_seen(connection: Connection, found: Head, seen: tuple[int, str] | None) -> Fault | None:
    if seen is None or _stands(connection, found, seen):
        return None
    if found.number < seen[0]:
        return Fault("seen", seen[0], f"日志比上次核对时短：上次到第 {seen[0]} 号，现在只到第 {found.number} 号，末尾被截去或退回到以前。")
    return Fault("seen", seen[0], f"日志与上次核对时不同：第 {seen[0]} 号已不是上次看到的那一条，日志曾被退回到以前，或整个换过。")
