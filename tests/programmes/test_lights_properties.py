"""Lights depend on nothing but returns, readings, plan and day: a naive reckoning from these four alone gives every light of the ledger,
whatever else the database holds and whoever asks."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from access.people import add
from access.scope import Scope
from data.clock import as_utc, end_of
from data.database import Database
from data.indicators.figures import figures
from data.indicators.moment import moment
from data.letters.table import letters
from data.notices.table import notices
from data.periods import parse
from data.programmes.line import Ledger
from data.programmes.returns.table import attachments, return_changes, returns
from tests.indicators.city import COUNTIES, City
from tests.programmes.planned import ISSUED, change, look, store, task

RETURNING = ("saved", "submitted", "returned", "accepted")
MONTHS = [f"2023-{month:02d}" for month in range(2, 13)]


def fill(city: City, folder: Path, dice: random.Random) -> list[dict[str, Any]]:
    """A random plan and random returns in random order; returns the tasks."""
    given = [
        task(
            no,
            *(("caregiver_certified",) if dice.random() < 0.4 else ()),
            due=dice.choice(MONTHS),
            units=dice.choice([["各县区民政局"], ["某科", "杞县民政局"], ["某科"]]),
        )
        for no in range(1, 5)
    ]
    with city.database.writing() as connection:
        store(connection, folder, *given, return_day=dice.choice([1, 10, 20, 31]))
        days = sorted(dice.randrange(0, 330) for _ in range(60))
        for day in days:
            on = date(2023, 2, 1) + timedelta(days=day)
            county = dice.choice(COUNTIES[:6])
            percent = dice.choice([0, 5, 40, 50, 95, 100])
            month = dice.choice([month for month in MONTHS if month <= f"{on:%Y-%m}"] or MONTHS[:1])
            hour = f"{on} {dice.choice(['00:00', '12:00', '23:59'])}"
            change(connection, dice.choice(RETURNING), hour, percent, month=month, region=county, no=dice.randrange(1, 5))
    for county in COUNTIES[:3]:
        home = city.add(
            "elder_facilities", region=f"{county}{'101' if county != '410202' else '001'}", kind="养老机构", opened_on="2020-01-01"
        )
        for _ in range(2):
            city.add("caregivers", facility=home, hired_on="2023-01-05", certified_on=dice.choice(["2023-02-01", None]))
    city.refresh("caregiver_certified")
    return given


def reckoned(city: City, given: list[dict[str, Any]], day: date) -> dict[tuple[str, str], str]:
    """Every cell's light, from the changes of the returns, the readings, the plan and the day: written for reading, not for speed."""
    with city.database.reading() as connection:
        changes = [
            row for row in connection.execute(sa.select(return_changes).order_by(return_changes.c.number)) if as_utc(row.at) < end_of(day)
        ]
        return_day = connection.scalar(sa.text("SELECT return_day FROM programmes"))
        working = {row.day for row in connection.execute(sa.text("SELECT day FROM calendar WHERE working").columns(day=sa.Date))}
    with moment(city.database) as now:
        period = parse(f"{day:%Y-%m}/ytd")
        read = figures(now, ["caregiver_certified"], scope=Scope("leader"), periods=[parse("2022-12/ytd"), period], level="county")
    value = {(one.region, one.period): one.value for one in read}

    def way(county: str) -> float | None:
        now_, before = value[county, period.text], value[county, "2022-12/ytd"] or 0
        if now_ is None:
            return None
        return 100.0 if now_ >= 100 else max(0.0, 100 * (now_ - before) / (100 - before) if before < 100 else now_)

    def due(month: str) -> date:
        last = parse(month).ends
        found = last.replace(day=min(return_day, last.day))
        while found not in working:
            found += timedelta(days=1)
        return found

    out = {}
    for one in given:
        counties = COUNTIES if "各县区民政局" in one["units"] else ["410221"] if "杞县民政局" in one["units"] else []
        ends = parse(one["due"]).ends
        should = 100.0 if day >= ends else max(0.0, 100 * (day - ISSUED).days / (ends - ISSUED).days)
        for county in counties:
            own = [row for row in changes if (row.task, row.region) == (one["no"], county) and row.act != "saved"]
            last = {month: [row for row in own if row.month == month][-1] for month in {row.month for row in own}}
            good = {month: row.percent for month, row in last.items() if row.act == "accepted"}
            percent: float | None = good[max(good)] if good else way(county) if one["indicators"] else None
            asked = max((month for month in MONTHS if due(month) < day), default="")
            if any(row == 100 and month < asked for month, row in good.items()):
                asked = ""
            missing = bool(asked) and asked not in good
            if percent is not None and percent >= 100:
                light = "met"
            elif day > ends and (percent is not None or missing):
                light = "overdue"
            elif missing:
                light = "missing"
            elif percent is None:
                light = "none"
            elif (ends - day).days <= 14:
                light = "due_soon"
            else:
                light = "behind" if percent < should - 10 else "on_track"
            out[one["no"], county] = light
    return out


