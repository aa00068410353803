"""A bureau's desk for letters: a database with the plan, a day that can be moved, the people who take part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from access.scope import Scope
from data.database import Database
from data.facts import set_fact
from data.letters.content import Cited, Content, Item, Quote
from data.letters.letter import Actor, Letter
from data.letters.reading import letter_at
from data.letters.steps import draft, follow, issue, take

OWNER, COUNTY, OTHER = "社会事务科", "410222", "410221"
CHIEF = Actor("chief", Scope("chief", section=OWNER), "127.0.0.1")
STRANGER = Actor("other", Scope("chief", section="养老服务科"), "127.0.0.1")
LEADER = Actor("leader", Scope("leader"), "127.0.0.1")
CLERK = Actor("clerk", Scope("county", COUNTY), "127.0.0.1")
FOREIGN = Actor("foreign", Scope("county", OTHER), "127.0.0.1")
ADMIN = Actor("admin", Scope("admin"), "127.0.0.1")
WALL = Actor("wall", Scope("screen"), "127.0.0.1")
EVERYBODY = {one.name: one for one in (CHIEF, STRANGER, LEADER, CLERK, FOREIGN, ADMIN, WALL)}
DRAFTED, DUE = date(2023, 6, 2), date(2023, 6, 26)

CONTENT = Content(
    title="关于通许县殡葬服务提升工程有关问题的提醒函",
    addressee="通许县民政局",
    opening="根据有关文件，现提醒如下。",
    items=(
        Item(
            "cemeteries",
            "公益性公墓",
            "截至5月31日，乡镇公益性公墓投用率为 81.8%（9/11）。",
            True,
            "",
            "6月26日前投入使用",
            (Quote("township_cemeteries_operating", COUNTY, "2023-05/ytd", 900 / 11, 100, 100, "2023-05-31"),),
        ),
    ),
    closing="请于6月26日前报市民政局。",
    office="开封市民政局",
    as_of="2023-06-02",
    refreshed_at="",
)


@dataclass
class Desk:
    """Letters of one database, and its day."""

    database: Database

    def on(self, day: date) -> None:
        with self.database.writing() as connection:
            set_fact(connection, "today", day.isoformat())

    def draft(self, region: str = COUNTY, due_on: date = DUE, actor: Actor = CHIEF) -> int:
        with self.database.writing() as connection:
            return draft(connection, actor, "reminder", "funeral", OWNER, region, CONTENT, due_on)

    def at(self, number: int) -> Letter:
        with self.database.reading() as connection:
            found = letter_at(connection, number)
        assert found
        return found

    def take(self, number: int, act: str, actor: Actor, words: str = "已办", version: int | None = None) -> None:
        with self.database.writing() as connection:
            began = self.at(number).version if version is None else version
            if act == "issued":
                issue(connection, number, began, actor)
            else:
                take(connection, number, began, actor, act, words)

    def issued(self, region: str = COUNTY, due_on: date = DUE) -> int:
        number = self.draft(region, due_on)
        self.take(number, "sent", CHIEF)
        self.take(number, "issued", LEADER)
        return number

    def follow(self, cited: int, due_on: date, still: frozenset[str] = frozenset({"cemeteries"}), actor: Actor = CHIEF) -> int:
        """A 督办函 on an issued 提醒函."""
        letter = self.at(cited)
        issued = letter.issued_on.isoformat() if letter.issued_on else ""
        content = replace(CONTENT, cited=Cited(letter.code, issued, letter.due_on.isoformat(), ""))
        with self.database.writing() as connection:
            return follow(connection, actor, cited, letter.version, content, due_on, still)

    def bring(self, state: str) -> int:
        """A letter in that state, on the day it was drafted."""
        number = self.draft()
        if state == "withdrawn":
            self.take(number, "withdrawn", CHIEF)
        if state in ("signing", "issued", "replied", "closed"):
            self.take(number, "sent", CHIEF)
        if state in ("issued", "replied", "closed"):
            self.take(number, "issued", LEADER)
        if state in ("replied", "closed"):
            self.take(number, "replied", CLERK)
        if state == "closed":
            self.take(number, "closed", CHIEF)
        return number
