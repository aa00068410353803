"""The audit log as a list to take away: which entries were asked for, their columns in Chinese, their rows streamed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.engine import Connection

from access import audit
from data.clock import local
from data.exchange.records import escaped

TITLE = "审计日志"
HEADERS = ("序号", "时间", "行为", "账号", "来自", "内容", "行数")
LONGEST_TEXT = 100
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(9999, 12, 30)  # a day's end is the beginning of the next
FETCHED = 1000  # entries held at a time
Cell = str | int | None


@dataclass(frozen=True)
class Wanted:
    """Which entries: those of an act, of a person, of days in Kaifeng (both included), with a text in them."""

    act: str | None = None
    who: str | None = None
    since: date | None = None
    until: date | None = None
    text: str | None = None

    @property
    def words(self) -> str:
        """The choice in a sentence, for the entry that says it was exported."""
        parts = [
            f"{self.since or '…'} 至 {self.until or '…'}" if self.since or self.until else "",
            f"行为 {audit.ACTS[self.act]}" if self.act else "",
            f"账号 {self.who}" if self.who else "",
            f"含 {self.text}" if self.text else "",
        ]
        return "，".join(part for part in parts if part) or "全部"


def read(given: Mapping[str, str]) -> Wanted:
    """The choice that the parts of an address name: since, until, act, who, text; others are left alone.

    Raises ValueError, whose text says in Chinese what is wrong and what is allowed.
    """
    act = given.get("act") or None
    if act is not None and act not in audit.ACTS:
        known = "、".join(f"{words}（{name}）" for name, words in audit.ACTS.items())
        raise ValueError(f"没有名为 {act[:20]} 的行为；可选：{known}。")
    since, until = _day(given, "since", "起"), _day(given, "until", "止")
    check(since, until)
    who, text = given.get("who", "").strip(), given.get("text", "").strip()
    if len(text) > LONGEST_TEXT or len(who) > LONGEST_TEXT:
        raise ValueError(f"账号和文字至多 {LONGEST_TEXT} 个字符。")
    if "\0" in who + text:
        raise ValueError("账号和文字里不能有控制字符（NUL）。")
    return Wanted(act, who or None, since, until, text or None)


def check(since: date | None, until: date | None) -> None:
    """Raises ValueError, in Chinese, where there can be no such days, or they stand the wrong way round."""
    for day, word in ((since, "起"), (until, "止")):
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise ValueError(f"{word}的日期 {day} 不对；应在 {FIRST_DAY} 至 {LAST_DAY} 之间。")
    if since and until and since > until:
        raise ValueError(f"起 {since} 晚于止 {until}；请调换。")


def _day(given: Mapping[str, str], name: str, word: str) -> date | None:
    text = given.get(name, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{word}的日期 {text[:20]} 不对；应如 2023-09-18。") from None


def size(connection: Connection, wanted: Wanted, *, before: int | None = None) -> int:
    """How many entries are wanted."""
    return audit.count(connection, **asdict(wanted), before=before)


def rows(connection: Connection, wanted: Wanted, *, before: int | None = None) -> Iterator[list[Cell]]:
    """The wanted entries, the newest first, as cells; time by Kaifeng's clock."""
    while True:
        found = audit.search(connection, **asdict(wanted), before=before, limit=FETCHED)
        for entry in found:
            yield row(entry)
        if len(found) < FETCHED:
            return
        before = found[-1].number


def row(entry: audit.Entry) -> list[Cell]:
    """One entry's cells."""
    at = f"{local(entry.at):%Y-%m-%d %H:%M:%S}"
    return [entry.number, at, audit.ACTS.get(entry.act, entry.act), entry.who, entry.where, entry.what, entry.rows]


def texts(cells: list[Cell]) -> list[str]:
    """The cells of a row as csv holds them."""
    return ["" if cell is None else escaped(cell) if isinstance(cell, str) else str(cell) for cell in cells]