def lights(ledger: Ledger) -> dict[tuple[str, str], str]:
    return {(line.task.no, cell.region): cell.light for line in ledger.books[0].lines for cell in line.cells if cell.region in COUNTIES}


@pytest.mark.parametrize("seed", range(12))
def test_every_light_follows_from_returns_readings_plan_and_day(sqlite_database: Database, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    city = City(sqlite_database)
    city.today("2023-12-31")
    given = fill(city, tmp_path, dice)
    seen = set()
    for month in dice.sample(MONTHS, 4):
        day = parse(month).ends
        found = lights(look(city.database, month=month))
        assert found == reckoned(city, given, day), month
        seen |= set(found.values())
    for day in (date(2023, dice.randrange(2, 13), dice.randrange(1, 28)) for _ in range(3)):
        city.today(day.isoformat())
        city.refresh("caregiver_certified")
        assert lights(look(city.database)) == reckoned(city, given, day), day
    assert len(seen) >= 2, "a city where all lights are alike proves nothing"


def test_nothing_else_turns_a_light(sqlite_database: Database, tmp_path: Path) -> None:
    """Drafts, files, letters, notices, accounts, records that are not yet refreshed, and who asks."""
    city = City(sqlite_database)
    city.today("2023-09-18")
    fill(city, tmp_path, random.Random(5))
    before = lights(look(city.database))
    assert len(set(before.values())) >= 3
    stamp = end_of(date(2023, 9, 1))
    place = {"month": "2023-09", "programme": "one", "task": "1", "region": COUNTIES[0]}
    said = {"percent": 100, "done": "已完成", "measures": "", "values": {}}
    with city.database.writing() as connection:
        draft = {"state": "accepted", "version": 9, "edited_by": "某人", "edited_at": stamp, "submitted_at": stamp, "reason": ""}
        connection.execute(sa.insert(returns).values(**place, **said, **draft))
        change(connection, "saved", "2023-09-10", 100, month="2023-09", region=COUNTIES[0])
        file = {"sha256": "0" * 64, "name": "表.pdf", "kind": "pdf", "size": 1, "who": "某人", "at": stamp}
        connection.execute(sa.insert(attachments).values(**place, **file))
        letter = {"kind": "reminder", "year": 2023, "programme": "one", "region": COUNTIES[0], "state": "issued", "version": 1}
        connection.execute(sa.insert(letters).values(**letter, content={}, due_on=date(2023, 9, 1)))
        notice = {"kind": "due", "key": "1", "title": "到期", "text": "到期", "written_at": stamp, "tries": 0, "problem": ""}
        connection.execute(sa.insert(notices).values(**notice))
        add(connection, "another", "a-long-password-1", "county", region=COUNTIES[0])
    home = city.add("elder_facilities", region=f"{COUNTIES[5]}101", kind="养老机构", opened_on="2020-01-01")
    city.add("caregivers", facility=home, hired_on="2023-01-05", certified_on="2023-02-01")
    assert lights(look(city.database)) == before
    for scope in (Scope("county", region=COUNTIES[1]), Scope("screen"), Scope("admin"), Scope("chief", section="养老服务科")):
        assert lights(look(city.database, scope=scope)) == before
