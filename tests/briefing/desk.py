"""An office that makes weekly papers: a database, a day that can be moved, the people who take part; documents of a few words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from access.scope import Scope
from data.briefing.paper import OFFICE, Actor, Paper
from data.briefing.reading import paper_at
from data.briefing.steps import Composed, draft, edit, issue, keep, next_serial, take
from data.database import Database
from data.facts import set_fact
from data.periods import Period
from geo.regions import CITY

COUNTY, OTHER = "410222", "410221"
WEEK = Period("2023-W30")
EDITOR = Actor("editor", Scope("chief", section=OFFICE), "127.0.0.1")
STRANGER = Actor("other", Scope("chief", section="养老服务科"), "127.0.0.1")
LEADER = Actor("leader", Scope("leader"), "127.0.0.1")
CLERK = Actor("clerk", Scope("county", COUNTY), "127.0.0.1")
FOREIGN = Actor("foreign", Scope("county", OTHER), "127.0.0.1")
ADMIN = Actor("admin", Scope("admin"), "127.0.0.1")
WALL = Actor("wall", Scope("screen"), "127.0.0.1")
EVERYBODY = (EDITOR, STRANGER, LEADER, CLERK, FOREIGN, ADMIN, WALL)
COMPOSED = Composed({"is": "Document"}, "要情 适老化改造慢于应达", {"weekly": 1}, 1)
FILES = {"docx": b"word", "pdf": b"paper"}


@dataclass
class Desk:
    """The papers of one database, and its day."""

    database: Database

    def on(self, day: date) -> None:
        with self.database.writing() as connection:
            set_fact(connection, "today", day.isoformat())

    def at(self, number: int) -> Paper:
        with self.database.reading() as connection:
            found = paper_at(connection, number)
        assert found
        return found

    def draft(self, week: Period = WEEK, region: str = CITY, actor: Actor = EDITOR, reason: str = "") -> int:
        with self.database.writing() as connection:
            number = draft(connection, actor, week, region, reason)
            keep(connection, number, 1, actor, COMPOSED, ())
        return number

    def edit(self, number: int, lead: str, actor: Actor = EDITOR, version: int | None = None) -> None:
        with self.database.writing() as connection:
            edit(connection, number, self.at(number).version if version is None else version, actor, lead)

    def take(self, number: int, act: str, actor: Actor, words: str = "有误", version: int | None = None) -> None:
        began = self.at(number).version if version is None else version
        with self.database.writing() as connection:
            if act != "issued":
                return take(connection, number, began, actor, act, words)
            serial = next_serial(connection, self.at(number))
            issue(connection, number, began, actor, serial, COMPOSED, FILES)
        return None

    def issued(self, week: Period = WEEK, region: str = CITY, reason: str = "") -> int:
        number = self.draft(week, region, reason=reason)
        self.take(number, "sent", EDITOR)
        self.take(number, "issued", LEADER)
        return number
