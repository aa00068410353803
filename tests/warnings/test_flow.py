"""The flow both ways, with the real rule: records come by import, a warning appears; the county's own import makes it close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from access.scope import Scope
from data.citizens import check_character
from data.database import Database
from data.exchange.importing import import_rows
from data.exchange.undoing import undo
from data.facts import set_fact
from data.indicators import REPORTED
from data.indicators.moment import moment
from data.notices.table import notices
from data.warnings.reading import Wanted, Warning, at_risk, records_of, warnings_page
from data.warnings.rule import Found
from data.warnings.rules import RULES
from data.warnings.run import run
from tests.notices.receiver import receiving
from tests.warnings.desk import COUNTY, Desk

CHIEF, CLERK = Scope("chief", section="社会救助科"), Scope("county", region="410221")
NUMBER = "41022119500101001"
CITIZEN = NUMBER + check_character(NUMBER)
RECIPIENT = {
    "key": "R1",
    "region": "410221101",
    "category": "农村低保",
    "monthly_amount": "310",
    "started_on": "2021-01-01",
    "citizen": CITIZEN,
}
DEATH = {"key": "D1", "region": "410221101", "died_on": "2023-07-31", "disposal": "火化", "citizen": CITIZEN}


def bring(database: Database, dataset: str, row: dict[str, Any]) -> int:
    report = import_rows(database, [row], dataset, who="qixian", source="api", reported=REPORTED)
    assert report.rejected == 0 and report.batch, report.to_dict()
    return report.batch


def listed(database: Database, **wanted: Any) -> tuple[Warning, ...]:
    with moment(database) as now:
        return warnings_page(now, scope=CHIEF, wanted=Wanted(rule="relief_deceased", **wanted)).rows


def test_a_deceased_recipient_is_found_stopped_and_closed(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in set(RULES) - {"relief_deceased"}:
        monkeypatch.delitem(RULES, name)  # the others look in their own tests
    with database.writing() as connection:
        set_fact(connection, "today", "2023-08-15")
    bring(database, "relief_recipients", RECIPIENT)
    assert run(database).problems == {}
    assert listed(database) == ()
    batch = bring(database, "deaths", DEATH)
    run(database)
    (one,) = listed(database)
    assert one.since == date(2023, 8, 1) and one.amount == 15000  # 15 of August's 31 days at 310 yuan
    assert one.sentence == "杞县五里河镇 1 名已死亡人员仍在享受救助，自8月1日起涉及资金 150元"
    with moment(database) as now:
        assert at_risk(now, scope=CLERK).value == at_risk(now, scope=CHIEF, programme="relief").value == 15000
        assert at_risk(now, scope=Scope("leader")).value is None
        assert records_of(now, one.number, scope=CLERK).total == 1
    undo(database, batch, who="qixian")
    assert run(database).closed == 1
    bring(database, "deaths", DEATH)
    assert run(database).reopened == 1
    bring(database, "relief_recipients", {**RECIPIENT, "ended_on": "2023-08-01"})
    assert run(database).closed == 1
    (one,) = listed(database, states=("closed",))
    assert (one.standing, one.reopened) == (False, 1)
    with moment(database) as now:
        assert at_risk(now, scope=CHIEF).value == 0
    assert not any(CITIZEN in str(row) for row in (one,))


def test_the_command_tells_what_it_found_sends_it_and_fails_with_a_rule(sqlite_desk: Desk, server: Flask) -> None:
    cockpit = server.extensions["cockpit"]
    database: Database = cockpit.database
    with database.writing() as connection:
        set_fact(connection, "today", "2023-09-18")
    with receiving() as other:
        changed = cockpit.settings.model_copy(update={"webhook_url": other.address})
        desk = Desk(database, sqlite_desk.places)
        desk.deceased()
        server.extensions["cockpit"] = replace(cockpit, settings=changed)
        run(database, telling=True)
        result = server.test_cli_runner().invoke(args=["warn"])
        assert result.exit_code == 0 and "0 条规则查找" in result.output
        assert "已故仍在保：有新发现" in other.json()["markdown"]["text"]
    server.extensions["cockpit"] = cockpit
    desk.places.found = [Found("F1", COUNTY, date(2023, 9, 1))]
    desk.places.broken = True
    refreshed = server.test_cli_runner().invoke(args=["refresh"])
    assert refreshed.exit_code == 0 and "没有查成" in refreshed.output
    failed = server.test_cli_runner().invoke(args=["warn"])
    assert failed.exit_code == 1 and "ZeroDivisionError" in failed.output
    desk.places.broken = False
    assert "新发现 1" in server.test_cli_runner().invoke(args=["warn", "--all"]).output
    with database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(notices)) == 1
